"""Write down how a training ended for someone on the roll, by a file and by a page alike, and tell them."""

from portal.core import clock
from portal.core.db import transaction
from portal.enrolment import services as enrolment
from portal.enrolment.types import ApplicationState
from portal.notices import services as notices
from portal.office import errors, queries
from portal.office.queries import rolls
from portal.office.types import CertificateRow, Reported, RollLine, TaughtClass
from portal.records import services as records
from portal.records.types import CORRECTED_BY_FILE, NewCertificate, Origin, Outcome, Result, Source


def report_result(class_number: str, application_id: int, reported: Reported, *, account_id: int) -> Outcome:
    """Take in the result of one person from a page and return what changed.

    Raises:
        NotOnRoll: the person has no seat in this class.
        NotBegun: the first day of the class is still to come.
        NotOver: somebody would have passed before the last day of the class.
        TooManyHoursForClass: these are more hours than the class has.
        ReasonMissing: it differs from what was reported before, and nobody said why.
        CertificateTaken, CertificateEnded, CertificateStands: of the record.
    """
    taught = queries.find_class(class_number)
    roll = taught.roll if taught else ()
    learner = next((one for one in roll if one.application_id == application_id), None)
    if taught is None or learner is None:
        raise errors.NotOnRoll
    if learner.state is ApplicationState.ACCEPTED and taught.trained.starts_on > clock.today():
        raise errors.NotBegun
    if reported.hours > taught.hours:
        raise errors.TooManyHoursForClass(taught.hours)
    with transaction():
        before = rolls.find_result(class_number, learner.person_id)
        if before and not reported.reason and before.says != (reported.hours, reported.result, reported.evaluation):
            raise errors.ReasonMissing
        return write_result(reported, taught, learner, source=Source(Origin.PORTAL, account_id=account_id))


def write_result(
    reported: Reported, taught: TaughtClass, learner: RollLine, *, source: Source, first_run: int | None = None
) -> Outcome:
    """Write a result and its certificate into the record, lead the application there, and tell the person.

    Someone who asked to be forgotten still gets the result they earned, locked with the rest of their record; nobody
    is told then.

    Args:
        reported: What is reported.
        taught: The class.
        learner: Who of its roll.
        source: Where it comes from.
        first_run: The first run of the same file, where it was sent before.

    Raises:
        NotOver: somebody would have passed before the last day of the class.
        CertificateTaken, CertificateEnded, CertificateStands, CorrectedSince: of the record.
    """
    if reported.result is Result.PASSED and taught.trained.ends_on > clock.today():
        raise errors.NotOver(taught.trained.ends_on)
    with transaction():
        ended = ApplicationState.ABSENT if reported.result is Result.ABSENT else ApplicationState.COMPLETED
        outcome = _write_record(reported, taught, learner, source, first_run)
        enrolment.finish(learner.application_id, ended, account_id=source.account_id, corrected=True)
        if outcome is not Outcome.UNCHANGED and learner.is_living:
            notices.tell(learner.person_id, "result_recorded", _facts(reported, taught, outcome))
    return outcome


def _write_record(
    reported: Reported, taught: TaughtClass, learner: RollLine, source: Source, first_run: int | None
) -> Outcome:
    reason = reported.reason or CORRECTED_BY_FILE
    outcome, record_id = records.record_result(
        learner.person_id,
        taught.trained,
        hours=reported.hours,
        result=reported.result,
        source=source,
        reason=reason,
        not_after_run=first_run,
        evaluation=reported.evaluation,
    )
    if reported.certificate is None:
        return outcome
    new = certificate_of(reported.certificate, taught)
    added, _id = records.add_certificate(learner.person_id, new, source=source, record_id=record_id, reason=reason)
    return added if outcome is Outcome.UNCHANGED else outcome


def certificate_of(row: CertificateRow, taught: TaughtClass) -> NewCertificate:
    """Return the certificate that a class led to, with the names of its occupation."""
    return NewCertificate(
        kind=row.kind,
        number=row.number,
        level=row.level,
        occupation_code=taught.trained.occupation_code,
        occupation=taught.trained.occupation,
        issuer=row.issuer,
        issued_on=row.issued_on,
    )


def _facts(reported: Reported, taught: TaughtClass, outcome: Outcome) -> dict[str, object]:
    return {
        "class_number": taught.trained.number,
        "occupation": taught.trained.occupation.zh,
        "occupation_mn": taught.trained.occupation.mn or None,
        "result": reported.result.value,
        "hours": reported.hours,
        "certificate_number": reported.certificate.number if reported.certificate else None,
        "corrected": outcome is Outcome.CORRECTED,
    }
