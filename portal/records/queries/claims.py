"""Reads for claims: who passed a class, on which clause a claim may rest, what was claimed before."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from portal.catalog.models import CatalogEntry, ClassSession
from portal.core import clock, identity_numbers, names, regions
from portal.core.db import session
from portal.core.errors import NotFound
from portal.eligibility.queries import current_book, successors
from portal.eligibility.rules.places import area, lies_in
from portal.people.models import Person
from portal.records import rules
from portal.records.models import Certificate, EnrolmentRecord, SubsidyEntitlement
from portal.records.queries.lines import find_occupation_code
from portal.records.types import (
    Amount,
    CertificateState,
    ClaimRule,
    EarlierClaim,
    Graduate,
    Named,
    PaidCorrected,
    Reach,
    Result,
    SubsidyState,
    TaughtLine,
    TaughtPage,
    TaughtRoll,
)

CLAIMABLE = ("training_subsidy", "skill_upgrading_subsidy")  # the kinds that the no-repeat rule names
PAGE = 20
_RECENT = timedelta(days=366)
_STANDS = SubsidyEntitlement.state != SubsidyState.REFUSED
_REPORTED = (EnrolmentRecord.replaced_by_id.is_(None),)
_PASSED = (*_REPORTED, EnrolmentRecord.result == Result.PASSED, Person.erased_at.is_(None))


def in_reach(reach: Reach, column: InstrumentedAttribute[Any]) -> ColumnElement[bool]:
    """Return the condition that a row lies in the region of an officer; of a provider's staff, nothing does."""
    return regions.inside(column, reach.region_code)


def claim_rules(region_code: str, day: date) -> tuple[ClaimRule, ...]:
    """Return the rules that give a subsidy for a class at a place on a day, with each kind they give."""
    place = area(region_code, successors()) or region_code
    return tuple(
        ClaimRule(rule.id, str(kind), rule.title, rule.cite.title, rule.cite.clause, rule.cite.quotation)
        for rule in current_book().rules
        if not rule.is_prohibition and rule.period.holds_on(day) and lies_in(place, rule.scope) is True
        for kind in rule.kinds
        if kind in CLAIMABLE
    )


def list_taught(reach: Reach, page: int = 1) -> TaughtPage:
    """Return a page of the classes of the last year whose results are in; older ones are found by their number."""
    recent = EnrolmentRecord.ends_on >= clock.today() - _RECENT
    stmt = _taught(reach).where(recent).limit(PAGE + 1).offset((page - 1) * PAGE)
    rows = session().execute(stmt).all()
    return TaughtPage(tuple(_line(*row) for row in rows[:PAGE]), page, len(rows) > PAGE)


def get_roll(reach: Reach, class_number: str) -> TaughtRoll:
    """Return a class with everyone who passed it, be it nobody.

    Raises:
        NotFound: no results of such a class are in, or it lies outside of what this member of staff may see.
    """
    in_class = EnrolmentRecord.class_number == class_number
    row = session().execute(_taught(reach).where(in_class)).one_or_none()
    if row is None:
        row = session().execute(_taught(reach, _REPORTED).where(in_class)).one_or_none()
        if row is None:
            raise NotFound
        return TaughtRoll(replace(_line(*row), passed=0, claimed=0), _amount(class_number), ())
    line = _line(*row)
    return TaughtRoll(line, _amount(class_number), _graduates(line))


def find_earlier(person_ids: Iterable[int], occupation_key: str, level: str) -> EarlierClaim | None:
    """Return the claim of one human being that another for the same occupation and level would repeat, or None."""
    stmt = (
        _earlier_claims(occupation_key, level)
        .where(SubsidyEntitlement.person_id.in_(list(person_ids)))
        .order_by(SubsidyEntitlement.id)
    )
    row = session().execute(stmt.limit(1)).first()
    return _earlier(*row) if row else None


def list_standing(person_id: int, class_number: str) -> list[tuple[int, SubsidyState]]:
    """Return the claims that rest on any version of someone's result in a class and were not refused."""
    stmt = (
        select(SubsidyEntitlement.id, SubsidyEntitlement.state)
        .join(EnrolmentRecord, EnrolmentRecord.id == SubsidyEntitlement.record_id)
        .where(EnrolmentRecord.person_id == person_id, EnrolmentRecord.class_number == class_number, _STANDS)
        .order_by(SubsidyEntitlement.id)
    )
    return [(claim_id, state) for claim_id, state in session().execute(stmt)]


def find_claim_state(person_id: int, class_number: str) -> SubsidyState | None:
    """Return where the claim stands that rests on someone's result in a class, or None."""
    return next((state for _id, state in list_standing(person_id, class_number)), None)


def has_passed(record_id: int) -> bool:
    """Say whether a training ended with "passed", as its newest version has it."""
    now = aliased(EnrolmentRecord)
    stmt = (
        select(now.id)
        .join(
            EnrolmentRecord,
            and_(EnrolmentRecord.person_id == now.person_id, EnrolmentRecord.class_number == now.class_number),
        )
        .where(EnrolmentRecord.id == record_id, now.replaced_by_id.is_(None), now.result == Result.PASSED)
    )
    return session().scalar(stmt) is not None


def list_paid_corrected(reach: Reach, class_number: str | None = None, limit: int = 100) -> list[PaidCorrected]:
    """Return what was paid for results that are no longer "passed", the latest correction first."""
    now = aliased(EnrolmentRecord)
    stmt = (
        select(SubsidyEntitlement, now, Person)
        .join(EnrolmentRecord, EnrolmentRecord.id == SubsidyEntitlement.record_id)
        .join(now, and_(now.person_id == EnrolmentRecord.person_id, now.class_number == EnrolmentRecord.class_number))
        .join(Person, Person.id == SubsidyEntitlement.person_id)
        .outerjoin(ClassSession, ClassSession.id == now.class_session_id)
        .where(
            SubsidyEntitlement.state == SubsidyState.PAID,
            now.replaced_by_id.is_(None),
            now.result != Result.PASSED,
            in_reach(reach, now.region_code)
            if reach.provider_id is None
            else ClassSession.provider_id == reach.provider_id,
        )
        .order_by(now.recorded_at.desc(), SubsidyEntitlement.id)
        .limit(limit)
    )
    if class_number is not None:
        stmt = stmt.where(now.class_number == class_number)
    return [_paid_corrected(*row) for row in session().execute(stmt)]


def _paid_corrected(claim: SubsidyEntitlement, now: EnrolmentRecord, person: Person) -> PaidCorrected:
    return PaidCorrected(
        claim_id=claim.id,
        masked_name=names.mask(person.name) if person.erased_at is None else "***",
        occupation=claim.occupation_name,
        level=claim.level,
        year=claim.year,
        class_number=now.class_number,
        class_id=now.class_session_id,
        result=now.result,
        corrected_on=clock.to_local(now.recorded_at).date(),
        reason=now.reason,
    )


def _taught(reach: Reach, whose: tuple[ColumnElement[bool], ...] = _PASSED) -> Select[*tuple[Any, ...]]:
    claimed = _claimed_in_class().subquery()
    first = func.min
    stmt = (
        select(
            EnrolmentRecord.class_number,
            first(EnrolmentRecord.occupation_name),
            first(EnrolmentRecord.occupation_name_mn),
            first(EnrolmentRecord.occupation_code),
            first(EnrolmentRecord.level),
            first(EnrolmentRecord.provider_name),
            first(EnrolmentRecord.provider_name_mn),
            first(EnrolmentRecord.region_code),
            first(EnrolmentRecord.starts_on),
            func.max(func.coalesce(ClassSession.ends_on, EnrolmentRecord.ends_on)),  # it may have been moved since
            func.count(EnrolmentRecord.id.distinct()),
            func.count(claimed.c.person_id.distinct()),
        )
        .join(Person, Person.id == EnrolmentRecord.person_id)
        .outerjoin(ClassSession, ClassSession.id == EnrolmentRecord.class_session_id)
        .outerjoin(
            claimed,
            and_(
                claimed.c.person_id == EnrolmentRecord.person_id,
                claimed.c.class_number == EnrolmentRecord.class_number,
            ),
        )
        .where(*whose)
        .group_by(EnrolmentRecord.class_number)
        .order_by(func.max(EnrolmentRecord.ends_on).desc(), EnrolmentRecord.class_number)
    )
    if reach.provider_id is not None:
        return stmt.where(ClassSession.provider_id == reach.provider_id)
    return stmt.where(in_reach(reach, EnrolmentRecord.region_code))


def _claimed_in_class() -> Select[int, str, SubsidyState]:
    """Return whose claims rest on which class; the training may have been corrected since."""
    return (
        select(EnrolmentRecord.person_id, EnrolmentRecord.class_number, SubsidyEntitlement.state)
        .join(SubsidyEntitlement, SubsidyEntitlement.record_id == EnrolmentRecord.id)
        .where(_STANDS)
    )


def _line(  # one argument for each column of `_taught`
    number: str,
    occupation: str,
    occupation_mn: str | None,
    occupation_code: str | None,
    level: str,
    provider: str,
    provider_mn: str | None,
    region_code: str,
    starts_on: date,
    ends_on: date,
    passed: int,
    claimed: int,
) -> TaughtLine:
    return TaughtLine(
        class_number=number,
        occupation=Named(occupation, occupation_mn or ""),
        occupation_code=occupation_code,
        level=level,
        provider=Named(provider, provider_mn or ""),
        region_code=region_code,
        starts_on=starts_on,
        ends_on=ends_on,
        passed=passed,
        claimed=claimed,
    )


def _amount(class_number: str) -> Amount | None:
    """Return the sum of the published catalog, where it states one; none is ever invented."""
    stmt = (
        select(CatalogEntry.amount_fen, CatalogEntry.document_number)
        .join(ClassSession, ClassSession.entry_id == CatalogEntry.id)
        .where(ClassSession.number == class_number, CatalogEntry.amount_fen.is_not(None))
    )
    row = session().execute(stmt).first()
    return Amount(row[0], row[1]) if row and row[0] is not None and row[1] else None


def _graduates(line: TaughtLine) -> tuple[Graduate, ...]:
    stmt = (
        select(EnrolmentRecord, Person)
        .join(Person, Person.id == EnrolmentRecord.person_id)
        .where(*_PASSED, EnrolmentRecord.class_number == line.class_number)
        .order_by(EnrolmentRecord.id)
    )
    found = [(record, person) for record, person in session().execute(stmt)]
    states = {
        person_id: state
        for person_id, _number, state in session().execute(
            _claimed_in_class().where(EnrolmentRecord.class_number == line.class_number)
        )
    }
    certified = _with_certificate([record.id for record, _person in found])
    earlier = _earlier_of([(person.id, record) for record, person in found])
    return tuple(
        Graduate(
            record_id=record.id,
            person_id=person.id,
            name=_shown_name(person),
            masked_id_number=identity_numbers.mask(person.id_number) if person.erased_at is None else "",
            certificate=record.id in certified,
            state=states.get(person.id),
            earlier=None if person.id in states else earlier.get(person.id),
        )
        for record, person in found
    )


def _shown_name(person: Person) -> Named:
    """Return the name; of someone who asked to be forgotten no more than a paper under public notice shows."""
    if person.erased_at is not None:
        return Named(names.mask(person.name))
    return Named(person.name, person.name_mn or "")


def _with_certificate(record_ids: list[int]) -> set[int | None]:
    stmt = select(Certificate.record_id).where(
        Certificate.record_id.in_(record_ids), Certificate.state == CertificateState.VALID
    )
    return set(session().scalars(stmt))


def _earlier_of(trained: list[tuple[int, EnrolmentRecord]]) -> Mapping[int, EarlierClaim]:
    """Return what was claimed before, by person, also under a record that was forgotten since."""
    record = trained[0][1]  # one class: one occupation, one level
    code = record.occupation_code or find_occupation_code(record.occupation_name)
    key, level = rules.occupation_key(code, record.occupation_name), rules.level_code(record.level)
    now = aliased(Person)
    stmt = (
        _earlier_claims(key, level)
        .join(now, now.id_number_index == Person.id_number_index)
        .where(now.id.in_([person_id for person_id, _record in trained]))
        .add_columns(now.id)
        .order_by(SubsidyEntitlement.id.desc())  # the first claim is kept
    )
    return {row[-1]: _earlier(*row[:-1]) for row in session().execute(stmt)}


def _earlier_claims(occupation_key: str, level: str) -> Select[int, str, str, str, int | None]:
    return (
        select(
            SubsidyEntitlement.year,
            SubsidyEntitlement.occupation_name,
            SubsidyEntitlement.level,
            Person.name,
            SubsidyEntitlement.record_id,
        )
        .join(Person, Person.id == SubsidyEntitlement.person_id)
        .where(SubsidyEntitlement.occupation_key == occupation_key, SubsidyEntitlement.level == level, _STANDS)
    )


def _earlier(year: int, occupation: str, level: str, name: str, record_id: int | None) -> EarlierClaim:
    return EarlierClaim(year, occupation, level, names.mask(name), record_id)
