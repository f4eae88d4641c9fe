"""Five hundred people want thirty seats in the same moment: threads, each with a session of its own, real commits."""

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from portal.catalog.models import ClassSession
from portal.core import audit, clock, db
from portal.core.errors import PortalError
from portal.enrolment import services
from portal.enrolment.models import Application
from portal.enrolment.types import Actor, ApplicationState
from portal.notices.models import Message
from tests import factories

SELF = Actor(account_id=None)


def make_people(number: int) -> list[int]:
    people = factories.PersonFactory.build_batch(number)
    with db.transaction() as session:
        session.add_all(people)
    return [person.id for person in people]


def all_at_once(app: Flask, deeds: list[Callable[[], object]], threads: int = 64) -> list[object]:
    """Do everything from many threads that begin together; a refusal is an answer, anything else an error."""
    start = threading.Barrier(min(threads, len(deeds)))
    waiting = iter(range(len(deeds)))

    def do(deed: Callable[[], object]) -> object:
        with app.app_context():
            if next(waiting, len(deeds)) < start.parties:
                start.wait()
            try:
                return deed()
            except PortalError as refused:
                return type(refused)

    with ThreadPoolExecutor(start.parties) as pool:
        return list(pool.map(do, deeds))


def applying(class_id: int, person_id: int, token: str | None = None) -> Callable[[], object]:
    return lambda: services.apply(class_id, person_id=person_id, actor=SELF, token=token)


def rows_of(class_id: int) -> list[Application]:
    stmt = select(Application).where(Application.class_session_id == class_id).order_by(Application.arrival)
    return list(db.session().scalars(stmt.execution_options(populate_existing=True)))


def test_five_hundred_people_and_thirty_seats(real_app: Flask) -> None:
    with real_app.app_context():
        class_id = factories.ClassSessionFactory(capacity=30).id
        people = make_people(500)

        answers = all_at_once(real_app, [applying(class_id, person) for person in people])

        db.session().rollback()
        rows = rows_of(class_id)
        assert len(set(answers)) == 500
        assert all(isinstance(answer, int) for answer in answers)
        assert [row.arrival for row in rows] == list(range(1, 501))
        assert [row.state.value for row in rows] == ["accepted"] * 30 + ["waiting"] * 470
        assert [row.applied_at for row in rows] == sorted(row.applied_at for row in rows)
        here = db.session().get_one(ClassSession, class_id, populate_existing=True)
        assert (here.seats_taken, here.waiting) == (30, 470)
        assert audit.verify() is None


def test_same_person_from_many_windows_has_one_application(real_app: Flask) -> None:
    with real_app.app_context():
        class_id = factories.ClassSessionFactory(capacity=5).id
        person = make_people(1)[0]

        same_form = all_at_once(real_app, [applying(class_id, person, "token-of-one-form-1")] * 8)
        other_forms = all_at_once(real_app, [applying(class_id, person, f"token-of-form-{n:04}") for n in range(8)])

        assert len(set(same_form)) == 1
        assert {answer.__name__ for answer in other_forms} == {"CannotApply"}  # type: ignore[attr-defined]
        assert len(rows_of(class_id)) == 1


def test_withdrawing_while_others_apply_leaves_no_seat_empty(real_app: Flask) -> None:
    with real_app.app_context():
        class_id = factories.ClassSessionFactory(capacity=10).id
        people = make_people(60)
        first = [services.apply(class_id, person_id=person, actor=SELF) for person in people[:20]]

        def leaving(number: int) -> Callable[[], object]:
            return lambda: services.withdraw(first[number], person_id=people[number], account_id=None)

        deeds = [
            deed for n in range(10) for deed in (leaving(n), *(applying(class_id, p) for p in people[20 + 4 * n :][:4]))
        ]
        all_at_once(real_app, deeds)

        db.session().rollback()
        rows = rows_of(class_id)
        offered = [row.arrival for row in rows if row.offer_expires_at]
        assert offered == list(range(11, 21))
        states = Counter(row.state for row in rows)
        assert states == {ApplicationState.WITHDRAWN: 10, ApplicationState.WAITING: 50}
        told = db.session().scalars(select(Message.person_id).where(Message.kind == "seat_offered")).all()
        assert sorted(told) == sorted(people[10:20])


def test_acceptance_and_expiry_at_the_same_moment_give_the_seat_once(real_app: Flask) -> None:
    with real_app.app_context():
        class_id = factories.ClassSessionFactory(capacity=1).id
        people = make_people(3)
        first, second, _third = [services.apply(class_id, person_id=person, actor=SELF) for person in people]
        services.withdraw(first, person_id=people[0], account_id=None)
        with db.transaction() as session:
            session.get_one(Application, second).offer_expires_at = clock.now() + timedelta(milliseconds=30)

        deeds = [services.expire_offers, lambda: services.accept_offer(second, person_id=people[1], account_id=None)]
        all_at_once(real_app, deeds * 8)
        services.expire_offers()

        db.session().rollback()
        one, other = rows_of(class_id)[1:]
        won = one.state is ApplicationState.ACCEPTED
        lost = one.state is ApplicationState.EXPIRED and other.offer_expires_at is not None
        assert won != lost
        assert not (won and other.offer_expires_at)
