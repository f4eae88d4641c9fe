"""Read the tables people send (.csv, .xlsx) and write those they get back.

What comes in: UTF-8 with or without a byte order mark, UTF-16 with one, GB 18030; comma, semicolon or tab; or a real
.xlsx, which is opened in a process of its own. The header is the row among the top ten that holds most of the known
column names, so titles above it do no harm. Columns that were not asked for, and hidden ones, are never returned.
Every refusal is a ``TableRefused`` with a sentence for the person who sent the file.
"""

from portal.core.tables.errors import TableRefused
from portal.core.tables.read import MAX_ROWS, digest, read_table
from portal.core.tables.types import Cell, CellProblem, Column, Row, Table
from portal.core.tables.write import harmless, write_csv, write_xlsx

__all__ = [
    "MAX_ROWS",
    "Cell",
    "CellProblem",
    "Column",
    "Row",
    "Table",
    "TableRefused",
    "digest",
    "harmless",
    "read_table",
    "write_csv",
    "write_xlsx",
]
