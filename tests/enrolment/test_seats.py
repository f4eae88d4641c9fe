"""Whatever people do, in whatever order: never a seat too many, never out of turn, never a seat left lying."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.catalog.models import ClassSession
from portal.core import clock
from portal.core.errors import PortalError
from portal.enrolment import services
from portal.enrolment.models import Application
from portal.enrolment.types import LIVE_STATES, Actor, ApplicationState
from tests import factories

SELF = Actor(account_id=None)
PEOPLE = 5

Deed = tuple[str, int]
deeds = st.lists(
    st.one_of(
        st.tuples(st.just("apply"), st.integers(0, PEOPLE - 1)),
        st.tuples(st.sampled_from(["apply", "withdraw", "accept", "decline"]), st.integers(0, PEOPLE - 1)),
        st.tuples(st.just("wait"), st.sampled_from([1, 47, 48, 49, 200])),
        st.tuples(st.just("add_seats"), st.just(1)),
    ),
    max_size=25,
)


class World:
    """One class, a few people, and a clock that can be moved."""

    def __init__(self, session: Session, people: list[int], capacity: int, traveller: Any) -> None:
        self.session, self.people, self.traveller = session, people, traveller
        self.class_id = factories.ClassSessionFactory(capacity=capacity).id

    def do(self, deed: Deed) -> None:
        name, number = deed
        with suppress(PortalError):
            getattr(self, name)(number)

    def apply(self, number: int) -> None:
        services.apply(self.class_id, person_id=self.people[number], actor=SELF, clash_accepted=True)

    def withdraw(self, number: int) -> None:
        self._answer(number, services.withdraw)

    def accept(self, number: int) -> None:
        self._answer(number, services.accept_offer)

    def decline(self, number: int) -> None:
        self._answer(number, services.decline_offer)

    def wait(self, hours: int) -> None:
        self.traveller.shift(timedelta(hours=hours))
        services.expire_offers()
        services.close_waiting_lists()

    def add_seats(self, number: int) -> None:
        self.class_session.capacity += number
        self.session.commit()
        services.expire_offers()

    def _answer(self, number: int, answer: Callable[..., object]) -> None:
        for row in self.live():
            if row.person_id == self.people[number]:
                answer(row.id, person_id=row.person_id, account_id=None)

    @property
    def class_session(self) -> ClassSession:
        return self.session.get_one(ClassSession, self.class_id, populate_existing=True)

    def live(self) -> list[Application]:
        stmt = select(Application).where(
            Application.class_session_id == self.class_id, Application.state.in_(LIVE_STATES)
        )
        return list(self.session.scalars(stmt.order_by(Application.arrival).execution_options(populate_existing=True)))

    def check(self) -> None:
        here, live = self.class_session, self.live()
        waiting = [row for row in live if row.state is ApplicationState.WAITING and row.offer_expires_at is None]
        seated = [row for row in live if row not in waiting]

        assert len(seated) <= here.capacity
        assert (here.seats_taken, here.waiting) == (len(seated), len(waiting))
        assert len({row.person_id for row in live}) == len(live)
        if waiting:
            assert all(row.arrival < waiting[0].arrival for row in seated), "someone overtook the waiting"
        if clock.now() < clock.end_of_day(here.apply_by):
            assert not (waiting and len(seated) < here.capacity), "a free seat is not offered"
        else:
            assert not waiting, "someone waits for nothing"
        for row in live:
            if row.offer_expires_at:
                assert clock.now() < row.offer_expires_at <= clock.end_of_day(here.apply_by)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(capacity=st.integers(1, 3), todo=deeds)
def test_no_sequence_of_deeds_breaks_the_order(session: Session, capacity: int, todo: list[Deed]) -> None:
    people = [factories.PersonFactory().id for _number in range(PEOPLE)]
    with time_machine.travel(clock.now(), tick=False) as traveller:
        world = World(session, people, capacity, traveller)

        for deed in todo:
            world.do(deed)
            world.check()


def test_seats_go_in_order_of_arrival(session: Session) -> None:
    class_id = factories.ClassSessionFactory(capacity=2).id
    first, second, third, fourth = [
        services.apply(class_id, person_id=factories.PersonFactory().id, actor=SELF) for _number in range(4)
    ]

    states = [session.get_one(Application, number).state.value for number in (first, second, third, fourth)]

    assert states == ["accepted", "accepted", "waiting", "waiting"]
    assert [session.get_one(Application, number).arrival for number in (first, second, third, fourth)] == [1, 2, 3, 4]
