"""Put claims under public notice together: one officer makes the batch, another publishes it, none pays too early.

Source:
    Ordos plan 2019-2021, part 4 (3): "共同对申领培训补贴项目进行公示，上报财政部门核拨补贴资金".
    The days, the form and the way to object stand in no document: the bureau sets the days, the rest is this portal's
    own promise.
"""

from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from portal.core import audit, clock, idempotency
from portal.core.db import transaction
from portal.core.errors import Forbidden, NotFound
from portal.core.i18n import EditionCode, _, speaking
from portal.notices import services as notices
from portal.notices.types import AnnouncementKind, NewAnnouncement
from portal.records import queries, rules
from portal.records.errors import (
    BatchNotThere,
    ClaimMoved,
    NobodyChosen,
    NoticeStillRuns,
    ObjectionsOpen,
    PeriodPast,
    SecondOfficerNeeded,
)
from portal.records.models import SubsidyBatch, SubsidyEntitlement
from portal.records.services.subsidies import set_subsidy_state, tell_of
from portal.records.types import BatchState, NewBatch, Reach, SubsidyState


def make_batch(new: NewBatch, *, reach: Reach, token: str | None = None) -> int:
    """Put waiting claims of the officer's region into a batch for a second officer, and return its number.

    Args:
        new: The claims and the days of the notice.
        reach: Region of the officer.
        token: Of the form; sent again, it leads to the same batch.

    Raises:
        NobodyChosen: no claim was chosen.
        ClaimMoved: a claim is no longer waiting, or lies in another region.
    """
    if reach.region_code is None:
        raise Forbidden
    if not new.claim_ids:
        raise NobodyChosen
    key = f"batch.{token}" if token else None
    with transaction() as session:
        known = idempotency.find_answer(key, account_id=reach.account_id) if key else None
        if known is not None:
            return int(known)
        claims = _lock_claims(session, SubsidyEntitlement.id.in_(new.claim_ids))
        if len(claims) != len(set(new.claim_ids)) or not all(_is_waiting(row, reach) for row in claims):
            raise ClaimMoved
        batch = SubsidyBatch(
            region_code=reach.region_code,
            opens_on=new.opens_on,
            closes_on=new.closes_on,
            document_number=new.document_number,
            state=BatchState.DRAFT,
            made_by_id=reach.account_id,
            made_at=clock.now(),
        )
        session.add(batch)
        session.flush()
        for row in claims:
            row.batch_id = batch.id
        _audit("records.make_batch", batch.id, reach, {"claims": len(claims)})
        if key:
            idempotency.keep_answer(key, str(batch.id), account_id=reach.account_id)
    return batch.id


def publish_batch(batch_id: int, *, reach: Reach) -> None:
    """Put a batch under public notice, announce it, and tell each person in it.

    Raises:
        NotFound: there is no such batch in the region.
        SecondOfficerNeeded: whoever made it does not publish it.
        BatchNotThere: it is no draft.
        PeriodPast: its first day is over.
        NobodyChosen: every claim in it was refused meanwhile.
    """
    with transaction() as session:
        batch = _lock_batch(session, batch_id, reach, BatchState.DRAFT)
        if batch.made_by_id == reach.account_id:
            raise SecondOfficerNeeded
        if batch.opens_on < clock.today():
            raise PeriodPast
        claims = _standing(session, batch)
        if not claims:
            raise NobodyChosen
        for row in claims:
            set_subsidy_state(row.id, SubsidyState.PUBLISHED, account_id=reach.account_id)
        batch.state = BatchState.PUBLISHED
        batch.published_by_id, batch.published_at = reach.account_id, clock.now()
        _announce(batch, reach)
        days = {"opens_on": batch.opens_on.isoformat(), "closes_on": batch.closes_on.isoformat()}
        tell_of(claims, "subsidy_published", batch_id=batch.id, **days)
        _audit("records.publish_batch", batch.id, reach, {"claims": len(claims)})


def close_batch(batch_id: int, *, reach: Reach) -> None:
    """Note that the claims of a batch were paid, once its notice is over and every objection is answered.

    Raises:
        NotFound: there is no such batch in the region.
        BatchNotThere: it is not under public notice.
        NoticeStillRuns: its last day is not over.
        ObjectionsOpen: an objection waits for its answer.
    """
    with transaction() as session:
        batch = _lock_batch(session, batch_id, reach, BatchState.PUBLISHED)
        if clock.today() <= batch.closes_on:
            raise NoticeStillRuns
        if queries.count_open_objections(batch.id):
            raise ObjectionsOpen
        claims = _standing(session, batch)
        for row in claims:
            set_subsidy_state(row.id, SubsidyState.PAID, account_id=reach.account_id)
        batch.state, batch.closed_by_id, batch.closed_at = BatchState.CLOSED, reach.account_id, clock.now()
        tell_of(claims, "subsidy_paid", batch_id=batch.id)
        _audit("records.close_batch", batch.id, reach, {"claims": len(claims)})


def discard_batch(batch_id: int, *, reach: Reach) -> None:
    """Take a draft apart: its claims wait again.

    Raises:
        NotFound: there is no such batch in the region.
        BatchNotThere: it is no draft.
    """
    with transaction() as session:
        batch = _lock_batch(session, batch_id, reach, BatchState.DRAFT)
        for row in _lock_claims(session, SubsidyEntitlement.batch_id == batch.id):
            row.batch_id = None
        batch.state = BatchState.DISCARDED
        _audit("records.discard_batch", batch.id, reach, {})


def _lock_batch(session: Session, batch_id: int, reach: Reach, state: BatchState) -> SubsidyBatch:
    """Take the one gate to a batch; two officers at once pass it one after the other."""
    batch = session.get(SubsidyBatch, batch_id, with_for_update=True, populate_existing=True)
    if batch is None or not rules.lies_within(batch.region_code, reach.region_code):
        raise NotFound
    if batch.state is not state:
        raise BatchNotThere
    return batch


def _lock_claims(session: Session, which: ColumnElement[bool]) -> list[SubsidyEntitlement]:
    stmt = select(SubsidyEntitlement).where(which).order_by(SubsidyEntitlement.id)
    return list(session.scalars(stmt.with_for_update().execution_options(populate_existing=True)))


def _standing(session: Session, batch: SubsidyBatch) -> list[SubsidyEntitlement]:
    """Return the claims of a batch that were not refused on the way."""
    rows = _lock_claims(session, SubsidyEntitlement.batch_id == batch.id)
    return [row for row in rows if row.state is not SubsidyState.REFUSED]


def _is_waiting(row: SubsidyEntitlement, reach: Reach) -> bool:
    waits = row.state is SubsidyState.CLAIMED and row.batch_id is None
    return waits and rules.lies_within(row.region_code, reach.region_code)


def _announce(batch: SubsidyBatch, reach: Reach) -> None:
    title_mn, body_mn = _words(batch, "mn")
    title_zh, body_zh = _words(batch, "zh")
    written = not body_mn.isascii()  # else nobody has said these sentences in Mongolian yet
    new = NewAnnouncement(
        title_zh=title_zh,
        body_zh=body_zh,
        title_mn=title_mn if written else None,
        body_mn=body_mn if written else None,
        published_on=clock.today(),
        kind=AnnouncementKind.PUBLICATION,
        region=batch.region_code,
        source=batch.document_number,
    )
    notices.publish_announcement(new, actor_id=reach.account_id)


def _words(batch: SubsidyBatch, code: EditionCode) -> tuple[str, str]:
    with speaking(code):
        title = _("Public notice of subsidies") + f" {batch.id}"
        said = (
            _("Training subsidies were claimed for the people of this public notice. Their names are masked."),
            _("Whoever finds something wrong can say so, without signing in and without a name."),
        )
    return title, "\n".join((*said, f"{batch.opens_on.isoformat()} – {batch.closes_on.isoformat()}"))


def _audit(action: str, batch_id: int, reach: Reach, details: dict[str, Any]) -> None:
    audit.record(action, subject_type="subsidy_batch", subject_id=batch_id, actor_id=reach.account_id, details=details)
