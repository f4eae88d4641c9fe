"""Move a class along its life, on behalf of the room that looks after the people in it."""

from datetime import date

from sqlalchemy import update

from portal.catalog.models import ClassSession
from portal.catalog.types import ClassState
from portal.core.db import transaction


def set_class_state(class_id: int, state: ClassState, *, reason: str | None = None) -> None:
    """Write down the state of a class, as decided under `lock_class`; the reason is shown where it was cancelled."""
    with transaction() as session:
        session.execute(
            update(ClassSession).where(ClassSession.id == class_id).values(state=state, cancelled_reason=reason)
        )


def open_from(class_id: int, day: date) -> None:
    """Let people apply from this day on; until then the class is shown as not yet open."""
    with transaction() as session:
        session.execute(update(ClassSession).where(ClassSession.id == class_id).values(apply_from=day))
