"""Send the text messages that wait, a few at a time.

A worker takes messages under a lease and commits that before it sends. If it dies, or never hears whether a message was
taken, the lease ends and the next worker sends the same words under the same reference: the gateway knows it.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import current_app
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.orm import Session

from portal.core import clock, jobs, phones, sms
from portal.core.config import Config, SmsSettings
from portal.core.db import transaction
from portal.core.sms import Outcome
from portal.notices.models import Delivery, Message, SmsMonth
from portal.notices.queries import deliveries as queries
from portal.notices.rules import deliveries as rules
from portal.notices.services.wording import words_of
from portal.notices.types.deliveries import Contact, DeliveryReason, DeliveryState

log = logging.getLogger(__name__)

AT_ONCE = 10  # times the longest wait for the gateway stays below the lease
MANY_AT_ONCE = 100  # where no line is waited for
SILENT_AT_MOST = 3  # then the gateway is down, and the rest waits for the next turn
_REASONS = {Outcome.UNKNOWN: DeliveryReason.NO_ANSWER, Outcome.LATER: DeliveryReason.BUSY}


@dataclass(frozen=True, slots=True)
class _Taken:
    """A message this worker holds, and which attempt it is."""

    delivery_id: int
    attempt: int
    text: sms.Text


def send_text_messages() -> int:
    """Send what is due and return how many were taken. Periodic, and soon after something was written."""
    gateway, sent, silent = sms.gateway(), 0, 0
    while silent < SILENT_AT_MOST and not jobs.stopping():
        seen, batch = _take_batch(MANY_AT_ONCE if gateway.is_instant else AT_ONCE)
        if not seen:
            break
        if gateway.is_instant:
            sent += _settle([(taken, gateway.send(taken.text)) for taken in batch])
            continue
        for number, taken in enumerate(batch):
            if silent >= SILENT_AT_MOST or jobs.stopping():
                _give_back(batch[number:])
                break
            outcome = gateway.send(taken.text)
            silent = silent + 1 if outcome in _REASONS else 0
            sent += _settle([(taken, outcome)])
    return sent


def _take_batch(most: int) -> tuple[int, list[_Taken]]:
    """Take what is due under a lease; return how many were looked at, and those to send."""
    with transaction() as current:
        now = clock.now()
        rows = current.scalars(queries.due(now, most)).all()
        if not rows:
            return 0, []
        _begin_month(current, now)
        contacts = queries.contacts_of({row.person_id for row in rows if row.person_id})
        told = select(Message).where(Message.id.in_([row.message_id for row in rows if row.words is None]))
        messages = {message.id: message for message in current.scalars(told)}
        batch = []
        for row in rows:
            contact, message = contacts.get(row.person_id or 0), messages.get(row.message_id or 0)
            if _may_go_or_end(current, row, contact, message, now):
                batch.append(_lease(row, now))
    return len(rows), batch


def _may_go_or_end(
    current: Session, row: Delivery, contact: Contact | None, message: Message | None, now: datetime
) -> bool:
    """Decide about one row, and give it up where that fails: it must not keep the others waiting for ever."""
    try:
        return _may_go(current, row, contact, message, now)
    except SQLAlchemyError:
        raise
    except Exception as error:  # whatever it was; what it says may hold personal data
        log.error("text message %s cannot be put into words (%s)", row.reference, type(error).__name__)
        _end(row, DeliveryState.GIVEN_UP, DeliveryReason.NO_WORDS)
        return False


def _may_go(current: Session, row: Delivery, contact: Contact | None, message: Message | None, now: datetime) -> bool:
    """Decide about one row: it may go now, or it is held, or it is over."""
    settings = _settings()
    if now >= row.worth_until:
        _end(row, DeliveryState.GIVEN_UP if row.attempts else DeliveryState.NOT_NEEDED, DeliveryReason.TOO_LATE)
        return False
    if wait := rules.must_wait(row.kind, now, row.worth_until, settings.quiet):
        _hold(row, DeliveryReason.NIGHT, wait)
        return False
    if row.attempts:
        return True  # words, number and money are those of the first attempt
    if row.phone is None and (reason := _hindrance(contact, settings)):
        _end(row, DeliveryState.NOT_NEEDED, reason)
        return False
    return _put_into_words(current, row, contact, message, now)


def _hindrance(contact: Contact | None, settings: SmsSettings) -> DeliveryReason | None:
    """Return why nothing goes to someone, or None."""
    if contact is None or contact.phone is None:
        return DeliveryReason.NO_PHONE
    if not phones.parse(contact.phone).receives_messages:
        return DeliveryReason.NOT_MOBILE
    if contact.switched_off:
        return DeliveryReason.SWITCHED_OFF
    return DeliveryReason.DEMO if contact.is_demo and settings.url else None


def _put_into_words(
    current: Session, row: Delivery, contact: Contact | None, message: Message | None, now: datetime
) -> bool:
    """Fix number and words, and set the money aside; hold the row where there is none."""
    phone, words, language = row.phone, row.words, row.language
    if words is None:
        assert contact is not None
        assert message is not None
        phone, language = contact.phone, contact.language
        words = words_of(row.kind, message.facts, contact)
    parts = rules.parts_of(words)
    cost = parts * _settings().price
    if not _set_aside(current, row.kind, cost, parts, now):
        _hold(row, DeliveryReason.CAP, now + rules.NEXT_LOOK)
        return False
    row.phone, row.words, row.language, row.parts, row.cost_fen = phone, words, language, parts, cost
    row.shown_to = phones.mask(phone or "")
    return True


def _begin_month(current: Session, now: datetime) -> None:
    month = rules.month_of(now)
    if current.get(SmsMonth, month) is None:
        try:
            with current.begin_nested():
                current.add(SmsMonth(month=month, spent_fen=0, parts=0))
        except IntegrityError:
            log.debug("another worker began the month")


def _set_aside(current: Session, kind: str, cost: int, parts: int, now: datetime) -> bool:
    """Use up money of the month, unless that would pass the cap: one guarded statement."""
    month, most = rules.month_of(now), rules.may_spend(kind, _settings().monthly_cap)
    more = {"spent_fen": SmsMonth.spent_fen + cost, "parts": SmsMonth.parts + parts}
    guard = (SmsMonth.month == month, SmsMonth.spent_fen + cost <= most)
    statement = update(SmsMonth).where(*guard).values(more).execution_options(synchronize_session=False)
    return bool(current.connection().execute(statement).rowcount)


def _lease(row: Delivery, now: datetime) -> _Taken:
    row.state, row.reason = DeliveryState.SENDING, None
    row.attempts += 1
    row.leased_until = row.due_at = now + rules.LEASE
    assert row.phone is not None
    assert row.words is not None
    return _Taken(row.id, row.attempts, sms.Text(row.reference, row.phone, row.words, row.language or "zh"))


def _settle(outcomes: Sequence[tuple[_Taken, Outcome]]) -> int:
    """Write down what became of messages, unless another worker holds them by now; return how many were taken."""
    if not outcomes:
        return 0
    with transaction() as current:
        held = _held(current, [taken for taken, _outcome in outcomes])
        mine = [(held[taken], outcome) for taken, outcome in outcomes if taken in held]
        for row, outcome in mine:
            _note(row, outcome)
    return sum(outcome is Outcome.TAKEN for _row, outcome in mine)


def _note(row: Delivery, outcome: Outcome) -> None:
    now = clock.now()
    if outcome is Outcome.TAKEN:
        row.sent_at = now
        _end(row, DeliveryState.SENT, None)
    elif outcome is Outcome.REFUSED:
        _end(row, DeliveryState.GIVEN_UP, DeliveryReason.REFUSED)
    elif (again := rules.next_try(row.attempts, now)) is None:
        _end(row, DeliveryState.GIVEN_UP, _REASONS[outcome])
    else:
        row.state, row.reason, row.due_at, row.leased_until = DeliveryState.FAILED, _REASONS[outcome], again, None


def _give_back(batch: Sequence[_Taken]) -> None:
    """Let go of messages that were not tried; the attempt does not count."""
    with transaction() as current:
        for row in _held(current, batch).values():
            row.state, row.leased_until, row.due_at = DeliveryState.QUEUED, None, clock.now() + rules.PAUSES[0]


def _held(current: Session, batch: Sequence[_Taken]) -> dict[_Taken, Delivery]:
    """Lock what this worker still holds of a batch."""
    taken = {one.delivery_id: one for one in batch}
    stmt = select(Delivery).where(Delivery.id.in_(taken)).order_by(Delivery.id).with_for_update()
    rows = current.scalars(stmt.execution_options(populate_existing=True)).all()
    mine = [row for row in rows if row.state is DeliveryState.SENDING and row.attempts == taken[row.id].attempt]
    return {taken[row.id]: row for row in mine}


def _hold(row: Delivery, reason: DeliveryReason, until: datetime) -> None:
    row.state, row.reason, row.due_at, row.leased_until = DeliveryState.HELD, reason, until, None


def _end(row: Delivery, state: DeliveryState, reason: DeliveryReason | None) -> None:
    """Close a row; number and words go."""
    row.state, row.reason, row.leased_until = state, reason, None
    row.phone = row.words = None


def _settings() -> SmsSettings:
    config: Config = current_app.config["PORTAL"]
    return config.sms
