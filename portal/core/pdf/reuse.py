"""Use a finished layout again for a document that differs only in short texts.

Documents of one kind share their shape: the same headings and tables with other names and
numbers in them. Finding the boxes of a page is most of WeasyPrint's work, so the last few
layouts are kept, and a document of a known shape gets one whose texts are exchanged. A text
is exchanged only where that cannot move anything else: it fills one line by itself, the new
one fits there, and its font has the same line. Otherwise the document is laid out afresh.
The result is the same to the byte; tests hold it to that.

It rests on WeasyPrint's boxes, which are private: the version is pinned.
"""

import re
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final, Protocol
from xml.etree.ElementTree import Element

from weasyprint import Document
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.layout.inline import split_text_box

KEPT: Final = 32
PICTURE_SOURCE: Final = "src"
SHIFTS: Final = {"start": 0.0, "left": 0.0, "center": 0.5, "end": 1.0, "right": 1.0}
"""By which part of the change of its width a text moves, for each alignment."""

COLLAPSIBLE: Final = re.compile("[ \t\n\r\f]+")

Shape = tuple[object, ...]


class Loader(Protocol):
    """Whoever turns the address of a picture into WeasyPrint's picture."""

    def __call__(self, source: str) -> Any:
        """Return the picture."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A text that fills a line by itself, and the room it has there."""

    box: Any
    room: float

    def with_text(self, text: str) -> Any | None:
        """Return a box for another text in this place, or None if it does not fit."""
        new, rest, broken = split_text_box(None, self.box.copy_with_text(text), self.room, None)
        if new is None or rest is not None or broken or new.text != text:
            return None
        same_line = (new.height, new.baseline) == (self.box.height, self.box.baseline)
        return new if same_line else None

    def exchange(self, new: Any) -> None:
        """Show the text of ``new``."""
        box = self.box
        box.position_x += (box.width - new.width) * SHIFTS[box.style["text_align_all"]]
        box.text, box.width, box.pango_layout = new.text, new.width, new.pango_layout


@dataclass(slots=True)
class _Layout:
    """A finished layout with the places of its texts and pictures."""

    document: Document
    texts: list[str]
    lines: dict[int, list[_Line]] = field(default_factory=dict)
    echoes: dict[int, list[_Line]] = field(default_factory=dict)
    """Lines in the page margins that repeat a text, by the number of the text."""
    pictures: dict[str, Any] = field(default_factory=dict)

    def show(self, texts: list[str], pictures: list[str], load: Loader) -> bool:
        """Exchange what differs; change nothing and say False if something cannot be."""
        exchanges: list[tuple[_Line, Any]] = []
        for number, (old, new) in enumerate(zip(self.texts, texts, strict=True)):
            if old == new:
                continue
            found = self._exchanges(number, old, new)
            if found is None:
                return False
            exchanges += found
        if not self._show_pictures(pictures, load):
            return False
        for line, box in exchanges:
            line.exchange(box)
        self.texts = texts
        return True

    def _exchanges(self, number: int, old: str, new: str) -> list[tuple[_Line, Any]] | None:
        """Return what to exchange for one text, or None if its place does not allow it."""
        places = [(line, new) for line in self.lines.get(number, ())]
        if not places or not new:
            return None
        places += [(line, line.box.text.replace(old, new)) for line in self.echoes.get(number, ())]
        found = [(line, line.with_text(text)) for line, text in places]
        return None if any(box is None for _, box in found) else found

    def _show_pictures(self, sources: list[str], load: Loader) -> bool:
        if sources == list(self.pictures):
            return True
        if len(sources) != len(self.pictures):
            return False
        found = {source: (box, load(source)) for source, box in zip(sources, self.pictures.values(), strict=True)}
        if any((new.width, new.height) != (b.replacement.width, b.replacement.height) for b, new in found.values()):
            return False
        for box, new in found.values():
            box.replacement = new
        self.pictures = {source: box for source, (box, _) in found.items()}
        return True


class Layouts:
    """The layouts kept, the least recently used forgotten first."""

    def __init__(self, load: Loader) -> None:
        self._load = load
        self._kept: OrderedDict[Shape, _Layout] = OrderedDict()

    def find_or_make(self, body: Element, kind: str, make: Callable[[], Document]) -> Document:
        """Return a layout that shows ``body``, made by ``make`` if none can be used again."""
        shape, leaves = (kind, *_shape(body)), _leaves(body)
        texts = [_text(leaf) for leaf in leaves]
        pictures = [element.get(PICTURE_SOURCE, "") for element in body.iter("img")]
        known = self._kept.get(shape)
        if known is None or not known.show(texts, pictures, self._load):
            known = self._kept[shape] = _survey(make(), leaves, texts)
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
    lines: dict[int, list[_Line]] = field(default_factory=dict)
    margin: list[_Line] = field(default_factory=list)
    pictures: list[Any] = field(default_factory=list)
    spoilt: set[int] = field(default_factory=set)
    named: set[int] = field(default_factory=set)
    """Texts that page margins may repeat."""
    rigid: bool = True

    def walk(self, box: Any, container: Any = None, line: Any = None, margin: bool = False) -> None:
        """Note what is in ``box``."""
        self.rigid = self.rigid and _is_rigid(box)
        if isinstance(box, boxes.TextBox):
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
            self.margin += [_Line(box, container.width)] if alone else []
        elif not alone or container.element is not box.element or box.text != self.texts[number]:
            self.spoilt.add(number)
        elif container.style["bookmark_level"] != "none":
            self.spoilt.add(number)
        else:
            self.lines.setdefault(number, []).append(_Line(box, container.width))
            if container.style["string_set"] != "none":
                self.named.add(number)


def _is_rigid(box: Any) -> bool:
    """Say whether a box stands where it stands whatever is in it."""
    if isinstance(box, AbsolutePlaceholder | boxes.InlineBlockBox | boxes.FlexBox | boxes.GridBox):
        return False
    if isinstance(box, boxes.TableBox) and box.style["table_layout"] != "fixed":
        return False
    return bool(box.style["float"] == "none")


def _survey(document: Document, leaves: list[Element], texts: list[str]) -> _Layout:
    """Find the places whose texts and pictures can be exchanged."""
    survey = _Survey({id(leaf): number for number, leaf in enumerate(leaves)}, texts)
    for page in document.pages:
        survey.walk(page._page_box)
    layout = _Layout(document, texts)
    if survey.rigid:
        layout.pictures = {box.element.get(PICTURE_SOURCE): box for box in survey.pictures}
        layout.lines = {number: lines for number, lines in survey.lines.items() if number not in survey.spoilt}
        layout.echoes = {n: [line for line in survey.margin if texts[n] in line.box.text] for n in survey.named}
    return layout
