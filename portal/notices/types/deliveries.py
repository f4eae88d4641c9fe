"""Words and read models of text messages on their way."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class DeliveryState(StrEnum):
    """Where a text message is."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"  # tried, and tried again later
    GIVEN_UP = "given_up"
    HELD = "held"  # until the night is over, or until money is there
    NOT_NEEDED = "not_needed"  # no phone, switched off, too late: it never goes out


class DeliveryReason(StrEnum):
    """Why a text message waits, or never goes out."""

    NIGHT = "night"
    CAP = "cap"
    NO_PHONE = "no_phone"
    NOT_MOBILE = "not_mobile"
    SWITCHED_OFF = "switched_off"
    DEMO = "demo"
    TOO_LATE = "too_late"
    REFUSED = "refused"
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    NO_WORDS = "no_words"  # a mistake of ours; it keeps no other message waiting


WAITING = (DeliveryState.QUEUED, DeliveryState.SENDING, DeliveryState.FAILED, DeliveryState.HELD)


@dataclass(frozen=True, slots=True)
class Contact:
    """How text messages reach a person."""

    person_id: int
    phone: str | None = field(repr=False)  # E.164
    language: str
    addressed: str | None  # masked name, where others read this phone too
    switched_off: bool
    is_demo: bool


@dataclass(frozen=True, slots=True)
class SmsKind:
    """A kind of message that also goes out as a text message."""

    name: str
    may_ring_at_night: bool = False  # where it would be worthless in the morning
    needful: bool = False  # may use the last part of the month's money
    worth_hours: int = 72  # after that it is not sent any more
    quiet_days: int = 0  # for so long nobody gets another of its kind; the message itself always stands in the portal


@dataclass(frozen=True, slots=True)
class DeliveryView:
    """A text message as its person sees it."""

    id: int
    message_id: int | None
    state: DeliveryState
    reason: DeliveryReason | None
    shown_to: str | None  # masked number
    queued_at: datetime
    due_at: datetime
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class Spending:
    """What text messages cost in a month, in fen."""

    spent: int
    parts: int
    cap: int
