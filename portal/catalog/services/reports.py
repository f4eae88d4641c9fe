"""Keep what became of a file, and write its refused rows for mending."""

from dataclasses import dataclass, field

from portal.core import imports
from portal.core.i18n import LazyText
from portal.core.tables import Row, write_csv, write_xlsx

CONTINUES = "续接目录"  # in files of refused catalog rows: the issue that the mended rows are added to

REASON = "拒收原因"  # not a column that is read again


@dataclass(frozen=True, slots=True)
class Problem:
    """One cell that was refused, or that someone should look at."""

    row: int
    column: str
    reason: LazyText
    refused: bool = True


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


def keep_report(report: ImportReport, digest: str, account_id: int | None) -> int:
    """Write down the run: who, which file, what became of every row; never the content of a cell."""
    problems = [
        {"row": found.row, "column": found.column, "reason": str(found.reason), "refused": found.refused}
        for found in report.problems
    ]
    return imports.keep_run(
        kind=report.kind,
        filename=report.filename,
        digest=digest,
        account_id=account_id,
        counts=report.counts,
        problems=problems,
    )


def refused_file(report: ImportReport, filename: str) -> bytes:
    """Return the refused rows as a table, each with its reasons, to be mended and sent again."""
    reasons: dict[int, list[str]] = {}
    for found in report.problems:
        if found.refused:
            reasons.setdefault(found.row, []).append(f"{found.column}: {found.reason}")
    more = (CONTINUES,) if report.kind == "catalog" else ()
    columns = (*report.columns, *more, REASON)
    rows = [
        [
            *(row.text(name) for name in report.columns),
            *(str(report.continues or "") for _name in more),
            " ".join(reasons.get(row.number, [])),
        ]
        for row in report.refused_rows
    ]
    if filename.lower().endswith(".xlsx"):
        return write_xlsx(columns, rows, text_columns=columns)
    return write_csv(columns, rows)
