"""Remind people: the day before their class begins, and before an offer ends. Each reminder is given once."""

from datetime import timedelta
from typing import Any

from portal.core import clock
from portal.core.db import transaction
from portal.enrolment import queries
from portal.enrolment.models import Application, Reminder
from portal.enrolment.queries import reminders
from portal.enrolment.services import telling
from portal.enrolment.types import ApplicationState

TOMORROW, OFFER = "class_tomorrow", "offer_ends_soon"
FIRST_HOUR = 9  # local
OFFER_ENDS_WITHIN = timedelta(hours=18)  # hours of the day are left, even where a night lies between
OFFER_IS_OLD = timedelta(hours=6)


def remind() -> int:
    """Give the reminders that are due and return how many. Periodic."""
    now, today = clock.now(), clock.today()
    due = [
        (application_id, OFFER)
        for application_id in reminders.offers_ending(
            now, OFFER_ENDS_WITHIN, offered_before=now - OFFER_IS_OLD, kind=OFFER
        )
    ]
    if clock.to_local(now).hour >= FIRST_HOUR:
        yesterday = clock.end_of_day(today - timedelta(days=1))
        seated = reminders.beginning_on(today + timedelta(days=1), seated_before=yesterday, kind=TOMORROW)
        due += [(application_id, TOMORROW) for application_id in seated]
    return sum(_remind(application_id, kind) for application_id, kind in due)


def _remind(application_id: int, kind: str) -> bool:
    """Give one reminder, if it still makes sense under the lock of its row."""
    with transaction() as current:
        row = current.get(Application, application_id, with_for_update=True, populate_existing=True)
        if row is None or not _makes_sense(row, kind) or current.get(Reminder, (application_id, kind)) is not None:
            return False
        current.add(Reminder(application_id=application_id, kind=kind, told_at=clock.now()))
        about = queries.get_class(row.class_session_id, drafts=True)
        more: dict[str, Any] = {"until": row.offer_expires_at.isoformat()} if row.offer_expires_at else {}
        telling.tell(kind, row, about, **more)
    return True


def _makes_sense(row: Application, kind: str) -> bool:
    if kind == OFFER:
        return row.offer_expires_at is not None and row.offer_expires_at > clock.now()
    return row.state is ApplicationState.ACCEPTED
