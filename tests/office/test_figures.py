"""Figures: what is counted, by which day, for whom, and who sees it."""

import io
import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.core import clock, state
from portal.enrolment.types import ApplicationState, WishState
from portal.office.models import MonthlyCount
from portal.office.queries.figures import get_figures, list_years
from portal.office.services import count_figures
from portal.office.types.figures import Basis, Figures, FiguresAsked, Measure
from portal.records.models import SubsidyEntitlement
from portal.records.types import CertificateState, Origin, Result, SubsidyState
from tests import factories
from tests.bench.statements import count_statements
from tests.conftest import SignIn

NEW_YEAR = datetime(2026, 1, 8, 3, tzinfo=UTC)


def record(person: Any = None, **changes: Any) -> Any:
    """Write a training down that ended on 20 December 2025 and came in then, unless said otherwise."""
    values: dict[str, Any] = {"starts_on": date(2025, 12, 10), "ends_on": date(2025, 12, 20)}
    values["recorded_at"] = datetime(2025, 12, 22, 3, tzinfo=UTC)
    person = person or factories.PersonFactory()
    return factories.EnrolmentRecordFactory(person=None, person_id=person.id, **{**values, **changes})


def figures(region: str = "150500", year: int = 2025, **asked: Any) -> Figures:
    count_figures()
    state.forget()
    return get_figures(FiguresAsked(region, year, **asked))


def test_counts_trainings_people_and_passes(session: Session) -> None:
    often = factories.PersonFactory()
    record(often)
    record(often, ends_on=date(2025, 11, 3), starts_on=date(2025, 11, 1), result=Result.FAILED)
    record()
    record(result=Result.ABSENT)
    record(origin=Origin.DECLARED)

    total = figures().total

    assert (total[Measure.TRAINED], total[Measure.PASSED], total[Measure.PEOPLE]) == (3, 2, 2)


def test_only_the_version_that_stands_counts(session: Session) -> None:
    person = factories.PersonFactory()
    corrected = record(person, class_number="R1")
    old = record(factories.PersonFactory(), class_number="R2", result=Result.FAILED, replaced_by_id=corrected.id)
    assert old.replaced_by_id

    assert figures().total[Measure.TRAINED] == 1


def test_a_result_that_comes_after_new_year_counts_by_the_day_the_officer_chooses(session: Session) -> None:
    record(recorded_at=NEW_YEAR)

    by_end = [figures(year=year).total[Measure.TRAINED] for year in (2025, 2026)]
    by_record = [figures(year=year, basis=Basis.RECORDED).total[Measure.TRAINED] for year in (2025, 2026)]

    assert (by_end, by_record) == ([1, 0], [0, 1])


def test_a_correction_does_not_move_a_training_into_another_year(session: Session) -> None:
    person = factories.PersonFactory()
    first = record(person, class_number="R7", result=Result.FAILED, replaced_by_id=None)
    first.replaced_by_id = first.id  # any version: it only must not stand any more
    session.commit()
    newer = record(person, class_number="R7", recorded_at=NEW_YEAR)
    first.replaced_by_id = newer.id
    session.commit()

    assert figures(basis=Basis.RECORDED).total[Measure.TRAINED] == 1
    assert figures(year=2026, basis=Basis.RECORDED).total[Measure.TRAINED] == 0


def test_a_moment_belongs_to_the_local_month(session: Session) -> None:
    record(recorded_at=datetime(2025, 12, 31, 17, tzinfo=UTC))  # one o'clock on 1 January in Hohhot

    assert figures(year=2026, basis=Basis.RECORDED).months[0][Measure.TRAINED] == 1


def test_months_and_places_add_up_to_the_whole(session: Session) -> None:
    record(region_code="150502")
    record(region_code="150521", ends_on=date(2025, 6, 30), starts_on=date(2025, 6, 20))
    record(region_code="150500")
    record(region_code="152501")  # another league

    found = figures()

    assert found.total[Measure.TRAINED] == 3
    assert {line.key: line[Measure.TRAINED] for line in found.months if line.numbers} == {"202506": 1, "202512": 2}
    assert {line.key: line[Measure.TRAINED] for line in found.places if line.numbers} == {
        "150502": 1,
        "150521": 1,
        "": 1,
    }
    assert figures("150000").total[Measure.TRAINED] == 4


def test_a_group_counts_who_belonged_to_it_on_the_last_day(session: Session) -> None:
    veteran, late = factories.PersonFactory(), factories.PersonFactory()
    for code in ("veteran", "rural_transfer", "returning_migrant"):
        factories.PersonGroupFactory(person=veteran, group_code=code, valid_from=date(2025, 1, 1))
    factories.PersonGroupFactory(person=late, group_code="veteran", valid_from=date(2026, 1, 1))
    record(veteran)
    record(late)

    found = figures("150000")

    assert {line.key: line[Measure.TRAINED] for line in found.groups} == {
        "rural_transfer": 1, "returning_migrant": 1, "veteran": 1,
    }  # fmt: skip
    assert figures(group="veteran").total[Measure.TRAINED] == 1
    farmers = next(one for one in found.targets if one.counted.slice == "set.farmers")
    assert farmers.reached == 1  # once, though two of the groups are farmers


def test_certificates_are_counted_unless_revoked(session: Session) -> None:
    person = factories.PersonFactory(home_region="150521")
    for level, day in (("5", date(2025, 3, 1)), ("3", date(2025, 4, 1)), ("2", date(2025, 5, 1))):
        factories.CertificateFactory(person=person, level=level, issued_on=day)
    factories.CertificateFactory(person=person, state=CertificateState.REVOKED, issued_on=date(2025, 6, 1))

    total = figures().total

    assert (total[Measure.CERTIFICATES], total[Measure.SKILLED], total[Measure.HIGH_SKILLED]) == (3, 1, 1)


def test_signups_claims_and_wishes_are_counted(session: Session) -> None:
    offered = factories.ClassSessionFactory()
    for state_of in (ApplicationState.ACCEPTED, ApplicationState.WAITING, ApplicationState.WITHDRAWN):
        factories.ApplicationFactory(class_session=offered, state=state_of)
    factories.WishFactory(region_code="150502")
    factories.WishFactory(region_code="150502", state=WishState.ANSWERED, closed_at=clock.now())
    for serial, claim_state in enumerate((SubsidyState.CLAIMED, SubsidyState.PAID, SubsidyState.REFUSED)):
        session.add(
            SubsidyEntitlement(
                person_id=factories.PersonFactory().id,
                kind="training",
                occupation_key=f"k{serial}",
                occupation_name="焊工",
                level="5",
                year=2026,
                rule_id="R",
                clause="1",
                state=claim_state,
                claimed_at=clock.now(),
                region_code="150502",
            )
        )
    session.commit()
    year = clock.today().year

    here, of_classes = figures(year=year).total, figures(year=offered.starts_on.year).total

    assert (here[Measure.CLAIMED], here[Measure.PAID], here[Measure.WISHES]) == (2, 1, 1)
    assert (of_classes[Measure.SIGNED_UP], of_classes[Measure.WAITING]) == (2, 1)


def test_targets_are_set_beside_what_was_reached_in_the_place_of_the_officer(session: Session) -> None:
    record()
    record(region_code="150602")

    in_region = {one.counted.target.value: one for one in figures("150000").targets}
    in_city = {one.counted.target.value: one for one in figures("150500").targets}

    assert (in_region[1_250_000].reached, in_city[1_250_000].reached) == (2, 1)
    assert (in_region[1_250_000].is_part, in_city[1_250_000].is_part) == (False, True)
    assert in_region[20_000].reached is not None or in_region[20_000].counted.uncounted
    assert 65_000 in in_region  # Ordos lies in the region
    assert 65_000 not in in_city  # and not in Tongliao
    assert 840_000 not in in_region  # Jilin is another province


def test_a_place_no_document_speaks_of_has_no_targets(session: Session) -> None:
    assert figures("110000").targets == ()


def test_a_yearly_task_of_a_department_stands_beside_the_year_looked_at(session: Session) -> None:
    veteran = factories.PersonFactory()
    factories.PersonGroupFactory(person=veteran, group_code="veteran", valid_from=date(2020, 1, 1))
    record(veteran, region_code="150602")

    task = next(one for one in figures("150600").targets if one.counted.department == "市退役军人事务局")

    assert (task.reached, task.first_day) == (1, date(2025, 1, 1))
    assert task.share == pytest.approx(1 / 200)


def arranged(department: str | None, **changes: Any) -> Any:
    """Write down a training of a class that a department arranged."""
    return record(class_session_id=factories.ClassSessionFactory(department=department).id, **changes)


def test_trainings_are_counted_by_the_department_that_arranged_them(session: Session) -> None:
    arranged("education")
    arranged("education", region_code="152501")
    arranged("agriculture", ends_on=date(2025, 6, 30), starts_on=date(2025, 6, 20))
    arranged(None)
    record()  # of a class that was never here

    here, region = figures(), figures("150000")

    assert {line.key: line[Measure.TRAINED] for line in here.departments} == {"education": 1, "agriculture": 1, "": 2}
    assert {line.key: line[Measure.TRAINED] for line in region.departments} == {
        "education": 2, "agriculture": 1, "": 2,
    }  # fmt: skip
    assert figures(group="veteran").departments[-1].key  # what is of everyone is not held against one group


def test_months_counted_before_departments_were_written_down_are_not_recorded(session: Session) -> None:
    arranged("education")
    count_figures()
    session.execute(delete(MonthlyCount).where(MonthlyCount.slice.startswith("department.")))
    session.commit()

    lines = get_figures(FiguresAsked("150500", 2025)).departments

    assert [(line.key, line[Measure.TRAINED]) for line in lines] == [("", 1)]


def test_where_all_departments_are_known_nothing_is_said_to_be_missing(session: Session) -> None:
    arranged("veterans")

    assert [line.key for line in figures().departments] == ["veterans"]


@pytest.mark.parametrize(
    ("department", "code"), [("市人社局", "human_resources"), ("市教体局", "education"), ("市农牧局", "agriculture")]
)
def test_the_task_of_a_department_counts_what_it_arranged(session: Session, department: str, code: str) -> None:
    arranged(code, region_code="150602")
    arranged("other", region_code="150602")
    arranged(code)  # in another city

    task = next(one for one in figures("150600").targets if one.counted.department == department)

    assert task.reached == 1


def test_the_page_and_the_file_say_how_many_name_no_department(session: Session, sign_in: SignIn, officer: Any) -> None:
    arranged("women_federation")
    record()
    count_figures()
    browser = sign_in(officer)

    page = browser.get("/zh/office/figures?year=2025").get_data(as_text=True)
    table = browser.get("/zh/office/figures/table.csv?year=2025").data.decode("utf-8-sig")

    assert 'aria-labelledby="chart-department"' in page
    assert "妇联" in page
    assert "1人次（共2人次）" in page
    lines = [line.split(",") for line in table.splitlines() if line.startswith("部门,")]
    assert [(line[1], line[2], line[4]) for line in lines] == [("妇联", "所有人", "1"), ("未登记", "所有人", "1")]
    assert all(line[7:] == [""] * 8 for line in lines)  # certificates, sign-ups and so on are not counted by department


def test_counting_again_changes_only_what_changed(session: Session) -> None:
    first = record()
    assert count_figures() > 0

    assert count_figures() == 0
    first.region_code = "150521"
    session.commit()
    assert count_figures() > 0
    assert get_figures(FiguresAsked("150521", 2025)).total[Measure.TRAINED] == 1
    assert get_figures(FiguresAsked("150502", 2025)).total[Measure.TRAINED] == 0


def test_years_go_back_to_the_first_that_holds_something(session: Session) -> None:
    assert list_years("150500") == [clock.today().year]
    record(ends_on=date(2024, 2, 1), starts_on=date(2024, 1, 20))
    count_figures()

    assert list_years("150500")[-1] == 2024


@pytest.mark.parametrize("edition", ["zh", "mn"])
def test_an_officer_sees_charts_each_with_its_table(
    session: Session, sign_in: SignIn, officer: Any, edition: str
) -> None:
    record()
    count_figures()

    page = sign_in(officer).get(f"/{edition}/office/figures?year=2025").get_data(as_text=True)

    assert page.count('<figure class="chart"') >= 3
    assert page.count("<caption>") >= page.count('<figure class="chart"')
    assert 'role="img" aria-labelledby="chart-month"' in page


@pytest.mark.parametrize(
    "query",
    ["region=152500", "region=x", "year=abc", "year=1", "group=none", "by=x", "show=x", "region=150000&year=2025"],
)
def test_an_officer_sees_nothing_outside_the_region(
    session: Session, sign_in: SignIn, officer: Any, query: str
) -> None:
    record(region_code="152501", ends_on=clock.today() - timedelta(days=1))
    count_figures()

    page = sign_in(officer).get(f"/zh/office/figures?{query}").get_data(as_text=True)

    assert "通辽市" in page
    assert "锡林郭勒盟" not in page


def test_a_task_of_a_department_says_whose_it_is_and_that_its_plan_is_over(session: Session, sign_in: SignIn) -> None:
    page = sign_in(factories.OfficerFactory(region_code="150000")).get("/zh/office/figures").get_data(as_text=True)

    assert re.search(r"市人社局[^<]*<span[^>]*>鄂尔多斯市\s*2019–2021", page)
    assert "鄂尔多斯市 · 市人社局 2019–2021</text>" in page
    assert len(re.findall(r"<strong>[^<]*2019–2021", page)) >= 7


def test_figures_can_be_taken_along_as_numbers(session: Session, sign_in: SignIn, officer: Any) -> None:
    record()
    count_figures()
    browser = sign_in(officer)

    book = load_workbook(io.BytesIO(browser.get("/zh/office/figures/table.xlsx?year=2025").data))
    table = browser.get("/zh/office/figures/table.csv?year=2025")

    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert rows[0][:4] == ("统计方式", "统计对象", "人群", "按哪一天计入月份")
    assert rows[1][1:5] == ("2025", "所有人", "培训结束的日期", 1)
    assert table.headers["Content-Disposition"] == 'attachment; filename="figures-150500-2025.csv"'
    assert len(table.data.decode("utf-8-sig").splitlines()) == len(rows)


def test_a_file_of_one_group_holds_nothing_of_others(session: Session, sign_in: SignIn, officer: Any) -> None:
    other = factories.PersonFactory()
    factories.PersonGroupFactory(person=other, group_code="rural_transfer", valid_from=date(2025, 1, 1))
    record(other)
    arranged("women_federation")
    count_figures()

    answer = sign_in(officer).get("/zh/office/figures/table.csv?year=2025&group=veteran&by=recorded")

    assert answer.headers["Content-Disposition"] == 'attachment; filename="figures-150500-2025-veteran-recorded.csv"'
    lines = [line.split(",") for line in answer.data.decode("utf-8-sig").splitlines()[1:]]
    assert {line[2] for line in lines if line[0] != "目标"} == {"退役军人"}


def test_a_provider_sees_no_figures(session: Session, sign_in: SignIn) -> None:
    clerk = factories.ClerkFactory()

    assert sign_in(clerk).get("/zh/office/figures").status_code == 403


def test_the_page_needs_few_statements_whatever_it_counts(
    app: Flask, session: Session, sign_in: SignIn, officer: Any
) -> None:
    browser = sign_in(officer)
    record()
    count_figures()
    few = count_statements(app, browser, "/zh/office/figures?year=2025")
    for code in ("150502", "150521", "150522") * 4:
        record(region_code=code)
    count_figures()

    assert count_statements(app, browser, "/zh/office/figures?year=2025") == few <= 7
