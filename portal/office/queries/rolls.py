"""Read the roll of a class with what was noted, reported and certified."""

from typing import Any

from sqlalchemy import Row, Select, select

from portal.catalog.models import ClassSession, Provider
from portal.core import identity_numbers, names
from portal.core.db import session
from portal.core.errors import NotFound
from portal.enrolment.queries import attendance
from portal.office.types.classes import HeldCertificate, ResultNow, RollEntry
from portal.people.models import Person
from portal.records.models import Certificate, EnrolmentRecord
from portal.records.queries.claims import in_reach
from portal.records.types import CertificateState, Evaluation, Reach

_CURRENT = EnrolmentRecord.replaced_by_id.is_(None)


def list_entries(class_id: int, class_number: str) -> list[RollEntry]:
    """Return the roll of a class in the order of sign-up, each with hours noted, result, certificates and clashes."""
    hours, elsewhere = attendance.hours_attended(class_id), attendance.list_elsewhere(class_id)
    results, certified = _results(class_number), _certified(class_number)
    return [
        RollEntry(
            who=who,
            hours=hours.get(who.application_id),
            result=results.get(who.person_id),
            certificates=certified.count(who.person_id),
            elsewhere=tuple(elsewhere.get(who.application_id, ())),
        )
        for who in attendance.list_roll(class_id)
    ]


def find_result(class_number: str, person_id: int) -> ResultNow | None:
    """Return the result that stands for someone in a class, or None."""
    return _results(class_number, person_id).get(person_id)


def list_certificates(class_number: str) -> list[HeldCertificate]:
    """Return the certificates that a class led to, those that no longer stand as well."""
    stmt = _certificates().where(EnrolmentRecord.class_number == class_number)
    return [_certificate(row) for row in session().execute(stmt.order_by(Certificate.id))]


def get_certificate(reach: Reach, certificate_id: int) -> HeldCertificate:
    """Return a certificate of a class of a provider, or of a region.

    Raises:
        NotFound: there is none, or it is out of reach.
    """
    stmt = _certificates().where(Certificate.id == certificate_id)
    if reach.provider_id is not None:
        stmt = stmt.where(ClassSession.provider_id == reach.provider_id)
    else:
        stmt = stmt.where(in_reach(reach, ClassSession.region_code))
    row = session().execute(stmt).one_or_none()
    if row is None:
        raise NotFound
    return _certificate(row)


def last_certificate(class_number: str) -> HeldCertificate | None:
    """Return the certificate of a class that was entered last: the next one is much like it."""
    stmt = _certificates().where(EnrolmentRecord.class_number == class_number)
    row = session().execute(stmt.order_by(Certificate.id.desc()).limit(1)).first()
    return _certificate(row) if row else None


def last_evaluation(class_number: str) -> Evaluation:
    """Return when and by whom somebody of a class was evaluated last: it is the same for the next one."""
    stmt = (
        select(EnrolmentRecord)
        .where(EnrolmentRecord.class_number == class_number, EnrolmentRecord.evaluated_on.is_not(None), _CURRENT)
        .order_by(EnrolmentRecord.id.desc())
        .limit(1)
    )
    row = session().scalar(stmt)
    return Evaluation(row.evaluated_on, row.result_on, row.evaluator) if row else Evaluation()


def _results(class_number: str, person_id: int | None = None) -> dict[int, ResultNow]:
    stmt = (
        select(EnrolmentRecord)
        .where(EnrolmentRecord.class_number == class_number, _CURRENT)
        .order_by(EnrolmentRecord.id)
        .execution_options(populate_existing=True)
    )
    if person_id is not None:
        stmt = stmt.where(EnrolmentRecord.person_id == person_id)
    return {
        row.person_id: ResultNow(
            record_id=row.id,
            hours=row.hours_attended,
            result=row.result,
            evaluation=Evaluation(row.evaluated_on, row.result_on, row.evaluator),
            reason=row.reason,
        )
        for row in session().scalars(stmt)
    }


def _certified(class_number: str) -> list[int]:
    stmt = (
        select(Certificate.person_id)
        .join(EnrolmentRecord, EnrolmentRecord.id == Certificate.record_id)
        .where(EnrolmentRecord.class_number == class_number, Certificate.state == CertificateState.VALID)
        .order_by(Certificate.id)
    )
    return list(session().scalars(stmt))


def _certificates() -> Select[*tuple[Any, ...]]:
    return (
        select(Certificate, Person, ClassSession.id, ClassSession.number, Provider.name)
        .join(EnrolmentRecord, EnrolmentRecord.id == Certificate.record_id)
        .join(ClassSession, ClassSession.id == EnrolmentRecord.class_session_id)
        .join(Provider, Provider.id == ClassSession.provider_id)
        .join(Person, Person.id == Certificate.person_id)
        .execution_options(populate_existing=True)
    )


def _certificate(row: Row[*tuple[Any, ...]]) -> HeldCertificate:
    found, person, class_id, class_number, provider = row
    living = person.erased_at is None
    return HeldCertificate(
        id=found.id,
        person_id=person.id,
        name=person.name if living else names.mask(person.name),
        name_mn=person.name_mn if living else None,
        masked_id_number=identity_numbers.mask(person.id_number),
        kind=found.kind,
        number=found.number,
        level=found.level,
        issuer=found.issuer,
        issued_on=found.issued_on,
        state=found.state,
        state_changed_at=found.state_changed_at,
        state_reason=found.state_reason,
        class_id=class_id,
        class_number=class_number,
        provider=provider,
        is_living=living,
    )
