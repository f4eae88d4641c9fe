"""Write the refused rows of a file for mending."""

from portal.core.tables import write_csv, write_xlsx
from portal.office.types import RESULT_COLUMNS, ImportReport

REASON = "拒收原因"  # not a column that is read again


def refused_file(report: ImportReport, filename: str) -> bytes:
    """Return the refused rows as a table, each with its reasons, to be mended and sent again."""
    columns = (*RESULT_COLUMNS, REASON)
    rows = [
        (*row.cells, " ".join(f"{problem.column}: {problem.reason}" for problem in row.reasons))
        for row in report.refused
    ]
    if filename.lower().endswith(".xlsx"):
        return write_xlsx(columns, rows, text_columns=columns)
    return write_csv(columns, rows)
