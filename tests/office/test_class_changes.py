"""A published class keeps its days, hours, place and seats until an officer agrees to others."""

import re
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from random import Random
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.catalog.errors import NotADraftClass
from portal.catalog.models import ClassSession
from portal.catalog.queries.plans import find_request, get_plan, list_changes
from portal.catalog.services import plans
from portal.catalog.types import ClassState
from portal.core import clock
from portal.enrolment import services as enrolment
from portal.enrolment.types import Actor
from portal.notices.models import Message
from tests import factories
from tests.conftest import SignIn
from tests.office.test_classes import shown_plan

CHANGED = select(Message).where(Message.kind == "class_changed")
LATER = timedelta(days=5)


@pytest.fixture
def taught(session: Session) -> Any:
    """A class that an officer published."""
    return factories.ClassSessionFactory(capacity=20, reviewed_at=clock.now())


def teacher_of(class_session: Any) -> Any:
    """Return staff of the provider of a class."""
    return factories.TeacherFactory(provider_id=class_session.provider_id)


@pytest.fixture
def school(sign_in: SignIn, taught: Any) -> FlaskClient:
    return sign_in(teacher_of(taught))


@pytest.fixture
def bureau(sign_in: SignIn, taught: Any) -> FlaskClient:
    return sign_in(factories.OfficerFactory(region_code=taught.region_code))


@pytest.fixture
def seated(taught: Any) -> Any:
    person = factories.PersonFactory()
    enrolment.apply(taught.id, person_id=person.id, actor=Actor(account_id=None))
    return person


def later(class_id: int) -> dict[str, str]:
    """Return days that are later than those of a class."""
    plan = get_plan(class_id)
    return {name: (getattr(plan, name) + LATER).isoformat() for name in ("starts_on", "ends_on")}


def ask(school: FlaskClient, class_id: int, **changes: Any) -> str:
    data = {**shown_plan(class_id), **{name: str(value) for name, value in changes.items()}}
    answer = school.post(f"/zh/office/classes/{class_id}/change", data=data)
    assert answer.status_code == 303
    return str(school.get(answer.location).get_data(as_text=True))


def decide(bureau: FlaskClient, class_id: int, way: str = "/agree", **typed: str) -> Any:
    asked = find_request(class_id)
    data = {"seen": asked.seen if asked else "", **typed}
    return bureau.post(f"/zh/office/reviews/{class_id}/change{way}", data=data)


@pytest.mark.parametrize("reviewed", [True, False], ids=["published by an officer", "from a file"])
def test_new_days_wait_until_an_officer_agrees(
    school: FlaskClient, bureau: FlaskClient, session: Session, taught: Any, seated: Any, reviewed: bool
) -> None:
    session.get_one(ClassSession, taught.id).reviewed_at = clock.now() if reviewed else None
    before, days = get_plan(taught.id).starts_on, later(taught.id)

    page = ask(school, taught.id, **days)
    assert "变更等待主管部门审核" in page
    assert get_plan(taught.id).starts_on == before
    assert session.scalars(CHANGED).all() == []
    assert f"/office/reviews/{taught.id}/change" in bureau.get("/zh/office/reviews").get_data(as_text=True)
    assert days["starts_on"] in bureau.get(f"/zh/office/reviews/{taught.id}/change").get_data(as_text=True)

    assert decide(bureau, taught.id).status_code == 303

    assert get_plan(taught.id).starts_on == before + LATER
    assert [(one.person_id, one.facts["starts_on"]) for one in session.scalars(CHANGED)] == [
        (seated.id, days["starts_on"])
    ]
    assert find_request(taught.id) is None
    assert {one.field for one in list_changes(taught.id)} == {"starts_on", "ends_on"}


def test_a_refusal_says_why_and_is_put_away_when_read(school: FlaskClient, bureau: FlaskClient, taught: Any) -> None:
    ask(school, taught.id, place="新址2号")

    assert decide(bureau, taught.id, "").status_code == 422
    assert decide(bureau, taught.id, "", reason="新址没有消防验收").status_code == 303

    page = school.get(f"/zh/office/classes/{taught.id}").get_data(as_text=True)
    assert "新址没有消防验收" in page
    assert get_plan(taught.id).place != "新址2号"
    assert bureau.get(f"/zh/office/reviews/{taught.id}/change").status_code == 404
    school.post(f"/zh/office/classes/{taught.id}/change/take-back")
    assert "新址没有消防验收" not in school.get(f"/zh/office/classes/{taught.id}").get_data(as_text=True)


def test_all_else_and_more_seats_change_at_once(
    school: FlaskClient, session: Session, taught: Any, seated: Any
) -> None:
    page = ask(school, taught.id, capacity=25, contact_phone="0475-8111111", place="新址2号")

    plan = get_plan(taught.id)
    assert (plan.capacity, plan.contact_phone) == (25, "0475-8111111")
    asked = find_request(taught.id)
    assert asked is not None
    assert dict(asked.wanted) == {"place": "新址2号"}
    assert "变更等待主管部门审核" in page
    assert len(session.scalars(CHANGED).all()) == 1  # of the phone


def test_fewer_seats_and_other_hours_wait(
    school: FlaskClient, bureau: FlaskClient, session: Session, taught: Any, seated: Any
) -> None:
    ask(school, taught.id, capacity=5, daily_hours="18:00-21:00")

    asked = find_request(taught.id)
    assert asked is not None
    assert dict(asked.wanted) == {"capacity": 5, "daily_hours": "18:00-21:00"}
    assert (get_plan(taught.id).capacity, get_plan(taught.id).daily_hours) == (20, taught.daily_hours)
    assert "18:00-21:00" in bureau.get(f"/zh/office/reviews/{taught.id}/change").get_data(as_text=True)
    decide(bureau, taught.id)
    assert [(one.person_id, one.facts["daily_hours"]) for one in session.scalars(CHANGED)] == [
        (seated.id, "18:00-21:00")
    ]


def test_an_officer_agrees_only_to_what_they_read(school: FlaskClient, bureau: FlaskClient, taught: Any) -> None:
    with clock.at(clock.today() - timedelta(days=1)):
        wanted = get_plan(taught.id)
        own = {"provider_id": taught.provider_id, "account_id": factories.OfficerFactory().id}
        plans.ask_change(taught.id, replace(wanted, place="新址2号"), **own)
        read = find_request(taught.id)
        assert read is not None
    plans.ask_change(taught.id, replace(wanted, place="新址3号"), **own)

    for seen in (read.seen, "", "garbage"):
        bureau.post(f"/zh/office/reviews/{taught.id}/change/agree", data={"seen": seen})
        assert get_plan(taught.id).place not in ("新址2号", "新址3号")
    with pytest.raises(NotADraftClass):
        plans.refuse_request(taught.id, "-", asked=read.asked_at, account_id=own["account_id"])


def test_what_no_longer_fits_is_said_and_stays_on_the_desk(
    school: FlaskClient, bureau: FlaskClient, taught: Any
) -> None:
    ask(school, taught.id, capacity=1)
    for _number in range(2):
        enrolment.apply(taught.id, person_id=factories.PersonFactory().id, actor=Actor(account_id=None))

    answer = decide(bureau, taught.id)

    assert "这项变更已无法办理" in bureau.get(answer.location).get_data(as_text=True)
    assert get_plan(taught.id).capacity == 20
    assert find_request(taught.id) is not None


def test_an_officer_changes_at_once(bureau: FlaskClient, session: Session, taught: Any, seated: Any) -> None:
    ask(bureau, taught.id, place="新址2号")

    assert get_plan(taught.id).place == "新址2号"
    assert find_request(taught.id) is None
    assert [one.person_id for one in session.scalars(CHANGED)] == [seated.id]


def test_others_reach_nothing(school: FlaskClient, sign_in: SignIn, taught: Any) -> None:
    ask(school, taught.id, place="新址2号")
    stranger = sign_in(factories.TeacherFactory())
    elsewhere = sign_in(factories.OfficerFactory(region_code="150200"))

    assert stranger.post(f"/zh/office/classes/{taught.id}/change/take-back").status_code == 404
    assert elsewhere.get(f"/zh/office/reviews/{taught.id}/change").status_code == 404
    assert decide(elsewhere, taught.id).status_code == 404
    assert find_request(taught.id) is not None


@pytest.mark.parametrize("by_school", [True, False], ids=["by its school", "by an officer"])
@pytest.mark.parametrize(
    ("moved", "field"),
    [
        ({"starts_on": -9}, "apply_by"),  # before the last day to apply, which stays
        ({"starts_on": 30}, "ends_on"),  # after the last day, which stays
        ({"ends_on": -1}, "ends_on"),
        ({"apply_by": 1}, "apply_by"),
        ({"starts_on": -9, "ends_on": -9}, "apply_by"),
        ({"starts_on": 30, "apply_by": 30}, "ends_on"),
        ({"ends_on": -1, "apply_by": 1}, "ends_on"),
    ],
)
def test_a_day_that_clashes_with_one_that_stays_is_refused_at_a_field(
    school: FlaskClient, bureau: FlaskClient, taught: Any, by_school: bool, moved: dict[str, int], field: str
) -> None:
    plan, first = get_plan(taught.id), get_plan(taught.id).starts_on
    days = {name: (first + timedelta(days=number)).isoformat() for name, number in moved.items()}
    assert plan.apply_by > first - timedelta(days=9)
    assert plan.ends_on < first + timedelta(days=30)

    address, data = f"/zh/office/classes/{taught.id}/change", {**shown_plan(taught.id), **days}
    answer = (school if by_school else bureau).post(address, data=data)

    assert answer.status_code == 422
    assert re.findall(r'id="(\w+)-error"', answer.get_data(as_text=True))[0:1] == [field]
    assert get_plan(taught.id) == plan
    assert find_request(taught.id) is None


def test_no_days_whatever_give_a_500_or_a_class_out_of_order(
    school: FlaskClient, bureau: FlaskClient, session: Session, taught: Any
) -> None:
    first = taught.starts_on
    moves = (None, date.min, date.max, *(first + timedelta(days=days) for days in (-400, -20, -4, 0, 6, 20, 400)))
    seen = set()
    names, random = ("starts_on", "ends_on", "apply_by"), Random(4)  # noqa: S311 - the same days each time
    for number, chosen in enumerate(random.sample(list(product(moves, repeat=3)), 120)):
        session.get_one(ClassSession, taught.id).state = random.choice((ClassState.OPEN, ClassState.RUNNING))
        session.flush()
        days = {name: day.isoformat() for name, day in zip(names, chosen, strict=True) if day}
        browser = (school, bureau)[number % 2]
        address = f"/zh/office/classes/{taught.id}/change"
        assert browser.post(address, data={**shown_plan(taught.id), **days}).status_code in (303, 422), days
        assert decide(bureau, taught.id).status_code in (303, 404), days

        plan = get_plan(taught.id)
        assert plan.apply_by <= plan.starts_on <= plan.ends_on
        seen.add((plan.starts_on, plan.ends_on, plan.apply_by))
    assert len(seen) > 1  # some were taken, or nothing was tried


def test_an_officer_reads_why_days_no_longer_fit(school: FlaskClient, bureau: FlaskClient, taught: Any) -> None:
    plan = get_plan(taught.id)
    ask(school, taught.id, starts_on=plan.ends_on)
    ask(bureau, taught.id, ends_on=plan.ends_on - timedelta(days=1))

    answer = decide(bureau, taught.id)

    page = bureau.get(answer.location).get_data(as_text=True)
    assert "结业日期早于开班日期。" in page
    assert "这项变更已无法办理" in page
    assert get_plan(taught.id).starts_on == plan.starts_on
