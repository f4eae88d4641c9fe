"""Give people what is stored of their applications and wishes, and forget what may be forgotten.

Source:
    Personal Information Protection Law, articles 45 and 47.
"""

import json
from collections.abc import Mapping

from sqlalchemy import update

from portal.core.db import transaction
from portal.core.i18n import _l
from portal.core.own_data import OwnData, Row
from portal.enrolment import queries
from portal.enrolment.models import Application
from portal.enrolment.queries.attendance import list_attendance_of
from portal.enrolment.services.answering import leave
from portal.enrolment.services.own_wishes import WISH_ACTS, WISHES


def export_applications(person_id: int) -> list[Row]:
    """Return every application with its class, its state, how it came in and what was told about subsidies.

    The last is as programs read it, for the file alone: the page of the application says it in words.
    """
    shown = queries.list_shown(person_id)
    return [
        {
            "number": found.number,
            "class": found.class_session.name,
            "institution": found.class_session.provider,
            "first_day": found.class_session.starts_on,
            "applied_at": found.applied_at,
            "state": found.shown_state,
            "channel": found.channel.value,
            "facts_shown": _as_text(shown[found.id]["facts"]) if found.id in shown else None,
            "answers_shown": _as_text(shown[found.id]["words"]) if found.id in shown else None,
        }
        for found in queries.list_for(person_id)
    ]


def export_attendance(person_id: int) -> list[Row]:
    """Return on which days of which class someone was noted, with the hours."""
    return [{"class": number, "day": day, "hours": hours} for number, day, hours in list_attendance_of(person_id)]


def leave_classes(person_id: int) -> None:
    """Withdraw from every class that has not begun, so that the seats go to others.

    What was told about subsidies repeats groups and places of the person, so it goes as well.
    """
    for application_id in queries.list_that_can_end(person_id):
        leave(application_id, person_id=person_id, account_id=None, tell=False)
    with transaction() as current:
        current.execute(update(Application).where(Application.person_id == person_id).values(verdict=None))


def _as_text(found: Mapping[str, object]) -> str:
    return json.dumps(found, ensure_ascii=False)


OWN_DATA = (
    OwnData(
        "applications",
        _l("Your applications"),
        export_applications,
        leave_classes,
        kept_because=_l(
            "You are withdrawn from classes that have not begun. That you signed up stays on record, without your "
            "contact, because seats and subsidies are accounted for."
        ),
        labels={
            "number": _l("Application number"),
            "class": _l("Class"),
            "institution": _l("Institution"),
            "first_day": _l("First day"),
            "applied_at": _l("Signed up"),
            "state": _l("State"),
            "channel": _l("How it came in"),
        },
        words={
            "waiting": _l("On the waiting list"),
            "offered": _l("A seat is kept for you: please answer"),
            "accepted": _l("You have a seat"),
            "attending": _l("In training"),
            "completed": _l("Training completed"),
            "absent": _l("Did not attend"),
            "withdrawn": _l("Withdrawn by you"),
            "contested": _l("The bureau withdrew it: it was not your will"),
            "offer_declined": _l("You gave the seat back"),
            "offer_ran_out": _l("Offer ran out"),
            "list_closed": _l("No seat came free"),
            "class_cancelled": _l("Class cancelled"),
            "self": _l("By yourself"),
            "station": _l("At a service station"),
            "roster": _l("By a list of the village"),
        },
    ),
    OwnData(
        "attendance",
        _l("Your attendance"),
        export_attendance,
        kept_because=_l("The days you attended stay on record, because subsidies are accounted for by them."),
        labels={"class": _l("Class"), "day": _l("Day"), "hours": _l("Hours")},
    ),
    WISHES,
    WISH_ACTS,
)
