"""A list of villagers: its rows, what was found in them, what became of them."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from portal.core.tables import Cell, CellProblem, Row

NAME, ID_NUMBER, PHONE, REGION = "姓名", "身份证件号码", "手机号", "户籍区划代码"
GROUPS, CLASS, WISH, SHEET = "人员类别", "班次编号", "意向工种", "同意书编号"
WHOLE_ROW = ""  # where a remark is of no one cell
COLUMNS = (NAME, ID_NUMBER, PHONE, REGION, GROUPS, CLASS, WISH, SHEET)
NEEDED = (NAME, ID_NUMBER, REGION, SHEET)


class Colour(StrEnum):
    """What the check says of a row."""

    GREEN = "green"
    YELLOW = "yellow"  # a human looks at it
    RED = "red"  # it cannot be taken


class Stage(StrEnum):
    """Where a list stands."""

    CHECKING = "checking"
    CHECKED = "checked"
    RUNNING = "running"
    DONE = "done"


class Outcome(StrEnum):
    """What became of a row."""

    ADDED = "added"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Remark:
    """What is to be said of a cell, in both languages; never what the cell held."""

    column: str
    zh: str
    mn: str

    def to_json(self) -> dict[str, str]:
        """Return what is stored."""
        return {"column": self.column, "zh": self.zh, "mn": self.mn}


@dataclass(frozen=True, slots=True)
class RosterCells:
    """The cells of a row as they came."""

    number: int
    cells: tuple[Cell, ...] = field(repr=False)

    def __getitem__(self, column: str) -> Cell:
        return self.cells[COLUMNS.index(column)]

    @classmethod
    def of_row(cls, row: Row) -> "RosterCells":
        """Return the cells asked for of a row that was read."""
        return cls(row.number, tuple(row[column] for column in COLUMNS))

    @classmethod
    def of_json(cls, number: int, content: list[list[Any]]) -> "RosterCells":
        """Return what was sealed."""
        cells = tuple(
            Cell(text, bool(is_number), CellProblem(kind) if kind else None) for text, is_number, kind in content
        )
        return cls(number, cells)

    def mended(self, texts: tuple[str, ...]) -> "RosterCells":
        """Return the row with other texts; an identity number that is left empty stays as it came."""
        typed = zip(COLUMNS, self.cells, texts, strict=True)
        kept = (cell if column == ID_NUMBER and not text else Cell(text) for column, cell, text in typed)
        return RosterCells(self.number, tuple(kept))

    def to_json(self) -> list[list[Any]]:
        """Return what is sealed."""
        return [[cell.text, cell.is_number, cell.problem.value if cell.problem else None] for cell in self.cells]


@dataclass(frozen=True, slots=True)
class CheckedRow:
    """A row with its colour and everything that is to be said of its cells."""

    cells: RosterCells = field(repr=False)
    colour: Colour
    remarks: tuple[Remark, ...]
    id_number_index: str | None
    person_id: int | None  # who is registered under the number


@dataclass(frozen=True, slots=True)
class RowView:
    """A row as the clerk sees it before and after the run."""

    number: int
    cells: RosterCells | None = field(repr=False)  # None: taken in, and forgotten here
    colour: Colour | None
    remarks: tuple[Remark, ...]
    outcome: Outcome | None
    person_id: int | None
    application_id: int | None
    wish_id: int | None


@dataclass(frozen=True, slots=True)
class UploadView:
    """A list as its clerk sees it."""

    id: str
    station_id: int
    account_id: int
    filename: str
    stage: Stage
    created_at: datetime
    rows: int
    done: int  # rows checked, or taken in, so far
    colours: dict[Colour, int]
    outcomes: dict[Outcome, int]


@dataclass(frozen=True, slots=True)
class RosterReport:
    """What became of a list that was read at once."""

    added: int
    unchanged: int
    refused: tuple[CheckedRow, ...]
    yellow: tuple[CheckedRow, ...]

    @property
    def rows(self) -> int:
        """Rows below the header."""
        return self.added + self.unchanged + len(self.refused)
