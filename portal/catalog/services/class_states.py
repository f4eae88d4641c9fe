"""Lead a class from one state to the next."""

from datetime import date

from portal.catalog import rules
from portal.catalog.errors import ClassStateRefused
from portal.catalog.models import ClassSession
from portal.catalog.queries import forget
from portal.catalog.services.seats import lock_class
from portal.catalog.types import ClassState
from portal.core import audit
from portal.core.db import transaction


def set_class_state(class_id: int, state: ClassState, *, account_id: int | None = None) -> None:
    """Open, close, begin or finish a class; setting the state it has changes nothing.

    Raises:
        ClassNotFound: there is none.
        ClassStateRefused: no way leads from its state to this one.
    """
    _move(class_id, state, account_id)


def cancel_class(class_id: int, reason: str, *, account_id: int | None = None) -> None:
    """Cancel a class for a reason that its page tells. Telling the applicants is the caller's.

    Raises:
        ClassNotFound: there is none.
        ClassStateRefused: the class is over.
    """
    _move(class_id, ClassState.CANCELLED, account_id, reason=reason)


def open_from(class_id: int, day: date) -> None:
    """Let people apply from this day on; until then the class is shown as not yet open.

    Raises:
        ClassNotFound: there is none.
    """
    with transaction() as session:
        lock_class(session, class_id).apply_from = day
    forget()


def _move(class_id: int, state: ClassState, account_id: int | None, reason: str | None = None) -> None:
    with transaction() as session:
        found: ClassSession = lock_class(session, class_id)
        if found.state != state:
            if not rules.may_move(found.state, state):
                raise ClassStateRefused(class_id)
            found.state, found.cancelled_reason = state, reason
            session.flush()
            audit.record(
                "catalog.set_class_state",
                subject_type="class_session",
                subject_id=class_id,
                actor_id=account_id,
                details={"state": state.value},
            )
    forget()
