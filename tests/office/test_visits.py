"""Whoever finished a course is asked how they fare, by the staff who follow them and by nobody else."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core import clock
from portal.core.audit import AuditEvent
from portal.people.types import Role
from portal.records import queries, services
from portal.records.models import EnrolmentRecord, FollowUp, FollowUpVisit
from portal.records.services.privacy import OWN_DATA
from portal.records.types import NewVisit, Result, VisitReach, VisitWay, Work
from tests import factories
from tests.bench.statements import count_statements
from tests.conftest import SignIn

SAID = {
    "way": "phone",
    "work": "employed",
    "employer": "某养老院",
    "place": "通辽市",
    "months": "3",
    "uses_training": "yes",
}
PLAN = next(part for part in OWN_DATA if part.name == "follow_up_visits")


@pytest.fixture
def desk(sign_in: SignIn, officer: Any) -> FlaskClient:
    return sign_in(officer)


def finished(days_ago: int = 50, **changes: Any) -> EnrolmentRecord:
    last = clock.today() - timedelta(days=days_ago)
    made: EnrolmentRecord = factories.EnrolmentRecordFactory(starts_on=last - timedelta(9), ends_on=last, **changes)
    return made


def plan_of(session: Session, record: EnrolmentRecord) -> FollowUp:
    services.plan_follow_ups()
    return session.scalars(select(FollowUp).where(FollowUp.person_id == record.person_id)).one()


def typed(**changes: str) -> dict[str, str]:
    return {**SAID, "asked_on": clock.today().isoformat(), **changes}


def test_plans_each_training_of_the_last_year_once(session: Session) -> None:
    record = finished(10)
    finished(400)
    finished(-5)
    finished(10, result=Result.ABSENT)
    erased = factories.PersonFactory(erased_at=clock.now())
    finished(10, person=erased)

    assert [services.plan_follow_ups(), services.plan_follow_ups()] == [1, 0]

    plan = session.scalars(select(FollowUp)).one()
    assert (plan.person_id, plan.due_on) == (record.person_id, record.ends_on + timedelta(days=30))


def test_lists_whose_day_has_come_soonest_first_and_others_later(desk: FlaskClient, session: Session) -> None:
    old, new, later = finished(90), finished(40), finished(3)
    services.plan_follow_ups()
    ids = {plan.person_id: plan.id for plan in session.scalars(select(FollowUp))}

    now, after = desk.get("/zh/office/visits").text, desk.get("/mn/office/visits?show=later").text

    links = [f"/office/visits/{ids[one.person_id]}" for one in (old, new, later)]
    assert now.index(links[0]) < now.index(links[1])
    assert links[2] not in now
    assert links[2] in after


def test_staff_follow_only_their_own(sign_in: SignIn, session: Session) -> None:
    school = factories.ProviderFactory()
    offered = factories.ClassSessionFactory(provider=school)
    near = factories.PersonFactory(home_region="150525")
    one = finished(class_session_id=offered.id, person=near, region_code="150502")
    other = finished(region_code="150602", person=factories.PersonFactory(home_region="150602"))
    station = factories.StationFactory(region_code="150525")
    services.plan_follow_ups()
    staff = {
        "officer": factories.OfficerFactory(region_code="150500"),
        "school": factories.OfficerFactory(role=Role.PROVIDER_STAFF, provider_id=school.id, region_code=None),
        "clerk": factories.ClerkFactory(station=station),
    }

    for who, account in staff.items():
        browser = sign_in(account)
        plan, foreign = plan_of(session, one), plan_of(session, other)
        assert f"/office/visits/{plan.id}" in browser.get("/zh/office/visits").text, who
        assert browser.get(f"/zh/office/visits/{plan.id}").status_code == 200
        assert browser.get(f"/zh/office/visits/{foreign.id}").status_code == 404
        assert browser.post(f"/zh/office/visits/{foreign.id}", data=typed()).status_code == 404
        assert browser.post(f"/zh/office/visits/{foreign.id}/contact").status_code == 404


@pytest.mark.parametrize("edition", ["zh", "mn"])
def test_writes_down_what_was_said_once_and_shows_it_to_the_person(
    desk: FlaskClient, sign_in: SignIn, session: Session, resident: Any, edition: str
) -> None:
    plan = plan_of(session, finished(person=None, person_id=resident.person_id))
    path = f"/{edition}/office/visits/{plan.id}"
    sent = typed(form_token="token-of-a-visit-form")
    assert desk.get(path).status_code == 200

    answers = [desk.post(path, data=sent) for _click in range(2)]

    assert [answer.location for answer in answers] == [f"/{edition}/office/visits"] * 2
    visit = session.scalars(select(FollowUpVisit)).one()
    session.refresh(plan)
    assert (visit.work, visit.employer, visit.uses_training) == (Work.EMPLOYED, "某养老院", True)
    assert plan.due_on == visit.next_due_on == clock.today() + timedelta(days=90)
    assert "某养老院" in desk.get(path).text
    assert "某养老院" in sign_in(resident).get(f"/{edition}/me/record").text
    assert session.scalars(select(AuditEvent.subject_id).where(AuditEvent.action == "records.visit")).all() == [
        resident.person_id
    ]


@pytest.mark.parametrize(
    "changes",
    [
        {"asked_on": "2999-01-01"},
        {"asked_on": "2001-01-01"},
        {"asked_on": "gestern"},
        {"way": "pigeon"},
        {"work": ""},
        {"work": "looking"},
        {"work": "not_reached", "employer": "", "months": "0"},
        {"months": "12"},
        {"employer": "长" * 101},
    ],
)
def test_what_makes_no_sense_is_said_beside_the_field(
    desk: FlaskClient, session: Session, changes: dict[str, str]
) -> None:
    plan = plan_of(session, finished())

    answer = desk.post(f"/zh/office/visits/{plan.id}", data=typed(**changes))

    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert session.scalars(select(FollowUpVisit)).all() == []


def test_the_last_visit_ends_the_asking(desk: FlaskClient, session: Session) -> None:
    plan = plan_of(session, finished())

    desk.post(f"/zh/office/visits/{plan.id}", data=typed(work="not_looking", employer="", place="丢掉", months="0"))

    session.refresh(plan)
    visit = session.scalars(select(FollowUpVisit)).one()
    assert (plan.due_on, visit.place, visit.uses_training) == (None, None, None)
    assert f"/office/visits/{plan.id}" not in desk.get("/zh/office/visits").text
    assert services.plan_follow_ups() == 0


def test_a_result_corrected_to_absent_takes_the_person_from_the_list(desk: FlaskClient, session: Session) -> None:
    record = finished()
    plan = plan_of(session, record)
    record.result = Result.ABSENT
    session.flush()

    assert desk.get(f"/zh/office/visits/{plan.id}").status_code == 404


def test_to_see_a_phone_is_written_down(desk: FlaskClient, session: Session) -> None:
    person = factories.PersonFactory(name="巴特尔", phone="+8613900158888")
    plan = plan_of(session, finished(person=person))
    path = f"/zh/office/visits/{plan.id}"
    assert "13900158888" not in desk.get(path).text

    assert desk.post(f"{path}/contact").location == path

    assert "巴特尔" in desk.get(path).text


def test_the_list_costs_the_same_for_many(app: Flask, desk: FlaskClient, session: Session, officer: Any) -> None:
    reach = VisitReach(officer.id, region_code="150500")
    finished()
    services.plan_follow_ups()
    few = count_statements(app, desk, "/zh/office/visits")
    for _number in range(25):
        plan = plan_of(session, finished())
        new = NewVisit(clock.today(), VisitWay.PHONE, Work.LOOKING, None, None, None, None, 1)
        services.record_visit(plan.id, new, reach=reach)
        plan.due_on = clock.today()
    session.flush()

    assert count_statements(app, desk, "/zh/office/visits") <= few <= 5
    first = queries.list_follow_ups(reach)
    assert first.next is not None
    second = queries.list_follow_ups(reach, first.next)
    assert len(first.items) + len(second.items) == 26
    assert desk.get(f"/zh/office/visits?page={first.next}").status_code == 200
    assert desk.get("/zh/office/visits?page=2~2026-01-01~" + "9" * 30).status_code == 200


def test_own_data_is_given_and_forgotten(desk: FlaskClient, session: Session, resident: Any) -> None:
    plan = plan_of(session, finished(person=None, person_id=resident.person_id))
    desk.post(f"/zh/office/visits/{plan.id}", data=typed(occupation="护理"))
    rows = PLAN.export(resident.person_id)
    assert [(row["employer"], row["kind_of_work"]) for row in rows] == [("某养老院", "护理")]
    assert set(rows[0]) == set(PLAN.labels)

    assert PLAN.erase is not None
    PLAN.erase(resident.person_id)

    assert session.scalars(select(FollowUpVisit)).all() == []
    assert session.scalars(select(FollowUp)).all() == []
