"""Contests of what was done in someone's name: one table for each kind of thing that is contested."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.crypto import EncryptedText
from portal.core.db import Base, BigInt, IntPK, text_enum
from portal.station.types import ContestState

_OPEN = text("state = 'open'")


def _rules(table: str, subject: str) -> tuple[Any, ...]:
    """Return what holds of every contest: one open one for each thing, and an answer is whole or not there."""
    return (
        Index(f"uq_{table}_open", subject, unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index(f"ix_{table}_state_due_on", "state", "due_on"),
        CheckConstraint("(state = 'open') = (answered_at IS NULL)", "answer_has_moment"),
        CheckConstraint("(state = 'open') = (answered_by IS NULL)", "answer_has_officer"),
        CheckConstraint("(state = 'open') = (answer IS NULL)", "answer_has_words"),
    )


class AnyContest(Base):
    """A person says "not me"; an officer of the bureau answers by a day. What was done stays until then."""

    __abstract__ = True

    id: Mapped[IntPK]
    subject_id: Mapped[int]
    number: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(BigInt, ForeignKey("person.id"), index=True)
    state: Mapped[ContestState] = mapped_column(text_enum(ContestState, "contest_state"))
    opened_at: Mapped[datetime]
    due_on: Mapped[date]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[int | None] = mapped_column(BigInt, ForeignKey("account.id"))
    own_words: Mapped[str | None]
    answer: Mapped[str | None]


class Contest(AnyContest):
    """A contest of a sign-up."""

    __tablename__ = "contest"
    __table_args__ = _rules("contest", "application_id")

    subject_id: Mapped[int] = mapped_column("application_id", BigInt, ForeignKey("application.id"), index=True)
    own_words: Mapped[str | None] = mapped_column(EncryptedText("contest.own_words"))
    answer: Mapped[str | None] = mapped_column(EncryptedText("contest.answer"))


class WishContest(AnyContest):
    """A contest of a wish. It goes when the wish is deleted."""

    __tablename__ = "wish_contest"
    __table_args__ = _rules("wish_contest", "wish_id")

    subject_id: Mapped[int] = mapped_column("wish_id", BigInt, ForeignKey("wish.id", ondelete="CASCADE"), index=True)
    own_words: Mapped[str | None] = mapped_column(EncryptedText("wish_contest.own_words"))
    answer: Mapped[str | None] = mapped_column(EncryptedText("wish_contest.answer"))
