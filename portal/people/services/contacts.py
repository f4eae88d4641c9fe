"""Let staff see how a person is reached; the person reads in their trail that somebody did, and for what."""

from portal.core import audit
from portal.core.db import transaction


def see_contact(person_id: int, *, account_id: int, about: str) -> None:
    """Write down that a member of staff looks at a name and phone in full, and let the page show them for a while.

    Args:
        person_id: Whose.
        account_id: Who looks.
        about: What for, as table and row: ``wish 12``. Never a name.
    """
    with transaction():
        audit.record(
            "people.see_contact",
            subject_type="person",
            subject_id=person_id,
            actor_id=account_id,
            details={"about": about},
        )
