"""Write text messages down with what they tell; they go out after the transaction."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from portal.core import audit, clock, jobs, phones
from portal.core.db import session, transaction
from portal.notices.errors import ComesTooLate, NothingToResend, ResentTooOften
from portal.notices.models import Delivery, Message
from portal.notices.rules import deliveries as rules
from portal.notices.services.wording import code_words
from portal.notices.types.deliveries import WAITING, DeliveryReason, DeliveryState, SmsKind

JOB = "send_text_messages"
_OVER_A_DAY = 24 * 3600


def queue(current: Session, message: Message) -> None:
    """Queue the text message of a message, where its kind has one, with the running transaction."""
    if not rules.goes_out(message.kind):
        return
    kind = rules.KINDS[message.kind]
    if kind.quiet_days and _had_one(current, message.person_id, kind):
        return
    current.flush()  # the message has its number now
    current.add(_new(message.kind, message.facts, message_id=message.id, person_id=message.person_id))
    if kind.may_ring_at_night:  # the others have time until the next turn, a few at once
        jobs.soon(JOB)


def queue_code(phone: str, code: str, *, language: str, person_id: int | None) -> int:
    """Queue a code to a phone and return the text message; it may stand in no log and on no page."""
    words = code_words(code, language)
    row = _new(rules.CODE, {}, person_id=person_id)
    row.phone, row.words, row.shown_to, row.language = phone, words, phones.mask(phone), language
    row.parts = rules.parts_of(words)
    with transaction() as current:
        current.add(row)
        current.flush()
        jobs.soon(JOB)
    return row.id


def resend(delivery_id: int, *, actor_id: int) -> None:
    """Send a message once more, as a new text message; harmless to repeat while one is on its way.

    Raises:
        NothingToResend: it carries no message that could be said again.
        ComesTooLate: what it tells is over.
        ResentTooOften: it was sent again several times today.
    """
    with transaction() as current:
        old = current.scalar(select(Delivery).where(Delivery.id == delivery_id).with_for_update())
        message = current.get(Message, old.message_id) if old and old.message_id else None
        if old is None or message is None:
            raise NothingToResend
        if _is_on_its_way(message.id):
            return
        _refuse_too_often(message.id)
        fresh = _new(message.kind, message.facts, message_id=message.id, person_id=message.person_id)
        if fresh.worth_until <= clock.now():
            raise ComesTooLate
        fresh.resent_of = old.id
        current.add(fresh)
        audit.record(
            "notices.resend",
            subject_type="person",
            subject_id=message.person_id,
            actor_id=actor_id,
            details={"kind": message.kind},
        )
        jobs.soon(JOB)


def stop_deliveries(person_id: int) -> None:
    """End the text messages that wait for a person: the phone they were meant for is not theirs."""
    over = {"state": DeliveryState.NOT_NEEDED, "reason": DeliveryReason.NO_PHONE}
    nothing = dict.fromkeys(("phone", "words", "leased_until"))
    with transaction() as current:
        waiting = (Delivery.person_id == person_id, Delivery.state.in_(WAITING))
        current.execute(update(Delivery).where(*waiting).values(**over, **nothing))


def forget_deliveries(person_id: int) -> None:
    """Delete the text messages to a person; what does not go out yet never will. What they cost stays counted."""
    with transaction() as current:
        current.execute(delete(Delivery).where(Delivery.person_id == person_id))


def _new(kind: str, facts: dict[str, Any], *, person_id: int | None, message_id: int | None = None) -> Delivery:
    moment = clock.now()
    return Delivery(
        reference=str(uuid4()),
        message_id=message_id,
        person_id=person_id,
        kind=kind,
        state=DeliveryState.QUEUED,
        queued_at=moment,
        due_at=moment,
        worth_until=rules.worth_until(kind, facts, moment),
    )


def _had_one(current: Session, person_id: int, kind: SmsKind) -> bool:
    since = clock.now() - timedelta(days=kind.quiet_days)
    own = (Delivery.person_id == person_id, Delivery.kind == kind.name, Delivery.queued_at > since)
    return current.scalar(select(Delivery.id).where(*own).limit(1)) is not None


def _is_on_its_way(message_id: int) -> bool:
    waiting = select(Delivery.id).where(Delivery.message_id == message_id, Delivery.state.in_(WAITING))
    return session().scalar(waiting.limit(1)) is not None


def _refuse_too_often(message_id: int) -> None:
    moments = select(Delivery.queued_at).where(Delivery.message_id == message_id, Delivery.resent_of.is_not(None))
    now = clock.now()
    today = [at for at in session().scalars(moments) if (now - at).total_seconds() < _OVER_A_DAY]
    if len(today) >= rules.RESENT_A_DAY:
        raise ResentTooOften
