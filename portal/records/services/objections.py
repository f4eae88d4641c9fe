"""Take what anyone says against a claim, and answer it."""

import secrets
from datetime import timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.core import audit, clock, crypto, regions
from portal.core.db import transaction
from portal.core.errors import NotFound
from portal.records import queries, rules
from portal.records.errors import AlreadyAnswered
from portal.records.models import Objection, SubsidyBatch
from portal.records.services.subsidies import refuse_claim
from portal.records.types import BatchState, NewObjection, ObjectionState, Reach

_CONTACT_KEPT = timedelta(days=90)  # after the answer; our own promise
_PUBLIC = (BatchState.PUBLISHED, BatchState.CLOSED)


def send_objection(new: NewObjection, *, token: str | None = None) -> str:
    """Keep an objection and return the code that follows it; it is written down nowhere.

    Args:
        new: What is wrong.
        token: Of the form. The code is made of it, so a form that is sent twice gets the same code and counts once.

    Raises:
        NotFound: there is no such published batch, or no such line in it.
    """
    code = _code_for(token or secrets.token_urlsafe(24))
    mark = queries.mark_of(code)
    try:
        with transaction() as session:
            if session.scalar(select(Objection.id).where(Objection.code_mark == mark)) is None:
                _insert(session, new, mark)
    except IntegrityError:  # the same form, twice at once
        if queries.find_tracked(code) is None:
            raise
    return code


def take_in_hand(objection_id: int, *, reach: Reach) -> None:
    """Say that somebody looks into an objection now.

    Raises:
        NotFound: there is none in the officer's region.
        AlreadyAnswered: it has its answer.
    """
    with transaction() as session:
        row = _lock(session, objection_id, reach)
        row.state = ObjectionState.IN_HAND
        _audit("records.objection_in_hand", row.id, reach.account_id, {})


def answer_objection(objection_id: int, answer: str, *, refuse: bool, reach: Reach) -> None:
    """Answer an objection, and refuse the claim it is about where it was right.

    Raises:
        NotFound: there is none in the officer's region.
        AlreadyAnswered: it has its answer.
        ClaimStands: the claim cannot be refused any more; nothing was changed.
    """
    with transaction() as session:
        row = _lock(session, objection_id, reach)
        if refuse and row.entitlement_id is not None:
            refuse_claim(row.entitlement_id, "objection", reach=reach)
        row.state, row.answer = ObjectionState.ANSWERED, answer
        row.answered_at, row.answered_by_id = clock.now(), reach.account_id
        details = {"refused": bool(refuse and row.entitlement_id)}
        _audit("records.answer_objection", row.id, reach.account_id, details)


def forget_contacts() -> None:
    """Forget how someone wanted to be reached, once their answer has stood for a while."""
    answered = Objection.answered_at < clock.now() - _CONTACT_KEPT
    with transaction() as session:
        session.execute(update(Objection).where(answered, Objection.contact.is_not(None)).values(contact=None))


def _insert(session: Session, new: NewObjection, mark: str) -> None:
    region, claim_id = _about(session, new)
    row = Objection(
        code_mark=mark,
        region_code=region,
        batch_id=new.batch_id,
        entitlement_id=claim_id,
        text=new.text,
        contact=new.contact,
        state=ObjectionState.RECEIVED,
        received_at=clock.now(),
        due_on=rules.answer_due_on(clock.today()),
    )
    session.add(row)
    session.flush()
    _audit("records.object", row.id, None, {"batch": new.batch_id})


def _about(session: Session, new: NewObjection) -> tuple[str, int | None]:
    """Return the region that answers and the claim that is meant."""
    if new.batch_id is None:
        return regions.resolve(new.region_code) or regions.HOME_PROVINCE, None
    # Nobody closes the batch between this look and the moment the objection is there.
    batch = session.get(SubsidyBatch, new.batch_id, with_for_update=True, populate_existing=True)
    if batch is None or batch.state not in _PUBLIC:
        raise NotFound
    if new.place is None:
        return batch.region_code, None
    entry = next((one for one in queries.list_entries(batch.id) if one.place == new.place), None)
    if entry is None:
        raise NotFound
    return batch.region_code, entry.claim_id


def _lock(session: Session, objection_id: int, reach: Reach) -> Objection:
    row = session.get(Objection, objection_id, with_for_update=True, populate_existing=True)
    if row is None or not rules.lies_within(row.region_code, reach.region_code):
        raise NotFound
    if row.state is ObjectionState.ANSWERED:
        raise AlreadyAnswered
    return row


def _code_for(token: str) -> str:
    number = int(sha256(crypto.blind_index(token, queries.MARKED_AS + ".form").encode()).hexdigest(), 16)
    return "".join(rules.CODE_ALPHABET[number >> (5 * place) & 31] for place in range(rules.CODE_LENGTH))


def _audit(action: str, objection_id: int, account_id: int | None, details: dict[str, Any]) -> None:
    audit.record(action, subject_type="objection", subject_id=objection_id, actor_id=account_id, details=details)
