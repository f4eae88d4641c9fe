"""A policy document as shown: its particulars and its lines."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.notices.types.text import Text


class LineKind(StrEnum):
    """What a line of a document is; decides how it looks."""

    TITLE = "title"
    HEAD = "head"  # numbers, signatures, dates
    PART = "part"
    ITEM = "item"
    POINT = "point"
    BOX = "box"
    ROW = "row"  # of a table; cells are separated by " | "
    TEXT = "text"


@dataclass(frozen=True)
class Line:
    """One line; the first line of a clause carries its name and the anchor others link to."""

    kind: LineKind
    clause: str | None
    anchor: str | None
    text: str

    @property
    def cells(self) -> tuple[str, ...]:
        """The cells of a row."""
        return tuple(self.text.split(" | "))


@dataclass(frozen=True)
class PolicyDocument:
    """A policy document, or its official explanation.

    Args:
        id: Name in addresses and in sources.
        ends_on: Last day of the years in its title; no document states its expiry.
        explains: The document it explains; such a text is never the ground of an entitlement.
    """

    id: str
    title: str
    short: Text
    number: str | None
    issuers: tuple[str, ...]
    issued_on: date | None
    starts_on: date
    ends_on: date | None
    region: str
    place: Text
    explains: str | None
    notes: tuple[Text, ...]
    lines: tuple[Line, ...]

    def is_past(self, day: date) -> bool:
        """Tell whether the years of its title are over."""
        return self.ends_on is not None and self.ends_on < day
