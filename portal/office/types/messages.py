"""Read models of the queue of text messages."""

from dataclasses import dataclass, field
from datetime import datetime

from portal.notices.types.deliveries import DeliveryReason, DeliveryState


@dataclass(frozen=True, slots=True)
class MessageScope:
    """Whose text messages a member of staff may see: people of a region, or people their station helped."""

    region_code: str | None = None
    station_id: int | None = None


@dataclass(frozen=True, slots=True)
class QueueLine:
    """One text message of the queue, with nothing in full."""

    delivery_id: int
    kind: str
    masked_name: str = field(repr=False)
    shown_to: str | None  # masked number
    language: str | None
    state: DeliveryState
    reason: DeliveryReason | None
    attempts: int
    queued_at: datetime
    due_at: datetime
    sent_at: datetime | None
    is_again: bool  # somebody had it sent once more
    may_resend: bool


@dataclass(frozen=True, slots=True)
class QueuePage:
    """One page of the queue, newest first."""

    lines: tuple[QueueLine, ...]
    before: int | None  # where the next page begins
    waiting: dict[DeliveryState, int]  # how many are not over, by state
