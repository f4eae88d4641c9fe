"""Dates, numbers and lists as each edition writes them; the Mongolian forms are those of the glossary."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from markupsafe import Markup

from portal.core import i18n, reference

pytestmark = pytest.mark.engine_free

NNBSP = "\u202f"
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SUNDAY = date(2026, 3, 8)


@pytest.fixture(scope="module")
def words() -> dict[str, str]:
    """Return the Mongolian words of the glossary by key."""
    return {row["key"]: row["mn_Mong"] for row in reference.read_csv(reference.DATA / "glossary.csv")}


def test_writes_a_day_of_the_body_text_as_government_pages_do(app: Flask, words: dict[str, str]) -> None:
    expected = f"2024 {words['date.pattern_y']} 2 {words['date.pattern_m']} 7{NNBSP}ᠤ {words['date.day']}"

    with app.app_context(), i18n.speaking("mn"):
        assert i18n.format_date(date(2024, 2, 7)) == expected


def test_names_the_weekdays_of_inner_mongolia(app: Flask, words: dict[str, str]) -> None:
    with app.app_context(), i18n.speaking("mn"):
        written = [i18n.format_date(SUNDAY + timedelta(days=1 + place), "weekday") for place in range(7)]

    assert [text.partition("᠂ ")[2] for text in written] == [words[f"wd.{name}"] for name in WEEKDAYS]


def test_writes_days_in_chinese(app: Flask) -> None:
    with app.app_context(), i18n.speaking("zh"):
        assert i18n.format_date(SUNDAY) == "2026年3月8日"
        assert i18n.format_date(SUNDAY, "weekday") == "2026年3月8日星期日"


@pytest.mark.parametrize("code", ["zh", "mn"])
def test_writes_tables_and_numbers_alike(app: Flask, code: i18n.EditionCode) -> None:
    with app.app_context(), i18n.speaking(code):
        assert i18n.format_date(SUNDAY, "short") == "2026-03-08"
        assert i18n.format_number(12345) == "12,345"
        assert i18n.format_amount(123456) == "¥1,234.56"


def test_writes_a_moment_in_the_time_of_the_region(app: Flask) -> None:
    moment = datetime(2026, 3, 7, 16, 5, tzinfo=UTC)

    with app.app_context():
        with i18n.speaking("zh"):
            assert i18n.format_datetime(moment) == "2026年3月8日 00:05"
        with i18n.speaking("mn"):
            assert i18n.format_datetime(moment).endswith(f"8{NNBSP}ᠤ ᠡᠳᠦᠷ 00:05")


def test_puts_the_sign_of_the_edition_between_things(app: Flask) -> None:
    with app.app_context():
        with i18n.speaking("zh"):
            assert i18n.listed(["甲", "乙"]) == "甲、乙"
        with i18n.speaking("mn"):
            assert i18n.listed(["ᠬᠣᠨᠢ", "ᠮᠣᠷᠢ"]) == "ᠬᠣᠨᠢ᠂ ᠮᠣᠷᠢ"


def test_lists_what_was_typed_without_trusting_it(app: Flask) -> None:
    with app.app_context(), i18n.speaking("zh"):
        assert i18n.listed(["<b>", Markup("<i>"), 3]) == "&lt;b&gt;、<i>、3"


def test_stands_short_numbers_upright_in_the_vertical_edition_only(app: Flask) -> None:
    with app.app_context():
        with i18n.speaking("mn"):
            assert i18n.upright("12 < 2026") == '<span class="tcy">12</span> &lt; 2026'
        with i18n.speaking("zh"):
            assert i18n.upright("12 < 2026") == "12 &lt; 2026"


@pytest.mark.parametrize("count", [0, 1, 2, 11])
def test_counts_with_one_form(app: Flask, count: int) -> None:
    with app.app_context(), i18n.speaking("mn"):
        text = i18n.ngettext("%(num)d class", "%(num)d classes", count)

    assert text.endswith(f"᠄ {count}")


def test_choices_in_chinese_are_marked_in_the_mongolian_edition_only(app: Flask) -> None:
    box = Markup('<select name="x"><option value="1" selected>通辽市</option><option value="2">ᠪᠦᠬᠦ</option></select>')

    with app.test_request_context("/mn/"), i18n.speaking("mn"):
        marked = i18n.options_marked(box)
    with app.test_request_context("/zh/"):
        plain = i18n.options_marked(box)

    assert '<option lang="zh-Hans-CN" value="1" selected>通辽市' in marked
    assert '<option value="2">ᠪᠦᠬᠦ' in marked
    assert plain == box


def test_marks_what_is_chinese_in_the_mongolian_edition_only(app: Flask) -> None:
    with app.app_context():
        with i18n.speaking("mn"):
            assert i18n.chinese_marked("ᠬᠣᠨᠢ 买买提·乌云 <5") == (
                'ᠬᠣᠨᠢ <span lang="zh-Hans-CN">买买提·乌云</span> &lt;5'
            )
            assert i18n.chinese_marked("乌***格", "tspan") == '<tspan lang="zh-Hans-CN">乌***格</tspan>'
            assert i18n.chinese_marked(Markup("<b>通辽市</b>")) == "<b>通辽市</b>"
        with i18n.speaking("zh"):
            assert i18n.chinese_marked("通辽市 <5") == "通辽市 &lt;5"
