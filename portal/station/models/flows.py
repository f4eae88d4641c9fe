"""Assisted flows, and the phones that are never a villager's."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.crypto import EncryptedText
from portal.core.db import Base, BigInt, text_enum
from portal.station.types import CloseReason

_OPEN = text("closed_at IS NULL")


class AssistedFlow(Base):
    """One clerk helping one person: who, for whom, where, from when to when. Closed, it keeps nothing typed."""

    __tablename__ = "assisted_flow"
    __table_args__ = (
        CheckConstraint("(closed_at IS NULL) = (close_reason IS NULL)", "end_has_reason"),
        CheckConstraint("consent_id IS NULL OR person_id IS NOT NULL", "consent_is_someones"),
        CheckConstraint(
            "closed_at IS NULL OR (typed_number IS NULL AND typed_person IS NULL AND claim_code IS NULL)",
            "closed_keeps_nothing",
        ),
        Index("ix_assisted_flow_open", "touched_at", sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    id: Mapped[str] = mapped_column(primary_key=True)  # random: it stands in addresses
    station_id: Mapped[int] = mapped_column(BigInt, ForeignKey("station.id"))
    account_id: Mapped[int] = mapped_column(BigInt, ForeignKey("account.id"), index=True)  # the clerk
    person_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("person.id"), index=True)
    consent_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("consent.id"))
    sheet_number: Mapped[str]  # of the sheet printed in this flow
    typed_number: Mapped[str | None] = mapped_column(EncryptedText("assisted_flow.typed_number"))
    typed_person: Mapped[str | None] = mapped_column(EncryptedText("assisted_flow.typed_person"))
    claim_code: Mapped[str | None] = mapped_column(EncryptedText("assisted_flow.claim_code"))
    read_back: Mapped[bool] = mapped_column(default=False)
    card_seen: Mapped[bool] = mapped_column(default=False)
    opened_at: Mapped[datetime]
    touched_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    close_reason: Mapped[CloseReason | None] = mapped_column(text_enum(CloseReason, "close_reason"))


class ClerkPhone(Base):
    """The phones a clerk says are their own, now and before: never taken as a villager's, at any station."""

    __tablename__ = "clerk_phone"

    account_id: Mapped[int] = mapped_column(BigInt, ForeignKey("account.id"), primary_key=True)
    phone: Mapped[str] = mapped_column(EncryptedText("clerk_phone.phone"))  # E.164; present one first, then former
