"""How people are reached by text message: what notices, which knows nobody, is told of people."""

from collections.abc import Collection

from sqlalchemy import func, select

from portal.core import names
from portal.core.db import session
from portal.notices.types.deliveries import Contact
from portal.people.models import Person
from portal.people.types import PhoneOwner


def contacts_of(person_ids: Collection[int]) -> dict[int, Contact]:
    """Return how living people are reached.

    A phone that others read too names, masked, whom a message is for.
    """
    stmt = select(Person).where(Person.id.in_(set(person_ids)), Person.erased_at.is_(None))
    people = session().scalars(stmt.execution_options(populate_existing=True)).all()
    shared = _shared({person.phone_index for person in people if person.phone_index})
    return {person.id: _contact(person, shared) for person in people}


def _contact(person: Person, shared: Collection[str]) -> Contact:
    own = person.phone_owner is PhoneOwner.OWN and person.phone_index not in shared
    return Contact(
        person_id=person.id,
        phone=person.phone,
        language=person.language,
        addressed=None if own else names.mask(person.name),
        switched_off=person.sms_off,
        is_demo=person.is_demo,
    )


def _shared(indexes: Collection[str]) -> set[str]:
    """Return the phones that several living people gave."""
    if not indexes:
        return set()
    stmt = (
        select(Person.phone_index)
        .where(Person.phone_index.in_(indexes), Person.erased_at.is_(None))
        .group_by(Person.phone_index)
        .having(func.count() > 1)
    )
    return {index for index in session().scalars(stmt) if index}
