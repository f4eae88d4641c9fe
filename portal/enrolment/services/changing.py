"""Change a class that people have signed up for, and tell them."""

from datetime import datetime
from typing import Any

from portal.catalog.services import plans
from portal.catalog.types.plans import Arrangement
from portal.core.db import transaction
from portal.enrolment.services import telling
from portal.enrolment.services.seats import holding, in_states
from portal.enrolment.types import LIVE_STATES

TOLD_OF = frozenset(
    ("starts_on", "ends_on", "daily_hours", "place", "place_mn", "way_there", "way_there_mn", "contact_phone")
)


def change_class(class_id: int, wanted: Arrangement, *, account_id: int) -> int | None:
    """Change a published class, tell everyone on it what concerns them, and return how many; None: nothing changed.

    Raises:
        ClassNotFound: there is none.
        NotADraftClass: it is a draft, over or cancelled.
        PlanRefused: the days do not fit, or more people have a seat than there would be.
    """
    with holding(class_id) as held:
        changed = plans.change_class(class_id, wanted, account_id=account_id)
        if not changed:
            return None
        held.capacity, held.apply_by = wanted.capacity, wanted.apply_by
        if not TOLD_OF.intersection(changed):
            return 0
        on_it = in_states(held, *LIVE_STATES)
        for application in on_it:
            telling.record("class_changed", application, account_id=account_id)
            telling.tell("class_changed", application, held.facts, **_more(wanted))
    return len(on_it)


def ask_change(
    class_id: int, wanted: Arrangement, *, provider_id: int, account_id: int
) -> tuple[int | None, tuple[str, ...]]:
    """Change of a class what its school may change by itself, and lay the rest before the bureau.

    Returns:
        How many people were told (None: nothing was changed), and the columns that wait for an officer.

    Raises:
        ClassNotFound: there is none of this provider.
        NotADraftClass: it is a draft, over or cancelled.
        PlanRefused: the days do not fit, or more people have a seat than there would be.
    """
    with transaction():
        at_once, waiting = plans.ask_change(class_id, wanted, provider_id=provider_id, account_id=account_id)
        return change_class(class_id, at_once, account_id=account_id), waiting


def agree_to_change(class_id: int, *, asked: datetime | None, account_id: int) -> int | None:
    """Change a class as its school asked, tell everyone on it, and return how many; None: nothing changed.

    Args:
        class_id: The class.
        asked: When the school asked for what the officer read.
        account_id: The officer.

    Raises:
        ClassNotFound: there is none.
        NotADraftClass: it is over or cancelled, or the request was decided, taken back or made anew meanwhile.
        PlanRefused: the days no longer fit, or more people have a seat by now than there would be.
    """
    with transaction():
        return change_class(class_id, plans.take_request(class_id, asked=asked), account_id=account_id)


def tell_of_change(class_id: int) -> int:
    """Tell everyone on a class that a file changed its days or its place, and return how many."""
    with holding(class_id) as held:
        on_it = in_states(held, *LIVE_STATES)
        for application in on_it:
            telling.record("class_changed", application)
            telling.tell("class_changed", application, held.facts)
    return len(on_it)


def _more(wanted: Arrangement) -> dict[str, Any]:
    return {
        "ends_on": wanted.ends_on.isoformat(),
        "daily_hours": wanted.daily_hours,
        "way_there": wanted.way_there,
        "way_there_mn": wanted.way_there_mn,
    }
