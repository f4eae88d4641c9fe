"""Read one workbook from standard input and write its visible sheets to standard output as JSON.

This script runs in a process of its own with hard limits and imports nothing of the portal, so that it starts fast and
a file that breaks the reader breaks nothing else. Called by ``portal.core.tables.xlsx`` only.
"""

import io
import json
import resource
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

MAX_SHEETS = 5
LAST_ROW = 1_048_576  # of any workbook


class Refused(Exception):
    """A reason for refusing the whole workbook, as one word."""


def main() -> None:
    """Take the limits upon this process, read, and answer."""
    limits = json.loads(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_AS, (limits["memory"], limits["memory"]))
    resource.setrlimit(resource.RLIMIT_CPU, (limits["seconds"], limits["seconds"]))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # nothing is written to disk
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.stdout.write(json.dumps(answer(sys.stdin.buffer.read(), limits)))


def answer(data: bytes, limits: dict[str, int]) -> dict[str, Any]:
    """Return ``{"sheets": [...]}`` or ``{"refused": reason}``, whatever the file does."""
    try:
        return {"sheets": list(_sheets(data, limits))}
    except Refused as refusal:
        return {"refused": str(refusal)}
    except MemoryError:
        return {"refused": "too_heavy"}
    except Exception:  # a hostile file fails in ways nobody can list
        return {"refused": "damaged"}


def _sheets(data: bytes, limits: dict[str, int]) -> Iterator[dict[str, Any]]:
    from openpyxl import load_workbook  # after the limits are set
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

    # A sheet that hides its size is read whole into memory by openpyxl to find it; and a declared size may lie.
    ReadOnlyWorksheet._get_size = lambda _sheet: None  # type: ignore[attr-defined]
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
    visible: list[Any] = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    budget = [limits["characters"]]
    for sheet in visible[:MAX_SHEETS]:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(sheet._worksheet_path) as xml:
            hidden = _hidden_columns(xml)
        rows, more = _rows(sheet, limits, budget)
        yield {"rows": rows, "more": more, "hidden": hidden}


def _hidden_columns(xml: Any) -> list[int]:
    """Return the places of hidden columns, which openpyxl does not tell of sheets it reads row by row."""
    from defusedxml.ElementTree import iterparse

    hidden: list[int] = []
    for _event, element in iterparse(xml, events=("start",)):
        tag = element.tag.rpartition("}")[2]
        if tag == "sheetData":
            break
        if tag == "col" and (element.get("hidden") in ("1", "true") or element.get("width") == "0"):
            first, last = int(element.get("min", "1")), int(element.get("max", "1"))
            hidden += range(first - 1, min(last, 16_384))
    return hidden


def _rows(sheet: Any, limits: dict[str, int], budget: list[int]) -> tuple[list[tuple[int, list[Any]]], bool]:
    from openpyxl.cell.read_only import EMPTY_CELL

    rows: list[tuple[int, list[Any]]] = []
    width = limits["columns"] + 1
    for number, cells in enumerate(sheet.iter_rows(max_col=width, max_row=LAST_ROW), start=1):
        if all(cell is EMPTY_CELL for cell in cells):
            continue
        read = [_cell(cell, limits["cell"]) for cell in cells]
        while read and read[-1] == ("text", ""):
            read.pop()
        if not read:
            continue
        if len(rows) >= limits["rows"]:
            return rows, True
        if len(read) > limits["columns"]:
            raise Refused("too_many_columns")
        budget[0] -= sum(len(text) for _kind, text in read)
        if budget[0] < 0:
            raise Refused("too_heavy")
        rows.append((number, read))
    return rows, False


def _cell(cell: Any, limit: int) -> tuple[str, str]:
    """Return the kind of a cell and its text: a number as it is written, a date as year-month-day."""
    value = cell.value
    if value is None:
        return ("text", "")
    if cell.data_type == "f":
        return ("formula", "")
    if cell.data_type == "e":
        return ("error", "")
    if isinstance(value, bool):
        return ("text", "TRUE" if value else "FALSE")
    if isinstance(value, int | float):
        return ("number", _number(value))
    text = _moment(value) if isinstance(value, date | time) else _text(str(value))
    return ("text", text) if len(text) <= limit else ("too_long", "")


def _number(value: float) -> str:
    """Return 40 for 40.0 and 13800138000 for 1.3800138E10; numbers too large to be exact keep their exponent."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    return str(value)


def _moment(value: date | time) -> str:
    if isinstance(value, datetime):
        midnight = value.time() == time()
        return value.date().isoformat() if midnight else value.isoformat(sep=" ", timespec="minutes")
    return value.isoformat()


def _text(value: str) -> str:
    from openpyxl.utils.escape import unescape

    return str(unescape(value)) if "_x" in value else value


if __name__ == "__main__":
    main()
