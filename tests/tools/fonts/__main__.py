"""Build static/fonts/ from Debian's fonts-noto-cjk and the Noto Sans Mongolian in sources/.

Run it through ``make fonts``. The same sources give the same bytes. All fonts are
derived works under the SIL Open Font License and carry names of their own:

===========  =========================================================================
h-text       Noto Sans CJK SC for horizontal pages: Latin, signs, GB/T 2312 level 1
h-more       the rest of GB/T 2312; h-rare: the rest of GBK and of the standard list
h-title      Noto Serif CJK SC Bold, the characters most used; the rest comes from h-text
h-mongolian  Noto Sans Mongolian beside horizontal Chinese
v-text       for vertical pages: Mongolian, and h-text turned a quarter; so v-more, v-rare
v-title      a thickened Noto Sans Mongolian for vertical pages, with Latin and signs
mongolian    Noto Sans Mongolian for the web
===========  =========================================================================

Mongolian is Hudum everywhere. WeasyPrint copies a font whole before it takes what it needs,
hence the steps from text to rare.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import charsets
from fontTools.fontBuilder import FontBuilder
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.scaleUpem import scale_upem
from outlines import (
    CENTRE,
    LATIN_MIDDLE,
    MONGOLIAN_MIDDLE,
    QUARTER_TURN,
    UNCHANGED,
    CjkSource,
    Matrix,
    cut,
    embolden,
    move_up,
    split_ligatures,
)

SOURCES = Path(__file__).parent / "sources"
ASCENT, DESCENT = 1000, -240
"""Symmetric about CENTRE, so that every font makes the same line."""

WEB_ASCENT, WEB_DESCENT = 880, -220
HAN_GRID = 500
"""Units per em of fonts that hold Han alone: half of the sources' makes smaller numbers and so smaller files.

Mongolian keeps the 1000 of its source, and with it every shape and advance.
"""
BUILT_AT = 3_786_912_000
"""Seconds since 1904 written into every font: a build must not depend on the clock."""

NOTICES = {
    "Noto Sans CJK SC": "(c) 2014-2021 Adobe (http://www.adobe.com/).",
    "Noto Serif CJK SC": "(c) 2017-2022 Adobe (http://www.adobe.com/).",
    "Noto Sans Mongolian": "Copyright 2023 The Noto Project Authors (https://github.com/notofonts/mongolian)",
}
BASIC = sorted(charsets.LATIN) + sorted(charsets.SYMBOLS)


def name_font(font: TTFont, family: str, sources: Sequence[str]) -> None:
    """Write the names, with the copyright of each source, and a fixed date."""
    notice = "Derived from " + "; ".join(f"{s} {NOTICES[s]}" for s in sources)
    names = {
        0: notice,
        1: family,
        2: "Regular",
        3: f"{family} 1.000",
        4: family,
        5: "Version 1.000",
        6: family.replace(" ", ""),
        13: "This Font Software is licensed under the SIL Open Font License, Version 1.1.",
        14: "https://openfontlicense.org",
    }
    table = font["name"] = newTable("name")
    table.names = []
    for number, text in names.items():
        table.setName(text, number, 3, 1, 0x409)
    font["head"].created = font["head"].modified = BUILT_AT
    font.recalcTimestamp = False


def set_lines(font: TTFont, ascent: int, descent: int) -> None:
    """Set the line metrics alike in all tables that hold them."""
    hhea, os2 = font["hhea"], font["OS/2"]
    hhea.ascent, hhea.descent, hhea.lineGap = ascent, descent, 0
    os2.sTypoAscender, os2.sTypoDescender, os2.sTypoLineGap = ascent, descent, 0
    os2.usWinAscent, os2.usWinDescent, os2.fsType = ascent, -descent, 0
    os2.usWeightClass, os2.fsSelection, font["head"].macStyle = 400, 0x40, 0
    if "post" in font:  # an underline runs beside the strokes of vertical text
        font["post"].underlinePosition, font["post"].underlineThickness = -170, 50


def placed(code: int, width: int, *, vertical: bool) -> tuple[Matrix, int]:
    """Return how the glyph of a character is placed, and its advance."""
    if not vertical:
        return UNCHANGED, width
    if code in charsets.LATIN:
        return (1, 0, 0, 1, 0, CENTRE - LATIN_MIDDLE), width
    return QUARTER_TURN, 1000 if width >= 500 else 250


def add_cjk(font: TTFont, source: CjkSource, codes: Sequence[int], *, vertical: bool) -> None:
    """Append the glyphs of ``codes`` to a TrueType font that lacks them."""
    cmap = dict(font.getBestCmap() or {})
    order, glyphs, metrics = font.getGlyphOrder(), font["glyf"].glyphs, font["hmtx"].metrics
    for code in codes:
        if code in cmap or not source.has(code):
            continue
        glyph = source.name(code, vertical=vertical and code not in charsets.LATIN)
        matrix, advance = placed(code, source.width(glyph), vertical=vertical)
        name = f"cjk{code:05X}"
        glyphs[name] = drawn = source.draw(glyph, matrix)
        drawn.recalcBounds(font["glyf"])
        metrics[name] = (advance, getattr(drawn, "xMin", 0))
        order.append(name)
        cmap[code] = name
    font.setGlyphOrder(order)
    font["glyf"].glyphOrder = order
    builder = FontBuilder(font=font)
    builder.setupCharacterMap(cmap)
    builder.setupPost(keepGlyphNames=False)


def empty_font(source: CjkSource) -> TTFont:
    """Return a font that holds only the sign for a missing character."""
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef"])
    builder.setupCharacterMap({})
    builder.setupGlyf({".notdef": source.draw(".notdef", UNCHANGED)})
    builder.setupHorizontalMetrics({".notdef": (1000, 0)})
    builder.setupHorizontalHeader()
    builder.setupOS2()
    builder.setupPost(keepGlyphNames=False)
    return builder.font


def mongolian(path: Path, *, bold: bool) -> TTFont:
    """Return the Hudum letters on the common middle line, each spelling with its own glyphs."""
    font = cut(path, charsets.MONGOLIAN)
    move_up(font, CENTRE - MONGOLIAN_MIDDLE)
    if bold:
        embolden(font, 50)
    split_ligatures(font)
    return font


def web_font(path: Path, out: Path) -> None:
    """Write the Hudum letters for browsers, shaping unchanged, centred on the writing."""
    font = cut(path, {*charsets.MONGOLIAN, 0x20, 0xA0})
    font["post"].formatType = 3.0
    set_lines(font, WEB_ASCENT, WEB_DESCENT)
    name_font(font, "Portal Mongolian", ["Noto Sans Mongolian"])
    font.flavor = "woff2"
    font.save(out)


def build(font: TTFont, source: CjkSource, codes: Sequence[int], out: Path, sources: Sequence[str]) -> None:
    """Fill, name and write one font for PDF pages; its file name says its direction and use."""
    add_cjk(font, source, codes, vertical=out.stem.startswith("v-"))
    set_lines(font, ASCENT, DESCENT)
    name_font(font, f"Portal {out.stem.replace('-', ' ').title()}", sources)
    if "Noto Sans Mongolian" not in sources:
        scale_upem(font, HAN_GRID)
    font.save(out)


def main(arguments: Sequence[str]) -> None:
    """Build every font into the folder asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cjk", type=Path, default=Path("/usr/share/fonts/opentype/noto"))
    parser.add_argument("--mongolian", type=Path, default=SOURCES / "noto-sans-mongolian-3.002.woff2")
    parser.add_argument("--out", type=Path, default=Path("static/fonts"))
    options = parser.parse_args(arguments)
    out, letters = options.out, options.mongolian
    han, letters_name = "Noto Sans CJK SC", "Noto Sans Mongolian"
    web_font(letters, out / "mongolian.woff2")
    song = CjkSource(options.cjk / "NotoSerifCJK-Bold.ttc")
    titles = [*BASIC, *map(ord, charsets.FREQUENT)]
    build(empty_font(song), song, titles, out / "h-title.ttf", ["Noto Serif CJK SC"])
    build(mongolian(letters, bold=True), song, BASIC, out / "v-title.ttf", ["Noto Serif CJK SC", letters_name])
    build(mongolian(letters, bold=False), song, [0x20], out / "h-mongolian.ttf", [letters_name])
    hei = CjkSource(options.cjk / "NotoSansCJK-Regular.ttc")
    steps = {
        "text": [*BASIC, *charsets.everyday()],
        "more": [0x20, *charsets.less_common()],
        "rare": [0x20, *charsets.rare()],
    }
    for step, codes in steps.items():
        build(empty_font(hei), hei, codes, out / f"h-{step}.ttf", [han])
        if step == "text":
            build(mongolian(letters, bold=False), hei, codes, out / "v-text.ttf", [han, letters_name])
        else:
            build(empty_font(hei), hei, codes, out / f"v-{step}.ttf", [han])


if __name__ == "__main__":
    main(sys.argv[1:])
