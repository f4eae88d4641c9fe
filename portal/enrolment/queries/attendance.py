"""Read the roll of a class, who was there on which day, and who is wanted elsewhere at the same time."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import case, func, select
from sqlalchemy.orm import aliased

from portal.catalog.models import ClassSession, Occupation
from portal.core import identity_numbers, names
from portal.core.db import session
from portal.enrolment import rules
from portal.enrolment.models import Application, Attendance
from portal.enrolment.types import Timespan
from portal.enrolment.types.attendance import ON_ROLL, DayCount, EarlierMark, Elsewhere, Mark, OnRoll
from portal.people.models import Account, Person

_CURRENT = Attendance.replaced_by_id.is_(None)


def list_roll(class_id: int) -> list[OnRoll]:
    """Return who has or had a seat in a class, in the order of sign-up; of two applications of one person the newer."""
    stmt = (
        select(Application.id, Application.state, Person)
        .join(Person, Person.id == Application.person_id)
        .where(Application.class_session_id == class_id, Application.state.in_(ON_ROLL))
        .order_by(Application.arrival)
        .execution_options(populate_existing=True)
    )
    found = {person.id: (application_id, state, person) for application_id, state, person in session().execute(stmt)}
    return [
        OnRoll(
            application_id=application_id,
            person_id=person.id,
            state=state,
            name=person.name if person.erased_at is None else names.mask(person.name),
            name_mn=person.name_mn if person.erased_at is None else None,
            masked_id_number=identity_numbers.mask(person.id_number),
            is_living=person.erased_at is None,
        )
        for application_id, state, person in found.values()
    ]


def marks_of_day(class_id: int, day: date) -> dict[int, Mark]:
    """Return what stands about each person on a day of a class, by application."""
    stmt = (
        select(Attendance, Account.display_name)
        .outerjoin(Account, Account.id == Attendance.recorded_by_id)
        .where(Attendance.class_session_id == class_id, Attendance.day == day)
        .order_by(Attendance.id.desc())
        .execution_options(populate_existing=True)
    )
    rows = session().execute(stmt).all()
    earlier: dict[int, list[EarlierMark]] = {}
    for row, _by in rows:
        if row.replaced_by_id is not None:
            earlier.setdefault(row.application_id, []).append(EarlierMark(row.hours, row.recorded_at))
    return {
        row.application_id: Mark(
            application_id=row.application_id,
            hours=row.hours,
            how=row.how,
            recorded_at=row.recorded_at,
            recorded_by=by or "",
            reason=row.reason,
            earlier=tuple(earlier.get(row.application_id, ())),
        )
        for row, by in rows
        if row.replaced_by_id is None
    }


def count_days(class_id: int) -> dict[date, DayCount]:
    """Return how many were there on each day that was noted."""
    there = func.sum(case((Attendance.hours > 0, 1), else_=0))
    stmt = (
        select(Attendance.day, there, func.count())
        .where(Attendance.class_session_id == class_id, _CURRENT)
        .group_by(Attendance.day)
        .order_by(Attendance.day)
    )
    return {day: DayCount(day, int(present), number - int(present)) for day, present, number in session().execute(stmt)}


def hours_attended(class_id: int) -> dict[int, int]:
    """Return the hours noted of each person, by application; who was never noted is left out."""
    stmt = (
        select(Attendance.application_id, func.sum(Attendance.hours))
        .where(Attendance.class_session_id == class_id, _CURRENT)
        .group_by(Attendance.application_id)
    )
    return {application_id: int(hours) for application_id, hours in session().execute(stmt)}


def list_elsewhere(class_id: int, day: date | None = None) -> dict[int, list[Elsewhere]]:
    """Return who of a roll has a seat in another class at the same time, by application of the roll.

    Args:
        class_id: The class.
        day: Only classes held on this day, where one is given.
    """
    found: dict[int, list[Elsewhere]] = {}
    for other in _overlapping(class_id):
        if day is None or other.starts_on <= day <= other.ends_on:
            found.setdefault(other.application_id, []).append(other)
    return found


def _overlapping(class_id: int) -> Iterator[Elsewhere]:
    own, other, there = aliased(Application), aliased(Application), aliased(ClassSession)
    stmt = (
        select(
            own.id,
            there.number,
            Occupation.name,
            Occupation.name_mn,
            there.starts_on,
            there.ends_on,
            there.daily_hours,
            ClassSession.starts_on,
            ClassSession.ends_on,
            ClassSession.daily_hours,
        )
        .join(ClassSession, ClassSession.id == own.class_session_id)
        .join(other, other.person_id == own.person_id)
        .join(there, there.id == other.class_session_id)
        .join(Occupation, Occupation.id == there.occupation_id)
        .where(
            own.class_session_id == class_id,
            own.state.in_(ON_ROLL),
            other.class_session_id != class_id,
            other.state.in_(ON_ROLL),
            there.starts_on <= ClassSession.ends_on,
            there.ends_on >= ClassSession.starts_on,
        )
        .order_by(own.arrival, there.starts_on, there.id)
    )
    for *values, starts_on, ends_on, daily_hours in session().execute(stmt):
        found = Elsewhere(*values)
        if rules.overlap(Timespan(starts_on, ends_on, daily_hours), _span(found)):
            yield found


def _span(other: Elsewhere) -> Timespan:
    return Timespan(other.starts_on, other.ends_on, other.daily_hours)


def list_attendance_of(person_id: int) -> list[tuple[str, date, int]]:
    """Return the days noted of a person: number of the class, day, hours."""
    stmt = (
        select(ClassSession.number, Attendance.day, Attendance.hours)
        .join(ClassSession, ClassSession.id == Attendance.class_session_id)
        .where(Attendance.person_id == person_id, _CURRENT)
        .order_by(Attendance.day, Attendance.id)
    )
    return [(number, day, hours) for number, day, hours in session().execute(stmt)]


def list_own_days(application_id: int) -> list[tuple[date, int]]:
    """Return the days noted of an application with the hours of each, the first one first; none is absent."""
    stmt = (
        select(Attendance.day, Attendance.hours)
        .where(Attendance.application_id == application_id, _CURRENT)
        .order_by(Attendance.day, Attendance.id)
    )
    return [(day, hours) for day, hours in session().execute(stmt)]
