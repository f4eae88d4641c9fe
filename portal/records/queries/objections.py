"""Reads of objections: by whoever holds the code, and by the officers of the region."""

from sqlalchemy import select

from portal.core import clock, crypto
from portal.core.db import session
from portal.core.errors import NotFound
from portal.records import rules
from portal.records.models import Objection
from portal.records.queries.batches import list_entries
from portal.records.queries.claims import in_reach
from portal.records.types import BatchEntry, ObjectionLine, ObjectionState, Reach, TrackedObjection

MARKED_AS = "objection.code"  # what the mark of a code is for


def mark_of(code: str) -> str:
    """Return what the database keeps of a code."""
    return crypto.blind_index(code, MARKED_AS)


def marks_of(code: str) -> list[str]:
    """Return all marks under which a code may be kept: those of every key, and of before there was a ring."""
    return [*crypto.blind_indexes(code, MARKED_AS), crypto.old_mark(code.encode(), MARKED_AS)]


def find_tracked(typed: str) -> TrackedObjection | None:
    """Return an objection by its code in any spelling, or None for every other text."""
    code = rules.read_code(typed)
    row = session().scalar(select(Objection).where(Objection.code_mark.in_(marks_of(code)))) if code else None
    if row is None:
        return None
    entry = _entry(row)
    return TrackedObjection(
        state=row.state,
        text=row.text,
        batch_id=row.batch_id,
        place=entry.place if entry else None,
        received_on=clock.to_local(row.received_at).date(),
        due_on=row.due_on,
        answer=row.answer,
        answered_on=clock.to_local(row.answered_at).date() if row.answered_at else None,
    )


def list_objections(reach: Reach, *, answered: bool, limit: int = 100) -> list[ObjectionLine]:
    """Return the objections of an officer's region: those that wait by the day they are due, else the newest first."""
    done = Objection.state == ObjectionState.ANSWERED
    order = (Objection.id.desc(),) if answered else (Objection.due_on, Objection.id)
    stmt = select(Objection).where(in_reach(reach, Objection.region_code), done if answered else ~done)
    return [_line(row) for row in session().scalars(stmt.order_by(*order).limit(limit))]


def get_objection(reach: Reach, objection_id: int) -> ObjectionLine:
    """Return an objection of an officer's region.

    Raises:
        NotFound: there is none in the region.
    """
    stmt = select(Objection).where(Objection.id == objection_id, in_reach(reach, Objection.region_code))
    row = session().scalar(stmt.execution_options(populate_existing=True))
    if row is None:
        raise NotFound
    return _line(row)


def _line(row: Objection) -> ObjectionLine:
    return ObjectionLine(
        id=row.id,
        state=row.state,
        text=row.text,
        contact=row.contact,
        region_code=row.region_code,
        batch_id=row.batch_id,
        entry=_entry(row),
        received_at=row.received_at,
        due_on=row.due_on,
        answer=row.answer,
        answered_on=clock.to_local(row.answered_at).date() if row.answered_at else None,
    )


def _entry(row: Objection) -> BatchEntry | None:
    if row.batch_id is None or row.entitlement_id is None:
        return None
    return next((entry for entry in list_entries(row.batch_id) if entry.claim_id == row.entitlement_id), None)
