"""Reads of text messages on their way, and of what they cost."""

from collections.abc import Callable, Collection
from datetime import datetime

from flask import Flask, current_app
from sqlalchemy import Select, case, select

from portal.core import clock
from portal.core.config import Config
from portal.core.db import session
from portal.notices.models import Delivery, SmsMonth
from portal.notices.models.deliveries import STILL_WAITING
from portal.notices.rules import deliveries as rules
from portal.notices.types.deliveries import Contact, DeliveryView, Spending

FindContacts = Callable[[Collection[int]], dict[int, Contact]]


def know_contacts_by(app: Flask, find: FindContacts) -> None:
    """Let this room, which knows nobody, ask how people are reached."""
    app.extensions["contacts"] = find


def contacts_of(person_ids: Collection[int]) -> dict[int, Contact]:
    """Return how living people are reached by text message."""
    find: FindContacts = current_app.extensions["contacts"]
    return find(person_ids) if person_ids else {}


def due(now: datetime, limit: int) -> Select[Delivery]:
    """Return the statement for what is due, codes first; rows that another worker holds are passed over."""
    first = case((Delivery.kind == rules.CODE, 0), else_=1)
    return (
        select(Delivery)
        .where(STILL_WAITING, Delivery.due_at <= now)
        .order_by(first, Delivery.due_at, Delivery.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )


def moments_waiting() -> list[datetime]:
    """Return when what waits was written, each moment once, oldest first."""
    stmt = select(Delivery.queued_at).where(STILL_WAITING).distinct().order_by(Delivery.queued_at)
    return list(session().scalars(stmt))


def deliveries_of_messages(message_ids: Collection[int]) -> dict[int, DeliveryView]:
    """Return the last text message of each message."""
    stmt = select(Delivery).where(Delivery.message_id.in_(message_ids)).order_by(Delivery.id)
    return {row.message_id or 0: view_of(row) for row in session().scalars(stmt)}


def list_deliveries_of(person_id: int) -> list[DeliveryView]:
    """Return the text messages to a person, oldest first."""
    stmt = select(Delivery).where(Delivery.person_id == person_id).order_by(Delivery.id)
    return [view_of(row) for row in session().scalars(stmt)]


def spending() -> Spending:
    """Return what text messages cost this month."""
    config: Config = current_app.config["PORTAL"]
    stmt = select(SmsMonth.spent_fen, SmsMonth.parts).where(SmsMonth.month == rules.month_of(clock.now()))
    spent, parts = session().execute(stmt).one_or_none() or (0, 0)
    return Spending(spent, parts, config.sms.monthly_cap)


def view_of(row: Delivery) -> DeliveryView:
    """Return a row as its person may see it."""
    about = (row.state, row.reason, row.shown_to)
    return DeliveryView(row.id, row.message_id, *about, row.queued_at, row.due_at, row.sent_at)
