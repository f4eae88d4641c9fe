"""What people write into cells."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.office import rules
from portal.records.types import CertificateKind, Result

pytestmark = pytest.mark.engine_free


@pytest.mark.parametrize(
    ("text", "result"),
    [("合格", "passed"), (" 通 过 ", "passed"), ("不合格", "failed"), ("缺考", "absent"), ("还行", None), ("", None)],
)
def test_reads_results(text: str, result: str | None) -> None:
    assert rules.read_result(text) == (Result(result) if result else None)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("80", 80),
        ("80.0", 80),
        ("８０", 80),
        ("᠘᠐", 80),
        ("80学时", 80),
        ("80.5", None),
        ("-8", None),
        ("", None),
        ("1e3", None),
    ],
)
def test_reads_hours(text: str, hours: int | None) -> None:
    assert rules.read_hours(text) == hours


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-08",
        "2026/3/8",
        "2026.3.8",
        "2026年3月8日",
        "20260308",
        "２０２６-０３-０８",
        "2026-03-08 00:00",
        "2026 年 3 月 8 日",
    ],
)
def test_reads_a_day_however_it_is_written(text: str) -> None:
    assert rules.read_date(text) == date(2026, 3, 8)


@pytest.mark.parametrize(
    "text", ["2026-02-30", "2026-13-01", "45000", "昨天", "08/03/2026", "", "0000-01-01", "202603081"]
)
def test_takes_nothing_else_for_a_day(text: str) -> None:
    assert rules.read_date(text) is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("职业资格证书", "qualification"),
        ("职业技能 等级证书", "skill_level"),
        ("专项职业能力证书", "special_ability"),
        ("特种作业操作证", "special_operation"),
        ("特种作业操作证书", "special_operation"),
        ("培训合格证书", "training"),
        ("驾驶证", None),
    ],
)
def test_reads_the_five_kinds(text: str, kind: str | None) -> None:
    assert rules.read_kind(text) == (CertificateKind(kind) if kind else None)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("五级", "5"), ("初级工", "5"), ("五级/初级工", "5"), ("五级／初级工", "5"), ("初级工（五级）", "5"), ("5", "5"),
        ("特级技师", "special"), ("无等级", "none"), ("五级四级", None), ("五级/四级", None), ("八级", None), ("", None),
    ],
)  # fmt: skip
def test_reads_levels(text: str, code: str | None) -> None:
    assert rules.read_level(text, CertificateKind.SKILL_LEVEL) == code


@pytest.mark.parametrize("text", ["", "/", "无", "无等级"])
def test_some_kinds_have_no_level(text: str) -> None:
    assert rules.read_level(text, CertificateKind.SPECIAL_OPERATION) == "none"


@pytest.mark.parametrize(
    "text", ["1615003020501234", "Y000115000001195000001", "SY00011500000119500001", "T15", "y0001-1500 0001"]
)
def test_takes_numbers_of_any_length(text: str) -> None:
    assert rules.read_number(text) == text.replace("-", "").replace(" ", "").upper()


@pytest.mark.parametrize("text", ["", "见附件", "A" * 65, "A#1", "<b>"])
def test_takes_nothing_else_for_a_number(text: str) -> None:
    assert rules.read_number(text) is None


def test_knows_when_a_spreadsheet_lost_digits() -> None:
    assert rules.lost_digits("1615003020501230", is_number=True)
    assert rules.lost_digits("1.6E+21", is_number=True)
    assert not rules.lost_digits("161500302050123", is_number=True)
    assert not rules.lost_digits("1615003020501230", is_number=False)


def test_one_issuer_in_many_spellings_is_one() -> None:
    spellings = ["通辽市(科尔沁区) 评价中心", "通辽市（科尔沁区）评价中心 ", "通辽市 （科尔沁区）\u200b评价中心"]

    assert {rules.read_issuer(text) for text in spellings} == {"通辽市（科尔沁区）评价中心"}


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading(text: str) -> None:
    rules.read_result(text)
    rules.read_hours(text)
    rules.read_date(text)
    rules.read_kind(text)
    rules.read_level(text, CertificateKind.SKILL_LEVEL)
    rules.read_number(text)
    rules.read_issuer(text)
