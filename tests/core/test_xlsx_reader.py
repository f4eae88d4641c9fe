"""The script that reads workbooks, called without a process around it."""

from datetime import datetime, time
from typing import Any

import pytest

from portal.core.tables import xlsx_reader
from tests.core.workbooks import header_and, raw_workbook, workbook

LIMITS = {"rows": 5, "columns": 4, "cell": 10, "characters": 60}


def cells(rows: list[list[Any]], **limits: int) -> Any:
    """Return the cells of the first sheet, without row numbers."""
    answer = xlsx_reader.answer(workbook(rows), LIMITS | limits)
    return [row for _number, row in answer["sheets"][0]["rows"]]


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("甲", ("text", "甲")),
        (40, ("number", "40")),
        (40.0, ("number", "40")),
        (0.5, ("number", "0.5")),
        (13800138000, ("number", "13800138000")),
        (150102199001011000, ("number", "1.50102199001011e+17")),
        (1.5e300, ("number", "1.5e+300")),
        (True, ("text", "TRUE")),
        (time(9, 30), ("text", "09:30:00")),
        (datetime(2026, 3, 8), ("text", "2026-03-08")),  # noqa: DTZ001
        ("=1+1", ("formula", "")),
        ("#N/A", ("error", "")),
        ("a" * 11, ("too_long", "")),
    ],
)
def test_tells_what_a_cell_holds(value: object, read: tuple[str, str]) -> None:
    assert cells([[value]]) == [[read]]


def test_decodes_characters_written_as_codes() -> None:
    sheet = header_and('<c t="inlineStr"><is><t>a_x000D_b</t></is></c>')

    answer = xlsx_reader.answer(raw_workbook(sheet), LIMITS | {"cell": 100})

    assert answer["sheets"][0]["rows"][-1][1] == [("text", "a\rb")]


def test_drops_empty_cells_at_the_end_and_empty_rows() -> None:
    assert cells([["a", None, "b", None], [], ["", " "[:0]], ["c"]]) == [
        [("text", "a"), ("text", ""), ("text", "b")],
        [("text", "c")],
    ]


def test_tells_that_there_is_more() -> None:
    sheet = xlsx_reader.answer(workbook([["a"]] * 6), LIMITS)["sheets"][0]

    assert (len(sheet["rows"]), sheet["more"]) == (5, True)


def test_tells_which_columns_are_hidden() -> None:
    def hide(sheet: Any) -> None:
        sheet.column_dimensions["B"].hidden = True

    assert xlsx_reader.answer(workbook([["a", "b"]], hide), LIMITS)["sheets"][0]["hidden"] == [1]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (workbook([["a"] * 5]), "too_many_columns"),
        (workbook([["a" * 10] * 4] * 3), "too_heavy"),
        (b"PK nonsense", "damaged"),
    ],
)
def test_refuses_with_one_word(data: bytes, reason: str) -> None:
    assert xlsx_reader.answer(data, LIMITS) == {"refused": reason}


def test_too_little_memory_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    def exhausted(*_args: object) -> None:
        raise MemoryError

    monkeypatch.setattr(xlsx_reader, "_hidden_columns", exhausted)

    assert xlsx_reader.answer(workbook([["a"]]), LIMITS) == {"refused": "too_heavy"}
