"""Give people what the record holds about them, and forget what may be forgotten.

Source:
    Personal Information Protection Law, articles 45 and 47: where a keeping period runs, stop everything except storage
    and protection. Trainings, certificates and claims are kept locked, so that nobody claims twice by being forgotten.
"""

from sqlalchemy import update

from portal.core import clock
from portal.core.db import transaction
from portal.core.i18n import _l
from portal.core.own_data import OwnData, Row
from portal.records.models import SummaryDocument
from portal.records.queries import list_documents, list_for
from portal.records.services.follow_ups import VISITS
from portal.records.types import DocumentState


def export_record(person_id: int) -> list[Row]:
    """Return trainings, certificates and subsidies of a person."""
    record = list_for(person_id)
    trainings: list[Row] = [
        {
            "training": line.class_number,
            "occupation": line.occupation.zh,
            "level": line.level,
            "provider": line.provider.zh,
            "from": line.starts_on,
            "to": line.ends_on,
            "hours": line.hours,
            "result": line.result.value,
            "source": line.origin.value,
        }
        for line in record.trainings
    ]
    certificates: list[Row] = [
        {
            "certificate": line.kind.value,
            "number": line.number,
            "occupation": line.occupation.zh,
            "level": line.level,
            "issuer": line.issuer,
            "issued_on": line.issued_on,
            "state": line.state.value,
            "source": line.origin.value,
        }
        for line in record.certificates
    ]
    subsidies: list[Row] = [
        {
            "subsidy": line.kind,
            "occupation": line.occupation,
            "level": line.level,
            "year": line.year,
            "state": line.state.value,
        }
        for line in record.subsidies
    ]
    return trainings + certificates + subsidies


def export_summaries(person_id: int) -> list[Row]:
    """Return which summaries were issued, and how often they were looked up."""
    return [
        {
            "code": line.code,
            "language": line.language,
            "issued_at": line.issued_at,
            "state": line.state.value,
            "look_ups": line.look_ups,
        }
        for line in list_documents(person_id)
    ]


def erase_summaries(person_id: int) -> None:
    """Switch off every summary and forget what it held; its code goes on saying that it was withdrawn."""
    with transaction() as session:
        session.execute(
            update(SummaryDocument)
            .where(SummaryDocument.person_id == person_id)
            .values(state=DocumentState.REVOKED, state_changed_at=clock.now(), content="", pdf=None, pdf_mark=None)
            .execution_options(synchronize_session=False)
        )


OWN_DATA = (
    OwnData(
        "record",
        _l("Trainings, certificates and subsidies"),
        export_record,
        kept_because=_l(
            "Subsidised trainings and certificates are kept locked, because the law asks for accounts of public "
            "money and the same subsidy must not be paid twice."
        ),
        labels={
            "training": _l("Class"),
            "certificate": _l("Certificate"),
            "number": _l("Certificate number"),
            "subsidy": _l("Subsidy"),
            "occupation": _l("Occupation"),
            "level": _l("Level"),
            "provider": _l("Training provider"),
            "from": _l("From"),
            "to": _l("Until"),
            "hours": _l("Training hours"),
            "result": _l("Result"),
            "issuer": _l("Issuer"),
            "issued_on": _l("Issued on"),
            "year": _l("Year"),
            "state": _l("State"),
            "source": _l("Source"),
        },
        words={
            "passed": _l("Passed"),
            "failed": _l("Not passed"),
            "absent": _l("Absent"),
            "valid": _l("Valid"),
            "replaced": _l("Replaced"),
            "revoked": _l("Revoked"),
            "portal": _l("This portal"),
            "file": _l("File of the training institution"),
            "declared": _l("Declared by you"),
        },
    ),
    OwnData(
        "summaries",
        _l("Summaries you had issued"),
        export_summaries,
        erase_summaries,
        labels={
            "code": _l("Summary number"),
            "language": _l("Language"),
            "issued_at": _l("Issued at"),
            "state": _l("State"),
            "look_ups": _l("Times looked up"),
        },
        words={
            "zh": _l("Chinese"),
            "mn": _l("Mongolian"),
            "both": _l("Both languages on one sheet"),
            "valid": _l("Valid"),
            "replaced": _l("Replaced"),
            "revoked": _l("Switched off"),
        },
    ),
    VISITS,
)
