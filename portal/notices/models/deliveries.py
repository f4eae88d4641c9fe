"""Tables of text messages on their way out."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.crypto import EncryptedText
from portal.core.db import Base, BigInt, IntPK, text_enum
from portal.notices.types.deliveries import DeliveryReason, DeliveryState

# Said in these very words in statements too: an engine uses a partial index only where it sees its condition.
STILL_WAITING = text("state IN ('queued', 'sending', 'failed', 'held')")


class Delivery(Base):
    """One text message: written with the message it carries, sent after it, known to the gateway by its reference.

    Number and words are fixed when it is first tried, so that a retry repeats them, and go when it is over.
    """

    __tablename__ = "delivery"
    __table_args__ = (
        CheckConstraint("person_id IS NOT NULL OR message_id IS NULL", "message_is_someones"),
        CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", "sent_has_moment"),
        CheckConstraint("(state = 'sending') = (leased_until IS NOT NULL)", "sending_has_lease"),
        CheckConstraint(
            "state IN ('queued', 'sending', 'failed', 'held') OR (phone IS NULL AND words IS NULL)",
            "over_keeps_nothing",
        ),
        Index("ix_delivery_waiting", "due_at", sqlite_where=STILL_WAITING, postgresql_where=STILL_WAITING),
        Index(
            "uq_delivery_waiting_message",
            "message_id",
            unique=True,
            sqlite_where=STILL_WAITING,
            postgresql_where=STILL_WAITING,
        ),
        Index("ix_delivery_message_id", "message_id"),
        Index("ix_delivery_person_id_id", "person_id", "id"),
    )

    id: Mapped[IntPK]
    reference: Mapped[str] = mapped_column(unique=True)
    message_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("message.id"))
    person_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("person.id"))  # None: a code for someone new
    kind: Mapped[str]
    state: Mapped[DeliveryState] = mapped_column(text_enum(DeliveryState, "delivery_state"))
    reason: Mapped[DeliveryReason | None] = mapped_column(text_enum(DeliveryReason, "delivery_reason"))
    phone: Mapped[str | None] = mapped_column(EncryptedText("delivery.phone"))
    words: Mapped[str | None] = mapped_column(EncryptedText("delivery.words"))
    shown_to: Mapped[str | None]  # masked number
    language: Mapped[str | None]
    attempts: Mapped[int] = mapped_column(default=0)
    parts: Mapped[int] = mapped_column(default=0)
    cost_fen: Mapped[int] = mapped_column(default=0)  # counted in the month in which it was first tried
    queued_at: Mapped[datetime]
    due_at: Mapped[datetime]
    worth_until: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    resent_of: Mapped[int | None] = mapped_column(BigInt, ForeignKey("delivery.id", ondelete="SET NULL"), index=True)


class SmsMonth(Base):
    """What text messages cost in one local month; a guarded statement keeps it below the cap."""

    __tablename__ = "sms_month"

    month: Mapped[str] = mapped_column(primary_key=True)  # 2026-11
    spent_fen: Mapped[int] = mapped_column(default=0)
    parts: Mapped[int] = mapped_column(default=0)
