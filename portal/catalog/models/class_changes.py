"""What of a class was changed after it was published, and what it said before."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, BigInt, IntPK


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
