"""Reads of messages, always of one person."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from portal.core.db import session
from portal.notices.models import Message
from portal.notices.queries.deliveries import deliveries_of_messages
from portal.notices.types.messages import MessagePage, MessageView

PAGE = 20


def list_messages(person_id: int, page: int = 1) -> MessagePage:
    """Return a page of what a person was told, newest first."""
    stmt = (
        select(Message)
        .where(Message.person_id == person_id)
        .order_by(Message.id.desc())
        .limit(PAGE + 1)
        .offset((page - 1) * PAGE)
    )
    rows = session().scalars(stmt).all()
    texts = deliveries_of_messages([row.id for row in rows[:PAGE]]) if rows else {}
    views = tuple(replace(_view(row), delivery=texts.get(row.id)) for row in rows[:PAGE])
    return MessagePage(views, page, len(rows) > PAGE, count_unread(person_id))


def count_unread(person_id: int) -> int:
    """Return how many messages were not read yet."""
    stmt = select(func.count()).where(Message.person_id == person_id, Message.read_at.is_(None))
    return session().scalar(stmt) or 0


def list_all(person_id: int) -> list[MessageView]:
    """Return everything a person was told, oldest first."""
    stmt = select(Message).where(Message.person_id == person_id).order_by(Message.id)
    return [_view(row) for row in session().scalars(stmt)]


def _view(row: Message) -> MessageView:
    return MessageView(row.id, row.kind, typed_facts(row.facts), row.created_at, row.read_at is None)


def typed_facts(facts: dict[str, Any]) -> dict[str, Any]:
    """Return facts with days and moments as such."""
    return {name: _typed(name, value) for name, value in facts.items()}


def _typed(name: str, value: Any) -> Any:
    """Give days and moments back as such; their names say which they are."""
    if not isinstance(value, str):
        return value
    try:
        if name.endswith("_on"):
            return date.fromisoformat(value)
        if name.endswith("_at") or name == "until":
            return datetime.fromisoformat(value)
    except ValueError:
        return value
    return value
