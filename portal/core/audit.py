"""Keep a trail that can only grow: who did what to what, each line chained to the one before by its hash.

Events wait in the session and are written together just before commit, so the head of the chain is held only briefly.
The database itself refuses to change or delete a line (triggers of the first migration).
"""

import json
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.core import clock
from portal.core.db import Base, BigInt, IntPK, before_commit, session

FIRST_HASH = "0" * 64
_CHAINED = ("at", "actor_id", "action", "subject_type", "subject_id", "details")


class AuditEvent(Base):
    """One thing that happened."""

    __tablename__ = "audit_event"

    id: Mapped[IntPK]
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(BigInt)
    action: Mapped[str]
    subject_type: Mapped[str]
    subject_id: Mapped[int | None] = mapped_column(BigInt, index=True)
    details: Mapped[dict[str, Any]]
    hash: Mapped[str] = mapped_column(unique=True)


class AuditHead(Base):
    """The last line of the chain; its one row is the lock that keeps the chain straight."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    hash: Mapped[str]
    events: Mapped[int] = mapped_column(BigInt)


@dataclass(frozen=True)
class BrokenAt:
    """The first line that does not fit the chain."""

    event_id: int | None
    reason: str


def record(
    action: str,
    *,
    subject_type: str,
    subject_id: int | None,
    actor_id: int | None,
    details: dict[str, Any] | None = None,
) -> None:
    """Write down an action at the end of the running transaction.

    Args:
        action: What was done, ``room.verb`` (``enrolment.apply``).
        subject_type: Table of what it was done to.
        subject_id: Its row.
        actor_id: Account that acted; None for the portal itself.
        details: Facts needed later. Never a name, a number of a person or a phone.
    """
    session().info.setdefault("audit", []).append(
        {
            "at": clock.now(),
            "actor_id": actor_id,
            "action": action,
            "subject_type": subject_type,
            "subject_id": subject_id,
            "details": details or {},
        }
    )


def verify() -> BrokenAt | None:
    """Walk the whole chain and return where it breaks, or None."""
    last, count = FIRST_HASH, 0
    stmt = select(AuditEvent).order_by(AuditEvent.id).execution_options(yield_per=1000)
    with closing(session().scalars(stmt)) as events:
        for event in events:
            last, count = _chain(last, {name: getattr(event, name) for name in _CHAINED}), count + 1
            if event.hash != last:
                return BrokenAt(event.id, "the line was altered, or one before it is gone")
    head = session().get(AuditHead, 1)
    if (head.hash, head.events) != (last, count) if head else count:
        return BrokenAt(None, "lines are missing at the end")
    return None


def _chain(previous: str, row: dict[str, Any]) -> str:
    content = json.dumps([*row.values()], ensure_ascii=False, sort_keys=True, default=lambda at: at.isoformat())
    return sha256(f"{previous}\n{content}".encode()).hexdigest()


@before_commit
def _write(current: Session) -> None:
    events = current.info.pop("audit", [])
    if not events:
        return
    current.flush()
    last = current.scalar(select(AuditHead.hash).where(AuditHead.id == 1).with_for_update())
    if last is None:
        last = FIRST_HASH
        current.execute(insert(AuditHead).values(id=1, hash=last, events=0))
    for row in events:
        row["hash"] = last = _chain(last, row)
    current.execute(insert(AuditEvent), events)
    current.execute(update(AuditHead).where(AuditHead.id == 1).values(hash=last, events=AuditHead.events + len(events)))
