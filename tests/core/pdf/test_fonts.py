"""The fonts of the house cover names, and shape Mongolian as their source does."""

from functools import cache
from pathlib import Path

import pytest
import uharfbuzz as hb
from fontTools.ttLib import TTFont

from portal.core.pdf import Edition, missing_characters
from portal.core.pdf.places import STATIC

SOURCE = Path(__file__).parents[2] / "tools/fonts/sources/noto-sans-mongolian-3.002.woff2"
NAMES = "a e i o u oe ue ee n ng b p h g m l s sh t d ch j y r w f k2 k c z hh rh lh zr cr"
LETTERS = dict(zip(NAMES.split(), map(chr, range(0x1820, 0x1843)), strict=True)) | {
    "fvs1": "\u180b",
    "fvs2": "\u180c",
    "fvs3": "\u180d",
    "mvs": "\u180e",
    "zwj": "\u200d",
    "space": " ",
}
LINES = (Path(__file__).parent / "data/core-hudum.tsv").read_text().splitlines()
SPELLINGS = [line.split("\t")[1].split() for line in LINES if line and not line.startswith("#")]
WORDS = ["".join(LETTERS[letter] for letter in spelling) for spelling in SPELLINGS]
LIFTED = 50
"""How far the fonts for print lift Mongolian onto the middle line of Han characters."""

Shape = tuple[int, int, int, int, int]


@cache
def font(path: Path, tmp: Path) -> hb.Font:
    """Return a font file ready for shaping."""
    plain = TTFont(path)
    plain.flavor = None
    plain.save(tmp / "plain.ttf")
    return hb.Font(hb.Face((tmp / "plain.ttf").read_bytes()))


def shapes(word: str, of: hb.Font, lifted: int = 0) -> list[Shape]:
    """Return the advance and the outline's box of each glyph of a word."""
    buffer = hb.Buffer()
    buffer.add_str(word)
    buffer.guess_segment_properties()
    hb.shape(of, buffer)
    found = []
    for glyph, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        box = of.get_glyph_extents(glyph.codepoint)
        lift = lifted if box.height else 0
        found.append((place.x_advance, box.x_bearing, box.y_bearing - lift, box.width, box.height))
    return found


@pytest.mark.parametrize(
    ("name", "lifted"), [("mongolian.woff2", 0), ("v-text.ttf", LIFTED), ("h-mongolian.ttf", LIFTED)]
)
def test_shapes_words_as_the_source_does(name: str, lifted: int, tmp_path: Path) -> None:
    source, own = font(SOURCE, tmp_path), font(STATIC / "fonts" / name, tmp_path)
    words = [word for word in WORDS if " " not in word]

    assert len(words) > 120
    assert [word for word in words if shapes(word, source) != shapes(word, own, lifted)] == []


def test_bold_titles_use_as_many_glyphs_as_the_source(tmp_path: Path) -> None:
    source, own = font(SOURCE, tmp_path), font(STATIC / "fonts/v-title.ttf", tmp_path)

    assert all(len(shapes(word, source)) == len(shapes(word, own)) for word in WORDS)


@pytest.mark.parametrize("word", WORDS)
def test_every_letter_has_a_glyph(word: str) -> None:
    assert missing_characters(word, "both") == []


def test_web_font_is_light() -> None:
    assert (STATIC / "fonts/mongolian.woff2").stat().st_size < 22 * 1024


@pytest.mark.parametrize("edition", ["zh", "mn", "both"])
def test_covers_gbk_and_the_standard_list(edition: Edition) -> None:
    pairs = (bytes((lead, trail)) for lead in range(0x81, 0xFF) for trail in range(0x40, 0xFF))
    gbk = {text for pair in pairs if len(text := pair.decode("gbk", "ignore")) == 1}
    han = "".join(sorted(c for c in gbk if "\u4e00" <= c <= "\u9fa5"))

    assert len(han) == 20902
    assert missing_characters(han + "䶮㛃𬭎𫟼𬬭𬺓鿏〇", edition) == []


def test_says_which_characters_have_no_glyph_once_and_in_order() -> None:
    assert missing_characters("甲😀乙ཀ😀丙", "zh") == ["😀", "ཀ"]
