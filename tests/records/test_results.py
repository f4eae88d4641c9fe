"""Results and certificates."""

from datetime import date

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.core import audit
from portal.core.errors import NotFound
from portal.records import queries, services
from portal.records.errors import CertificateEnded, CertificateStands, CertificateTaken, CorrectedSince
from portal.records.models import EnrolmentRecord
from portal.records.services import certificates
from portal.records.types import CertificateState, Origin, Outcome, Result, Source
from tests import factories
from tests.records.conftest import FILE, new_certificate, trained_class


@pytest.fixture
def person_id(session: Session) -> int:
    return int(factories.PersonFactory().id)


def record(
    person_id: int, hours: int = 80, result: Result = Result.PASSED, source: Source = FILE
) -> tuple[Outcome, int]:
    return services.record_result(
        person_id, trained_class(), hours=hours, result=result, source=source, reason="slip of the pen"
    )


def test_writes_a_result_down_once(person_id: int) -> None:
    first, again = record(person_id), record(person_id)

    assert (first[0], again[0]) == (Outcome.ADDED, Outcome.UNCHANGED)
    assert first[1] == again[1]


def test_a_correction_is_a_new_version_that_keeps_the_old(person_id: int, session: Session) -> None:
    record(person_id, hours=72)

    outcome, _line = record(person_id, hours=80)

    (training,) = queries.list_for(person_id).trainings
    assert outcome is Outcome.CORRECTED
    assert (training.hours, training.reason) == (80, "slip of the pen")
    assert [before.hours for before in training.earlier] == [72]
    assert len(session.scalars(select(EnrolmentRecord)).all()) == 2


def test_many_corrections_leave_one_line_and_all_versions(person_id: int) -> None:
    for hours in (70, 71, 72, 73):
        record(person_id, hours=hours)

    (training,) = queries.list_for(person_id).trainings
    assert [before.hours for before in training.earlier] == [72, 71, 70]


def test_an_older_file_does_not_undo_a_newer_one(person_id: int, session: Session) -> None:
    from portal.core import imports

    old, new = (imports.begin_run(kind="results", filename="a.csv", digest=x, account_id=None) for x in "ab")
    record(person_id, source=Source(Origin.FILE, new))

    with pytest.raises(CorrectedSince):
        services.record_result(
            person_id, trained_class(), hours=1, result=Result.PASSED, source=FILE, not_after_run=old
        )


def test_a_pass_with_a_valid_certificate_cannot_become_a_fail(person_id: int) -> None:
    _outcome, line = record(person_id)
    _added, certificate = services.add_certificate(person_id, new_certificate(), source=FILE, record_id=line)

    with pytest.raises(CertificateStands):
        record(person_id, result=Result.FAILED)

    services.revoke_certificate(certificate, reason="考试作弊", account_id=None)
    assert record(person_id, result=Result.FAILED)[0] is Outcome.CORRECTED


def test_the_same_certificate_again_changes_nothing(person_id: int) -> None:
    first = services.add_certificate(person_id, new_certificate(), source=FILE)

    assert services.add_certificate(person_id, new_certificate(), source=FILE) == (Outcome.UNCHANGED, first[1])


def test_a_number_belongs_to_one_certificate_of_its_issuer(person_id: int) -> None:
    services.add_certificate(person_id, new_certificate(), source=FILE)
    other = factories.PersonFactory()

    with pytest.raises(CertificateTaken):
        services.add_certificate(other.id, new_certificate(), source=FILE)
    with pytest.raises(CertificateTaken):
        services.add_certificate(person_id, new_certificate(issued_on=date(2026, 3, 21)), source=FILE)
    assert services.add_certificate(other.id, new_certificate(issuer="别的机构"), source=FILE)[0] is Outcome.ADDED


def test_another_number_for_the_same_training_replaces_the_slip(person_id: int) -> None:
    _outcome, line = record(person_id)
    services.add_certificate(person_id, new_certificate("WRONG1"), source=FILE, record_id=line)

    outcome, _row = services.add_certificate(person_id, new_certificate("RIGHT1"), source=FILE, record_id=line)

    states = {one.number: one.state for one in queries.list_for(person_id).certificates}
    assert outcome is Outcome.CORRECTED
    assert states == {"WRONG1": CertificateState.REPLACED, "RIGHT1": CertificateState.VALID}


def test_an_ended_certificate_does_not_come_back(person_id: int) -> None:
    _outcome, row = services.add_certificate(person_id, new_certificate(), source=FILE)
    services.revoke_certificate(row, reason="冒名", account_id=None)

    with pytest.raises(CertificateEnded):
        services.revoke_certificate(row, reason="again", account_id=None)
    with pytest.raises(CertificateEnded):
        services.add_certificate(person_id, new_certificate(), source=FILE)


def test_replaces_a_certificate_and_keeps_the_old(person_id: int) -> None:
    _outcome, row = services.add_certificate(person_id, new_certificate("OLD1"), source=FILE)

    services.replace_certificate(row, new_certificate("NEW1"), reason="复审换证", source=FILE)

    lines = {line.number: (line.state, line.state_reason) for line in queries.list_for(person_id).certificates}
    assert lines == {"OLD1": (CertificateState.REPLACED, "复审换证"), "NEW1": (CertificateState.VALID, None)}


def test_replacement_may_not_take_a_known_number(person_id: int) -> None:
    _outcome, row = services.add_certificate(person_id, new_certificate("OLD1"), source=FILE)

    with pytest.raises(CertificateTaken):
        services.replace_certificate(row, new_certificate("OLD1"), reason="x", source=FILE)


def test_an_unknown_certificate_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        services.revoke_certificate(10**6, reason="x", account_id=None)


def test_each_change_is_in_the_trail(person_id: int, session: Session) -> None:
    record(person_id, hours=1)
    record(person_id, hours=2)

    actions = session.scalars(select(audit.AuditEvent.action).order_by(audit.AuditEvent.id)).all()
    assert list(actions)[-2:] == ["records.record_result", "records.correct_result"]


def test_only_one_line_of_a_class_can_be_current(person_id: int, session: Session) -> None:
    record(person_id, hours=1)
    record(person_id, hours=2)

    with pytest.raises(Exception, match=r"uq_enrolment_record_current|UNIQUE"), session.begin_nested():
        session.execute(update(EnrolmentRecord).values(replaced_by_id=None))


def test_the_index_refuses_what_the_look_before_did_not_see(person_id: int, monkeypatch: pytest.MonkeyPatch) -> None:
    services.add_certificate(person_id, new_certificate(), source=FILE)
    monkeypatch.setattr(certificates, "_find", lambda *_given: None)

    with pytest.raises(CertificateTaken):
        services.add_certificate(person_id, new_certificate(), source=FILE)
