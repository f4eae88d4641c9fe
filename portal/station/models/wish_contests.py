"""Contests of wishes that a station left in someone's name."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.crypto import EncryptedText
from portal.core.db import Base, BigInt, IntPK, text_enum
from portal.station.types import ContestState

_OPEN = text("state = 'open'")


class WishContest(Base):
    """A person says of a wish "not me"; an officer of the bureau answers by a day. It goes when the wish is deleted."""

    __tablename__ = "wish_contest"
    __table_args__ = (
        Index("uq_wish_contest_open", "wish_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_wish_contest_state_due_on", "state", "due_on"),
        CheckConstraint("(state = 'open') = (answered_at IS NULL)", "answer_has_moment"),
        CheckConstraint("(state = 'open') = (answered_by IS NULL)", "answer_has_officer"),
        CheckConstraint("(state = 'open') = (answer IS NULL)", "answer_has_words"),
    )

    id: Mapped[IntPK]
    number: Mapped[str] = mapped_column(unique=True)
    wish_id: Mapped[int] = mapped_column(BigInt, ForeignKey("wish.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int] = mapped_column(BigInt, ForeignKey("person.id"), index=True)
    state: Mapped[ContestState] = mapped_column(text_enum(ContestState, "contest_state"))
    own_words: Mapped[str | None] = mapped_column(EncryptedText("wish_contest.own_words"))
    opened_at: Mapped[datetime]
    due_on: Mapped[date]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[int | None] = mapped_column(BigInt, ForeignKey("account.id"))
    answer: Mapped[str | None] = mapped_column(EncryptedText("wish_contest.answer"))
