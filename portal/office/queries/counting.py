"""Count what happened by month, place and group of people: what the job of the figures writes down."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, Subquery, and_, case, cast, func, literal, or_, select, text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from portal.catalog.models import ClassSession
from portal.core.db import session
from portal.enrolment.models import Application, Wish
from portal.enrolment.types import LIVE_STATES, ApplicationState, WishState
from portal.office.queries.reading import sets_of_groups
from portal.office.types.figures import EVERYONE, Basis, CountKey, Measure
from portal.people.models import Person, PersonGroup
from portal.records.models import Certificate, EnrolmentRecord, SubsidyEntitlement
from portal.records.types import CertificateKind, CertificateState, Origin, Result, SubsidyState

SKILL_KINDS = (CertificateKind.QUALIFICATION, CertificateKind.SKILL_LEVEL)
HIGH_LEVELS = ("3", "2", "1", "special", "chief")
SIGNED_UP = (*LIVE_STATES, ApplicationState.COMPLETED, ApplicationState.ABSENT)


class _Month(FunctionElement[int]):
    """Year and month of a day, or of the local day of a moment, as one number."""

    inherit_cache = True
    type = Integer()


@compiles(_Month, "sqlite")
def _month_of_sqlite(element: _Month, compiler: Any, **kwargs: Any) -> str:
    """Ask SQLite; a day is not moved by eight hours into another one."""
    return f"CAST(strftime('%Y%m', {compiler.process(element.clauses, **kwargs)}, '+8 hours') AS INTEGER)"


@compiles(_Month, "postgresql")
def _month_of_postgresql(element: _Month, compiler: Any, **kwargs: Any) -> str:
    """Ask PostgreSQL; a day becomes its own midnight in UTC."""
    moment = compiler.process(element.clauses, **kwargs)
    return f"CAST(to_char(CAST({moment} AS timestamptz) AT TIME ZONE 'Asia/Shanghai', 'YYYYMM') AS INTEGER)"


@dataclass(frozen=True)
class _Source:
    """Rows to be counted, each with its month, place, person and day; a measure counts those with its mark.

    Args:
        has_class: Whether it is counted by kind of training, department, and the sets of groups of targets, too.
    """

    rows: Subquery
    basis: Basis
    measures: tuple[Measure, ...]
    has_class: bool = False


def count_everything() -> dict[CountKey, int]:
    """Return every number of the figures that is not nought. Over a million people this takes minutes."""
    allow_minutes()
    return {key: number for source in _sources() for key, number in _count(source)}


def allow_minutes() -> None:
    """Let the statements of a job run longer than those of a page, until its transaction ends."""
    if session().get_bind().dialect.name == "postgresql":
        session().execute(text("SET LOCAL statement_timeout = '10min'"))


def _sources() -> Iterator[_Source]:
    for basis in (Basis.CLASS_END, Basis.RECORDED):
        yield _trainings(basis)
        yield _certificates(basis)
    yield _applications()
    yield _subsidies()
    yield _wishes()


def _count(source: _Source) -> Iterator[tuple[CountKey, int]]:
    rows = source.rows
    for slice_name, stmt in _slices(source):
        counted = stmt.add_columns(*(_marked(rows, measure) for measure in source.measures)).group_by(
            slice_name, rows.c.month, rows.c.region_code
        )
        for sliced, month, region, *numbers in session().execute(counted):
            for measure, number in zip(source.measures, numbers, strict=True):
                if number:
                    yield CountKey(sliced, month, region, measure.value, source.basis.value), number


def _slices(source: _Source) -> Iterator[tuple[ColumnElement[str], Select[Any]]]:
    """Yield the statement of everyone, of each group, set of groups, department and kind of training."""
    rows = source.rows
    everyone = literal(EVERYONE)
    yield everyone, _select(everyone, rows)
    group = literal("group.") + PersonGroup.group_code
    yield group, _select(group, rows).join(PersonGroup, _belongs(rows))
    if source.has_class:
        for name, groups in sets_of_groups().items():
            of_set = literal(f"set.{name}")
            belongs = and_(_belongs(rows), PersonGroup.group_code.in_(groups))
            yield of_set, _select(of_set, rows).join(PersonGroup, belongs)
        department = literal("department.") + ClassSession.department
        arranged = _select(department, rows).join(ClassSession, ClassSession.id == rows.c.class_session_id)
        yield department, arranged.where(ClassSession.department.is_not(None))
        kind = literal("type.") + ClassSession.training_type
        yield kind, _select(kind, rows).join(ClassSession, ClassSession.id == rows.c.class_session_id)


def _select(slice_name: ColumnElement[str], rows: Subquery) -> Select[Any]:
    return select(slice_name.label("slice"), rows.c.month, rows.c.region_code).select_from(rows)


def _belongs(rows: Subquery) -> ColumnElement[bool]:
    """Return the condition that someone belonged to a group on the day."""
    return and_(
        PersonGroup.person_id == rows.c.person_id,
        PersonGroup.valid_from <= rows.c.day,
        or_(PersonGroup.valid_to.is_(None), PersonGroup.valid_to >= rows.c.day),
    )


def _marked(rows: Subquery, measure: Measure) -> ColumnElement[int]:
    """Count rows once each, though someone may belong to several groups of a set."""
    return func.count(case((rows.c[measure.value] == 1, rows.c.id)).distinct())


def _mark(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return case((condition, 1), else_=0)


def _trainings(basis: Basis) -> _Source:
    record = EnrolmentRecord
    first_seen = (
        select(record.person_id, record.class_number, func.min(record.recorded_at).label("at"))
        .where(record.replaced_by_id.is_not(None))
        .group_by(record.person_id, record.class_number)
        .subquery()
    )
    by_end = basis is Basis.CLASS_END
    when: Any = record.ends_on if by_end else func.coalesce(first_seen.c.at, record.recorded_at)
    year: Any = cast(_Month(when) / 100, Integer)
    nth = func.row_number().over(partition_by=(record.person_id, year), order_by=(when, record.id))
    stmt = select(
        record.id,
        record.person_id,
        record.region_code,
        record.class_session_id,
        record.ends_on.label("day"),
        _Month(when).label("month"),
        literal(1).label(Measure.TRAINED.value),
        _mark(record.result == Result.PASSED).label(Measure.PASSED.value),
        _mark(nth == 1).label(Measure.PEOPLE.value),
    ).where(
        record.replaced_by_id.is_(None),
        record.result.in_((Result.PASSED, Result.FAILED)),
        record.origin != Origin.DECLARED,
    )
    if not by_end:
        same = and_(first_seen.c.person_id == record.person_id, first_seen.c.class_number == record.class_number)
        stmt = stmt.outerjoin(first_seen, same)
    return _Source(stmt.subquery(), basis, (Measure.TRAINED, Measure.PASSED, Measure.PEOPLE), has_class=True)


def _certificates(basis: Basis) -> _Source:
    certificate, record = Certificate, EnrolmentRecord
    when = certificate.issued_on if basis is Basis.CLASS_END else certificate.recorded_at
    of_skill = certificate.kind.in_(SKILL_KINDS)
    of_high_skill = and_(of_skill, certificate.level.in_(HIGH_LEVELS))

    def first(which: ColumnElement[bool]) -> ColumnElement[int]:
        order = (certificate.issued_on, certificate.id)
        nth = func.row_number().over(partition_by=(certificate.person_id, _mark(which)), order_by=order)
        return _mark(and_(which, nth == 1))

    stmt = (
        select(
            certificate.id,
            certificate.person_id,
            func.coalesce(record.region_code, Person.home_region).label("region_code"),
            certificate.issued_on.label("day"),
            _Month(when).label("month"),
            literal(1).label(Measure.CERTIFICATES.value),
            first(of_skill).label(Measure.SKILLED.value),
            first(of_high_skill).label(Measure.HIGH_SKILLED.value),
        )
        .join(Person, Person.id == certificate.person_id)
        .outerjoin(record, record.id == certificate.record_id)
        .where(certificate.state != CertificateState.REVOKED, certificate.origin != Origin.DECLARED)
    )
    return _Source(stmt.subquery(), basis, (Measure.CERTIFICATES, Measure.SKILLED, Measure.HIGH_SKILLED))


def _applications() -> _Source:
    stmt = (
        select(
            Application.id,
            Application.person_id,
            ClassSession.region_code,
            ClassSession.starts_on.label("day"),
            _Month(ClassSession.starts_on).label("month"),
            literal(1).label(Measure.SIGNED_UP.value),
            _mark(Application.state == ApplicationState.WAITING).label(Measure.WAITING.value),
        )
        .join(ClassSession, ClassSession.id == Application.class_session_id)
        .where(Application.state.in_(SIGNED_UP))
    )
    return _Source(stmt.subquery(), Basis.ONLY, (Measure.SIGNED_UP, Measure.WAITING))


def _subsidies() -> _Source:
    claim = SubsidyEntitlement
    stmt = select(
        claim.id,
        claim.person_id,
        claim.region_code,
        func.date(claim.claimed_at).label("day"),
        _Month(claim.claimed_at).label("month"),
        literal(1).label(Measure.CLAIMED.value),
        _mark(claim.state == SubsidyState.PAID).label(Measure.PAID.value),
    ).where(claim.state != SubsidyState.REFUSED, claim.region_code.is_not(None))
    return _Source(stmt.subquery(), Basis.ONLY, (Measure.CLAIMED, Measure.PAID))


def _wishes() -> _Source:
    stmt = select(
        Wish.id,
        Wish.person_id,
        Wish.region_code,
        func.date(Wish.created_at).label("day"),
        _Month(Wish.created_at).label("month"),
        literal(1).label(Measure.WISHES.value),
    ).where(Wish.state == WishState.OPEN)
    return _Source(stmt.subquery(), Basis.ONLY, (Measure.WISHES,))
