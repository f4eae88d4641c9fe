"""Look for what auditors look for. Everything here reads only; what it finds, an officer judges."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from portal.catalog.models import ClassSession
from portal.catalog.types import Mode
from portal.core import clock
from portal.core.db import session
from portal.enrolment.models import Attendance
from portal.office.queries.counting import allow_minutes
from portal.office.queries.reading import alarm_rules
from portal.office.rules.alarms import SharedRoll, clusters, common_place, quarter_of
from portal.office.types.alarms import AlarmKind, AlarmRule, Suspicion
from portal.people.models import Person, PersonGroup
from portal.records.models import Certificate, EnrolmentRecord
from portal.records.types import CertificateState, Origin, Result

MOST_NAMED = 40  # people and classes that one alarm keeps by name; its size counts all
_IN_SCHOOL = "graduation_year"  # 毕业年度学生 learn together in their school, and may


def find_all() -> Iterator[Suspicion]:
    """Yield everything found today, kind by kind."""
    rules = alarm_rules()
    allow_minutes()
    yield from issuers_of_a_day(rules[AlarmKind.ISSUER_DAY])
    yield from issuers_of_a_quarter(rules[AlarmKind.ISSUER_QUARTER])
    yield from shared_phones(rules[AlarmKind.SHARED_PHONE])
    yield from two_places(rules[AlarmKind.TWO_PLACES])
    yield from same_rolls(rules[AlarmKind.SAME_ROLLS])
    yield from changed_results(rules[AlarmKind.CHANGED_RESULTS])


def issuers_of_a_day(rule: AlarmRule) -> Iterator[Suspicion]:
    """Yield issuers with more certificates of one day than the limit."""
    stmt = _certificates(Certificate.issuer, Certificate.issued_on, since=_since(rule))
    stmt = stmt.group_by(Certificate.issuer, Certificate.issued_on).having(func.count() > rule.limit)
    for issuer, day, number, classes, least, greatest in session().execute(stmt):
        evidence = {"issuer": issuer, "day": day.isoformat(), "certificates": number, "batches": classes}
        evidence["classes"] = _classes_of(and_(Certificate.issuer == issuer, Certificate.issued_on == day))
        place = common_place(least, greatest)
        yield Suspicion(rule.kind, f"{issuer}|{day.isoformat()}", place, number, evidence)


def issuers_of_a_quarter(rule: AlarmRule) -> Iterator[Suspicion]:
    """Yield issuers with more batches, or more certificates, in this quarter than the limits."""
    begin, quarter = quarter_of(clock.today())
    batches = func.count(EnrolmentRecord.class_number.distinct())
    too_many = or_(batches > rule.limit, func.count() > rule.others["certificates"])
    stmt = _certificates(Certificate.issuer, func.min(Certificate.issued_on), since=begin)
    for issuer, first, number, classes, least, greatest in session().execute(
        stmt.group_by(Certificate.issuer).having(too_many)
    ):
        evidence = {"issuer": issuer, "since": first.isoformat(), "certificates": number, "batches": classes}
        evidence["classes"] = _classes_of(and_(Certificate.issuer == issuer, Certificate.issued_on >= begin))
        yield Suspicion(rule.kind, f"{issuer}|{quarter}", common_place(least, greatest), classes, evidence)


def shared_phones(rule: AlarmRule) -> Iterator[Suspicion]:
    """Yield phones of more people than the limit. Families share one, and may: an officer looks."""
    region = Person.home_region
    stmt = (
        select(Person.phone_index, func.min(Person.id), func.count(), func.min(region), func.max(region))
        .where(Person.phone_index.is_not(None), Person.erased_at.is_(None))
        .group_by(Person.phone_index)
        .having(func.count() > rule.limit)
    )
    for index, first, number, least, greatest in session().execute(stmt).all():
        who = select(Person.id).where(Person.phone_index == index, Person.erased_at.is_(None))
        people = list(session().scalars(who.order_by(Person.id).limit(MOST_NAMED)))
        evidence = {"people": people, "person": first}
        yield Suspicion(rule.kind, str(first), common_place(least, greatest), number, evidence)


def two_places(rule: AlarmRule) -> Iterator[Suspicion]:
    """Yield pairs of classes that the same people attended on the same days; online classes are left out.

    Where both classes keep attendance by day, it decides; else classes that overlap, of which both have a result.
    """
    pairs = _present_twice(rule)
    for pair, people in _overlapping(rule).items():
        pairs.setdefault(pair, people)
    kept_by_day = _with_attendance({number for pair in pairs for number in pair})
    for (first, second), met in sorted(pairs.items()):
        undecided = met.days or not {first, second} <= kept_by_day
        if len(met.people) > rule.limit and undecided:
            evidence: dict[str, Any] = {"classes": [first, second], "people": sorted(met.people)[:MOST_NAMED]}
            if met.days:
                evidence["days"] = sorted(day.isoformat() for day in met.days)[:MOST_NAMED]
            place = common_place(*sorted(met.regions))
            yield Suspicion(rule.kind, f"{first}|{second}", place, len(met.people), evidence)


@dataclass
class _Met:
    """Who was in both classes of a pair, where these are, and on which days it is known."""

    regions: tuple[str, str]
    people: set[int] = field(default_factory=set)
    days: set[date] = field(default_factory=set)


def _present_twice(rule: AlarmRule) -> dict[tuple[str, str], _Met]:
    """Return the pairs of classes on whose rolls someone is present on the same day."""
    one, other = aliased(Attendance), aliased(Attendance)
    here, there = aliased(ClassSession), aliased(ClassSession)
    same_day = and_(other.person_id == one.person_id, other.day == one.day)
    stmt = (
        select(here.number, there.number, here.region_code, there.region_code, one.person_id, one.day)
        .join(other, and_(same_day, other.class_session_id != one.class_session_id, _present(other)))
        .join(here, here.id == one.class_session_id)
        .join(there, there.id == other.class_session_id)
        .where(one.day >= _since(rule), _present(one), here.number < there.number)
        .where(here.mode != Mode.ONLINE, there.mode != Mode.ONLINE)
        .order_by(here.number, there.number, one.person_id, one.day)
    )
    pairs: dict[tuple[str, str], _Met] = {}
    for first, second, place, other_place, person, day in session().execute(stmt):
        met = pairs.setdefault((first, second), _Met((place, other_place)))
        met.people.add(person)
        met.days.add(day)
    return pairs


def _overlapping(rule: AlarmRule) -> dict[tuple[str, str], _Met]:
    """Return the pairs of classes whose days overlap and that both gave the same people a result."""
    one, other = aliased(EnrolmentRecord), aliased(EnrolmentRecord)
    overlap = and_(
        other.person_id == one.person_id,
        other.class_number > one.class_number,
        other.starts_on <= one.ends_on,
        other.ends_on >= one.starts_on,
        _attended(other),
    )
    stmt = (
        select(one.class_number, other.class_number, one.region_code, other.region_code, one.person_id)
        .join(other, overlap)
        .where(one.ends_on >= _since(rule), _attended(one), _on_site(one), _on_site(other))
        .order_by(one.class_number, other.class_number, one.person_id)
    )
    pairs: dict[tuple[str, str], _Met] = {}
    for first, second, place, other_place, person in session().execute(stmt):
        pairs.setdefault((first, second), _Met((place, other_place))).people.add(person)
    return pairs


def _with_attendance(numbers: Iterable[str]) -> set[str]:
    """Return which of the classes keep attendance by day."""
    kept = exists().where(Attendance.class_session_id == ClassSession.id)
    return set(session().scalars(select(ClassSession.number).where(ClassSession.number.in_(sorted(numbers)), kept)))


def _present(attendance: Any) -> ColumnElement[bool]:
    return and_(attendance.replaced_by_id.is_(None), attendance.hours > 0)


def same_rolls(rule: AlarmRule) -> Iterator[Suspicion]:
    """Yield groups of classes that were held for nearly the same people."""
    one, other = aliased(EnrolmentRecord), aliased(EnrolmentRecord)
    both = and_(other.person_id == one.person_id, other.class_number > one.class_number)
    shared = func.count()
    stmt = (
        select(one.class_number, other.class_number, shared)
        .join(other, and_(both, other.ends_on >= _since(rule), _attended(other)))
        .where(one.ends_on >= _since(rule), _attended(one), ~_in_school(one))
        .group_by(one.class_number, other.class_number)
        .having(shared >= rule.others["people"])
    )
    pairs = [SharedRoll(*row) for row in session().execute(stmt)]
    sizes = _sizes({number for pair in pairs for number in (pair.first, pair.second)})
    for group in clusters(pairs, sizes, rule):
        people, least, greatest = _in_most_of(group)
        evidence = {"classes": list(group[:MOST_NAMED]), "people": people[:MOST_NAMED], "shared": len(people)}
        yield Suspicion(rule.kind, group[0], common_place(least, greatest), len(group), evidence)


def changed_results(rule: AlarmRule) -> Iterator[Suspicion]:
    """Yield classes of which more results than the limit were changed to passed afterwards."""
    old, new = aliased(EnrolmentRecord), aliased(EnrolmentRecord)
    stmt = (
        select(old.class_number, new.region_code, old.person_id)
        .join(new, new.id == old.replaced_by_id)
        .where(old.ends_on >= _since(rule), old.result != Result.PASSED, new.result == Result.PASSED)
        .order_by(old.class_number, old.person_id)
    )
    classes: dict[tuple[str, str], list[int]] = {}
    for number, region, person in session().execute(stmt):
        classes.setdefault((number, region), []).append(person)
    for (number, region), people in classes.items():
        if len(people) > rule.limit:
            evidence = {"classes": [number], "people": people[:MOST_NAMED]}
            yield Suspicion(rule.kind, number, region, len(people), evidence)


def _since(rule: AlarmRule) -> date:
    return clock.today() - timedelta(days=rule.days)


def _certificates(*what: Any, since: date) -> Select[Any]:
    """Return what certificates of some time have in common: how many, of how many classes, and where."""
    region = func.coalesce(EnrolmentRecord.region_code, Person.home_region)
    batches = func.count(EnrolmentRecord.class_number.distinct())
    return (
        select(*what, func.count(), batches, func.min(region), func.max(region))
        .join(Person, Person.id == Certificate.person_id)
        .outerjoin(EnrolmentRecord, EnrolmentRecord.id == Certificate.record_id)
        .where(
            Certificate.issued_on >= since,
            Certificate.state != CertificateState.REVOKED,
            Certificate.origin != Origin.DECLARED,
        )
    )


def _classes_of(which: ColumnElement[bool]) -> list[str]:
    number = EnrolmentRecord.class_number
    stmt = select(number).join(Certificate, Certificate.record_id == EnrolmentRecord.id).where(which)
    return list(session().scalars(stmt.distinct().order_by(number).limit(MOST_NAMED)))


def _attended(record: Any) -> ColumnElement[bool]:
    """Return the condition that a line of the record stands today and says that someone was there."""
    return and_(
        record.replaced_by_id.is_(None),
        record.result.in_((Result.PASSED, Result.FAILED)),
        record.hours_attended > 0,
        record.origin != Origin.DECLARED,
    )


def _on_site(record: Any) -> ColumnElement[bool]:
    online = exists().where(ClassSession.id == record.class_session_id, ClassSession.mode == Mode.ONLINE)
    return ~online


def _in_school(record: Any) -> ColumnElement[bool]:
    """Return the condition that someone is of a graduation year: whole classes of a school learn together.

    Source:
        Plan of Inner Mongolia, 2022, part 2 (1) 4 lets students of the graduation year take part.
    """
    return exists().where(
        PersonGroup.person_id == record.person_id,
        PersonGroup.group_code == _IN_SCHOOL,
        PersonGroup.valid_from <= record.ends_on,
    )


def _sizes(numbers: Iterable[str]) -> dict[str, int]:
    record = EnrolmentRecord
    stmt = (
        select(record.class_number, func.count().label("people"))
        .where(record.class_number.in_(sorted(numbers)), _attended(record), ~_in_school(record))
        .group_by(record.class_number)
    )
    return {row.class_number: row.people for row in session().execute(stmt)}


def _in_most_of(group: Sequence[str]) -> tuple[list[int], str, str]:
    """Return who was in more than one class of a group, those in most of them first, and where the classes were."""
    record = EnrolmentRecord
    of_group = and_(record.class_number.in_(group), _attended(record))
    who = select(record.person_id).where(of_group, ~_in_school(record)).group_by(record.person_id)
    who = who.having(func.count() > 1).order_by(func.count().desc(), record.person_id)
    where = select(func.min(record.region_code), func.max(record.region_code)).where(of_group)
    least, greatest = session().execute(where).one()
    return list(session().scalars(who)), least, greatest
