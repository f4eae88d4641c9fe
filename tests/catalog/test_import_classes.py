"""Plans of classes come in from files, row by row."""

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.catalog import queries, services
from portal.catalog.models import ClassSession, Provider
from portal.catalog.services import ImportReport
from portal.catalog.types import ClassState, IssueData, TeachingLanguage
from portal.core import clock, db
from portal.core.tables import write_csv
from tests.factories import ProviderFactory

CATALOG = [
    ("", "养老护理员", "五级", "80", "", "", "", ""),
    ("", "焊工", "四级", "120", "", "", "", ""),
]


@pytest.fixture
def school(session: Session) -> Provider:
    """A school that may teach care, and a demand catalog for the whole region."""
    services.load_occupations()
    services.import_catalog(write_csv(services.CATALOG_COLUMNS, CATALOG), "catalog.csv", IssueData("150000"))
    return ProviderFactory(trades=["care"])


def _row(school: Provider, **changes: str) -> tuple[str, ...]:
    today = clock.today()
    cells = {
        "班次编号": "NM2026000001",
        "统一社会信用代码": school.credit_code,
        "职业(工种)": "养老护理员",
        "等级": "五级",
        "开班日期": f"{today + timedelta(days=30):%Y/%m/%d}",
        "结业日期": f"{today + timedelta(days=39):%Y年%m月%d日}",
        "地点": "科尔沁区明仁大街1号",
        "区划代码": "150502",
        "名额": "30",
        "报名截止日期": f"{today + timedelta(days=27)}",
        "授课语言": "双语",
        "培训方式": "面授",
        "面向人员": "退役军人、妇女",
    }
    return tuple({**cells, **changes}[name] for name in services.CLASS_COLUMNS)


def _import(*rows: tuple[str, ...], dry_run: bool = False) -> ImportReport:
    return services.import_classes(write_csv(services.CLASS_COLUMNS, rows), "classes.csv", dry_run=dry_run)


def test_opens_a_class_with_the_hours_of_its_entry(session: Session, school: Provider) -> None:
    report = _import(_row(school))

    assert (report.accepted, report.refused) == (1, 0)
    found = queries.find_class_by_number("NM2026000001")
    assert found is not None
    assert (found.hours, found.trade, found.language) == (80, "care", TeachingLanguage.BOTH)
    assert found.target_groups == ("veteran", "woman")
    assert found.contact_phone == school.phone
    assert found.sign_up.takes_applications


def test_changes_nothing_when_the_same_file_comes_again(session: Session, school: Provider) -> None:
    _import(_row(school))

    again = _import(_row(school))

    assert (again.accepted, again.unchanged) == (0, 1)


def test_changes_the_class_of_the_same_number(session: Session, school: Provider) -> None:
    _import(_row(school))

    report = _import(_row(school, 名额="20", 授课语言="汉语"))

    assert report.accepted == 1
    found = session.scalars(select(ClassSession)).one()
    assert (found.capacity, found.language) == (20, TeachingLanguage.ZH)


def _with_department(school: Provider, department: str) -> ImportReport:
    columns = (*services.CLASS_COLUMNS, "组织部门")
    return services.import_classes(write_csv(columns, [(*_row(school), department)]), "classes.csv")


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("人社部门", "human_resources"), ("市人社局", "human_resources"), ("市教体局", "education"),
        ("自治区农牧厅", "agriculture"), ("退役军人事务局", "veterans"), ("总工会", "trade_union"),
        ("旗妇联", "women_federation"), ("", None),
    ],
)  # fmt: skip
def test_reads_the_department_where_the_file_has_one(
    session: Session, school: Provider, written: str, code: str | None
) -> None:
    assert _with_department(school, written).accepted == 1
    assert session.scalars(select(ClassSession.department)).one() == code


def test_a_file_without_departments_takes_none_away(session: Session, school: Provider) -> None:
    _with_department(school, "残联")

    assert _import(_row(school)).unchanged == 1
    assert _with_department(school, "").unchanged == 1
    assert session.scalars(select(ClassSession.department)).one() == "disabled_federation"


def test_an_unknown_department_is_refused_and_comes_back_in_its_column(session: Session, school: Provider) -> None:
    report = _with_department(school, "气象局")

    assert [problem.column for problem in report.problems] == ["组织部门"]
    assert "气象局" in services.refused_file(report, "classes.csv").decode("utf-8-sig")


def test_writes_nothing_on_a_dry_run(session: Session, school: Provider) -> None:
    assert _import(_row(school), dry_run=True).accepted == 1
    assert queries.find_class_by_number("NM2026000001") is None


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"班次编号": ""}, "班次编号"),
        ({"统一社会信用代码": ""}, "统一社会信用代码"),
        ({"统一社会信用代码": "123"}, "统一社会信用代码"),
        ({"统一社会信用代码": "91159999000000999U"}, "统一社会信用代码"),
        ({"职业(工种)": "航天员"}, "职业(工种)"),
        ({"职业(工种)": "焊工", "等级": "四级"}, "职业(工种)"),
        ({"等级": "三级"}, "等级"),
        ({"开班日期": "下周"}, "开班日期"),
        ({"开班日期": "2020-13-01"}, "开班日期"),
        ({"开班日期": "2020-01-01", "报名截止日期": "2019-12-01"}, "开班日期"),
        ({"结业日期": "2020-01-01"}, "结业日期"),
        ({"报名截止日期": "2099-01-01"}, "报名截止日期"),
        ({"区划代码": "999999"}, "区划代码"),
        ({"名额": "0"}, "名额"),
        ({"授课语言": "法语"}, "授课语言"),
        ({"培训方式": "梦中"}, "培训方式"),
        ({"面向人员": "外星人"}, "面向人员"),
        ({"地点": "很长" * 200}, "地点"),
    ],
)
def test_refuses_a_row_and_says_which_cell(
    session: Session, school: Provider, changes: dict[str, str], column: str
) -> None:
    report = _import(_row(school, **changes))

    assert (report.accepted, report.refused) == (0, 1)
    assert column in [found.column for found in report.problems]


def test_refuses_new_classes_of_a_withdrawn_provider(session: Session, school: Provider) -> None:
    services.withdraw_provider(school.id, on=clock.today())

    assert _import(_row(school)).refused == 1


def test_refuses_fewer_seats_than_are_taken(session: Session, school: Provider) -> None:
    _import(_row(school))
    found = session.scalars(select(ClassSession)).one()
    services.set_seat_counts(found.id, taken=25, waiting=0)

    report = _import(_row(school, 名额="20"))

    assert [problem.column for problem in report.problems] == ["名额"]


def test_refuses_to_change_a_class_that_was_cancelled(session: Session, school: Provider) -> None:
    _import(_row(school))
    services.cancel_class(session.scalars(select(ClassSession)).one().id, "报名人数不足")

    assert _import(_row(school)).unchanged == 1
    assert _import(_row(school, 名额="20")).refused == 1


def test_refuses_the_number_of_another_providers_class(session: Session, school: Provider) -> None:
    _import(_row(school))
    other = ProviderFactory(trades=["care"])

    assert _import(_row(other)).refused == 1


def test_refuses_a_number_that_comes_twice(session: Session, school: Provider) -> None:
    report = _import(_row(school), _row(school, 名额="20"))

    assert (report.accepted, report.refused) == (1, 1)


def test_takes_a_retired_region_code_for_that_of_today(session: Session, school: Provider) -> None:
    report = _import(_row(school, 区划代码="152301"))

    assert report.accepted == 1
    assert [problem.refused for problem in report.problems] == [False]


def test_mended_rows_are_taken(session: Session, school: Provider) -> None:
    report = _import(_row(school, 名额="很多"))
    again = services.import_classes(services.refused_file(report, "refused.xlsx"), "refused.xlsx")
    assert again.refused == 1

    assert _import(_row(school)).accepted == 1


def test_command_takes_a_file_in(app: Flask, session: Session, school: Provider, tmp_path: Path) -> None:
    file = tmp_path / "classes.csv"
    file.write_bytes(write_csv(services.CLASS_COLUMNS, [_row(school)]))

    result = app.test_cli_runner().invoke(args=["import", "classes", str(file)])

    assert "accepted: 1" in result.output


def test_command_says_why_a_file_cannot_be_read(app: Flask, session: Session, tmp_path: Path) -> None:
    file = tmp_path / "classes.csv"
    file.write_bytes(b"a,b\n1,2\n")

    result = app.test_cli_runner().invoke(args=["import", "classes", str(file)])

    assert result.exit_code == 1


def test_leads_a_class_only_forward(session: Session, school: Provider) -> None:
    from portal.catalog.errors import ClassStateRefused

    _import(_row(school))
    class_id = session.scalars(select(ClassSession)).one().id

    services.set_class_state(class_id, ClassState.RUNNING)
    services.set_class_state(class_id, ClassState.RUNNING)
    services.set_class_state(class_id, ClassState.FINISHED)

    with pytest.raises(ClassStateRefused):
        services.set_class_state(class_id, ClassState.OPEN)


def test_providers_are_listed_with_the_number_that_accounts_need(real_app: Flask) -> None:
    with real_app.app_context(), db.transaction():
        school = ProviderFactory(name="通辽市技工学校")
        line = f"{school.id}\t{school.credit_code}\t通辽市技工学校\n"

    listed = real_app.test_cli_runner().invoke(args=["providers"])
    assert listed.output == line
