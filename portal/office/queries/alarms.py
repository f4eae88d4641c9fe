"""Reads of alarms: those of an officer's region, with names masked as they are read."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, select

from portal.core import identity_numbers, names, regions
from portal.core.db import session
from portal.core.errors import NotFound
from portal.office.models import Alarm, AlarmNote
from portal.office.types.alarms import (
    AlarmKind,
    AlarmLine,
    AlarmNoteLine,
    AlarmState,
    AlarmView,
    MaskedPerson,
    SuspectClass,
)
from portal.people.models import Account, Person
from portal.records.models import EnrolmentRecord

PAGE = 30


def list_alarms(region_code: str, *, closed: bool, page: int = 1) -> tuple[list[AlarmLine], bool]:
    """Return a page of the alarms of a region, those that grew last first, and whether there are more."""
    stmt = select(Alarm).where(_in(region_code), _closed(closed)).order_by(Alarm.grew_at.desc(), Alarm.id.desc())
    found = list(session().scalars(stmt.limit(PAGE + 1).offset((page - 1) * PAGE)))
    return [_line(row) for row in found[:PAGE]], len(found) > PAGE


def count_alarms(region_code: str) -> dict[AlarmState, int]:
    """Return how many alarms of a region stand where."""
    stmt = (
        select(Alarm.state, func.count().label("number"))
        .where(_in(region_code))
        .group_by(Alarm.state)
        .order_by(Alarm.state)
    )
    return {row.state: row.number for row in session().execute(stmt)}


def count_new(region_code: str) -> int:
    """Return how many alarms of a region nobody looked at yet."""
    return count_alarms(region_code).get(AlarmState.WAITING, 0)


def get_alarm(region_code: str, alarm_id: int) -> AlarmView:
    """Return an alarm of a region with its evidence and its story.

    Raises:
        NotFound: there is none in the region.
    """
    row = session().scalar(select(Alarm).where(Alarm.id == alarm_id, _in(region_code)))
    if row is None:
        raise NotFound
    line = _line(row)
    people = _people(line.evidence.get("people", ()))
    return AlarmView(line, people, _classes(line.evidence.get("classes", ())), _notes(row.id))


def find_by_key(kind: AlarmKind, key: str) -> Alarm | None:
    """Return the alarm about one thing, locked, or None."""
    return session().scalar(select(Alarm).where(Alarm.kind == kind, Alarm.key == key).with_for_update())


def lock_alarm(region_code: str, alarm_id: int) -> Alarm:
    """Return an alarm of a region to be written.

    Raises:
        NotFound: there is none in the region.
    """
    row = session().scalar(select(Alarm).where(Alarm.id == alarm_id, _in(region_code)).with_for_update())
    if row is None:
        raise NotFound
    return row


def _in(region_code: str) -> ColumnElement[bool]:
    return regions.inside(Alarm.region_code, region_code)


def _closed(closed: bool) -> ColumnElement[bool]:
    return Alarm.state == AlarmState.CLOSED if closed else Alarm.state != AlarmState.CLOSED


def _line(row: Alarm) -> AlarmLine:
    return AlarmLine(
        id=row.id,
        kind=row.kind,
        state=row.state,
        region_code=row.region_code,
        size=row.size,
        evidence=row.evidence,
        found_at=row.found_at,
        grew_at=row.grew_at,
        checked_at=row.checked_at,
    )


def _people(person_ids: Sequence[int]) -> tuple[MaskedPerson, ...]:
    """Return who they are, masked; people who asked to be forgotten are not named."""
    stmt = select(Person).where(Person.id.in_(person_ids), Person.erased_at.is_(None)).order_by(Person.id)
    return tuple(
        MaskedPerson(names.mask(person.name), identity_numbers.mask(person.id_number))
        for person in session().scalars(stmt)
    )


def _classes(numbers: Sequence[str]) -> tuple[SuspectClass, ...]:
    record = EnrolmentRecord
    newest = select(func.max(record.id)).where(record.class_number.in_(numbers)).group_by(record.class_number)
    stmt = select(record).where(record.id.in_(newest)).order_by(record.starts_on, record.class_number)
    return tuple(
        SuspectClass(
            number=row.class_number,
            occupation=row.occupation_name,
            occupation_mn=row.occupation_name_mn,
            provider=row.provider_name,
            provider_mn=row.provider_name_mn,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
        )
        for row in session().scalars(stmt)
    )


def _notes(alarm_id: int) -> tuple[AlarmNoteLine, ...]:
    stmt = (
        select(AlarmNote, Account.display_name)
        .outerjoin(Account, Account.id == AlarmNote.account_id)
        .where(AlarmNote.alarm_id == alarm_id)
        .order_by(AlarmNote.id)
    )
    return tuple(
        AlarmNoteLine(note.step, note.at, by, note.reason, note.text, note.size) for note, by in session().execute(stmt)
    )
