"""Keep what became of a file, and write its refused rows for mending."""

from portal.catalog.types import ImportReport
from portal.catalog.types.files import CONTINUES
from portal.core import imports
from portal.core.tables import write_csv, write_xlsx

REASON = "拒收原因"  # not a column that is read again


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
