"""People are reminded the day before their class and before an offer ends: once, by day, and only if it is news."""

from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core import clock
from portal.enrolment import services
from portal.enrolment.types import ApplicationState
from portal.notices.models import Message
from tests.factories import ApplicationFactory, ClassSessionFactory

EVE = date(2026, 12, 9)


def at(day: date, hour: int) -> time_machine.travel:
    return time_machine.travel(datetime.combine(day, time(hour), clock.LOCAL), tick=False)


def kinds(session: Session) -> list[str]:
    return list(session.scalars(select(Message.kind).order_by(Message.id)))


@pytest.fixture
def seated(session: Session) -> None:
    with at(EVE - timedelta(days=8), 9):
        offered = ClassSessionFactory(starts_on=EVE + timedelta(days=1))
        ApplicationFactory(class_session=offered)


def test_the_day_before_people_are_reminded_once(session: Session, seated: None) -> None:
    with at(EVE - timedelta(days=1), 12):
        assert services.remind() == 0
    with at(EVE, 8):
        assert services.remind() == 0
    with at(EVE, 9):
        assert (services.remind(), services.remind()) == (1, 0)

    assert kinds(session) == ["class_tomorrow"]


def test_who_signed_up_today_knows_it(session: Session) -> None:
    with at(EVE, 8):
        ApplicationFactory(class_session=ClassSessionFactory(starts_on=EVE + timedelta(days=1)))
    with at(EVE, 15):
        assert services.remind() == 0


@pytest.mark.parametrize("state", [ApplicationState.WITHDRAWN, ApplicationState.WAITING, ApplicationState.DECLINED])
def test_who_has_no_seat_is_not_reminded(session: Session, state: ApplicationState) -> None:
    with at(EVE - timedelta(days=8), 9):
        ApplicationFactory(class_session=ClassSessionFactory(starts_on=EVE + timedelta(days=1)), state=state)
    with at(EVE, 10):
        assert services.remind() == 0


def test_a_cancelled_class_is_nothing_to_be_reminded_of(session: Session) -> None:
    with at(EVE - timedelta(days=8), 9):
        offered = ClassSessionFactory(starts_on=EVE + timedelta(days=1), state="cancelled", cancelled_reason="人数不足")
        ApplicationFactory(class_session=offered)
    with at(EVE, 10):
        assert services.remind() == 0


def test_an_offer_about_to_end_is_said_again_with_its_time(session: Session) -> None:
    with at(EVE - timedelta(days=2), 15):
        until = clock.now() + timedelta(hours=48)
        ApplicationFactory(state=ApplicationState.WAITING, offer_expires_at=until)
    with at(EVE - timedelta(days=1), 15):
        assert services.remind() == 0
    with at(EVE, 0):
        assert (services.remind(), services.remind()) == (1, 0)
    assert session.scalars(select(Message)).one().facts["until"] == until.isoformat()
    with at(EVE, 16):
        assert services.remind() == 0


def test_an_offer_just_made_is_not_nagged_about(session: Session) -> None:
    with at(EVE, 10):
        ApplicationFactory(state=ApplicationState.WAITING, offer_expires_at=clock.now() + timedelta(hours=12))
        assert services.remind() == 0
