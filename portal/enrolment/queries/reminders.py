"""Reads about what people are to be reminded of."""

from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, exists, select

from portal.catalog.models import ClassSession
from portal.catalog.types import ClassState
from portal.core.db import session
from portal.enrolment.models import Application, Reminder
from portal.enrolment.types import ApplicationState

AT_ONCE = 500


def beginning_on(day: date, *, seated_before: datetime, kind: str) -> list[int]:
    """Return who has a seat in a class that begins on a day and was not reminded of it; newcomers know it."""
    stmt = (
        select(Application.id)
        .join(ClassSession, ClassSession.id == Application.class_session_id)
        .where(
            ClassSession.starts_on == day,
            ClassSession.state.in_((ClassState.OPEN, ClassState.CLOSED)),
            Application.state == ApplicationState.ACCEPTED,
            Application.changed_at < seated_before,
            ~_reminded(kind),
        )
        .order_by(Application.id)
        .limit(AT_ONCE)
    )
    return list(session().scalars(stmt))


def offers_ending(now: datetime, within: timedelta, *, offered_before: datetime, kind: str) -> list[int]:
    """Return who has not answered an offer that ends soon, and was not reminded of it."""
    stmt = (
        select(Application.id)
        .where(
            Application.offer_expires_at > now,
            Application.offer_expires_at <= now + within,
            Application.changed_at < offered_before,
            ~_reminded(kind),
        )
        .order_by(Application.offer_expires_at, Application.id)
        .limit(AT_ONCE)
    )
    return list(session().scalars(stmt))


def _reminded(kind: str) -> ColumnElement[bool]:
    return exists().where(Reminder.application_id == Application.id, Reminder.kind == kind)
