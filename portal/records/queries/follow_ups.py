"""Reads of visits after a course: who is to be asked, soonest due first, and what was said."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, select

from portal.catalog.models import ClassSession
from portal.catalog.queries.paging import Key, page_of
from portal.catalog.types import Cursor, Page
from portal.core import clock, names, phones, regions
from portal.core.db import session
from portal.core.errors import NotFound
from portal.people.models import Person, Station
from portal.records.models import EnrolmentRecord, FollowUp, FollowUpVisit
from portal.records.rules import follow_ups as rules
from portal.records.types import FollowUpLine, Named, Result, VisitLine, VisitReach

PLANNED_AT_ONCE = 500
_LIVES = (
    select(func.coalesce(Person.present_region, Person.home_region))
    .where(Person.id == FollowUp.person_id)
    .correlate(FollowUp)
    .scalar_subquery()
)
_CURRENT = (
    EnrolmentRecord.person_id == FollowUp.person_id,
    EnrolmentRecord.class_number == FollowUp.class_number,
    EnrolmentRecord.replaced_by_id.is_(None),
)
_FINISHED = EnrolmentRecord.result.in_((Result.PASSED, Result.FAILED))


def list_follow_ups(reach: VisitReach, cursor: Cursor | None = None, *, due: bool = True) -> Page[FollowUpLine]:
    """Return a page of those to be asked, soonest due first: those whose day has come, or those after."""
    today = clock.today()
    stmt = _lines(reach).where(FollowUp.due_on <= today if due else FollowUp.due_on > today)
    page: Page[Row[Any]] = page_of(stmt, _KEYS, cursor or Cursor(), lambda row: row)
    visits = _visits([row.FollowUp.id for row in page.items])
    lines = tuple(_line(row, visits[row.FollowUp.id]) for row in page.items)
    return Page(lines, page.number, page.next, page.previous)


def count_due(reach: VisitReach) -> int:
    """Return for how many people the day to ask has come."""
    finished = select(EnrolmentRecord.id).where(*_CURRENT, _FINISHED).exists()
    stmt = (
        select(func.count()).select_from(FollowUp).where(FollowUp.due_on <= clock.today(), finished, _in_reach(reach))
    )
    return session().scalar(stmt) or 0


def get_follow_up(follow_up_id: int, reach: VisitReach) -> FollowUpLine:
    """Return one training after which someone is asked, with all visits.

    Raises:
        NotFound: there is none, or other staff follow it.
    """
    row = session().execute(_lines(reach).where(FollowUp.id == follow_up_id)).one_or_none()
    if row is None:
        raise NotFound
    return _line(row, _visits([follow_up_id])[follow_up_id])


def list_visits_of(person_id: int) -> list[FollowUpLine]:
    """Return what a person was asked after their courses, newest course first."""
    stmt = _joined().where(FollowUp.person_id == person_id).order_by(EnrolmentRecord.ends_on.desc(), FollowUp.id)
    rows = session().execute(stmt).all()
    visits = _visits([row.FollowUp.id for row in rows])
    return [_line(row, visits[row.FollowUp.id]) for row in rows]


def not_yet_planned() -> list[tuple[EnrolmentRecord, int | None]]:
    """Return trainings of the last year that nobody follows yet, each with its provider; some hundred at a time."""
    today = clock.today()
    known = and_(FollowUp.person_id == EnrolmentRecord.person_id, FollowUp.class_number == EnrolmentRecord.class_number)
    stmt = (
        select(EnrolmentRecord, ClassSession.provider_id)
        .join(Person, Person.id == EnrolmentRecord.person_id)
        .outerjoin(ClassSession, ClassSession.id == EnrolmentRecord.class_session_id)
        .outerjoin(FollowUp, known)
        .where(
            EnrolmentRecord.ends_on >= today - rules.FOLLOWED_FOR,
            EnrolmentRecord.ends_on <= today,
            EnrolmentRecord.replaced_by_id.is_(None),
            _FINISHED,
            Person.erased_at.is_(None),
            FollowUp.id.is_(None),
        )
        .order_by(EnrolmentRecord.ends_on, EnrolmentRecord.id)
        .limit(PLANNED_AT_ONCE)
    )
    return [(row.EnrolmentRecord, row.provider_id) for row in session().execute(stmt)]


def region_of_station(station_id: int | None) -> str | None:
    """Return the place of a service station."""
    return session().scalar(select(Station.region_code).where(Station.id == station_id))


def _number(text: str) -> int:
    if len(text) > 12:
        raise ValueError(text)
    return int(text)


_KEYS = (Key(FollowUp.due_on, date.fromisoformat), Key(FollowUp.id, _number))


def _lines(reach: VisitReach) -> Select[*tuple[Any, ...]]:
    return _joined().where(_in_reach(reach))


def _joined() -> Select[*tuple[Any, ...]]:
    return (
        select(FollowUp, EnrolmentRecord, Person)
        .join(EnrolmentRecord, and_(*_CURRENT))
        .join(Person, Person.id == FollowUp.person_id)
        .where(_FINISHED, Person.erased_at.is_(None))
        .execution_options(populate_existing=True)
    )


def _in_reach(reach: VisitReach) -> ColumnElement[bool]:
    if reach.provider_id is not None:
        return FollowUp.provider_id == reach.provider_id
    if reach.home_region is not None:
        return regions.inside(_LIVES, reach.home_region)
    return regions.inside(FollowUp.region_code, reach.region_code)


def _visits(ids: Collection[int]) -> dict[int, list[VisitLine]]:
    found: dict[int, list[VisitLine]] = defaultdict(list)
    stmt = select(FollowUpVisit).where(FollowUpVisit.follow_up_id.in_(ids)).order_by(FollowUpVisit.id.desc())
    for row in session().scalars(stmt) if ids else ():
        line = VisitLine(
            asked_on=row.asked_on,
            way=row.way,
            work=row.work,
            uses_training=row.uses_training,
            employer=row.employer,
            place=row.place,
            occupation=row.occupation,
            next_due_on=row.next_due_on,
            recorded_at=row.recorded_at,
        )
        found[row.follow_up_id].append(line)
    return found


def _line(row: Row[Any], visits: list[VisitLine]) -> FollowUpLine:
    plan, record, person = row.FollowUp, row.EnrolmentRecord, row.Person
    return FollowUpLine(
        id=plan.id,
        person_id=person.id,
        masked_name=names.mask(person.name),
        masked_phone=phones.mask(person.phone) if person.phone else None,
        language=person.language,
        occupation=Named(record.occupation_name, record.occupation_name_mn or ""),
        level=record.level,
        provider=Named(record.provider_name, record.provider_name_mn or ""),
        class_number=record.class_number,
        region_code=record.region_code,
        ends_on=record.ends_on,
        result=record.result,
        due_on=plan.due_on,
        visits=tuple(visits),
    )
