"""Tables of honest people: every encoding, every habit of spreadsheets."""

import io
from datetime import date, datetime
from typing import Any

import pytest

from portal.core.tables import Cell, CellProblem, Column, digest, read_table, write_csv, write_xlsx
from portal.core.tables.errors import (
    ColumnsMissing,
    ColumnTwice,
    FileTooLarge,
    HeaderMissing,
    TooManyColumns,
    TooManyRows,
)
from tests.core.workbooks import COLUMNS, workbook

PERSON = ("乌云其其格", "15999919560104000X", "13800138000")


def texts(data: bytes, filename: str = "a.csv", columns: Any = COLUMNS) -> list[list[str]]:
    table = read_table(data, filename, columns)
    return [[cell.text for cell in row.cells.values()] for row in table.rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_reads_text_in_every_encoding_and_delimiter(encoding: str, delimiter: str) -> None:
    text = "\r\n".join(delimiter.join(row) for row in (COLUMNS, PERSON))

    assert texts(text.encode(encoding)) == [list(PERSON)]


def test_reads_rare_characters_that_only_gb18030_can_write() -> None:
    text = "姓名\r\n𬭎䶮㛃\r\n".encode("gb18030")

    assert texts(text, columns=["姓名"]) == [["𬭎䶮㛃"]]


def test_reads_quotes_commas_and_line_breaks_inside_cells() -> None:
    data = '姓名,地点\r\n"乌云, ""小云""","赤峰\n红山"\r\n'.encode()

    assert texts(data, columns=["姓名", "地点"]) == [['乌云, "小云"', "赤峰\n红山"]]


def test_wrong_delimiter_in_front_does_not_hide_the_right_one() -> None:
    data = '"姓名";"地点"\r\n"乌云";"a,b,c,d"\r\n'.encode()

    assert texts(data, columns=["姓名", "地点"]) == [["乌云", "a,b,c,d"]]


def test_reads_numbers_kept_as_text_by_tricks() -> None:
    data = '姓名,身份证件号码\r\n甲,"=""150102"""\r\n乙,\'150103\r\n丙,\t150104\r\n'.encode()

    assert [row[1] for row in texts(data, columns=["姓名", "身份证件号码"])] == ["150102", "150103", "150104"]


def test_v5_marks_numbers_of_a_workbook() -> None:
    table = read_table(workbook([COLUMNS, ("甲", 150102199001011000, 13800138000.0)]), "a.xlsx", COLUMNS)

    assert table.rows[0]["身份证件号码"].is_number
    assert table.rows[0]["手机号"] == Cell("13800138000", is_number=True)
    assert not table.rows[0]["姓名"].is_number


def test_v5_marks_numbers_a_spreadsheet_wrote_into_text() -> None:
    table = read_table("姓名,身份证件号码\r\n甲,1.50102E+17\r\n".encode(), "a.csv", ["姓名", "身份证件号码"])

    assert table.rows[0]["身份证件号码"].is_number


def test_finds_the_header_below_merged_titles() -> None:
    def merge(sheet: Any) -> None:
        sheet.merge_cells("A1:C1")

    data = workbook([["2026年第三期培训班学员名单"], ["填表日期：2026-03-01"], [], COLUMNS, PERSON], merge)
    table = read_table(data, "名单.xlsx", COLUMNS)

    assert [row.number for row in table.rows] == [5]
    assert table.rows[0].text("姓名") == "乌云其其格"


def test_compares_column_names_without_spaces_stars_and_width() -> None:
    data = workbook([["姓 名*", "补贴标准（元）"], ["甲", "1"]])

    assert texts(data, columns=["姓名", "补贴标准(元)"]) == [["甲", "1"]]


def test_reads_columns_under_another_name_and_leaves_optional_ones_empty() -> None:
    columns = [Column("手机号", aliases=("联系电话",)), Column("姓名"), Column("备注", required=False)]

    table = read_table("姓名,联系电话\n甲,1\n".encode(), "a.csv", columns)

    assert [[c.text for c in row.cells.values()] for row in table.rows] == [["1", "甲", ""]]
    assert table.columns == ("手机号", "姓名")


def test_never_returns_columns_that_were_not_asked_for() -> None:
    table = read_table(workbook([(*COLUMNS, "银行卡号"), (*PERSON, "6222")]), "a.xlsx", COLUMNS)

    assert set(table.rows[0].cells) == set(COLUMNS)


def test_ignores_hidden_columns_even_with_a_known_name() -> None:
    def hide(sheet: Any) -> None:
        sheet.column_dimensions["D"].hidden = True

    data = workbook([(*COLUMNS, "姓名"), (*PERSON, "旧名")], hide)

    assert texts(data) == [list(PERSON)]


def test_ignores_hidden_sheets_and_sheets_without_the_header() -> None:
    def add(sheet: Any) -> None:
        sheet.title = "说明"
        hidden = sheet.parent.create_sheet("旧")
        hidden.sheet_state = "hidden"
        hidden.append(COLUMNS)
        hidden.append(("旧", "旧", "旧"))
        shown = sheet.parent.create_sheet("名单")
        shown.append(COLUMNS)
        shown.append(PERSON)

    assert texts(workbook([["请按模板填写"]], add)) == [list(PERSON)]


def test_writes_dates_as_year_month_day() -> None:
    data = workbook([["开班日期", "时间"], [date(2026, 3, 8), datetime(2026, 3, 8, 9, 30)]])  # noqa: DTZ001

    assert texts(data, columns=["开班日期", "时间"]) == [["2026-03-08", "2026-03-08 09:30"]]


def test_refuses_formulas_and_errors_cell_by_cell() -> None:
    table = read_table(workbook([COLUMNS, ("甲", "=A1", "#N/A")]), "a.xlsx", COLUMNS)
    text = read_table("姓名,手机号\n甲,=1+1\n".encode(), "a.csv", ["姓名", "手机号"])

    assert table.rows[0]["身份证件号码"].problem is CellProblem.FORMULA
    assert table.rows[0]["手机号"].problem is CellProblem.ERROR
    assert text.rows[0]["手机号"].problem is CellProblem.FORMULA
    assert "formula" in str(CellProblem.FORMULA.message)


def test_refuses_a_cell_with_too_much_text() -> None:
    for data in (
        workbook([COLUMNS, ("甲" * 3000, "1", "2")]),
        ("姓名,身份证件号码,手机号\n" + "甲" * 3000 + ",1,2").encode(),
    ):
        assert read_table(data, "a", COLUMNS).rows[0]["姓名"].problem is CellProblem.TOO_LONG


def test_leaves_blank_rows_out_but_counts_them() -> None:
    data = workbook([COLUMNS, PERSON, [None, None], ["  ", ""], PERSON])

    assert [row.number for row in read_table(data, "a.xlsx", COLUMNS).rows] == [2, 5]


def test_says_which_columns_are_missing() -> None:
    with pytest.raises(ColumnsMissing) as refused:
        read_table("姓名,手机号\n甲,1\n".encode(), "a.csv", COLUMNS)

    assert refused.value.names == ("身份证件号码",)
    assert "身份证件号码" in str(refused.value.message)


def test_says_when_a_column_appears_twice() -> None:
    with pytest.raises(ColumnTwice):
        read_table("姓名,姓名,手机号\n甲,乙,1\n".encode(), "a.csv", ["姓名", "手机号"])


def test_says_when_there_is_no_header() -> None:
    with pytest.raises(HeaderMissing):
        read_table("甲,1\n乙,2\n".encode(), "a.csv", COLUMNS)
    for rows in ([[]], [["甲"]]):
        with pytest.raises(HeaderMissing):
            read_table(workbook(rows), "a.xlsx", COLUMNS)


@pytest.mark.parametrize("make", [workbook, lambda rows: write_csv(rows[0], rows[1:])])
def test_keeps_the_callers_limit_of_rows(make: Any) -> None:
    data = make([COLUMNS, *[PERSON] * 12])

    assert len(read_table(data, "a", COLUMNS, max_rows=12).rows) == 12
    with pytest.raises(TooManyRows) as refused:
        read_table(data, "a", COLUMNS, max_rows=11)
    assert "11" in str(refused.value.message)


def test_keeps_the_limits_of_columns_and_bytes() -> None:
    wide = [f"c{number}" for number in range(70)]

    for data in (workbook([wide]), write_csv(wide)):
        with pytest.raises(TooManyColumns):
            read_table(data, "a", ["c1", "c2"])
    with pytest.raises(FileTooLarge):
        read_table(io.BytesIO(b"a" * (5 * 1024 * 1024 + 1)), "a.csv", COLUMNS)


def test_knows_the_same_file_again_by_its_digest() -> None:
    data = write_csv(COLUMNS, [PERSON])

    assert read_table(io.BytesIO(data), "b.csv", COLUMNS).digest == digest(data)
    assert len(digest(data)) == 64


def test_cells_do_not_show_their_content_when_printed() -> None:
    assert "乌云" not in repr(read_table(write_csv(COLUMNS, [PERSON]), "a.csv", COLUMNS))


DANGEROUS = ["＝1+1", "＠SUM(A1)", "=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\tx"]


def test_written_workbooks_hold_only_text_and_read_back() -> None:
    rows = [(danger, "15999919560104000X", "\x07铃") for danger in DANGEROUS]
    data = write_xlsx(COLUMNS, rows, text_columns=["身份证件号码"])

    table = read_table(data, "a.xlsx", COLUMNS)

    assert [row.text("姓名") for row in table.rows] == [danger.strip() for danger in DANGEROUS]
    assert {row.text("手机号") for row in table.rows} == {"铃"}
    assert all(cell.problem is None for row in table.rows for cell in row.cells.values())


def test_template_columns_stay_text_for_what_will_be_typed() -> None:
    from openpyxl import load_workbook

    sheet = load_workbook(io.BytesIO(write_xlsx(COLUMNS, text_columns=["身份证件号码"]))).worksheets[0]

    assert sheet.column_dimensions["B"].number_format == "@"
    assert sheet.column_dimensions["A"].number_format == "General"


def test_written_text_cannot_run_in_a_spreadsheet_and_reads_back() -> None:
    data = write_csv(COLUMNS, [(danger, "1", "2") for danger in DANGEROUS])

    assert data.startswith(b"\xef\xbb\xbf")
    assert all(line[0] in "'\"" for line in data.decode("utf-8-sig").splitlines()[1:])
    assert [row[0] for row in texts(data)] == [danger.strip() for danger in DANGEROUS]
