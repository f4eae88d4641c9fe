"""Contests of what was done in someone's name."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.crypto import EncryptedText
from portal.core.db import Base, BigInt, IntPK, text_enum
from portal.station.types import ContestState

_OPEN = text("state = 'open'")


class Contest(Base):
    """A person says "not me"; an officer of the bureau answers by a day. The seat stays until then."""

    __tablename__ = "contest"
    __table_args__ = (
        Index("uq_contest_open", "application_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_contest_state_due_on", "state", "due_on"),
        CheckConstraint("(state = 'open') = (answered_at IS NULL)", "answer_has_moment"),
        CheckConstraint("(state = 'open') = (answered_by IS NULL)", "answer_has_officer"),
        CheckConstraint("(state = 'open') = (answer IS NULL)", "answer_has_words"),
    )

    id: Mapped[IntPK]
    number: Mapped[str] = mapped_column(unique=True)
    application_id: Mapped[int] = mapped_column(BigInt, ForeignKey("application.id"), index=True)
    person_id: Mapped[int] = mapped_column(BigInt, ForeignKey("person.id"), index=True)
    state: Mapped[ContestState] = mapped_column(text_enum(ContestState, "contest_state"))
    own_words: Mapped[str | None] = mapped_column(EncryptedText("contest.own_words"))
    opened_at: Mapped[datetime]
    due_on: Mapped[date]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[int | None] = mapped_column(BigInt, ForeignKey("account.id"))
    answer: Mapped[str | None] = mapped_column(EncryptedText("contest.answer"))
