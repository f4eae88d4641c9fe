"""A summary is frozen as issued; whatever alters it afterwards is found out."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from portal.core import clock, crypto, db, own_data
from portal.records import queries, rules, services
from portal.records.errors import CannotBePrinted, NothingToSummarise, SummaryAltered, SummaryNotFound
from portal.records.models import Certificate, EnrolmentRecord, SummaryDocument
from portal.records.types import CertificateState, DocumentState, Language, Result
from tests import factories
from tests.records.conftest import FILE, trained_class


def issue(account: Any, language: Language = "zh", token: str | None = None) -> str:
    return services.issue_summary(account.person_id, language, account_id=account.id, token=token)


def stored(code: str) -> SummaryDocument:
    return (
        db.session()
        .scalars(select(SummaryDocument).where(SummaryDocument.code == code).execution_options(populate_existing=True))
        .one()
    )


def test_issued_content_stays_after_a_later_revocation(holder: Any, session: Session) -> None:
    code = issue(holder)
    certificate = session.scalars(select(Certificate)).one()

    services.revoke_certificate(certificate.id, reason="作弊", account_id=None)

    found = queries.find_verification(code)
    assert found is not None
    (line,) = found[0].certificates
    assert line.issued.number == certificate.number
    assert line.state is CertificateState.REVOKED
    assert line.state_changed_at is not None
    assert queries.draft_summary(holder.person_id).certificates == ()


def test_a_later_correction_stands_beside_what_was_issued(holder: Any, session: Session) -> None:
    record = session.scalars(select(EnrolmentRecord)).one()
    code = issue(holder)

    services.record_result(
        holder.person_id, trained_class(record.class_number), hours=72, result=Result.PASSED, source=FILE, reason="x"
    )

    found = queries.find_verification(code)
    assert found is not None
    assert (found[0].trainings[0].issued.hours, found[0].trainings[0].corrected_on) == (80, clock.today())


def test_a_new_summary_replaces_the_one_before(holder: Any) -> None:
    first, second = issue(holder), issue(holder, "mn")

    assert stored(first).state is DocumentState.REPLACED
    assert stored(second).state is DocumentState.VALID
    found = queries.find_verification(first)
    assert found is not None
    assert found[0].state is DocumentState.REPLACED


def test_the_same_form_twice_issues_once(holder: Any) -> None:
    assert issue(holder, token="a" * 20) == issue(holder, token="a" * 20)
    assert len(queries.list_documents(holder.person_id)) == 1


def test_summaries_of_others_stay(holder: Any, session: Session) -> None:
    other = factories.AccountFactory()
    factories.CertificateFactory(person=None, person_id=other.person_id)
    code = issue(other)

    issue(holder)

    assert stored(code).state is DocumentState.VALID


def test_codes_are_unlike_each_other(holder: Any) -> None:
    codes = {issue(holder) for _number in range(20)}

    assert len(codes) == 20
    assert all(rules.read_code(code) == code for code in codes)


def test_leaves_out_absence_and_what_no_longer_stands(holder: Any) -> None:
    factories.EnrolmentRecordFactory(person=None, person_id=holder.person_id, result=Result.ABSENT, hours_attended=0)
    factories.CertificateFactory(person=None, person_id=holder.person_id, state=CertificateState.REVOKED)

    draft = queries.draft_summary(holder.person_id)

    assert (len(draft.trainings), len(draft.certificates)) == (1, 1)


def test_an_empty_record_has_no_summary(session: Session) -> None:
    with pytest.raises(NothingToSummarise):
        issue(factories.AccountFactory())


def test_a_character_without_a_glyph_is_reported_not_printed(session: Session) -> None:
    account = factories.AccountFactory(person__name="赵\U000e0041\ue800")
    factories.CertificateFactory(person=None, person_id=account.person_id)

    assert "\ue800" in queries.draft_summary(account.person_id).unprintable["zh"]
    with pytest.raises(CannotBePrinted) as refusal:
        issue(account)
    assert "U+E800" in str(refusal.value.message)


def test_altered_content_is_found_out(holder: Any, session: Session) -> None:
    code = issue(holder)
    changed = stored(code).content.replace('"hours":80', '"hours":800')

    session.execute(update(SummaryDocument).values(content=changed))
    session.commit()

    with pytest.raises(SummaryAltered):
        queries.find_verification(code)
    with pytest.raises(SummaryAltered):
        services.find_or_render_pdf(code, person_id=holder.person_id)


def test_altered_content_with_a_matching_fingerprint_is_found_out(holder: Any, session: Session) -> None:
    code = issue(holder)
    changed = stored(code).content.replace('"hours":80', '"hours":800')
    session.execute(update(SummaryDocument).values(content=changed, fingerprint=crypto.fingerprint(changed.encode())))
    session.commit()

    with pytest.raises(SummaryAltered):
        queries.find_verification(code)


def test_content_moved_to_another_code_is_found_out(holder: Any, session: Session) -> None:
    issue(holder)
    session.execute(update(SummaryDocument).values(code="0" * 16))
    session.commit()

    with pytest.raises(SummaryAltered):
        queries.find_verification("0" * 16)


def test_content_unsealed_or_broken_is_found_out(holder: Any, session: Session) -> None:
    code = issue(holder)
    session.execute(text("UPDATE summary_document SET content = 'k1.AAAA'"))
    session.commit()

    with pytest.raises(SummaryAltered):
        queries.find_verification(code)


def test_signed_nonsense_is_found_out(holder: Any, session: Session) -> None:
    code, nonsense = issue(holder), "{}"
    session.execute(
        update(SummaryDocument).values(
            content=nonsense,
            fingerprint=crypto.fingerprint(nonsense.encode()),
            signature=crypto.sign(nonsense.encode(), queries.SIGNED_AS),
        )
    )
    session.commit()

    with pytest.raises(SummaryAltered):
        queries.find_verification(code)


def test_switching_off_hides_everything_and_is_final(holder: Any) -> None:
    code = issue(holder)

    services.switch_off(code, person_id=holder.person_id, account_id=holder.id)
    services.switch_off(code, person_id=holder.person_id, account_id=holder.id)

    found = queries.find_verification(code)
    assert found is not None
    shown = found[0]
    assert (shown.state, shown.trainings, shown.masked_name.zh) == (DocumentState.REVOKED, (), "")
    with pytest.raises(SummaryNotFound):
        services.find_or_render_pdf(code, person_id=holder.person_id)


def test_nobody_switches_off_for_others(holder: Any, session: Session) -> None:
    code, other = issue(holder), factories.AccountFactory()

    with pytest.raises(SummaryNotFound):
        services.switch_off(code, person_id=other.person_id, account_id=other.id)
    assert not queries.belongs_to(code, "")


def test_being_forgotten_leaves_only_that_it_was_withdrawn(holder: Any, app: Flask) -> None:
    code = issue(holder)
    part = next(part for part in services.OWN_DATA if part.erase)

    assert part.erase is not None
    part.erase(holder.person_id)

    assert stored(code).content == ""
    found = queries.find_verification(code)
    assert found is not None
    assert found[0].state is DocumentState.REVOKED


def test_people_get_a_copy_of_all_that_is_kept(holder: Any) -> None:
    issue(holder)

    rows = {part.name: part.export(holder.person_id) for part in services.OWN_DATA}

    assert len(rows["record"]) == 2
    assert len(rows["summaries"]) == 1
    assert own_data.OwnData is type(services.OWN_DATA[0])
    for part in services.OWN_DATA:
        assert {key for row in rows[part.name] for key in row} <= set(part.labels)


def test_of_ten_forms_at_once_one_summary_is_valid(real_app: Flask) -> None:
    with real_app.app_context():
        account = factories.AccountFactory()
        factories.CertificateFactory(person=None, person_id=account.person_id)
        person_id, account_id = account.person_id, account.id

    def try_once(number: int) -> str:
        with real_app.app_context():
            return services.issue_summary(person_id, "zh", account_id=account_id, token=f"{number // 5:020d}")

    with ThreadPoolExecutor(5) as pool:
        codes = set(pool.map(try_once, range(10)))

    with real_app.app_context():
        states = [line.state for line in queries.list_documents(person_id)]
    assert len(codes) == 2
    assert sorted(states) == ["replaced", "valid"]


def test_what_is_frozen_is_as_it_was(holder: Any) -> None:
    content = queries.get_own(issue(holder), person_id=holder.person_id).content

    assert content.certificates[0].issued_on == clock.today() - timedelta(days=30)
    assert content.certificates[0].kind_name.zh == "职业技能等级证书"
    assert content.name.zh == "买买提·乌云"
    assert content.id_number.count("*") > 10
