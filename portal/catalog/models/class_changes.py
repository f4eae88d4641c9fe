"""What of a class was changed after it was published, what it said before, and what a bureau must agree to first."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, BigInt, IntPK


class ClassChangeRequest(Base):
    """What a school wants changed of a class that an officer published; until one agrees, the class stays as it is."""

    __tablename__ = "class_change_request"

    class_session_id: Mapped[int] = mapped_column(BigInt, ForeignKey("class_session.id"), primary_key=True)
    wanted: Mapped[dict[str, Any]]  # column -> value; days as ISO dates
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[int] = mapped_column(BigInt, ForeignKey("account.id"))
    refused_reason: Mapped[str | None]


class ClassChange(Base):
    """One thing that a published class said differently before; only ever added."""

    __tablename__ = "class_change"
    __table_args__ = (Index("ix_class_change_class_session_id_id", "class_session_id", "id"),)

    id: Mapped[IntPK]
    class_session_id: Mapped[int] = mapped_column(BigInt, ForeignKey("class_session.id"))
    changed_at: Mapped[datetime]
    account_id: Mapped[int] = mapped_column(BigInt, ForeignKey("account.id"))
    field: Mapped[str]  # name of the column
    before: Mapped[str | None]
    after: Mapped[str | None]
