"""Read a file into a table: tell its kind, find its header, keep the columns that were asked for."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import BinaryIO

from portal.core.tables import csv_file, xlsx
from portal.core.tables.errors import (
    ColumnsMissing,
    ColumnTwice,
    EmptyFile,
    FileTooLarge,
    HeaderMissing,
    NotATable,
    OldWorkbook,
    PasswordProtected,
    TableRefused,
    TooManyRows,
    WebPage,
)
from portal.core.tables.types import Cell, CellProblem, Column, RawCell, RawRow, RawSheet, Row, Table

MAX_MEGABYTES = 5
MAX_ROWS = 5_000
MAX_COLUMNS = 60
MAX_CELL = 2_000
HEADER_WITHIN = 10

_LIKE_A_HEADER = 2  # known names in one row

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # container of .xls and of encrypted workbooks
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OLD_TABLE = "Workbook".encode("utf-16-le")  # also where a Word text is embedded in it
_OTHER_OLE = tuple(name.encode("utf-16-le") for name in ("WordDocument", "PowerPoint Document"))
_NO_TABLE = re.compile(  # PDF, archives, pictures, photographs of telephones, Rich Text
    rb"%PDF|Rar!|7z\xbc\xaf|\x1f\x8b|\x89PNG|\xff\xd8\xff|GIF8|II\*\x00|MM\x00\*|RIFF....WEBP|BM....\x00\x00\x00\x00"
    rb"|....ftyp|\{\\rtf",
    re.DOTALL,
)


def read_table(
    source: bytes | BinaryIO, filename: str, columns: Sequence[Column | str], *, max_rows: int = MAX_ROWS
) -> Table:
    """Return the rows of a .csv or .xlsx file below its header, blank rows left out.

    Args:
        source: The file, or its bytes. What it is is told from the bytes, not from the name.
        filename: Its name, only to tell the two kinds of text apart from broken workbooks.
        columns: What is asked for; a plain name is a required column. All other columns are dropped unread.
        max_rows: How many rows below the header the caller accepts.

    Raises:
        TableRefused: always one of its kinds, whose ``message`` says what to do.
    """
    asked = [column if isinstance(column, Column) else Column(column) for column in columns]
    data = _bytes(source)
    for sheet in _sheets(data, filename, max_rows + HEADER_WITHIN):
        header = _find_header(sheet, asked)
        if header:
            return _table(sheet, header, asked, max_rows, digest(data))
    raise HeaderMissing


def digest(data: bytes) -> str:
    """Return the SHA-256 of a file in hexadecimal, by which the same file is known when it is sent again."""
    return hashlib.sha256(data).hexdigest()


def _bytes(source: bytes | BinaryIO) -> bytes:
    limit = MAX_MEGABYTES * 1024 * 1024
    data = source if isinstance(source, bytes) else source.read(limit + 1)
    if len(data) > limit:
        raise FileTooLarge(MAX_MEGABYTES)
    if not data.strip():
        raise EmptyFile
    return data


def _sheets(data: bytes, filename: str, row_limit: int) -> Iterable[RawSheet]:
    if data.startswith(b"PK"):
        return xlsx.read_sheets(data, row_limit=row_limit, column_limit=MAX_COLUMNS, cell_limit=MAX_CELL)
    if data.startswith(_OLE):
        raise _ole_refusal(data)
    if _NO_TABLE.match(data):
        raise NotATable
    if re.match(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|head|body|table|meta|\?xml|!--|style)", data[:200], re.I):
        raise WebPage
    if filename.lower().endswith((".xlsx", ".xls", ".xlsm", ".xlsb", ".ods")) and b"\x00" in data:
        raise NotATable
    return csv_file.read_sheets(data, row_limit=row_limit, column_limit=MAX_COLUMNS, cell_limit=MAX_CELL)


def _ole_refusal(data: bytes) -> TableRefused:
    if _ENCRYPTED in data:
        return PasswordProtected()
    other = _OLD_TABLE not in data and any(name in data for name in _OTHER_OLE)
    return NotATable() if other else OldWorkbook()


Header = tuple[int, dict[str, int]]  # place of the header among the rows, place of each column


def _find_header(sheet: RawSheet, asked: Sequence[Column]) -> Header | None:
    """Return the row that holds most of the known names, or None if no row is like a header.

    Raises:
        ColumnsMissing: it is a header but lacks required columns.
        ColumnTwice: two visible columns bear the same name.
    """
    names = {_name(own): column.name for column in asked for own in (column.name, *column.aliases)}
    rows = [_columns_of(cells, sheet.hidden, names) for _number, cells in sheet.rows[:HEADER_WITHIN]]
    if not any(rows):
        return None
    place = max(range(len(rows)), key=lambda candidate: len(rows[candidate]))
    found = rows[place]
    missing = [column.name for column in asked if column.required and column.name not in found]
    if missing and len(found) < _LIKE_A_HEADER:
        return None
    if missing:
        raise ColumnsMissing(missing)
    for name, places in found.items():
        if len(places) > 1:
            raise ColumnTwice(name)
    return place, {name: places[0] for name, places in found.items()}


def _columns_of(cells: list[RawCell], hidden: frozenset[int], names: dict[str, str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for place, (_kind, text) in enumerate(cells):
        name = names.get(_name(text))
        if name is not None and place not in hidden:
            found.setdefault(name, []).append(place)
    return found


def _name(text: str) -> str:
    """Return a column name as it is compared: without spaces, stars for compulsory columns, and width of brackets."""
    return re.sub(r"[\s*:\u200b\ufeff]+", "", unicodedata.normalize("NFKC", text)).casefold()


def _table(sheet: RawSheet, header: Header, asked: Sequence[Column], max_rows: int, sha256: str) -> Table:
    place, found = header
    rows = tuple(_row(raw, found, asked) for raw in sheet.rows[place + 1 :])
    rows = tuple(row for row in rows if any(cell.text or cell.problem for cell in row.cells.values()))
    if sheet.more or len(rows) > max_rows:
        raise TooManyRows(max_rows)
    return Table(rows, tuple(column.name for column in asked if column.name in found), sha256)


def _row(raw: RawRow, found: dict[str, int], asked: Sequence[Column]) -> Row:
    number, cells = raw
    return Row(number, {column.name: _cell(cells, found.get(column.name)) for column in asked})


def _cell(cells: list[RawCell], place: int | None) -> Cell:
    if place is None or place >= len(cells):
        return Cell()
    kind, text = cells[place]
    if kind not in ("text", "number"):
        return Cell(problem=CellProblem(kind))
    return Cell(text.strip(" \t\r\n\u3000\ufeff"), is_number=kind == "number")
