"""Reads of public notices: for everyone what was published, for officers what lies in their region."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Select, func, select

from portal.core import clock, names
from portal.core.db import session
from portal.core.errors import NotFound
from portal.people.models import Person
from portal.records.models import EnrolmentRecord, Objection, SubsidyBatch, SubsidyEntitlement
from portal.records.queries.claims import in_reach
from portal.records.types import (
    Amount,
    Batch,
    BatchEntry,
    BatchLine,
    BatchState,
    ClaimName,
    ObjectionState,
    Reach,
    SubsidyState,
    WaitingClaim,
)

HIDDEN = "***"  # of someone who asked to be forgotten, not even a masked name is shown
_PUBLIC = (BatchState.PUBLISHED, BatchState.CLOSED)


def list_published(limit: int = 50) -> list[BatchLine]:
    """Return what was or is under public notice, newest first."""
    stmt = _batches().where(SubsidyBatch.state.in_(_PUBLIC)).order_by(SubsidyBatch.id.desc()).limit(limit)
    return _lines(stmt)


def get_published(batch_id: int) -> Batch:
    """Return a batch that was published; its lines only from the first to the last day of the notice.

    Raises:
        NotFound: there is none, or nobody published it.
    """
    row = session().get(SubsidyBatch, batch_id, populate_existing=True)
    if row is None or row.state not in _PUBLIC:
        raise NotFound
    found = _batch(row)
    return found if found.line.is_open_on(clock.today()) else replace(found, entries=())


def list_batches(reach: Reach, limit: int = 100) -> list[BatchLine]:
    """Return the batches of an officer's region, newest first."""
    stmt = _batches().where(in_reach(reach, SubsidyBatch.region_code), SubsidyBatch.state != BatchState.DISCARDED)
    return _lines(stmt.order_by(SubsidyBatch.id.desc()).limit(limit))


def get_batch(reach: Reach, batch_id: int) -> Batch:
    """Return a batch of an officer's region.

    Raises:
        NotFound: there is none in the region.
    """
    stmt = select(SubsidyBatch).where(SubsidyBatch.id == batch_id, in_reach(reach, SubsidyBatch.region_code))
    row = session().scalar(stmt.execution_options(populate_existing=True))
    if row is None:
        raise NotFound
    return _batch(row)


def list_waiting(reach: Reach, limit: int = 300) -> list[WaitingClaim]:
    """Return the claims of an officer's region that are in no batch yet, in the order they were made."""
    stmt = _claims().where(
        SubsidyEntitlement.state == SubsidyState.CLAIMED,
        SubsidyEntitlement.batch_id.is_(None),
        in_reach(reach, SubsidyEntitlement.region_code),
    )
    rows = session().execute(stmt.order_by(SubsidyEntitlement.id).limit(limit))
    return [_waiting(*row) for row in rows]


def get_claim(reach: Reach, claim_id: int) -> WaitingClaim:
    """Return a claim of an officer's region.

    Raises:
        NotFound: there is none in the region.
    """
    stmt = _claims().where(SubsidyEntitlement.id == claim_id, in_reach(reach, SubsidyEntitlement.region_code))
    row = session().execute(stmt).one_or_none()
    if row is None:
        raise NotFound
    return _waiting(*row)


def list_entries(batch_id: int) -> tuple[BatchEntry, ...]:
    """Return the lines of a batch; each keeps its place, whatever becomes of the claim."""
    stmt = _claims().where(SubsidyEntitlement.batch_id == batch_id).order_by(SubsidyEntitlement.id)
    return tuple(_entry(place, *row) for place, row in enumerate(session().execute(stmt), 1))


def count_open_objections(batch_id: int) -> int:
    """Return how many objections to a batch wait for their answer."""
    stmt = select(func.count()).where(Objection.batch_id == batch_id, Objection.state != ObjectionState.ANSWERED)
    return session().scalar(stmt) or 0


def _batches() -> Select[SubsidyBatch, int]:
    size = (
        select(func.count())
        .where(SubsidyEntitlement.batch_id == SubsidyBatch.id)
        .correlate(SubsidyBatch)
        .scalar_subquery()
    )
    return select(SubsidyBatch, size)


def _lines(stmt: Select[SubsidyBatch, int]) -> list[BatchLine]:
    return [_line(row, count) for row, count in session().execute(stmt)]


def _line(row: SubsidyBatch, count: int) -> BatchLine:
    return BatchLine(row.id, row.region_code, row.opens_on, row.closes_on, row.state, count)


def _batch(row: SubsidyBatch) -> Batch:
    entries = list_entries(row.id)
    return Batch(
        line=_line(row, len(entries)),
        document_number=row.document_number,
        made_by_id=row.made_by_id,
        published_on=clock.to_local(row.published_at).date() if row.published_at else None,
        closed_on=clock.to_local(row.closed_at).date() if row.closed_at else None,
        entries=entries,
        open_objections=count_open_objections(row.id),
    )


def _claims() -> Select[SubsidyEntitlement, Person, str | None]:
    return (
        select(SubsidyEntitlement, Person, EnrolmentRecord.provider_name)
        .join(Person, Person.id == SubsidyEntitlement.person_id)
        .outerjoin(EnrolmentRecord, EnrolmentRecord.id == SubsidyEntitlement.record_id)
        .execution_options(populate_existing=True)
    )


def _waiting(claim: SubsidyEntitlement, person: Person, provider: str | None) -> WaitingClaim:
    return WaitingClaim(
        id=claim.id,
        masked_name=_masked(person),
        occupation=claim.occupation_name,
        level=claim.level,
        year=claim.year,
        kind=claim.kind,
        provider=provider or "",
        clause=claim.clause,
        amount=_amount(claim),
        batch_id=claim.batch_id,
    )


def _entry(place: int, claim: SubsidyEntitlement, person: Person, provider: str | None) -> BatchEntry:
    return BatchEntry(
        place=place,
        claim_id=claim.id,
        masked_name=_masked(person),
        occupation=claim.occupation_name,
        level=claim.level,
        year=claim.year,
        kind=claim.kind,
        provider=provider or "",
        clause=claim.clause,
        state=claim.state,
        amount=_amount(claim),
    )


def _masked(person: Person) -> str:
    return names.mask(person.name) if person.erased_at is None else HIDDEN


def _amount(claim: SubsidyEntitlement) -> Amount | None:
    if claim.amount_fen is None or claim.amount_document is None:
        return None
    return Amount(claim.amount_fen, claim.amount_document)


def name_claims(claim_ids: Sequence[int]) -> dict[int, ClaimName]:
    """Return whose claims these are, masked, and of which class."""
    stmt = (
        select(SubsidyEntitlement.id, Person, EnrolmentRecord.class_number)
        .join(Person, Person.id == SubsidyEntitlement.person_id)
        .join(EnrolmentRecord, EnrolmentRecord.id == SubsidyEntitlement.record_id)
        .where(SubsidyEntitlement.id.in_(claim_ids))
    )
    return {claim_id: ClaimName(_masked(person), number) for claim_id, person, number in session().execute(stmt)}


def list_living(claim_ids: Sequence[int]) -> list[tuple[int, int]]:
    """Return claim and person of those who are still there to be told."""
    stmt = (
        select(SubsidyEntitlement.id, SubsidyEntitlement.person_id)
        .join(Person, Person.id == SubsidyEntitlement.person_id)
        .where(SubsidyEntitlement.id.in_(claim_ids), Person.erased_at.is_(None))
        .order_by(SubsidyEntitlement.id)
    )
    return [(claim_id, person_id) for claim_id, person_id in session().execute(stmt)]
