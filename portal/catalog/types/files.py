"""What becomes of a file that is sent in."""

from dataclasses import dataclass, field
from datetime import date

from portal.core.i18n import LazyText
from portal.core.tables import Row

CONTINUES = "续接目录"  # in files of refused catalog rows: the issue that the mended rows are added to


@dataclass(frozen=True, slots=True)
class Problem:
    """One cell that was refused, or that someone should look at."""

    row: int
    column: str
    reason: LazyText
    refused: bool = True


@dataclass(frozen=True, slots=True)
class IssueData:
    """What a catalog file does not say of itself."""

    region: str = "150000"
    title: str | None = None  # named after the region and the day where not given
    valid_from: date | None = None  # today where not given
    document: str | None = None
    is_demo: bool = False


@dataclass
class ImportReport:
    """What became of each row of a file."""

    kind: str
    filename: str
    columns: tuple[str, ...]
    rows: int = 0
    accepted: int = 0
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)
    refused_rows: list[Row] = field(default_factory=list)
    continues: int | None = None  # the issue that mended rows are added to
    orphans: tuple[str, ...] = ()  # numbers of classes whose entry the new issue no longer has

    @property
    def refused(self) -> int:
        """Rows that did not go in."""
        return len(self.refused_rows)

    @property
    def counts(self) -> dict[str, int]:
        """The numbers that the run keeps."""
        return {
            "rows": self.rows,
            "accepted": self.accepted,
            "unchanged": self.unchanged,
            "refused": self.refused,
        }

    def add(self, row: Row, problems: list[Problem]) -> bool:
        """Take note of what is wrong with a row, and say whether it may go in."""
        self.problems += problems
        if any(problem.refused for problem in problems):
            self.refused_rows.append(row)
            return False
        return True
