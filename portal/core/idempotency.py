"""Answer the same form the same way, however often it is sent."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.core import clock
from portal.core.db import Base, BigInt, session, transaction, wait_in_line

KEPT = timedelta(days=7)


class IdempotencyKey(Base):
    """The token of one form, with the answer it got."""

    __tablename__ = "idempotency_key"

    key: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[int | None] = mapped_column(BigInt)
    answer: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(index=True)


def find_answer(key: str, *, account_id: int | None) -> str | None:
    """Return what this form was answered before, to the same account only.

    Asked within the transaction that will keep the answer, a second click waits here until the first is done.
    """
    wait_in_line(f"form {key}")
    stmt = select(IdempotencyKey.answer).where(IdempotencyKey.key == key, IdempotencyKey.account_id == account_id)
    return session().scalar(stmt)


def keep_answer(key: str, answer: str, *, account_id: int | None) -> None:
    """Keep the answer with the running transaction, so that both are there or neither."""
    with transaction() as current:
        current.merge(IdempotencyKey(key=key, account_id=account_id, answer=answer, created_at=clock.now()))


def once(key: str | None, act: Callable[[], int], *, account_id: int | None) -> int:
    """Do what a form asks for only once, however often it is sent, and return the row it made."""
    with transaction():
        if key and (answered := find_answer(key, account_id=account_id)):
            return int(answered)
        made = act()
        if key:
            keep_answer(key, str(made), account_id=account_id)
        return made


def forget_old() -> None:
    """Delete tokens no browser will send again."""
    with transaction() as current:
        current.execute(delete(IdempotencyKey).where(IdempotencyKey.created_at < clock.now() - KEPT))
