"""Outlines of the sources as TrueType quadratics, moved or turned for vertical pages."""

import copy
import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import freetype
from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.recordingPen import DecomposingRecordingPen, RecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph, GlyphCoordinates

CENTRE = 380
"""Middle line of every font in 1/1000 em; portal.core.pdf.vertical turns text about it."""

TOLERANCE = 6
"""How far, in 1/1000 em, a quadratic outline may leave the cubic one: 0.06 mm in the largest title, 0.02 in text."""

MONGOLIAN_MIDDLE = 330
LATIN_MIDDLE = 367
SIMPLIFIED_CHINESE = 2
"""Number of the simplified Chinese face in Debian's Noto CJK collections."""

Matrix = tuple[float, float, float, float, float, float]
UNCHANGED: Matrix = (1, 0, 0, 1, 0, 0)
QUARTER_TURN: Matrix = (0, 1, -1, 0, 880, CENTRE - 500)
"""Turn an em box of [0, 1000] x [-120, 880] counter-clockwise about its middle."""


class CjkSource:
    """One Noto CJK collection, read for simplified Chinese."""

    def __init__(self, path: Path) -> None:
        self._font = TTFont(path, fontNumber=SIMPLIFIED_CHINESE)
        self._cmap: dict[int, str] = self._font.getBestCmap()
        self._glyphs = self._font.getGlyphSet()
        self._recorded: dict[str, RecordingPen] = {}
        self._steps = {tag: self._lookups(tag) for tag in ("locl", "vert")}

    def _lookups(self, tag: str) -> list[dict[str, str]]:
        """Return the substitutions of one feature for simplified Chinese, in lookup order."""
        table = self._font["GSUB"].table
        script = next(r.Script for r in table.ScriptList.ScriptRecord if r.ScriptTag == "hani")
        language = next(r.LangSys for r in script.LangSysRecord if r.LangSysTag.strip() == "ZHS")
        features = [table.FeatureList.FeatureRecord[i] for i in language.FeatureIndex]
        numbers = [n for f in features if f.FeatureTag == tag for n in f.Feature.LookupListIndex]
        tables = [s for n in numbers for s in table.LookupList.Lookup[n].SubTable]
        return [getattr(getattr(s, "ExtSubTable", s), "mapping", {}) for s in tables]

    def has(self, code: int) -> bool:
        """Say whether the collection draws this character."""
        return code in self._cmap

    def name(self, code: int, *, vertical: bool) -> str:
        """Return the glyph of a character, in its vertical form if asked."""
        glyph = self._cmap[code]
        for mapping in self._steps["locl"] + (self._steps["vert"] if vertical else []):
            glyph = mapping.get(glyph, glyph)
        return glyph

    def width(self, glyph: str) -> int:
        """Return the advance width of a glyph."""
        return int(self._font["hmtx"][glyph][0])

    def draw(self, glyph: str, matrix: Matrix) -> Glyph:
        """Return the TrueType outline of a glyph under ``matrix``."""
        if glyph not in self._recorded:
            record = self._recorded[glyph] = RecordingPen()
            self._glyphs[glyph].draw(Cu2QuPen(record, max_err=TOLERANCE, reverse_direction=True))
        pen = TTGlyphPen(None)
        self._recorded[glyph].replay(TransformPen(pen, matrix))
        return pen.glyph(dropImpliedOnCurves=True)


def cut(path: Path, unicodes: Iterable[int]) -> TTFont:
    """Return the font with only these characters, all of their shaping kept."""
    options = subset.Options(
        layout_features=["*"],
        layout_scripts=["*"],
        name_IDs=[],
        hinting=False,
        glyph_names=True,
        notdef_outline=True,
        drop_tables=["DSIG", "vhea", "vmtx", "VORG", "BASE", "gasp", "meta", "STAT", "MVAR"],
    )
    font = TTFont(path, recalcTimestamp=False)
    font.flavor = None
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=unicodes)
    subsetter.subset(font)
    return font


def move_up(font: TTFont, distance: int) -> None:
    """Move every outline of a TrueType font; marks stay where they were on their letters."""
    glyphs, moved = font.getGlyphSet(), {}
    for name in font.getGlyphOrder():
        record = DecomposingRecordingPen(glyphs, reverseFlipped=True)
        glyphs[name].draw(record)
        pen = TTGlyphPen(None)
        record.replay(TransformPen(pen, (1, 0, 0, 1, 0, distance)))
        moved[name] = pen.glyph(dropImpliedOnCurves=True)
    font["glyf"].glyphs = moved
    for name, glyph in moved.items():
        glyph.recalcBounds(font["glyf"])
        font["hmtx"][name] = (font["hmtx"][name][0], getattr(glyph, "xMin", 0))


def embolden(font: TTFont, strength: int) -> None:
    """Thicken every outline with FreeType: there is no free bold Mongolian to take."""
    buffer = io.BytesIO()
    font.save(buffer)
    buffer.seek(0)
    face = freetype.Face(buffer)
    face.set_char_size(font["head"].unitsPerEm * 64, 0, 72, 72)
    for index, name in enumerate(font.getGlyphOrder()):
        face.load_glyph(index, freetype.FT_LOAD_NO_HINTING | freetype.FT_LOAD_NO_BITMAP)
        outline = face.glyph.outline
        if not outline.n_points:
            continue
        reference = freetype.byref(outline._FT_Outline)
        freetype.FT_Outline_EmboldenXY(reference, int(strength * 0.6 * 64), strength * 64)
        points = [(round(x / 64 - strength * 0.3), round(y / 64 - strength / 2)) for x, y in outline.points]
        glyph = font["glyf"][name]
        glyph.coordinates = GlyphCoordinates(points)
        glyph.recalcBounds(font["glyf"])
        font["hmtx"][name] = (font["hmtx"][name][0], glyph.xMin)


def split_ligatures(font: TTFont) -> None:
    """Give each spelling its own copy of a shared ligature, so that copied text is exact."""
    seen: dict[str, list[tuple[str, ...]]] = {}
    for first, ligature in _ligatures(font):
        key = (first, *ligature.Component)
        shared = ligature.LigGlyph
        if shared in key or {"feminine", "masculine"} & set(key):
            continue  # a mark of context, not a spelling
        ways = seen.setdefault(shared, [])
        if key not in ways:
            ways.append(key)
        if number := ways.index(key):
            ligature.LigGlyph = _copy_glyph(font, shared, number)
    font.setGlyphOrder(font["glyf"].glyphOrder)


def _ligatures(font: TTFont) -> Iterable[tuple[str, Any]]:
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            table = getattr(table, "ExtSubTable", table)
            for first, ligatures in getattr(table, "ligatures", {}).items():
                for ligature in ligatures:
                    yield first, ligature


def _copy_glyph(font: TTFont, name: str, number: int) -> str:
    glyf, classes, new = font["glyf"], font["GDEF"].table.GlyphClassDef.classDefs, f"{name}.alt{number}"
    glyf[new], font["hmtx"].metrics[new] = copy.deepcopy(glyf[name]), font["hmtx"][name]
    if name in classes:
        classes[new] = classes[name]
    return new
