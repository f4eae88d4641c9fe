"""The demonstration world is believable, marked as such, and the same each time it is asked for."""

import json
from collections.abc import Iterator
from datetime import date
from random import Random

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from portal.catalog.models import CatalogEntry, CatalogIssue, ClassSession, Provider
from portal.catalog.types import ClassState, IssueState
from portal.cli.demo import SEED, offers
from portal.core import audit, clock, identity_numbers
from portal.core.db import session
from portal.core.regions import prefectures
from portal.core.terms import terms
from portal.enrolment.models import Application, Attendance
from portal.enrolment.queries.moving import list_to_settle
from portal.people.models import Person, PersonGroup
from portal.records.models import Certificate, SubsidyEntitlement
from portal.records.queries import list_published
from portal.records.types import SubsidyState
from tests.conftest import build_app


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Flask]:
    """A portal with the demonstration world in it, made once for all these tests."""
    app = build_app(tmp_path_factory.mktemp("world"), f"portal_world_{worker_id}")
    runner = app.test_cli_runner()
    for command in (["init"], ["demo"]):
        with app.app_context():
            done = runner.invoke(args=command)
        assert done.exit_code == 0, done.output
    with app.app_context():
        yield app
    app.extensions["database"].dispose()


def run(app: Flask, *arguments: str) -> Result:
    done = app.test_cli_runner().invoke(args=[*arguments])
    assert done.exit_code == 0, done.output
    return done


def count(stmt: object) -> int:
    return session().scalar(select(func.count()).select_from(stmt.subquery())) or 0  # type: ignore[attr-defined]


def test_has_providers_and_classes_over_all_leagues_and_cities(world: Flask) -> None:
    leagues = {place.code[:4] for place in prefectures()}

    assert count(select(Provider.id)) >= 40
    assert count(select(ClassSession.id)) >= 200
    assert {code[:4] for code in session().scalars(select(ClassSession.region_code))} == leagues


def test_shows_classes_of_every_kind(world: Flask) -> None:
    states = set(session().scalars(select(ClassSession.state)))
    today = clock.today()

    assert states >= {ClassState.OPEN, ClassState.RUNNING, ClassState.FINISHED, ClassState.CANCELLED}
    assert count(select(ClassSession.id).where(ClassSession.apply_from > today)) > 0
    full = select(ClassSession.id).where(
        ClassSession.seats_taken == ClassSession.capacity, ClassSession.waiting > 0, ClassSession.starts_on > today
    )
    assert count(full) > 0


def test_spans_two_calendar_years_and_has_winter_classes_of_herders(world: Flask) -> None:
    days = list(session().execute(select(ClassSession.starts_on, ClassSession.trade, ClassSession.region_code)))

    assert len({day.year for day, _trade, _region in days}) >= 2
    assert [
        day
        for day, trade, region in days
        if day.month in (12, 1, 2) and trade in offers.WINTER_TRADES and region.startswith(offers.HERDING)
    ]


def test_people_belong_to_every_group_and_age(world: Flask) -> None:
    born = [identity_numbers.parse(number).birth_date for number in session().scalars(select(Person.id_number))]
    ages = {(clock.today() - day).days // 3652 for day in born}

    assert set(session().scalars(select(PersonGroup.group_code))) >= set(terms("group"))
    assert {2, 3, 4, 5, 6} <= ages


def test_everyone_is_marked_and_has_a_number_nobody_owns(world: Flask) -> None:
    assert all(session().scalars(select(Person.is_demo)))
    assert all(number.startswith("159999") for number in session().scalars(select(Person.id_number)))
    assert all(session().scalars(select(ClassSession.is_demo)))


def test_invents_no_amount(world: Flask) -> None:
    assert count(select(CatalogEntry.id).where(CatalogEntry.amount_fen.is_not(None))) == 0


def test_some_records_are_long_and_hold_all_five_kinds(world: Flask) -> None:
    per_person = select(func.count(Certificate.id)).group_by(Certificate.person_id)

    assert max(session().scalars(per_person)) >= 6
    assert len(set(session().scalars(select(Certificate.kind)))) == 5


def test_older_catalog_stays_readable(world: Flask) -> None:
    states = list(session().scalars(select(CatalogIssue.state).where(CatalogIssue.region_code == "150000")))

    assert sorted(states) == [IssueState.PUBLISHED, IssueState.SUPERSEDED]


@pytest.mark.parametrize("today", [date(2027, 1, 1), date(2028, 2, 29), date(2027, 7, 15), date(2029, 12, 31)])
def test_whatever_day_it_is_made_the_catalog_of_then_lists_what_is_taught(world: Flask, today: date) -> None:
    random = Random(SEED)  # noqa: S311 - a story, not a secret
    rows = offers.classes(random, offers.providers(random), today)

    early = {row.occupation for row in rows if row.published_on(today) < date(today.year, 1, 1)}
    assert early
    assert not early & set(offers.LATE_TRADES)
    assert min(row.published_on(today) for row in rows) > offers.first_day(today)


def test_again_changes_nothing_and_the_trail_is_whole(world: Flask) -> None:
    before = count(select(Application.id))

    run(world, "demo")

    session().rollback()
    assert count(select(Application.id)) == before
    assert audit.verify() is None


def test_sign_ins_are_printed_as_json_and_work(world: Flask) -> None:
    people = json.loads(run(world, "demo", "--json").stdout)

    assert {"role", "identifier", "password", "name"} == set(people[0])
    for someone in people:
        answer = world.test_client().post(
            "/zh/login", data={"identifier": someone["identifier"], "password": someone["password"]}
        )
        assert answer.status_code == 303, someone["name"]


def test_pages_say_that_the_data_is_invented(world: Flask) -> None:
    page = world.test_client().get("/zh/classes").text

    assert "演示数据" in page


def test_days_of_the_story_are_in_order(world: Flask) -> None:
    wrong = select(ClassSession.id).where(ClassSession.apply_by > ClassSession.starts_on)

    assert count(wrong) == 0
    assert max(session().scalars(select(ClassSession.starts_on))) > clock.today() > date(2025, 1, 1)


def test_subsidies_are_paid_under_public_notice_and_waiting(world: Flask) -> None:
    states = set(session().scalars(select(SubsidyEntitlement.state)))

    assert states == {SubsidyState.PAID, SubsidyState.PUBLISHED, SubsidyState.CLAIMED}
    assert [line.is_open_on(clock.today()) for line in list_published()] == [True, False]


def test_an_edition_waits_for_a_second_officer_and_old_ones_stay(world: Flask) -> None:
    states = [(issue.kind.value, issue.state.value) for issue in session().scalars(select(CatalogIssue))]

    assert {("demand", "superseded"), ("shortage", "superseded"), ("shortage", "published")} < set(states)
    waiting = select(CatalogIssue.id).where(
        CatalogIssue.state == IssueState.DRAFT, CatalogIssue.submitted_at.is_not(None)
    )
    assert count(waiting) == 1


def test_an_institution_left_and_people_were_moved(world: Flask) -> None:
    left = session().scalars(select(Provider).where(Provider.withdrawn_on.is_not(None))).all()

    assert [len(list_to_settle(one.id)) for one in left] == [1]
    assert count(select(Application.id).where(Application.moved_from_id.is_not(None))) >= 1


def test_plans_wait_for_both_officers_and_a_class_runs(world: Flask) -> None:
    waiting = select(ClassSession.region_code).where(
        ClassSession.state == ClassState.DRAFT, ClassSession.submitted_at.is_not(None)
    )

    assert {code[:4] for code in session().scalars(waiting)} >= {"1501", "1505"}
    assert count(select(ClassSession.id).where(ClassSession.sent_back_reason.is_not(None))) == 1
    assert count(select(Attendance.id).where(Attendance.replaced_by_id.is_(None))) >= 30
    assert count(select(Attendance.id).where(Attendance.reason.is_not(None))) >= 1
