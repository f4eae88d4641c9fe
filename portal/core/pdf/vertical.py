"""True vertical pages from WeasyPrint, which only writes horizontally.

A vertical page is laid out with width and height exchanged and transposed (x' = y, y' = x)
while it is painted: lines that ran to the right then run down, and lines that followed
downwards follow to the right, as Mongolian is read. Line breaking, tables, page breaks and
page counters stay WeasyPrint's own. Transposing mirrors, so each run of text is mirrored
back about the middle of its line, and becomes plain text turned a quarter clockwise:
selecting, searching and copying work as on any page.

Blocks of class ``up`` are transposed once more and stand upright: QR codes, small numbers.

Private to WeasyPrint and therefore pinned and tested by pictures: ``Page._page_box``, how a page
is drawn, and the calls ``Stream`` answers while text is drawn.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from itertools import zip_longest
from typing import Any

import pydyf
from weasyprint import Document, Page
from weasyprint.draw import draw_background, draw_border, draw_stacking_context
from weasyprint.pdf.stream import Stream
from weasyprint.stacking import StackingContext

CENTRE = 0.38
"""Middle line of every font in static/fonts, in em; the same as in tests/tools/fonts."""

MONGOLIAN = re.compile("[\u1800-\u18af]")

Rectangle = tuple[float, float, float, float]


class ExactStream(Stream):  # type: ignore[misc]  # WeasyPrint is untyped
    """A page's drawing whose Mongolian can be copied exactly."""

    def clone(self, **kwargs: Any) -> "ExactStream":
        """Return a stream of the same kind, for a group."""
        new: ExactStream = super().clone(**kwargs)
        new.__class__ = type(self)
        return new

    def marked(self, box: Any, tag: str) -> AbstractContextManager[None]:
        """Say which letters are meant: one Mongolian glyph can stand for several spellings."""
        text = getattr(box, "text", "")
        plain: AbstractContextManager[None] = super().marked(box, tag)
        return self._spelt(plain, text) if MONGOLIAN.search(text) else plain

    @contextmanager
    def _spelt(self, plain: AbstractContextManager[None], text: str) -> Iterator[None]:
        with plain:
            actual = pydyf.Dictionary({"ActualText": pydyf.String(text)})
            pydyf.Stream.begin_marked_content(self, "Span", actual)
            yield
            pydyf.Stream.end_marked_content(self)


class VerticalStream(ExactStream):
    """A page's drawing that un-mirrors text wherever its surroundings are transposed."""

    _pending: tuple[float, ...] | None = None
    _outer = 1.0

    def clone(self, **kwargs: Any) -> ExactStream:
        """Return a stream for a group that is drawn under the current matrix."""
        new = super().clone(**kwargs)
        new._outer = self._handedness
        return new

    @property
    def _handedness(self) -> float:
        """Negative on a horizontal page and in upright islands, positive where transposed."""
        return float(self.ctm.determinant) * self._outer

    def set_text_matrix(
        self, a: float = 1, b: float = 0, c: float = 0, d: float = 1, e: float = 0, f: float = 0
    ) -> None:
        """Keep a matrix that must be mirrored back until the font size is known."""
        if self._handedness > 0:
            self._pending = (a, b, c, -d, e, f)
        else:
            super().set_text_matrix(a, b, c, d, e, f)

    def set_font_size(self, font: str, size: float) -> None:
        """Mirror the waiting matrix about the middle of the line, then set the size."""
        if self._pending:
            *matrix, f = self._pending
            self._pending = None
            super().set_text_matrix(*matrix, f - 2 * CENTRE * size)
        super().set_font_size(font, size)


class HorizontalPage(Page):  # type: ignore[misc]
    """A page as WeasyPrint made it, whose Mongolian can be copied exactly."""

    drawing: type[ExactStream] = ExactStream

    def __init__(self, page: Page) -> None:
        if not hasattr(page, "order"):  # which box lies over which: found once for a layout that is used again
            page.order = StackingContext.from_page(page._page_box)
        self.__dict__.update(page.__dict__)

    def paint(self, stream: Stream, scale: float = 1) -> None:
        """Paint through a stream of our own, as WeasyPrint's ``draw_page`` does where a page has no printer's marks."""
        stream.__class__ = self.drawing
        with stream.stacked():
            stream.transform(a=scale, d=scale)
            draw_background(stream, self.order.box.background, clip_box=False, bleed=self.bleed)
            draw_background(stream, self._page_box.canvas_background, clip_box=False)
            draw_border(stream, self._page_box)
            draw_stacking_context(stream, self.order)
        stream.__class__ = Stream


def _exchanged(area: Rectangle) -> Rectangle:
    x, y, width, height = area
    return y, x, height, width


class VerticalPage(HorizontalPage):
    """A page laid out sideways; everything on it is painted transposed."""

    drawing = VerticalStream

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.width, self.height = page.height, page.width
        sides = {"top": "left", "left": "top", "bottom": "right", "right": "bottom"}
        self.bleed = {side: page.bleed[other] for side, other in sides.items()}
        self.bookmarks = [(level, label, (y, x), state) for level, label, (x, y), state in page.bookmarks]
        self.links = [(kind, target, _exchanged(area), box) for kind, target, area, box in page.links]
        self.anchors = {name: _exchanged(area) for name, area in page.anchors.items()}

    def paint(self, stream: Stream, scale: float = 1) -> None:
        """Paint the page under the transposing matrix."""
        kept = stream.page_rectangle  # groups take their bounds from it
        stream.page_rectangle = _exchanged(kept)
        with stream.stacked():
            stream.transform(a=0, b=1, c=1, d=0)
            super().paint(stream, scale)
        stream.page_rectangle = kept


class Spread(Page):  # type: ignore[misc]
    """One sheet with two pages side by side; each half goes on by itself on the next sheet."""

    def __init__(self, left: Page | None, right: Page | None) -> None:
        halves = [page for page in (left, right) if page]
        self._left, self._right = left, right
        self._offset = halves[0].width
        self.width, self.height, self.bleed = 2 * self._offset, halves[0].height, halves[0].bleed
        self.forms: dict[Any, Any] = {None: []}
        self.bookmarks: list[Any] = []
        self.links: list[Any] = []
        self.anchors: dict[str, Any] = {}
        for page, offset in ((left, 0.0), (right, self._offset)):
            if page:
                self._take(page, offset)
        children = [child for page in halves for child in page._page_box.children]
        self._page_box = halves[0]._page_box.copy_with_children(children)

    def _take(self, page: Page, offset: float) -> None:
        """Add what can be clicked or jumped to on one half."""
        self.bookmarks += [(level, label, (x + offset, y), state) for level, label, (x, y), state in page.bookmarks]
        self.links += [(k, target, (x + offset, *rest), box) for k, target, (x, *rest), box in page.links]
        self.anchors |= {name: (x + offset, *rest) for name, (x, *rest) in page.anchors.items()}

    def paint(self, stream: Stream, scale: float = 1) -> None:
        """Paint both halves."""
        for page, offset in ((self._left, 0.0), (self._right, self._offset)):
            if page:
                with stream.stacked():
                    stream.transform(e=offset * scale)
                    page.paint(stream, scale)


def horizontal(document: Document) -> Document:
    """Leave the pages as they are, with exact Mongolian text."""
    document.pages = [HorizontalPage(page) for page in document.pages]
    return document


def vertical(document: Document) -> Document:
    """Turn every page into a vertical one."""
    document.pages = [VerticalPage(page) for page in document.pages]
    return document


def side_by_side(document: Document) -> Document:
    """Put the pages named ``mn-half`` on the left, vertical, and all others on the right.

    Where there are none, whole pages follow one another, those named ``mn`` vertical.
    """
    if not any(_name(page) == "mn-half" for page in document.pages):
        document.pages = [
            VerticalPage(page) if _name(page) == "mn" else HorizontalPage(page) for page in document.pages
        ]
        return document
    left = [VerticalPage(page) for page in document.pages if _name(page) == "mn-half"]
    right = [HorizontalPage(page) for page in document.pages if _name(page) != "mn-half"]
    document.pages = _spreads(left, right)
    return document


def _spreads(left: Sequence[Page], right: Sequence[Page]) -> list[Page]:
    return [Spread(*halves) for halves in zip_longest(left, right)]


def _name(page: Page) -> str:
    return str(page._page_box.page_type.name)
