"""Tables of what people were reminded of."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, BigInt


class Reminder(Base):
    """Someone was reminded of something about an application; each reminder is given once."""

    __tablename__ = "reminder"

    application_id: Mapped[int] = mapped_column(BigInt, ForeignKey("application.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    told_at: Mapped[datetime]
