"""Find classes and occupations by what a list calls them."""

import unicodedata

from sqlalchemy import select

from portal.catalog.models import ClassSession, Occupation
from portal.catalog.types import ClassState
from portal.core.db import session
from portal.enrolment import queries as enrolment
from portal.enrolment.types import ClassFacts


def find_class(number: str) -> ClassFacts | None:
    """Return the class with this number, or None; one that is being prepared is not there yet."""
    stmt = select(ClassSession.id).where(ClassSession.number == number, ClassSession.state != ClassState.DRAFT)
    class_id = session().scalar(stmt)
    return enrolment.get_class(class_id) if class_id is not None else None


def find_occupation(words: str) -> int | None:
    """Return the occupation of exactly this name, or None."""
    name = "".join(unicodedata.normalize("NFKC", words).split())
    names = {name, words.strip()}
    stmt = select(Occupation.id).where(Occupation.name.in_(names)).order_by(Occupation.id)
    return session().scalar(stmt.limit(1))
