"""Note who was there on a day of a class. A correction is a new row; the old one stays."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.catalog import services as catalog
from portal.catalog.types import ClassState
from portal.core import audit, clock
from portal.core.db import transaction
from portal.enrolment import rules
from portal.enrolment.errors import NotADayOfClass, NotOnRoll, ReasonNeeded, TooManyHours
from portal.enrolment.models import Application, Attendance
from portal.enrolment.services.classes import attend
from portal.enrolment.types import ApplicationState
from portal.enrolment.types.attendance import ON_ROLL, AttendanceWay, NewMark


def mark_day(
    class_id: int, day: date, marks: Sequence[NewMark], *, how: AttendanceWay, reason: str | None, account_id: int
) -> int:
    """Note the hours of people on a day of a class and return how many lines are new or changed.

    Whoever was there has begun the training, also where the class still takes people on its first day.

    Args:
        class_id: The class.
        day: One of its days, not in the future.
        marks: People of its roll, each with the hours they were there; 0 is absent.
        how: How it was noted.
        reason: Why something noted before is wrong; needed where the day is past.
        account_id: Who notes it.

    Raises:
        NotADayOfClass: the class is not held on this day, or the day is still to come.
        NotOnRoll: somebody has no seat in this class.
        TooManyHours: the class is not held that long on one day.
        ReasonNeeded: something noted before changes, and nobody said why.
    """
    with transaction() as session:
        row = catalog.lock_class(session, class_id)
        _check_day(row.state, row.starts_on, row.ends_on, day)
        on_roll = _people_on_roll(session, class_id)
        if not on_roll.keys() >= {mark.application_id for mark in marks}:
            raise NotOnRoll
        standing = _standing(session, class_id, day)
        changed = [mark for mark in marks if _differs(standing.get(mark.application_id), mark)]
        _check_hours(row.daily_hours, changed)
        if day < clock.today() and not reason and any(mark.application_id in standing for mark in changed):
            raise ReasonNeeded
        now = clock.now()
        for mark in changed:
            new = _row(class_id, on_roll[mark.application_id].person_id, day, mark, how, account_id, now)
            _put_in_place(session, standing.get(mark.application_id), new, reason)
        if changed:
            _note(class_id, day, len(changed), how, account_id)
        here = {mark.application_id for mark in changed if mark.hours > 0}
        if any(on_roll[one].state is ApplicationState.ACCEPTED for one in here):
            attend(class_id, here, account_id=account_id)
    return len(changed)


def _check_day(state: ClassState, starts_on: date, ends_on: date, day: date) -> None:
    if state in (ClassState.DRAFT, ClassState.CANCELLED):
        raise NotADayOfClass
    if not starts_on <= day <= min(ends_on, clock.today()):
        raise NotADayOfClass


def _check_hours(daily_hours: str | None, changed: Sequence[NewMark]) -> None:
    limit = rules.most_hours_of_day(daily_hours)
    if beyond := tuple(mark.application_id for mark in changed if not 0 <= mark.hours <= limit):
        raise TooManyHours(limit, beyond)


def _people_on_roll(session: Session, class_id: int) -> dict[int, Application]:
    stmt = (
        select(Application)
        .where(Application.class_session_id == class_id, Application.state.in_(ON_ROLL))
        .execution_options(populate_existing=True)
    )
    return {row.id: row for row in session.scalars(stmt)}


def _standing(session: Session, class_id: int, day: date) -> dict[int, Attendance]:
    stmt = (
        select(Attendance)
        .where(Attendance.class_session_id == class_id, Attendance.day == day, Attendance.replaced_by_id.is_(None))
        .execution_options(populate_existing=True)
    )
    return {row.application_id: row for row in session.scalars(stmt)}


def _differs(standing: Attendance | None, mark: NewMark) -> bool:
    return standing is None or standing.hours != mark.hours


def _row(
    class_id: int, person_id: int, day: date, mark: NewMark, how: AttendanceWay, account_id: int, now: datetime
) -> Attendance:
    return Attendance(
        application_id=mark.application_id,
        class_session_id=class_id,
        person_id=person_id,
        day=day,
        hours=mark.hours,
        how=how,
        recorded_at=now,
        recorded_by_id=account_id,
    )


def _put_in_place(session: Session, standing: Attendance | None, new: Attendance, reason: str | None) -> None:
    if standing is not None:
        standing.replaced_by_id = standing.id  # makes room: only one line may be current
        session.flush()
        new.reason = reason
    session.add(new)
    session.flush()
    if standing is not None:
        standing.replaced_by_id = new.id
        session.flush()


def _note(class_id: int, day: date, changed: int, how: AttendanceWay, account_id: int) -> None:
    audit.record(
        "enrolment.mark_attendance",
        subject_type="class_session",
        subject_id=class_id,
        actor_id=account_id,
        details={"day": day.isoformat(), "lines": changed, "how": how.value},
    )
