"""Reads about the seats of a class. Under its lock they stay true until commit."""

from datetime import date, datetime

from sqlalchemy import bindparam, case, func, or_, select

from portal.catalog.models import ClassSession
from portal.catalog.types import ClassState
from portal.core.db import session
from portal.enrolment.models import Application
from portal.enrolment.rules import Seats
from portal.enrolment.types import LIVE_STATES, ApplicationState

_HOLDS_SEAT = or_(Application.state != ApplicationState.WAITING, Application.offer_expires_at.is_not(None))
_SEATS = select(  # made once: it runs several times with each change of a class
    func.coalesce(func.sum(case((_HOLDS_SEAT, 1), else_=0)), 0),
    func.count(),
    func.min(Application.offer_expires_at),
).where(Application.class_session_id == bindparam("class_id"), Application.state.in_(LIVE_STATES))


def count_seats(class_id: int, capacity: int) -> tuple[Seats, datetime | None]:
    """Count the seats of a class from its live applications, and return when the next offer runs out."""
    held, live, next_end = session().execute(_SEATS, {"class_id": class_id}).one()
    return Seats(capacity, held, live - held), next_end


def count_before(class_id: int, arrival: int | None = None) -> int:
    """Return how many wait without an offer, ahead of an arrival number where one is given."""
    stmt = select(func.count()).where(
        Application.class_session_id == class_id,
        Application.state == ApplicationState.WAITING,
        Application.offer_expires_at.is_(None),
    )
    if arrival is not None:
        stmt = stmt.where(Application.arrival < arrival)
    return session().scalar(stmt) or 0


def with_offers_past(moment: datetime) -> list[int]:
    """Return classes in which an offer has run out."""
    stmt = select(Application.class_session_id).where(Application.offer_expires_at <= moment)
    # They are few, and told apart here: DISTINCT leads SQLite through the whole table.
    return sorted(set(session().scalars(stmt)))


def with_seat_to_offer(today: date) -> list[int]:
    """Return classes where someone waits although a seat seems free, as after the office added seats."""
    stmt = select(ClassSession.id).where(
        ClassSession.waiting > 0,
        ClassSession.seats_taken < ClassSession.capacity,
        ClassSession.state.in_((ClassState.OPEN, ClassState.CLOSED)),
        ClassSession.apply_by >= today,
    )
    # Put in order here, below as well: an order by the primary key leads SQLite through the whole table.
    return sorted(session().scalars(stmt))


def due_to_begin(today: date) -> list[int]:
    """Return classes whose first day has come, whose last day to apply is past, and that nobody started."""
    ready = (ClassState.OPEN, ClassState.CLOSED)
    stmt = select(ClassSession.id).where(
        ClassSession.state.in_(ready), ClassSession.starts_on <= today, ClassSession.apply_by < today
    )
    return sorted(session().scalars(stmt))


def due_to_end(today: date) -> list[int]:
    """Return running classes whose last day is past."""
    stmt = select(ClassSession.id).where(ClassSession.state == ClassState.RUNNING, ClassSession.ends_on < today)
    return sorted(session().scalars(stmt))


def with_list_to_close(today: date) -> list[int]:
    """Return classes where someone still waits although no seat can be offered any more."""
    ended = (ClassState.RUNNING, ClassState.FINISHED, ClassState.CANCELLED)
    over = or_(ClassSession.apply_by < today, ClassSession.state.in_(ended))
    return sorted(session().scalars(select(ClassSession.id).where(ClassSession.waiting > 0, over)))
