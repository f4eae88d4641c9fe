"""Move a class along its life, on behalf of the room that looks after the people in it."""

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
