"""Read models of what people are told."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.notices.types.deliveries import DeliveryView


@dataclass(frozen=True)
class MessageView:
    """One message as its reader sees it.

    Facts named ``..._on`` are days, those named ``..._at`` or ``until`` moments.
    """

    id: int
    kind: str
    facts: dict[str, Any]
    created_at: datetime
    is_new: bool
    delivery: DeliveryView | None = None  # the last text message that carries it


@dataclass(frozen=True)
class MessagePage:
    """One page of messages, newest first."""

    messages: tuple[MessageView, ...]
    number: int
    has_next: bool
    unread: int
