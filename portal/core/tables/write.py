"""Write tables for people to fill in or to mend: nothing in them can run when a spreadsheet opens them."""

import csv
import io
import re
from collections.abc import Collection, Iterable, Sequence

_MAX_CELL = 32_767  # what a cell of a workbook holds
RUNS = r"=+\-@\t\r\n＝＋－＠"  # begins a formula; the wide ones too: Chinese spreadsheets take them for the narrow
_WOULD_RUN = re.compile(f"[{RUNS}]")
_WIDTH = 18


def write_xlsx(
    columns: Sequence[str], rows: Iterable[Sequence[str | int]] = (), text_columns: Collection[str] = ()
) -> bytes:
    """Return a workbook with a header and rows; texts stay texts, ``text_columns`` whatever is typed into them.

    Whole numbers are kept as numbers, to be added up.
    """
    from openpyxl import Workbook  # 8 MiB, for those who take a workbook away
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.worksheets[0]
    for row_number, row in enumerate((columns, *rows), start=1):
        for place, value in enumerate(row, start=1):
            if isinstance(value, int):
                sheet.cell(row_number, place, value)
                continue
            cell = sheet.cell(row_number, place, ILLEGAL_CHARACTERS_RE.sub("", value)[:_MAX_CELL])
            cell.data_type = "s"  # a text that begins with = is still a text
            cell.number_format = "@"
    for place, name in enumerate(columns, start=1):
        dimension = sheet.column_dimensions[get_column_letter(place)]
        dimension.width = _WIDTH
        dimension.number_format = "@" if name in text_columns else "General"
        sheet.cell(1, place).font = Font(bold=True)
    sheet.freeze_panes = "A2"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[str | int]] = ()) -> bytes:
    """Return a .csv in UTF-8 with the byte order mark by which Excel knows it.

    A value that a spreadsheet would run as a formula gets an apostrophe before it; ``read_table`` takes it off again.
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(map(harmless, columns))
    writer.writerows([value if isinstance(value, int) else harmless(value) for value in row] for row in rows)
    return file.getvalue().encode("utf-8-sig")


def harmless(value: str) -> str:
    """Return a text as a spreadsheet shows it, also in a .csv: what it would run as a formula gets an apostrophe.

    Source:
        OWASP, CSV Injection.
    """
    return f"'{value}" if _WOULD_RUN.match(value) else value
