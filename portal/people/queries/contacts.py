"""Name and phone in full, for whoever asked a moment ago."""

from datetime import timedelta

from sqlalchemy import select

from portal.core import clock
from portal.core.audit import AuditEvent
from portal.core.db import session
from portal.people.models import Person
from portal.people.types import PhoneOwner
from portal.people.types.contacts import SeenContact

SHOWN = timedelta(minutes=10)


def find_seen_contact(person_id: int, *, account_id: int) -> SeenContact | None:
    """Return how a person is reached, if this account asked within the last minutes; else None."""
    asked = (
        select(AuditEvent.id)
        .where(
            AuditEvent.subject_id == person_id,
            AuditEvent.subject_type == "person",
            AuditEvent.action == "people.see_contact",
            AuditEvent.actor_id == account_id,
            AuditEvent.at > clock.now() - SHOWN,
        )
        .limit(1)
    )
    if session().scalar(asked) is None:
        return None
    person = session().scalar(select(Person).where(Person.id == person_id, Person.erased_at.is_(None)))
    if person is None:
        return None
    return SeenContact(person.name, person.name_mn, person.phone, person.phone_owner is not PhoneOwner.RELATIVE)
