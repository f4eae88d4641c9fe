"""Someone says "not me": a number, a day, a seat that stays, and an answer of the bureau."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.core import clock
from portal.core.audit import AuditEvent
from portal.enrolment import services as enrolment
from portal.enrolment.models import Application
from portal.enrolment.types import Actor, ApplicationState
from portal.enrolment.views import STORY
from portal.notices.models import Message
from portal.people import services as people_services
from portal.station import queries, rules, services
from portal.station.models import Contest
from portal.station.types import ContestState
from tests import factories
from tests.station.conftest import help_known


@pytest.fixture
def application(desk: FlaskClient, resident: Any, session: Session) -> int:
    """An application that a station made for the resident."""
    flow = help_known(desk, session.get_one(factories.Person, resident.person_id))
    offered = factories.ClassSessionFactory()
    made = desk.post(f"{flow}/classes/{offered.id}", data={}).headers["Location"]
    return int(made.rsplit("/", 1)[1])


@pytest.fixture
def mine(sign_in: Callable[..., FlaskClient], resident: Any) -> FlaskClient:
    """The browser of the resident."""
    return sign_in(resident)


@pytest.fixture
def bureau(sign_in: Callable[..., FlaskClient], session: Session) -> FlaskClient:
    """The browser of an officer whose region the station lies in."""
    return sign_in(factories.OfficerFactory(region_code="152500"))


def contested(mine: FlaskClient, application: int, words: str = "我没有报过名") -> str:
    answer = mine.post(f"/zh/me/applications/{application}/contest", data={"own_words": words})
    assert answer.status_code == 303
    return str(answer.headers["Location"])


def state_of(session: Session, application: int) -> ApplicationState:
    session.expire_all()
    return session.get_one(Application, application).state


def test_contest_has_a_number_and_a_day_and_the_seat_stays(
    mine: FlaskClient, application: int, session: Session
) -> None:
    page = mine.get(contested(mine, application)).get_data(as_text=True)

    found = session.scalars(select(Contest)).one()
    assert found.number in page
    assert found.due_on <= clock.today() + timedelta(days=30)
    assert state_of(session, application) is ApplicationState.ACCEPTED
    kinds = list(session.scalars(select(Message.kind)))
    assert kinds.count("contest_received") == 1
    assert found.number in mine.get("/zh/me/messages").get_data(as_text=True)


def test_sending_twice_makes_one_contest(mine: FlaskClient, application: int, session: Session) -> None:
    contested(mine, application)
    contested(mine, application, "")

    assert session.scalar(select(func.count()).select_from(Contest)) == 1


def test_database_keeps_one_open_contest(mine: FlaskClient, application: int, resident: Any, session: Session) -> None:
    contested(mine, application)
    with pytest.raises(IntegrityError), session.begin_nested():
        session.add(
            Contest(
                number="Y1",
                subject_id=application,
                person_id=resident.person_id,
                state=ContestState.OPEN,
                opened_at=clock.now(),
                due_on=clock.today(),
            )
        )
        session.flush()


def test_upheld_contest_withdraws_the_application(
    mine: FlaskClient, bureau: FlaskClient, application: int, session: Session
) -> None:
    contested(mine, application)
    contest_id = session.scalars(select(Contest.id)).one()
    address = f"/zh/office/contests/{contest_id}"
    assert str(contest_id) in bureau.get("/zh/office/contests").get_data(as_text=True)
    assert "我没有报过名" in bureau.get(address).get_data(as_text=True)
    assert bureau.post(address, data={"state": "upheld", "answer": ""}).status_code == 422
    assert bureau.post(address, data={"state": "perhaps", "answer": "x"}).status_code == 422

    assert bureau.post(address, data={"state": "upheld", "answer": "服务站没有签字的同意书"}).status_code == 303

    assert state_of(session, application) is ApplicationState.WITHDRAWN
    page = mine.get(f"/zh/me/applications/{application}/contest").get_data(as_text=True)
    assert "服务站没有签字的同意书" in page
    assert "own_words" not in page
    assert "contest_answered" in set(session.scalars(select(Message.kind)))
    assert mine.get("/zh/me/messages").status_code == 200
    assert "不是本人意愿" in bureau.get(address).get_data(as_text=True)
    assert "Y" in bureau.get("/zh/office/contests?state=upheld").get_data(as_text=True)


def test_what_the_bureau_withdrew_is_never_called_the_persons_own_act(
    mine: FlaskClient, bureau: FlaskClient, application: int, session: Session
) -> None:
    contested(mine, application)
    address = f"/zh/office/contests/{session.scalars(select(Contest.id)).one()}"
    bureau.post(address, data={"state": "upheld", "answer": "服务站没有签字的同意书"})

    page = mine.get(f"/zh/me/applications/{application}").get_data(as_text=True)

    assert str(STORY["withdraw"]) not in page
    assert page.count(str(STORY["withdraw_contested"])) == 2  # where it stands, and in its story
    assert str(STORY["withdraw_contested"]) in mine.get("/zh/me/applications").get_data(as_text=True)
    assert "application_withdrawn" not in set(session.scalars(select(Message.kind)))
    actor = session.scalars(select(AuditEvent).where(AuditEvent.action == "enrolment.withdraw_contested")).one()
    assert actor.actor_id is not None


def test_rejected_contest_leaves_the_seat_and_may_be_raised_again(
    mine: FlaskClient, bureau: FlaskClient, application: int, session: Session
) -> None:
    contested(mine, application)
    contest_id = session.scalars(select(Contest.id)).one()
    address = f"/zh/office/contests/{contest_id}"

    bureau.post(address, data={"state": "rejected", "answer": "有签字"})
    bureau.post(address, data={"state": "upheld", "answer": "改变主意"})  # answered already

    assert state_of(session, application) is ApplicationState.ACCEPTED
    contested(mine, application)
    session.expire_all()
    assert [found.state for found in session.scalars(select(Contest).order_by(Contest.id))] == ["rejected", "open"]


def test_answer_stands_where_the_training_has_begun(
    mine: FlaskClient, bureau: FlaskClient, application: int, session: Session
) -> None:
    contested(mine, application)
    session.get_one(Application, application).state = ApplicationState.ATTENDING
    session.commit()
    contest_id = session.scalars(select(Contest.id)).one()

    answer = bureau.post(f"/zh/office/contests/{contest_id}", data={"state": "upheld", "answer": "属实"})

    assert answer.status_code == 303
    assert state_of(session, application) is ApplicationState.ATTENDING


def test_only_what_a_station_did_can_be_contested(mine: FlaskClient, resident: Any, session: Session) -> None:
    own = enrolment.apply(factories.ClassSessionFactory().id, person_id=resident.person_id, actor=Actor(resident.id))
    other = factories.ApplicationFactory()

    assert mine.get(f"/zh/me/applications/{own}/contest").status_code == 409
    assert mine.post(f"/zh/me/applications/{own}/contest").status_code == 409
    assert mine.get(f"/zh/me/applications/{other.id}/contest").status_code == 404
    assert mine.post(f"/zh/me/applications/{other.id}/contest").status_code == 404


def test_another_bureau_and_other_roles_see_nothing(
    mine: FlaskClient, desk: FlaskClient, application: int, session: Session, sign_in: Callable[..., FlaskClient]
) -> None:
    contested(mine, application)
    contest_id = session.scalars(select(Contest.id)).one()
    elsewhere = sign_in(factories.OfficerFactory(region_code="150500"))

    assert elsewhere.get(f"/zh/office/contests/{contest_id}").status_code == 404
    assert (
        elsewhere.post(f"/zh/office/contests/{contest_id}", data={"state": "upheld", "answer": "x"}).status_code == 404
    )
    for browser in (mine, desk):
        assert browser.get("/zh/office/contests").status_code == 403
        assert browser.get(f"/zh/office/contests/{contest_id}").status_code == 403
    assert desk.get(f"/zh/me/applications/{application}/contest").status_code == 403


def test_person_gets_a_copy_and_may_be_forgotten(
    mine: FlaskClient, application: int, resident: Any, session: Session
) -> None:
    contested(mine, application)
    parts = {part.name: rows for part, rows in people_services.export_all(resident.person_id, actor_id=resident.id)}

    assert parts["contests"][0]["own_words"] == "我没有报过名"
    assert parts["station_visits"][0]["clerk"] == "孟姐"
    people_services.erase(resident.person_id, factories.PASSWORD, actor_id=resident.id)
    session.expire_all()
    assert session.scalars(select(Contest.own_words)).one() is None


@pytest.mark.parametrize(("days", "due"), [(60, 30), (10, 10), (1, 3), (-5, 3)])
def test_answer_is_due_before_the_class_begins(days: int, due: int) -> None:
    today = clock.today()

    assert rules.contest_due_on(today, today + timedelta(days=days)) == today + timedelta(days=due)


def test_reads_of_a_region_stay_inside_it(mine: FlaskClient, application: int, session: Session) -> None:
    contested(mine, application)

    assert len(queries.list_contests("150000", state=ContestState.OPEN)) == 1
    assert queries.list_contests("220000", state=ContestState.OPEN) == []
    assert services.close_idle() == 0
