"""What a table is made of once it was read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from portal.core.i18n import LazyText, _l


class CellProblem(StrEnum):
    """Why the content of a cell cannot be used."""

    FORMULA = "formula"
    ERROR = "error"
    TOO_LONG = "too_long"

    @property
    def message(self) -> LazyText:
        """The sentence for the person who mends the file."""
        return _MESSAGES[self]


_MESSAGES: dict[CellProblem, LazyText] = {
    CellProblem.FORMULA: _l("This cell holds a formula. Replace it by its value and send the row again."),
    CellProblem.ERROR: _l("This cell holds an error of the spreadsheet. Please correct it."),
    CellProblem.TOO_LONG: _l("This cell holds too much text. Please shorten it."),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as text, and whether the spreadsheet kept it as a number (fatal for identity numbers)."""

    text: str = field(default="", repr=False)  # personal data: kept out of logs
    is_number: bool = False
    problem: CellProblem | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column that is asked for, by its name in the header."""

    name: str
    aliases: tuple[str, ...] = ()
    required: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as the spreadsheet shows it, and a cell for every column asked for."""

    number: int
    cells: Mapping[str, Cell]

    def __getitem__(self, name: str) -> Cell:
        return self.cells[name]

    def text(self, name: str) -> str:
        """The text of the cell in this column."""
        return self.cells[name].text


@dataclass(frozen=True, slots=True)
class Table:
    """What was read from a file."""

    rows: tuple[Row, ...]
    columns: tuple[str, ...]  # those asked for that the file has, in our order
    digest: str  # SHA-256 of the file as sent, in hexadecimal


RawCell = tuple[str, str]  # kind ("text", "number" or a CellProblem) and text
RawRow = tuple[int, list[RawCell]]


@dataclass(frozen=True, slots=True)
class RawSheet:
    """Rows of a file before the header is known. ``None`` stands for a hidden column."""

    rows: list[RawRow]
    more: bool  # there are more rows than were read
    hidden: frozenset[int] = frozenset()

    @classmethod
    def of_json(cls, sheet: dict[str, Any]) -> "RawSheet":
        """Return a sheet as the reading process wrote it."""
        rows = [(int(number), [(str(kind), str(text)) for kind, text in cells]) for number, cells in sheet["rows"]]
        return cls(rows, bool(sheet["more"]), frozenset(map(int, sheet["hidden"])))
