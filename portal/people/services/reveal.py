"""Show staff what is hidden in daily work, after a reason that the person can read.

Source:
    GB/T 35273-2020, 7.2 (show no more than is needed); Personal Information Protection Law, article 47 (what is kept
    after a deletion is stored and protected, and used for nothing else).
"""

from sqlalchemy import select

from portal.core import audit
from portal.core.crypto import blind_indexes
from portal.core.db import session, transaction
from portal.core.errors import NotFound
from portal.people import queries
from portal.people.errors import PersonNotFound
from portal.people.models import Person
from portal.people.queries import ID_NUMBER
from portal.people.types import LookReason


def reveal_id_number(person_id: int, *, actor_id: int, reason: str, purpose: LookReason, office: str | None) -> str:
    """Return the full identity number to staff who gave a reason; the person can see that it was looked at.

    Raises:
        PersonNotFound: there is no such living person.
    """
    stmt = select(Person.id_number).where(Person.id == person_id, Person.erased_at.is_(None))
    number = session().scalar(stmt)
    if number is None:
        raise PersonNotFound
    with transaction():
        _note("people.reveal_id_number", person_id, actor_id, reason, purpose, office)
    return number


def open_locked(
    id_number: str, *, region: str, actor_id: int, reason: str, purpose: LookReason, office: str | None
) -> list[int]:
    """Return the rows of someone of the region who asked to be forgotten; each look is written down.

    Raises:
        NotFound: nobody of this region with this number asked for that.
    """
    found = queries.find_locked_ids(blind_indexes(id_number, ID_NUMBER), region)
    if not found:
        raise NotFound
    with transaction():
        for person_id in found:
            _note("people.open_locked", person_id, actor_id, reason, purpose, office)
    return found


def _note(action: str, person_id: int, actor_id: int, reason: str, purpose: LookReason, office: str | None) -> None:
    audit.record(
        action,
        subject_type="person",
        subject_id=person_id,
        actor_id=actor_id,
        details={"reason": reason[:200], "purpose": purpose.value, "office": office},
    )
