"""Codes that people read out at a station instead of signing a sheet."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, BigInt, IntPK


class ConsentCode(Base):
    """A code sent to the phone of the person who is present; the code itself stands only in the text message."""

    __tablename__ = "consent_code"
    __table_args__ = (CheckConstraint("tries >= 0", "tries_not_negative"),)

    id: Mapped[IntPK]
    flow_id: Mapped[str] = mapped_column(ForeignKey("assisted_flow.id"), index=True)
    delivery_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("delivery.id", ondelete="SET NULL"), index=True)
    code_mark: Mapped[str]  # keyed hash
    shown_to: Mapped[str]  # masked number
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    ended_at: Mapped[datetime | None]  # used, or followed by a newer one
