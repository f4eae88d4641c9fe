"""One HTML text in, one PDF out."""

import gc
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from threading import RLock
from typing import Any, Final
from xml.etree import ElementTree

from cssselect2 import ElementWrapper  # type: ignore[import-untyped]
from weasyprint import CSS, DEFAULT_OPTIONS, HTML, Document
from weasyprint.document import DocumentMetadata
from weasyprint.images import get_image_from_uri
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError

from portal.core.db import in_turn
from portal.core.pdf import vertical
from portal.core.pdf.errors import PdfError, UncoveredCharacters
from portal.core.pdf.fetcher import StaticFetcher
from portal.core.pdf.fonts import AT_ONCE, Edition, faces, missing_characters, steps_for
from portal.core.pdf.places import PICTURE
from portal.core.pdf.reuse import Layouts

VARIANT: Final = "pdf/ua-1"
ADDRESSES: Final = ("static:", PICTURE)
ARRANGEMENTS: Final[dict[Edition, Callable[[Document], Document]]] = {
    "zh": vertical.horizontal,
    "mn": vertical.vertical,
    "both": vertical.side_by_side,
}
SUFFIX_SEPARATOR: Final = re.compile("\u202f(?=[\u1820-\u1842])")
MONGOLIAN_SEPARATOR: Final = "\u180e"
GAP: Final = "〓"  # the printers' sign for a letter that is missing
NOT_TEXT: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""What XML forbids and nobody can read, as it comes with copied text."""


class _Source(HTML):  # type: ignore[misc]  # WeasyPrint is untyped
    """A document read as XML and styled by static/documents.css alone.

    HTML's forgiving reader and WeasyPrint's sheet for all of HTML cost a third of a document.
    """

    def __init__(self, text: str, fetcher: StaticFetcher) -> None:
        root = ElementTree.fromstring(text)  # noqa: S314  # from our own templates, which escape what people wrote
        self.base_url, self.url_fetcher, self.media_type = None, fetcher, "print"
        self.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element

    def _ua_stylesheets(self, forms: bool = False) -> list[Any]:  # noqa: ARG002
        return []


class _Press:
    """The fonts and the style of all documents, loaded once for the process.

    A font configuration made anew for each document doubles its time and is never freed.
    Pango's fonts are not safe across threads, hence one document at a time.
    """

    def __init__(self) -> None:
        self.lock = RLock()
        self.fetcher = StaticFetcher()
        self.fonts = FontConfiguration()
        self._parse(faces(AT_ONCE))
        self.style = CSS(url="static:documents.css", font_config=self.fonts, url_fetcher=self.fetcher)
        self.layouts = Layouts(self.load_picture)
        self._steps: set[str] = set()

    def _parse(self, rules: str) -> CSS:
        return CSS(string=rules, font_config=self.fonts, url_fetcher=self.fetcher)

    def load_fonts_for(self, text: str) -> None:
        """Load the fonts of further characters that this is the first document to need."""
        for step in steps_for(text):
            if step not in self._steps:
                self._parse(faces((f"h-{step}", f"v-{step}")))
                self._steps.add(step)

    def load_picture(self, source: str) -> Any:
        """Return the picture at an address, ready to be placed."""
        return get_image_from_uri({}, self.fetcher, DEFAULT_OPTIONS, source)

    def lay_out(self, text: str, edition: Edition) -> Document:
        """Return the pages as WeasyPrint breaks them, all of them horizontal."""
        source = _Source(text, self.fetcher)
        for picture in source.etree_element.iter("img"):
            if not picture.get("src", "").startswith(ADDRESSES):
                raise PdfError("A document can show only what is below static/ or comes with it")

        def make() -> Document:
            return source.render(stylesheets=[self.style], font_config=self.fonts, pdf_variant=VARIANT)

        root = source.etree_element
        kept = self.layouts.find_or_make(root.find("body"), (edition, *root.items()), make)
        document = kept.copy()
        document.metadata = _metadata(root)
        return document


def _metadata(root: ElementTree.Element) -> DocumentMetadata:
    """Return what the head of the document says about it."""
    said = {meta.get("name"): meta.get("content") for meta in root.iterfind("head/meta")}
    author, created = said.get("author"), said.get("dcterms.created")
    return DocumentMetadata(
        title=root.findtext("head/title"), authors=[author] if author else [], created=created, lang=root.get("lang")
    )


@cache
def _press() -> _Press:
    return _Press()


@contextmanager
def _without_pauses() -> Iterator[None]:
    """Put off Python's search for unreachable cycles: a document makes many objects and keeps them."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def render(html: str, *, edition: Edition, gaps: bool = False) -> bytes:
    """Print, as ``portal.core.pdf.render`` says."""
    text = SUFFIX_SEPARATOR.sub(MONGOLIAN_SEPARATOR, NOT_TEXT.sub("", html))
    if missing := missing_characters(text, edition):
        if not gaps:
            raise UncoveredCharacters(missing)
        text = text.translate({ord(character): GAP for character in missing})
    press = _press()
    with in_turn(press.lock), _without_pauses():
        press.load_fonts_for(text)
        try:
            document = ARRANGEMENTS[edition](press.lay_out(text, edition))
            pdf: bytes = document.write_pdf(pdf_variant=VARIANT)
        except (FatalURLFetchingError, ElementTree.ParseError) as error:
            raise PdfError(str(error)) from error
    return pdf
