"""Hold a class while its applications change, and leave it in order.

Every change of a class's applications happens inside `holding`: the class is locked, offers that ran out are ended, the
change is made, freed seats are offered to the first waiting, and the counts are written back, all in one transaction.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from sqlalchemy import Select, select

from portal.catalog import services as catalog
from portal.catalog.types import ClassState
from portal.core import clock
from portal.core.db import session, transaction
from portal.enrolment import queries, rules
from portal.enrolment.errors import NotAStep
from portal.enrolment.models import Application
from portal.enrolment.rules import Seats
from portal.enrolment.services import telling, wish_acts
from portal.enrolment.types import ApplicationState, ClassFacts, EndReason


@dataclass
class HeldClass:
    """A class under its lock. The moment is one for the whole change, so that nothing runs out halfway."""

    id: int
    capacity: int
    state: ClassState
    apply_by: date
    moment: datetime
    seats: Seats

    @cached_property
    def facts(self) -> ClassFacts:
        """The class in full, read only when someone is told about it."""
        return queries.get_class(self.id, drafts=True)


@contextmanager
def holding(class_id: int, *, offering: bool = True) -> Iterator[HeldClass]:
    """Lock a class for a change and put its seats in order before and after.

    Args:
        class_id: The class.
        offering: Offer free seats to the waiting. False for a change that ends all waiting.

    Raises:
        NotFound: there is no such class.
    """
    with transaction() as current:
        row = catalog.lock_class(current, class_id)
        held = HeldClass(row.id, row.capacity, row.state, row.apply_by, clock.now(), Seats(row.capacity, 0, 0))
        _put_in_order(held, offering=offering)
        yield held
        _put_in_order(held, offering=offering)
        catalog.set_seat_counts(class_id, held.seats.taken, held.seats.waiting)


def get_held(held: HeldClass, application_id: int) -> Application:
    """Return an application of a held class, fresh. Applications are never deleted, so it is there."""
    return session().scalars(_applications(held).where(Application.id == application_id)).one()


def waiting_in_order(held: HeldClass, *, limit: int | None = None) -> list[Application]:
    """Return those who wait without an offer, in order of arrival."""
    stmt = _applications(held).where(
        Application.state == ApplicationState.WAITING, Application.offer_expires_at.is_(None)
    )
    return list(session().scalars(stmt.order_by(Application.arrival).limit(limit)))


def in_states(held: HeldClass, *states: ApplicationState) -> list[Application]:
    """Return the applications of a held class in these states, in order of arrival."""
    stmt = _applications(held).where(Application.state.in_(states)).order_by(Application.arrival)
    return list(session().scalars(stmt))


def move(application: Application, state: ApplicationState, moment: datetime, reason: EndReason | None = None) -> None:
    """Take an application one step along its machine.

    Raises:
        NotAStep: no step leads there.
    """
    if not rules.may_step(application.state, state):
        raise NotAStep(application.state, state)
    application.state = state
    application.end_reason = reason
    application.offer_expires_at = None
    application.changed_at = moment
    wish_acts.application_ended(application, state, reason)


def _applications(held: HeldClass) -> Select[Application]:
    return select(Application).where(Application.class_session_id == held.id).execution_options(populate_existing=True)


def _put_in_order(held: HeldClass, *, offering: bool) -> None:
    """End offers that ran out, offer the seats that are free, and count."""
    session().flush()
    held.seats, next_end = queries.count_seats(held.id, held.capacity)
    if not offering:
        return
    if next_end is not None and next_end <= held.moment:
        _end_past_offers(held)
        held.seats, _later = queries.count_seats(held.id, held.capacity)
    if held.seats.to_offer:
        _offer_seats(held)


def _end_past_offers(held: HeldClass) -> None:
    stmt = _applications(held).where(Application.offer_expires_at <= held.moment).order_by(Application.arrival)
    for application in session().scalars(stmt):
        move(application, ApplicationState.EXPIRED, held.moment, EndReason.OFFER_RAN_OUT)
        telling.record("offer_ran_out", application)
        telling.tell("offer_ran_out", application, held.facts)
    session().flush()


def _offer_seats(held: HeldClass) -> None:
    until = rules.offer_ends(held.moment, held.apply_by)
    if until is None or not rules.offers_run(held.state, held.moment, held.apply_by):
        return
    seats = held.seats
    first = waiting_in_order(held, limit=seats.to_offer)
    for application in first:
        application.offer_expires_at = until
        application.changed_at = held.moment
        telling.record("offer_seat", application)
        telling.tell("seat_offered", application, held.facts, until=until.isoformat())
    session().flush()
    held.seats = Seats(seats.capacity, seats.taken + len(first), seats.waiting - len(first))
