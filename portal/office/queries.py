"""Reads of the office: classes and who is on their roll."""

from sqlalchemy import select

from portal.catalog.models import CatalogEntry, ClassSession, Occupation, Provider
from portal.core.db import session
from portal.enrolment.models import Application
from portal.enrolment.types import ApplicationState
from portal.office.types import RollLine, TaughtClass
from portal.people.models import Person
from portal.records.types import Named, TrainedClass

ON_ROLL = (
    ApplicationState.ACCEPTED,
    ApplicationState.ATTENDING,
    ApplicationState.COMPLETED,
    ApplicationState.ABSENT,
)


def find_class(number: str, *, provider_id: int | None = None) -> TaughtClass | None:
    """Return a class and its roll by its number, or None.

    Args:
        number: 班次编号.
        provider_id: Only a class of this provider, where one is given.
    """
    stmt = (
        select(ClassSession, Occupation, CatalogEntry.name_mn, Provider.name, Provider.name_mn)
        .join(Occupation, Occupation.id == ClassSession.occupation_id)
        .join(CatalogEntry, CatalogEntry.id == ClassSession.entry_id)
        .join(Provider, Provider.id == ClassSession.provider_id)
        .where(ClassSession.number == number)
    )
    if provider_id is not None:
        stmt = stmt.where(ClassSession.provider_id == provider_id)
    row = session().execute(stmt).one_or_none()
    if row is None:
        return None
    taught, occupation, entry_mn, provider, provider_mn = row
    trained = TrainedClass(
        class_session_id=taught.id,
        number=taught.number,
        occupation_code=occupation.code,
        occupation=Named(occupation.name, entry_mn or occupation.name_mn or ""),
        level=taught.level,
        provider=Named(provider, provider_mn or ""),
        region_code=taught.region_code,
        starts_on=taught.starts_on,
        ends_on=taught.ends_on,
    )
    return TaughtClass(trained, taught.hours, taught.provider_id, _roll(taught.id))


def _roll(class_id: int) -> tuple[RollLine, ...]:
    """Return who has or had a seat; people who asked to be forgotten still get the result they earned, locked."""
    stmt = (
        select(Application, Person)
        .join(Person, Person.id == Application.person_id)
        .where(Application.class_session_id == class_id, Application.state.in_(ON_ROLL))
        .order_by(Application.id.desc())  # of two applications of one person the newer counts
    )
    return tuple(
        RollLine(
            application_id=application.id,
            state=application.state,
            person_id=person.id,
            name=person.name,
            name_mn=person.name_mn,
            id_number=person.id_number,
            is_living=person.erased_at is None,
        )
        for application, person in session().execute(stmt)
    )
