"""What became of each wish: one row for each thing done about it, never changed."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.crypto import EncryptedText
from portal.core.db import Base, BigInt, IntPK, text_enum
from portal.enrolment.types import ActKind


class WishAct(Base):
    """One thing done about a wish, by whom and when. That someone was told of a class stands in ``wish_told``."""

    __tablename__ = "wish_act"
    __table_args__ = (Index("ix_wish_act_wish_id_id", "wish_id", "id"),)

    id: Mapped[IntPK]
    wish_id: Mapped[int] = mapped_column(BigInt, ForeignKey("wish.id"))
    kind: Mapped[ActKind] = mapped_column(text_enum(ActKind, "act_kind"))
    at: Mapped[datetime]
    account_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("account.id"))  # None: the portal itself
    class_session_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("class_session.id"), index=True)
    code: Mapped[str | None]  # which ready sentence was sent, or why an arrangement ended
    said: Mapped[str | None] = mapped_column(EncryptedText("wish_act.said"))  # own words of whoever acted
