"""Reads of the queue of text messages, always inside what a member of staff may see."""

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from portal.core import names, regions
from portal.core.db import session
from portal.core.errors import NotFound
from portal.core.identity_numbers import IdentityNumber
from portal.notices.models import Delivery
from portal.notices.models.deliveries import STILL_WAITING
from portal.notices.types.deliveries import WAITING, DeliveryState
from portal.office.types.messages import MessageScope, QueueLine, QueuePage
from portal.people import queries as people
from portal.people.models import Consent, Person

PAGE = 30


def find_person_id(number: IdentityNumber, scope: MessageScope) -> int | None:
    """Return the living person with this identity number, where this member of staff may see them."""
    found = people.find_person_by_id_number(number)
    return session().scalar(select(Person.id).where(Person.id == (found.id if found else None), _inside(scope)))


def get_masked_name(person_id: int, scope: MessageScope) -> str:
    """Return the masked name of someone whose messages this member of staff may see.

    Raises:
        NotFound: there is nobody, or they are somebody elsewhere.
    """
    name = session().scalar(select(Person.name).where(Person.id == person_id, _inside(scope)))
    if name is None:
        raise NotFound
    return names.mask(name)


def list_queue(
    scope: MessageScope, state: DeliveryState | None, before: int | None = None, person_id: int | None = None
) -> QueuePage:
    """Return a page of the queue, newest first; of one person, where one is given."""
    inside = and_(_inside(scope), Delivery.person_id == person_id) if person_id else _inside(scope)
    stmt = (
        select(Delivery, Person.name)
        .join(Person, Person.id == Delivery.person_id)
        .where(inside)
        .order_by(Delivery.id.desc())
        .limit(PAGE + 1)
    )
    if state is not None:
        stmt = stmt.where(Delivery.state == state)
    if before is not None:
        stmt = stmt.where(Delivery.id < before)
    rows = session().execute(stmt).all()
    lines = tuple(_line(row, name) for row, name in rows[:PAGE])
    return QueuePage(lines, lines[-1].delivery_id if len(rows) > PAGE else None, _count_waiting(inside))


def require_in_scope(scope: MessageScope, delivery_id: int) -> None:
    """Make sure that a text message is one this member of staff may see.

    Raises:
        NotFound: there is none, or it is somebody's elsewhere.
    """
    stmt = select(Delivery.id).join(Person, Person.id == Delivery.person_id)
    if session().scalar(stmt.where(Delivery.id == delivery_id, _inside(scope))) is None:
        raise NotFound


def _count_waiting(inside: ColumnElement[bool]) -> dict[DeliveryState, int]:
    stmt = (
        select(Delivery.state, func.count())
        .join(Person, Person.id == Delivery.person_id)
        .where(STILL_WAITING, inside)
        .group_by(Delivery.state)
    )
    return {state: count for state, count in session().execute(stmt)}  # noqa: C416 - rows into plain pairs


def _inside(scope: MessageScope) -> ColumnElement[bool]:
    if scope.station_id is not None:
        helped = exists().where(Consent.person_id == Person.id, Consent.station_id == scope.station_id)
        return Person.erased_at.is_(None) & helped
    here = or_(
        regions.inside(Person.home_region, scope.region_code),
        regions.inside(Person.present_region, scope.region_code),
    )
    return Person.erased_at.is_(None) & here


def _line(row: Delivery, name: str) -> QueueLine:
    return QueueLine(
        delivery_id=row.id,
        kind=row.kind,
        masked_name=names.mask(name),
        shown_to=row.shown_to,
        language=row.language,
        state=row.state,
        reason=row.reason,
        attempts=row.attempts,
        queued_at=row.queued_at,
        due_at=row.due_at,
        sent_at=row.sent_at,
        is_again=row.resent_of is not None,
        may_resend=row.message_id is not None and row.state not in WAITING,
    )
