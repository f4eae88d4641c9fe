"""Tell people things, and remember what they read."""

from typing import Any

from flask import current_app
from sqlalchemy import delete, select, update

from portal.core import clock
from portal.core.db import transaction
from portal.core.i18n import _l
from portal.core.own_data import OwnData, Row
from portal.notices.errors import UnknownKind
from portal.notices.models import Message
from portal.notices.queries import deliveries, messages
from portal.notices.services import outbox
from portal.notices.types.deliveries import DeliveryState


def tell(person_id: int, kind: str, facts: dict[str, Any], *, by_sms: bool = True) -> None:
    """Leave a message for a person with the running transaction; it is put into words when it is read.

    A needful kind also queues a text message, with the same transaction: what is promised goes out later, or the
    queue says why not.

    Args:
        person_id: Who is told.
        kind: Name of a template of ``templates/messages``.
        facts: Labels' values: plain text, numbers, ISO days (``..._on``) and moments (``..._at``, ``until``); a name
            in both languages as ``x`` and ``x_mn``. Never an identity number or a phone of a person.
        by_sms: Whether a text message may go out too; False where another one says the same.

    Raises:
        UnknownKind: no template puts this kind into words.
    """
    if f"messages/{kind}.html" not in _templates():
        raise UnknownKind(kind)
    with transaction() as session:
        message = Message(person_id=person_id, kind=kind, facts=facts, created_at=clock.now(), read_at=None)
        session.add(message)
        if by_sms:
            outbox.queue(session, message)


def mark_read(person_id: int, up_to_id: int) -> None:
    """Note that a person read what they were told, up to a message."""
    own = (Message.person_id == person_id, Message.id <= up_to_id, Message.read_at.is_(None))
    with transaction() as session:
        session.execute(update(Message).where(*own).values(read_at=clock.now()))


def forget_fact(person_id: int, kind: str, name: str) -> None:
    """Delete one fact from what a person was told of a kind; the rest of it stays."""
    own = select(Message).where(Message.person_id == person_id, Message.kind == kind).with_for_update()
    with transaction() as session:
        for message in session.scalars(own.execution_options(populate_existing=True)):
            message.facts = {key: value for key, value in message.facts.items() if key != name}


def forget_messages(person_id: int) -> None:
    """Delete what a person was told."""
    with transaction() as session:
        outbox.forget_deliveries(person_id)
        session.execute(delete(Message).where(Message.person_id == person_id))


def export_messages(person_id: int) -> list[Row]:
    """Return what a person was told, as facts."""
    return [
        {"kind": message.kind, "created_at": message.created_at, **message.facts}
        for message in messages.list_all(person_id)
    ]


def export_deliveries(person_id: int) -> list[Row]:
    """Return which text messages went to a person."""
    return [
        {
            "created_at": one.queued_at,
            "sent_to": one.shown_to,
            "state": one.state.value,
            "sent_at": one.sent_at,
        }
        for one in deliveries.list_deliveries_of(person_id)
    ]


def _templates() -> frozenset[str]:
    found: frozenset[str] | None = current_app.extensions.get("message_templates")
    if found is None:
        found = frozenset(name for name in current_app.jinja_env.list_templates() if name.startswith("messages/"))
        current_app.extensions["message_templates"] = found
    return found


OWN_DATA = (
    OwnData(
        "messages",
        _l("Messages to you"),
        export_messages,
        forget_messages,
        labels={
            "created_at": _l("When"),
            "occupation": _l("Training"),
            "provider": _l("Training institution"),
            "starts_on": _l("First day"),
            "place": _l("Place"),
            "reason": _l("Reason"),
        },
    ),
    OwnData(
        "text_messages",
        _l("Text messages to you"),
        export_deliveries,
        labels={
            "created_at": _l("When"),
            "sent_to": _l("Phone number"),
            "state": _l("State"),
            "sent_at": _l("Sent on"),
        },
        words={
            DeliveryState.QUEUED.value: _l("Waits"),
            DeliveryState.SENDING.value: _l("Waits"),
            DeliveryState.FAILED.value: _l("Is tried again"),
            DeliveryState.HELD.value: _l("Is held"),
            DeliveryState.SENT.value: _l("Went out"),
            DeliveryState.GIVEN_UP.value: _l("Could not be sent"),
            DeliveryState.NOT_NEEDED.value: _l("Not sent"),
        },
    ),
)
