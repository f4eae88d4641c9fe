"""Reads of classes, as applications and wishes need them."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from portal.catalog.models import CatalogEntry, ClassSession, Occupation, Provider
from portal.catalog.types import ClassState
from portal.core import clock
from portal.core.db import session
from portal.core.errors import NotFound
from portal.enrolment.models import ClassAnnounced
from portal.enrolment.types import ClassFacts

CLASSES_AT_ONCE = 50
CLASSES_READ = 200

# In the order of the fields of ClassFacts.
CLASS_COLUMNS: tuple[ColumnElement[Any] | Any, ...] = (
    ClassSession.id,
    ClassSession.number,
    Occupation.name,
    func.coalesce(CatalogEntry.name_mn, Occupation.name_mn),
    ClassSession.occupation_id,
    ClassSession.trade,
    ClassSession.level,
    ClassSession.hours,
    Provider.name,
    Provider.name_mn,
    Provider.state,
    Provider.accredited_from,
    Provider.accredited_to,
    ClassSession.starts_on,
    ClassSession.ends_on,
    ClassSession.daily_hours,
    ClassSession.place,
    ClassSession.place_mn,
    ClassSession.region_code,
    ClassSession.mode,
    ClassSession.language,
    ClassSession.capacity,
    ClassSession.seats_taken,
    ClassSession.waiting,
    ClassSession.apply_from,
    ClassSession.apply_by,
    ClassSession.bring,
    Occupation.extra_permit,
    ClassSession.contact_phone,
    ClassSession.state,
    ClassSession.cancelled_reason,
    ClassSession.way_there,
    ClassSession.way_there_mn,
)


def with_class(stmt: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Join what stands around a class to a statement that already reads from it."""
    return (
        stmt.join(Occupation, Occupation.id == ClassSession.occupation_id)
        .join(CatalogEntry, CatalogEntry.id == ClassSession.entry_id)
        .join(Provider, Provider.id == ClassSession.provider_id)
    )


# Made once: making it takes longer than asking it.
_CLASSES = with_class(select(*CLASS_COLUMNS).select_from(ClassSession))


def get_class(class_id: int, *, drafts: bool = False) -> ClassFacts:
    """Return a class.

    Args:
        class_id: The class.
        drafts: Also one that is being prepared, or prepared anew.

    Raises:
        NotFound: there is none.
    """
    row = session().execute(_CLASSES.where(ClassSession.id == class_id)).one_or_none()
    found = ClassFacts(*row) if row else None
    if found is None or (found.state is ClassState.DRAFT and not drafts):
        raise NotFound
    return found


def list_open(occupation_ids: Collection[int] | None = None) -> list[ClassFacts]:
    """Return classes one can apply for today, of these occupations or of all, soonest first; not without end."""
    today = clock.today()
    stmt = (
        _CLASSES.where(
            ClassSession.state == ClassState.OPEN, ClassSession.apply_from <= today, ClassSession.apply_by >= today
        )
        .order_by(ClassSession.starts_on, ClassSession.id)
        .limit(CLASSES_READ)
    )
    if occupation_ids is not None:
        stmt = stmt.where(ClassSession.occupation_id.in_(occupation_ids))
    return [ClassFacts(*row) for row in session().execute(stmt)]


def list_instead_of(missed: ClassFacts) -> list[ClassFacts]:
    """Return a few other open classes of the same occupation."""
    return [found for found in list_open([missed.occupation_id]) if found.id != missed.id][:3]


def not_yet_announced() -> list[int]:
    """Return classes that opened and whose wishes were not looked through yet."""
    today = clock.today()
    stmt = (
        select(ClassSession.id)
        .outerjoin(ClassAnnounced, ClassAnnounced.class_session_id == ClassSession.id)
        .where(
            ClassAnnounced.class_session_id.is_(None),
            ClassSession.state == ClassState.OPEN,
            ClassSession.apply_from <= today,
            ClassSession.apply_by >= today,
        )
        .order_by(ClassSession.starts_on, ClassSession.id)
        .limit(CLASSES_AT_ONCE)
    )
    return list(session().scalars(stmt))
