"""Write down how a training ended. A correction is a new version; the old one stays, with the reason."""

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from portal.core import audit, clock
from portal.core.db import transaction
from portal.records import queries
from portal.records.errors import CertificateStands, CorrectedSince
from portal.records.models import Certificate, EnrolmentRecord
from portal.records.services.subsidies import refuse_claims_of
from portal.records.types import CertificateState, Evaluation, Outcome, Result, Source, TrainedClass


def record_result(
    person_id: int,
    trained: TrainedClass,
    *,
    hours: int,
    result: Result,
    source: Source,
    reason: str | None = None,
    not_after_run: int | None = None,
    evaluation: Evaluation | None = None,
) -> tuple[Outcome, int]:
    """Write down what a person did in a class and return what changed and the line.

    A claim that rests on a result that no longer is "passed" is refused, unless it is paid.

    Args:
        person_id: Who attended.
        trained: The class; its names are repeated in the line, which outlives it.
        hours: Hours attended.
        result: How it ended.
        source: Where this comes from.
        reason: Why it differs from what was written down before.
        not_after_run: Refuse to undo what a run after this one wrote.
        evaluation: When and by whom it was evaluated; None leaves what is known of it.

    Raises:
        CorrectedSince: a later run than ``not_after_run`` wrote the line.
        CertificateStands: a valid certificate rests on a result that would no longer be "passed".
    """
    with transaction() as session:
        queries.lock_same_human(person_id)  # a claim made at this moment waits, and then sees the result
        now = _lock_current(session, person_id, trained.number)
        known = _evaluation_of(now)
        wanted = evaluation or known
        if now is not None and (now.hours_attended, now.result, known) == (hours, result, wanted):
            return Outcome.UNCHANGED, now.id
        if now is not None and not_after_run and (now.import_run_id or 0) > not_after_run:
            raise CorrectedSince(now.id)
        if now is not None and result is not Result.PASSED and _has_valid_certificate(session, now):
            raise CertificateStands(now.id)
        new = _row(person_id, trained, hours, result, source, reason if now else None)
        new.evaluated_on, new.result_on, new.evaluator = wanted.evaluated_on, wanted.result_on, wanted.evaluator
        _put_in_place(session, now, new)
        audit.record(
            "records.correct_result" if now else "records.record_result",
            subject_type="enrolment_record",
            subject_id=new.id,
            actor_id=source.account_id,
            details={"replaces": now.id, "reason": reason} if now else {},
        )
        if now is not None and result is not Result.PASSED:
            refuse_claims_of(person_id, trained.number, account_id=source.account_id)
    return (Outcome.CORRECTED if now else Outcome.ADDED), new.id


def _evaluation_of(row: EnrolmentRecord | None) -> Evaluation:
    return Evaluation(row.evaluated_on, row.result_on, row.evaluator) if row else Evaluation()


def _lock_current(session: Session, person_id: int, class_number: str) -> EnrolmentRecord | None:
    stmt = (
        select(EnrolmentRecord)
        .where(
            EnrolmentRecord.person_id == person_id,
            EnrolmentRecord.class_number == class_number,
            EnrolmentRecord.replaced_by_id.is_(None),
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return session.scalar(stmt)


def _put_in_place(session: Session, now: EnrolmentRecord | None, new: EnrolmentRecord) -> None:
    if now is not None:
        now.replaced_by_id = now.id  # makes room: only one line may be current
        session.flush()
    session.add(new)
    session.flush()
    if now is not None:
        now.replaced_by_id = new.id
        session.flush()


def _has_valid_certificate(session: Session, now: EnrolmentRecord) -> bool:
    versions = select(EnrolmentRecord.id).where(
        EnrolmentRecord.person_id == now.person_id, EnrolmentRecord.class_number == now.class_number
    )
    stmt = select(exists().where(Certificate.record_id.in_(versions), Certificate.state == CertificateState.VALID))
    return bool(session.scalar(stmt))


def _row(
    person_id: int, trained: TrainedClass, hours: int, result: Result, source: Source, reason: str | None
) -> EnrolmentRecord:
    return EnrolmentRecord(
        person_id=person_id,
        class_session_id=trained.class_session_id,
        class_number=trained.number,
        occupation_code=trained.occupation_code,
        occupation_name=trained.occupation.zh,
        occupation_name_mn=trained.occupation.mn or None,
        level=trained.level,
        provider_name=trained.provider.zh,
        provider_name_mn=trained.provider.mn or None,
        region_code=trained.region_code,
        starts_on=trained.starts_on,
        ends_on=trained.ends_on,
        hours_attended=hours,
        result=result,
        origin=source.origin,
        import_run_id=source.import_run_id,
        recorded_at=clock.now(),
        reason=reason,
    )
