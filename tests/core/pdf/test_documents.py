"""Documents as they leave the press: to the eye, to a reader's ear, to a copier and to a scanner."""

import io
import re
from html import unescape

import pypdf
import pytest
import zxingcpp
from PIL import Image

from portal.core.pdf import Edition, PdfError, UncoveredCharacters, render
from tests.core.pdf import pictures, summaries

SAME_TO_THE_EYE = 1.5
MANY = summaries.summary(60, 20)


@pytest.fixture(scope="module")
def documents() -> dict[Edition, bytes]:
    """One summary in each edition."""
    return {edition: render(summaries.html(edition), edition=edition) for edition in pictures.EDITIONS}


def words_of(html: str) -> str:
    """Return the text of a document's body without its spaces, as it is to be copied."""
    body = re.sub(r"<[^>]+>", "", html.partition("<body>")[2])
    return re.sub(r"\s", "", unescape(body).replace("\u202f", "\u180e"))


def small(body: str, lang: str = "zh") -> str:
    return f'<html lang="{lang}"><head><title>t</title></head><body class="{lang}">{body}</body></html>'


@pytest.mark.parametrize("edition", pictures.EDITIONS)
def test_looks_as_approved(edition: Edition, documents: dict[Edition, bytes]) -> None:
    approved = Image.open(pictures.APPROVED / f"{edition}.png")

    assert pictures.difference(pictures.page(documents[edition]), approved) < SAME_TO_THE_EYE


@pytest.mark.parametrize("edition", pictures.EDITIONS)
def test_can_be_copied_in_reading_order(edition: Edition, documents: dict[Edition, bytes]) -> None:
    copied = re.sub(r"\s", "", pictures.text(documents[edition]))
    expected = words_of(summaries.html(edition))
    halves = [expected] if edition != "both" else re.split("(?=内蒙古自治区农牧民工职业技能)", expected)

    assert all(half in copied for half in halves)


@pytest.mark.parametrize("edition", pictures.EDITIONS)
def test_qr_code_can_be_scanned(edition: Edition, documents: dict[Edition, bytes]) -> None:
    found = zxingcpp.read_barcodes(pictures.page(documents[edition], resolution=110))

    assert {code.text for code in found} == {summaries.summary().verify_url}


@pytest.mark.parametrize("edition", pictures.EDITIONS)
def test_is_tagged_titled_and_dated_by_its_content(edition: Edition, documents: dict[Edition, bytes]) -> None:
    reader = pypdf.PdfReader(io.BytesIO(documents[edition]))
    root = reader.trailer["/Root"]
    tags = {str(kid.get("/S")) for kid in structure(root["/StructTreeRoot"])}

    assert tags >= {"/H1", "/H2", "/Table", "/TH", "/TD", "/Figure"}
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == ("mn-Mong-CN" if edition == "mn" else "zh-Hans-CN")
    assert reader.metadata is not None
    assert summaries.CODE in str(reader.metadata.title)
    assert reader.metadata["/CreationDate"] == "D:20260320023000Z"
    assert b"pdfuaid" in root["/Metadata"].get_data()
    assert len(reader.outline) >= 1


def structure(node: pypdf.generic.DictionaryObject) -> list[pypdf.generic.DictionaryObject]:
    """Return all elements below a node of the structure tree."""
    kids = node.get("/K", [])
    found = [kid.get_object() for kid in (kids if isinstance(kids, list) else [kids])]
    elements = [kid for kid in found if isinstance(kid, dict) and "/S" in kid]
    return elements + [below for kid in elements for below in structure(kid)]


@pytest.mark.parametrize(("edition", "size"), [("zh", (595, 842)), ("mn", (595, 842)), ("both", (842, 595))])
def test_goes_on_over_many_pages(edition: Edition, size: tuple[int, int]) -> None:
    pdf = render(summaries.html(edition, MANY), edition=edition)
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    head = {"zh": "培训机构", "mn": "ᠪᠠᠢᠭᠤᠯᠤᠮᠵᠢ", "both": "培训机构"}[edition]

    assert 4 <= len(reader.pages) <= 8
    assert all((round(page.mediabox.width), round(page.mediabox.height)) == size for page in reader.pages)
    assert pictures.text(pdf).count(head) >= 4
    assert pictures.text(pdf).count(summaries.CODE) >= len(reader.pages)


def test_same_document_is_the_same_to_the_byte() -> None:
    assert render(summaries.html("mn"), edition="mn") == render(summaries.html("mn"), edition="mn")


@pytest.mark.parametrize("edition", ["zh", "mn"])
def test_is_small(edition: Edition, documents: dict[Edition, bytes]) -> None:
    assert len(documents[edition]) <= 40 * 1024


def test_links_stay_where_their_words_are_on_a_vertical_page() -> None:
    pdf = render(small('<p>ᠦᠵᠡᠬᠦ <a href="https://example.cn/v">example.cn</a></p>', "mn"), edition="mn")

    (note,) = pypdf.PdfReader(io.BytesIO(pdf)).pages[0]["/Annots"]
    left, right, bottom, top = sorted(float(side) for side in note.get_object()["/Rect"])
    assert right - left < top - bottom
    assert left < 100
    assert top > 650


@pytest.mark.parametrize(
    "source",
    ["file:///etc/hostname", "http://example.cn/x.png", "static:../pyproject.toml", "static:none.png", "x.png"],
)
def test_takes_pictures_from_nowhere_but_static(source: str) -> None:
    with pytest.raises(PdfError):
        render(small(f'<p><img src="{source}" alt="x"/></p>'), edition="zh")


def test_tells_which_characters_it_cannot_print() -> None:
    with pytest.raises(UncoveredCharacters) as refusal:
        render(small("<p>名😀字ཀ</p>"), edition="zh")

    assert refusal.value.characters == ["😀", "ཀ"]
    assert "U+1F600" in str(refusal.value)


def test_leaves_out_what_is_not_text() -> None:
    assert "一二" in pictures.text(render(small("<p>一\x0b\x00二</p>"), edition="zh"))


def test_each_half_of_a_sheet_counts_its_pages() -> None:
    copied = pictures.text(render(summaries.html("both", MANY), edition="both"))

    assert {f"{number} / 5" for number in range(1, 6)} <= set(re.findall(r"\d / \d", copied))


def test_refuses_what_is_not_well_formed() -> None:
    with pytest.raises(PdfError):
        render("<p>one<p>two", edition="zh")


@pytest.mark.parametrize("edition", pictures.EDITIONS)
def test_prints_rare_names_with_a_glyph_for_each(edition: Edition) -> None:
    facts = summaries.summary(name=summaries.named("䶮㛃𬭎玥祎"))
    pdf = render(summaries.html(edition, facts), edition=edition)

    assert "䶮㛃𬭎玥祎" in re.sub(r"\s", "", pictures.text(pdf))
    assert all("Portal" in font for font in fonts_of(pdf))


@pytest.mark.parametrize("edition", pictures.EDITIONS)
def test_uses_the_fonts_of_the_house_alone(edition: Edition, documents: dict[Edition, bytes]) -> None:
    assert all("Portal" in font for font in fonts_of(documents[edition]))


def fonts_of(pdf: bytes) -> set[str]:
    """Return the names of the fonts in a document."""
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return {str(font["/BaseFont"]) for page in pages for font in page["/Resources"]["/Font"].values()}
