"""Use a finished layout again for a document that differs only in short texts.

Documents of one kind share their shape: the same headings and tables with other names and
numbers in them. Finding the boxes of a page is most of WeasyPrint's work, so the last few
layouts are kept, and a document of a known shape gets one whose texts are exchanged. A text
is exchanged only where that cannot move anything else: it has its lines to itself, and the
new one breaks into as many of the same height. Otherwise the document is laid out afresh.
The result is the same to the byte; tests hold it to that.

It rests on WeasyPrint's boxes, which are private: the version is pinned.
"""

import re
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from math import inf
from typing import Any, Final, Protocol
from xml.etree.ElementTree import Element

from weasyprint import Document
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.layout.inline import split_text_box
from weasyprint.text.ffi import FROM_UNITS, pango
from weasyprint.text.line_break import create_layout, line_size

KEPT: Final = 32
SLACK: Final = 0.5
"""Room in CSS pixels below which WeasyPrint itself is asked whether a line fits."""
PICTURE_SOURCE: Final = "src"
SHIFTS: Final = {"start": 0.0, "left": 0.0, "center": 0.5, "end": 1.0, "right": 1.0}
"""By which part of the change of its width a text moves, for each alignment."""

COLLAPSIBLE: Final = re.compile("[ \t\n\r\f]+")

Shape = tuple[object, ...]


class Loader(Protocol):
    """Whoever turns the address of a picture into WeasyPrint's picture."""

    def __call__(self, source: str) -> Any:
        """Return the picture."""


class _ReadyLine:
    """A line of text that stays shaped once it has been drawn; WeasyPrint would shape it each time."""

    def __init__(self, line: Any, *, first: Any = None) -> None:
        self._line = line
        self._first = first

    def reactivate(self, style: Any) -> None:
        """Shape the line, the first time."""
        if self._first is None:
            self._line.reactivate(style)
            self._first = _shaped(self._line)

    def get_first_line(self) -> Any:
        """Return what was shaped."""
        return self._first

    def deactivate(self) -> None:
        """Stay as it is."""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._line, name)


def _shaped(line: Any) -> Any:
    """Return the first line of a Pango layout, shaped as drawing wants it, and where the rest begins.

    Drawing asks for a single paragraph; asked before, Pango need not shape the line again.
    """
    pango.pango_layout_set_single_paragraph_mode(line.layout, True)
    return line.get_first_line()


@dataclass(frozen=True, slots=True)
class _Place:
    """The lines of one text, which has them for itself, and the room of each."""

    boxes: list[Any]
    room: float

    def with_text(self, text: str) -> list[Any] | None:
        """Return boxes for another text in this place, or None if it needs more or fewer lines."""
        if len(self.boxes) == 1 and (fitting := _on_one_line(self.boxes[0], text, self.room - SLACK)):
            return [fitting]
        return self._broken(text)

    def _broken(self, text: str) -> list[Any] | None:
        found: list[Any] = []
        start: int | None = 0
        for box in self.boxes:
            if start is None:
                return None
            new, start, broken = split_text_box(None, box.copy_with_text(text), self.room, start)
            if new is None or broken or (new.height, new.baseline) != (box.height, box.baseline):
                return None
            if start is not None and text.encode()[start : start + 1] == b" ":
                start += 1
            new.pango_layout = _ReadyLine(new.pango_layout)
            found.append(new)
        return found if start is None else None

    def shows(self, text: str) -> bool:
        """Say whether this is how the text is broken into lines here."""
        lines = self.with_text(text)
        return lines is not None and [line.text for line in lines] == [box.text for box in self.boxes]

    def exchange(self, lines: list[Any]) -> None:
        """Show the text of ``lines``."""
        for box, new in zip(self.boxes, lines, strict=True):
            box.position_x += (box.width - new.width) * SHIFTS[box.style["text_align_all"]]
            box.text, box.width, box.pango_layout = new.text, new.width, new.pango_layout


def _on_one_line(box: Any, text: str, room: float) -> Any | None:
    """Return a box like ``box`` for a text that needs no breaking, shaped and ready to be drawn."""
    line = create_layout(text, box.style, None, None, 0)
    shaped = first, rest = _shaped(line)
    width, height = line_size(first, box.style)
    baseline = pango.pango_layout_get_baseline(line.layout) * FROM_UNITS + box.margin_top
    if rest is not None or width > room or (height, baseline) != (box.height, box.baseline):
        return None
    new = box.copy_with_text(text)
    new.width, new.pango_layout = width, _ReadyLine(line, first=shaped)
    return new


@dataclass(slots=True)
class _Layout:
    """A finished layout with the places of its texts and pictures."""

    document: Document
    texts: list[str]
    sources: list[str]
    places: dict[int, list[_Place]] = field(default_factory=dict)
    echoes: dict[int, list[_Place]] = field(default_factory=dict)
    """Lines in the page margins that repeat a text, by the number of the text."""
    pictures: list[Any] = field(default_factory=list)

    def show(self, texts: list[str], sources: list[str], load: Loader) -> bool:
        """Exchange what differs; change nothing and say False if something cannot be."""
        exchanges: list[tuple[_Place, list[Any]]] = []
        for number, (old, new) in enumerate(zip(self.texts, texts, strict=True)):
            if old == new:
                continue
            found = self._exchanges(number, old, new)
            if found is None:
                return False
            exchanges += found
        if not self._show_pictures(sources, load):
            return False
        for place, lines in exchanges:
            place.exchange(lines)
        self.texts = texts
        return True

    def _exchanges(self, number: int, old: str, new: str) -> list[tuple[_Place, list[Any]]] | None:
        """Return what to exchange for one text, or None if its place does not allow it."""
        wanted = [(place, new) for place in self.places.get(number, ())]
        if not wanted or not new:
            return None
        wanted += [(echo, echo.boxes[0].text.replace(old, new)) for echo in self.echoes.get(number, ())]
        found = []
        for place, text in wanted:
            lines = place.with_text(text)
            if lines is None:
                return None
            found.append((place, lines))
        return found

    def _show_pictures(self, sources: list[str], load: Loader) -> bool:
        if sources == self.sources:
            return True
        if len(sources) != len(self.pictures):
            return False
        found = [(box, load(source)) for box, source in zip(self.pictures, sources, strict=True)]
        if any((new.width, new.height) != (box.replacement.width, box.replacement.height) for box, new in found):
            return False
        for box, new in found:
            box.replacement = new
        self.sources = sources
        return True


class Layouts:
    """The layouts kept, the least recently used forgotten first."""

    def __init__(self, load: Loader) -> None:
        self._load = load
        self._kept: OrderedDict[Shape, _Layout] = OrderedDict()

    def find_or_make(self, body: Element, kind: Shape, make: Callable[[], Document]) -> Document:
        """Return a layout that shows ``body``, made by ``make`` if none can be used again."""
        shape, leaves = (*kind, *_shape(body)), _leaves(body)
        texts = [_text(leaf) for leaf in leaves]
        sources = [element.get(PICTURE_SOURCE, "") for element in body.iter("img")]
        known = self._kept.get(shape)
        if known is None or not known.show(texts, sources, self._load):
            known = self._kept[shape] = _survey(make(), leaves, texts, sources)
        self._kept.move_to_end(shape)
        if len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return known.document


def _text(element: Element) -> str:
    return COLLAPSIBLE.sub(" ", element.text or "").strip(" ")


def _leaves(body: Element) -> list[Element]:
    return [element for element in body.iter() if not len(element)]


def _shape(body: Element) -> Iterator[object]:
    """Yield all that the layout depends on but the texts of leaves and the pictures."""
    for element in body.iter():
        yield element.tag
        yield len(element) or bool(element.text)
        yield from (pair for pair in element.items() if pair[0] != PICTURE_SOURCE)
        yield element.text if len(element) else None
        yield element.tail


@dataclass(slots=True)
class _Survey:
    """What is found on the pages of a new layout."""

    numbers: dict[int, int]
    texts: list[str]
    places: dict[int, dict[int, _Place]] = field(default_factory=dict)
    """By the number of the text and the block that holds it."""
    margin: list[_Place] = field(default_factory=list)
    pictures: list[Any] = field(default_factory=list)
    spoilt: set[int] = field(default_factory=set)
    named: set[int] = field(default_factory=set)
    """Texts that page margins may repeat."""
    rigid: bool = True

    def walk(self, box: Any, container: Any = None, line: Any = None, margin: bool = False) -> None:
        """Note what is in ``box``."""
        self.rigid = self.rigid and _is_rigid(box)
        if isinstance(box, boxes.TextBox):
            box.pango_layout = _ReadyLine(box.pango_layout)
            self._note(box, container, line, margin)
        elif isinstance(box, boxes.ReplacedBox):
            self.pictures.append(box)
        elif self.rigid:
            for child in box.children:
                if isinstance(child, boxes.LineBox):
                    self.walk(child, box, child, margin)
                else:
                    self.walk(child, container, line, margin or isinstance(child, boxes.MarginBox))

    def _note(self, box: Any, container: Any, line: Any, margin: bool) -> None:
        number = self.numbers.get(id(box.element), -1)
        alone = line.children == [box] and box.style["text_align_all"] in SHIFTS
        if margin:
            self.margin += [_Place([box], inf)] if alone else []  # margin boxes are as wide as their text
        elif not alone or container.element is not box.element or container.style["bookmark_level"] != "none":
            self.spoilt.add(number)
        else:
            place = _Place([], container.width)
            self.places.setdefault(number, {}).setdefault(id(container), place).boxes.append(box)
            if container.style["string_set"] != "none":
                self.named.add(number)

    def exchangeable(self) -> dict[int, list[_Place]]:
        """Return the places of all texts that nothing else depends on."""
        found = {number: list(places.values()) for number, places in self.places.items() if number >= 0}
        return {
            number: places
            for number, places in found.items()
            if number not in self.spoilt and all(place.shows(self.texts[number]) for place in places)
        }


def _is_rigid(box: Any) -> bool:
    """Say whether a box stands where it stands whatever is in it."""
    if isinstance(box, AbsolutePlaceholder | boxes.InlineBlockBox | boxes.FlexBox | boxes.GridBox):
        return False
    if isinstance(box, boxes.TableBox) and box.style["table_layout"] != "fixed":
        return False
    return bool(box.style["float"] == "none")


def _survey(document: Document, leaves: list[Element], texts: list[str], sources: list[str]) -> _Layout:
    """Find the places whose texts and pictures can be exchanged."""
    survey = _Survey({id(leaf): number for number, leaf in enumerate(leaves)}, texts)
    for page in document.pages:
        survey.walk(page._page_box)
    layout = _Layout(document, texts, sources)
    if survey.rigid:
        layout.pictures = survey.pictures
        layout.places = survey.exchangeable()
        texts_in_margin = [(place, place.boxes[0].text) for place in survey.margin]
        layout.echoes = {n: [place for place, text in texts_in_margin if texts[n] in text] for n in survey.named}
    return layout
