"""Read tables in plain text, as spreadsheets, registries and people write them."""

import csv
import io
import re
from collections.abc import Iterator

from portal.core.tables.errors import TableRefused, TooHeavy, TooManyColumns, UnknownEncoding
from portal.core.tables.types import CellProblem, RawCell, RawRow, RawSheet
from portal.core.tables.write import RUNS

_DELIMITERS = (",", "\t", ";")
_TEXT_TRICK = re.compile(r'="([^"]*)"')  # how registries keep Excel from turning a number into a quantity
_SCIENTIFIC = re.compile(r"[0-9]+(?:\.[0-9]+)?[Ee]\+?[0-9]+")
_GUARDED = re.compile(f"'(?=[{RUNS}0-9])")  # the apostrophe spreadsheets and write_csv put before text


def read_sheets(data: bytes, *, row_limit: int, column_limit: int, cell_limit: int) -> Iterator[RawSheet]:
    """Yield the file read with each delimiter that occurs in it, the likeliest first.

    A wrong delimiter can make nonsense of a good file, so a refusal waits until all have been tried.
    """
    text = _decode(data)
    head = text[:4096]
    refusal: TableRefused | None = None
    for delimiter in sorted((d for d in _DELIMITERS if d in head), key=head.count, reverse=True) or [","]:
        try:
            sheet = _read(text, delimiter, row_limit, column_limit, cell_limit)
        except TableRefused as refused:
            refusal = refusal or refused
        else:
            yield sheet
    if refusal:
        raise refusal


def _decode(data: bytes) -> str:
    marked_utf_16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ["utf-16"] if marked_utf_16 else ["utf-8-sig", "gb18030"]:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise UnknownEncoding


def _read(text: str, delimiter: str, row_limit: int, column_limit: int, cell_limit: int) -> RawSheet:
    rows: list[RawRow] = []
    more = False
    for number, fields in _rows(text, delimiter):
        if len(fields) > column_limit and any(fields[column_limit:]):
            raise TooManyColumns(column_limit)
        if not any(fields):
            continue
        more = len(rows) >= row_limit
        if more:
            break
        rows.append((number, [_cell(field, cell_limit) for field in fields[:column_limit]]))
    return RawSheet(rows, more)


def _rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows with their numbers, counted as a spreadsheet counts them."""
    try:
        yield from enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), start=1)
    except csv.Error as error:
        raise (TooHeavy if "larger than field limit" in str(error) else TableRefused) from None


def _cell(field: str, cell_limit: int) -> RawCell:
    text = field.strip()
    if len(text) > cell_limit:
        return (CellProblem.TOO_LONG, "")
    trick = _TEXT_TRICK.fullmatch(text)
    if trick:
        return ("text", trick.group(1))
    if text.startswith("="):
        return (CellProblem.FORMULA, "")
    return ("number" if _SCIENTIFIC.fullmatch(text) else "text", _GUARDED.sub("", text, count=1))
