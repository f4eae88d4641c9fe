"""Write certificates down, revoke and replace them. None is ever deleted; a number is unique within its issuer."""

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.core import audit, clock
from portal.core.db import transaction
from portal.core.errors import NotFound
from portal.records.errors import CertificateEnded, CertificateTaken
from portal.records.models import Certificate, EnrolmentRecord
from portal.records.types import CORRECTED_BY_FILE, CertificateState, NewCertificate, Outcome, Source


def add_certificate(
    person_id: int,
    new: NewCertificate,
    *,
    source: Source,
    record_id: int | None = None,
    reason: str = CORRECTED_BY_FILE,
) -> tuple[Outcome, int]:
    """Write a certificate down and return what changed and the row.

    A valid certificate of the same kind and issuer that rests on the same training was a slip: it becomes replaced.

    Args:
        person_id: Who holds it.
        new: What the issuer reported.
        source: Where this comes from.
        record_id: The training it rests on, where there is one.
        reason: Why it replaces a slip, where it does.

    Raises:
        CertificateTaken: the issuer gave this number to someone else, or with other details.
    """
    with transaction() as session:
        known = _find(session, new)
        if known is not None:
            return _same_or_raise(known, person_id, new)
        slips = _valid_of_training(session, record_id, new)
        row = _insert(session, _row(person_id, new, source, record_id))
        for slip in slips:
            _end(slip, CertificateState.REPLACED, reason)
            _audit("records.replace_certificate", slip.id, source.account_id, {"by": row.id})
        _audit("records.add_certificate", row.id, source.account_id, {})
    return (Outcome.CORRECTED if slips else Outcome.ADDED), row.id


def revoke_certificate(certificate_id: int, *, reason: str, account_id: int | None) -> None:
    """Say that a certificate no longer stands, and why. It stays in the record.

    Raises:
        NotFound: there is no such certificate.
        CertificateEnded: it was revoked or replaced before.
    """
    with transaction() as session:
        row = _lock_valid(session, certificate_id)
        _end(row, CertificateState.REVOKED, reason)
        _audit("records.revoke_certificate", row.id, account_id, {"reason": reason})


def replace_certificate(certificate_id: int, new: NewCertificate, *, reason: str, source: Source) -> int:
    """Put a new certificate in the place of one that stood until now, and return the new row.

    Raises:
        NotFound: there is no such certificate.
        CertificateEnded: it was revoked or replaced before.
        CertificateTaken: the issuer gave the new number to another certificate.
    """
    with transaction() as session:
        old = _lock_valid(session, certificate_id)
        if _find(session, new) is not None:
            raise CertificateTaken
        row = _insert(session, _row(old.person_id, new, source, old.record_id))
        _end(old, CertificateState.REPLACED, reason)
        _audit("records.replace_certificate", old.id, source.account_id, {"by": row.id, "reason": reason})
    return row.id


def _find(session: Session, new: NewCertificate) -> Certificate | None:
    stmt = select(Certificate).where(Certificate.issuer == new.issuer, Certificate.number == new.number)
    return session.scalar(stmt.execution_options(populate_existing=True))


def _same_or_raise(known: Certificate, person_id: int, new: NewCertificate) -> tuple[Outcome, int]:
    facts = (known.person_id, known.kind, known.level, known.issued_on)
    if facts != (person_id, new.kind, new.level, new.issued_on):
        raise CertificateTaken(known.id)
    if known.state is not CertificateState.VALID:
        raise CertificateEnded(known.id)
    return Outcome.UNCHANGED, known.id


def _insert(session: Session, row: Certificate) -> Certificate:
    try:
        with session.begin_nested():  # a refused row must not spoil the transaction around it
            session.add(row)
            session.flush()
    except IntegrityError as error:
        raise CertificateTaken from error
    return row


def _valid_of_training(session: Session, record_id: int | None, new: NewCertificate) -> list[Certificate]:
    if record_id is None:
        return []
    record = session.get_one(EnrolmentRecord, record_id)
    versions = select(EnrolmentRecord.id).where(
        EnrolmentRecord.person_id == record.person_id, EnrolmentRecord.class_number == record.class_number
    )
    stmt = (
        select(Certificate)
        .where(
            Certificate.record_id.in_(versions),
            Certificate.kind == new.kind,
            Certificate.issuer == new.issuer,
            Certificate.state == CertificateState.VALID,
        )
        .order_by(Certificate.id)
        .with_for_update()
    )
    return list(session.scalars(stmt))


def _lock_valid(session: Session, certificate_id: int) -> Certificate:
    stmt = select(Certificate).where(Certificate.id == certificate_id).with_for_update()
    row = session.scalar(stmt.execution_options(populate_existing=True))
    if row is None:
        raise NotFound
    if row.state is not CertificateState.VALID:
        raise CertificateEnded(row.id)
    return row


def _end(row: Certificate, state: CertificateState, reason: str) -> None:
    row.state, row.state_changed_at, row.state_reason = state, clock.now(), reason


def _audit(action: str, certificate_id: int, account_id: int | None, details: dict[str, object]) -> None:
    audit.record(action, subject_type="certificate", subject_id=certificate_id, actor_id=account_id, details=details)


def _row(person_id: int, new: NewCertificate, source: Source, record_id: int | None) -> Certificate:
    return Certificate(
        person_id=person_id,
        record_id=record_id,
        kind=new.kind,
        number=new.number,
        level=new.level,
        occupation_code=new.occupation_code,
        occupation_name=new.occupation.zh,
        occupation_name_mn=new.occupation.mn or None,
        issuer=new.issuer,
        issued_on=new.issued_on,
        state=CertificateState.VALID,
        origin=source.origin,
        import_run_id=source.import_run_id,
        recorded_at=clock.now(),
    )
