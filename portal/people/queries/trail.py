"""Reads about what was done to a person's record and account, and by whom."""

from sqlalchemy import ColumnElement, Select, and_, or_, select

from portal.core.audit import AuditEvent
from portal.core.crypto import blind_indexes
from portal.core.db import session
from portal.people.models import ID_NUMBER, Account, Person
from portal.people.types import TrailLine
from portal.people.types.trail import LOOKS


def list_ids_of_same_human(person_id: int) -> list[int]:
    """Return every row of this human being, rows of before a deletion included.

    What was kept locked (subsidies) still counts when someone registers again: nobody claims twice by being forgotten.
    """
    number = session().scalar(select(Person.id_number).where(Person.id == person_id))
    if number is None:
        return []
    stmt = select(Person.id).where(Person.id_number_index.in_(blind_indexes(number, ID_NUMBER))).order_by(Person.id)
    return list(session().scalars(stmt))


def list_trail(person_id: int, limit: int | None = 100) -> list[TrailLine]:
    """Return what was done to a person's record and account, and by whom, newest first; looks stand by themselves.

    What was done to records of before a deletion belongs to it: they are the same human being's.
    """
    own = select(Account.id).where(Account.person_id == person_id).scalar_subquery()
    of_account = and_(AuditEvent.subject_type == "account", AuditEvent.subject_id == own)
    about = (or_(_about(person_id), of_account), AuditEvent.action.not_in(LOOKS))
    return _lines(select(AuditEvent, Account).where(*about).limit(limit), person_id)


def list_looks(person_id: int) -> list[TrailLine]:
    """Return each look of staff at what is hidden in daily work, newest first, however much else was done since."""
    return _lines(select(AuditEvent, Account).where(_about(person_id), AuditEvent.action.in_(LOOKS)), person_id)


def is_entered_by_others(person_id: int) -> bool:
    """Tell whether a station or a list wrote a person down."""
    stmt = select(AuditEvent.id).where(
        AuditEvent.subject_type == "person", AuditEvent.subject_id == person_id, AuditEvent.action == "people.add"
    )
    return session().scalar(stmt.limit(1)) is not None


def _about(person_id: int) -> ColumnElement[bool]:
    same = list_ids_of_same_human(person_id)
    return and_(AuditEvent.subject_type == "person", AuditEvent.subject_id.in_(same))


def _lines(stmt: Select[AuditEvent, Account], person_id: int) -> list[TrailLine]:
    found = stmt.outerjoin(Account, Account.id == AuditEvent.actor_id).order_by(AuditEvent.id.desc())
    return [
        TrailLine(
            action=event.action,
            at=event.at,
            by_self=actor is not None and actor.person_id == person_id,
            actor_role=actor.role if actor else None,
            reason=event.details.get("reason"),
            office=event.details.get("office"),
            purpose=event.details.get("purpose"),
        )
        for event, actor in session().execute(found)
    ]
