"""What officers and institutions do about people's rights, and about the second step of colleagues."""

from datetime import timedelta
from typing import Any

import pyotp
import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.core import clock, identity_numbers
from portal.core.audit import AuditEvent
from portal.enrolment.types import ApplicationState
from portal.people import queries, services
from portal.people.errors import PersonNotFound
from portal.people.models import CorrectionNotice
from portal.people.types import LookReason, NewRequest, RequestField, RequestState
from portal.records.models import SubsidyEntitlement
from portal.records.queries import subsidised_keys
from tests import factories
from tests.conftest import SignIn
from tests.records.public_notice import claim_all, officer_of, passed

LOOK = {"purpose": "complaint", "reason": "核对本人来电"}


@pytest.fixture
def asked(resident: Any) -> Any:
    """A request for another name, of someone of the region."""
    return services.ask_correction(
        resident.person_id, NewRequest(RequestField.NAME, "阿拉坦", own_words="少写了一个字"), account_id=resident.id
    )


def seat(person_id: int, taught: Any) -> None:
    """Give someone a seat in a class."""
    factories.ApplicationFactory(
        person=None,
        person_id=person_id,
        class_session=None,
        class_session_id=taught.id,
        state=ApplicationState.ACCEPTED,
    )


def test_an_officer_answers_and_the_person_is_told(sign_in: SignIn, officer: Any, asked: Any, resident: Any) -> None:
    desk = sign_in(officer)
    assert asked.number in desk.get("/zh/office/requests").get_data(as_text=True)
    page = desk.get(f"/zh/office/requests/{asked.id}").get_data(as_text=True)
    assert "少写了一个字" in page

    answer = desk.post(f"/zh/office/requests/{asked.id}", data={"state": "accepted", "answer": "已按身份证改正"})

    assert answer.status_code == 303
    told = sign_in(resident)
    assert f"/me/privacy/requests/{asked.number}" in told.get("/zh/me/messages").get_data(as_text=True)
    assert "已按身份证改正" in told.get(f"/mn/me/privacy/requests/{asked.number}").get_data(as_text=True)
    assert "阿拉坦" in desk.get(f"/zh/office/requests/{asked.id}").get_data(as_text=True)


def test_an_answer_needs_a_reason_and_keeps_what_was_typed(sign_in: SignIn, officer: Any, asked: Any) -> None:
    answer = sign_in(officer).post(f"/zh/office/requests/{asked.id}", data={"answer": "已查户籍登记"})

    assert answer.status_code == 422
    assert "已查户籍登记" in answer.get_data(as_text=True)


def test_an_officer_who_checked_the_record_is_told_to_leave_it(sign_in: SignIn, officer: Any, asked: Any) -> None:
    services.mark_checked(asked.person_id, actor_id=officer.id)
    desk = sign_in(officer)

    assert 'name="state"' not in desk.get(f"/zh/office/requests/{asked.id}").get_data(as_text=True)
    answer = desk.post(f"/zh/office/requests/{asked.id}", data={"state": "accepted", "answer": "x"})
    assert answer.status_code == 403
    assert queries.get_request(asked.id, region="150500").state is RequestState.OPEN


def test_whoever_had_the_wrong_value_is_told(sign_in: SignIn, officer: Any, asked: Any, session: Session) -> None:
    taught, other = factories.ClassSessionFactory(), factories.ClassSessionFactory()
    seat(asked.person_id, taught)
    factories.WishFactory(person=None, person_id=asked.person_id, region_code="150502")
    sign_in(officer).post(f"/zh/office/requests/{asked.id}", data={"state": "accepted", "answer": "已改"})

    school, stranger = (
        sign_in(factories.TeacherFactory(provider_id=taught.provider_id)),
        sign_in(factories.TeacherFactory(provider_id=other.provider_id)),
    )

    page = school.get("/zh/office/corrections").get_data(as_text=True)
    assert "阿拉坦" in page
    assert "阿拉坦" not in stranger.get("/zh/office/corrections").get_data(as_text=True)
    notice = session.query(CorrectionNotice).filter_by(provider_id=taught.provider_id).one()
    assert stranger.post(f"/zh/office/corrections/{notice.id}/seen").status_code == 404
    assert school.post(f"/zh/office/corrections/{notice.id}/seen").status_code == 303
    assert school.post(f"/zh/office/corrections/{notice.id}/seen").status_code == 303
    assert session.query(AuditEvent).filter_by(action="people.correction_seen").count() == 1
    assert "阿拉坦" in sign_in(officer).get("/mn/office/corrections").get_data(as_text=True)


def test_a_provider_learns_nothing_of_groups(sign_in: SignIn, officer: Any, resident: Any, session: Session) -> None:
    factories.PersonGroupFactory(person=None, person_id=resident.person_id, group_code="ex_poverty", evidence="seen")
    seat(resident.person_id, factories.ClassSessionFactory())
    found = services.ask_correction(
        resident.person_id, NewRequest(RequestField.GROUP, "ex_poverty"), account_id=resident.id
    )

    sign_in(officer).post(f"/zh/office/requests/{found.id}", data={"state": "accepted", "answer": "录入有误"})

    assert session.query(CorrectionNotice).count() == 0


def test_a_full_number_is_shown_once_after_a_reason_and_the_person_reads_who_looked(
    sign_in: SignIn, officer: Any, resident: Any
) -> None:
    number = resident_number(resident)
    desk, address = sign_in(officer), f"/zh/office/people/{resident.person_id}/number"
    assert number not in desk.get(address).get_data(as_text=True)
    assert desk.get(f"{address}/shown").location == address
    assert desk.post(address, data={"purpose": "complaint", "reason": " "}).status_code == 422
    assert desk.post(address, data={**LOOK, "purpose": "curiosity"}).status_code == 422

    answer = desk.post(address, data=LOOK)

    shown = desk.get(answer.location)
    assert number in shown.get_data(as_text=True)
    assert shown.headers["Cache-Control"] == "no-store"
    assert desk.get(answer.location).location == address
    page = sign_in(resident).get("/zh/me/privacy").get_data(as_text=True)
    assert "通辽市" in page
    assert "核对本人来电" in page


def test_the_right_to_look_is_of_one_person_and_one_minute(
    sign_in: SignIn, officer: Any, resident: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = factories.PersonFactory()
    desk = sign_in(officer)
    desk.post(f"/zh/office/people/{resident.person_id}/number", data=LOOK)
    assert desk.get(f"/zh/office/people/{other.id}/number/shown").status_code == 303

    answer = desk.post(f"/zh/office/people/{resident.person_id}/number", data=LOOK)
    moment = clock.now()
    monkeypatch.setattr(clock, "now", lambda: moment + timedelta(days=365))
    assert desk.get(answer.location).status_code == 303


def test_an_officer_sees_the_number_that_is_asked_for_too(sign_in: SignIn, officer: Any, resident: Any) -> None:
    right = identity_numbers.make(777_100)
    services.ask_correction(resident.person_id, NewRequest(RequestField.ID_NUMBER, right), account_id=resident.id)
    desk = sign_in(officer)

    answer = desk.post(f"/zh/office/people/{resident.person_id}/number", data=LOOK)

    assert right in desk.get(answer.location).get_data(as_text=True)


def test_a_school_sees_the_numbers_of_its_own_roll_only(sign_in: SignIn, resident: Any) -> None:
    taught = factories.ClassSessionFactory()
    seat(resident.person_id, taught)
    school, other = (
        sign_in(factories.TeacherFactory(provider_id=taught.provider_id)),
        sign_in(factories.TeacherFactory()),
    )

    answer = school.post(f"/zh/office/people/{resident.person_id}/number", data=LOOK)

    assert resident_number(resident) in school.get(answer.location).get_data(as_text=True)
    assert other.get(f"/zh/office/people/{resident.person_id}/number").status_code == 404
    assert other.post(f"/zh/office/people/{resident.person_id}/number", data=LOOK).status_code == 404


def test_what_is_kept_after_a_deletion_opens_only_with_a_reason(
    client: FlaskClient, sign_in: SignIn, session: Session
) -> None:
    maker = officer_of()
    trained = passed("P9")
    claim_all(maker, trained, "P9")
    person_id = trained[0].person_id
    number = number_of(person_id)
    account = factories.AccountFactory(person=None, person_id=person_id)
    services.erase(person_id, factories.PASSWORD, actor_id=account.id)
    desk = sign_in(factories.OfficerFactory())
    assert desk.get(f"/zh/office/people/{person_id}/number").status_code == 404
    assert desk.get("/zh/office/locked/shown").status_code == 303
    assert 'name="id_number"' in desk.get("/zh/office/locked").get_data(as_text=True)
    assert desk.post("/zh/office/locked", data={**LOOK, "id_number": identity_numbers.make(777_200)}).status_code == 422

    answer = desk.post("/zh/office/locked", data={**LOOK, "id_number": number})

    assert "P9" in desk.get(answer.location).get_data(as_text=True)
    assert desk.get("/zh/office/locked/shown").status_code == 303
    event = session.query(AuditEvent).filter_by(action="people.open_locked", subject_id=person_id).one()
    assert event.details["reason"] == "核对本人来电"
    elsewhere = sign_in(factories.OfficerFactory(region_code="150600"))
    assert elsewhere.post("/zh/office/locked", data={**LOOK, "id_number": number}).status_code == 422
    back = factories.PersonFactory(id_number=number)
    assert session.query(SubsidyEntitlement).count() > 0
    assert subsidised_keys(back.id)  # nobody claims twice by being forgotten


def test_an_officer_resets_the_second_step_of_a_colleague_of_the_region(
    sign_in: SignIn, officer: Any, session: Session
) -> None:
    clerk = factories.ClerkFactory(station=factories.StationFactory(region_code="150525"))
    far = factories.ClerkFactory()
    for one in (clerk, far, officer):
        services.confirm_factor(one.id, pyotp.TOTP(services.begin_factor(one.id)).at(clock.now()))
    desk = sign_in(factories.OfficerFactory())
    page = desk.get("/zh/office/staff").get_data(as_text=True)
    assert clerk.login_name in page
    assert far.login_name not in page

    assert desk.post(f"/zh/office/staff/{clerk.id}/second-step", data={"reason": ""}).status_code == 422
    assert desk.post(f"/zh/office/staff/{far.id}/second-step", data={"reason": "手机丢失"}).status_code == 404
    assert desk.post(f"/zh/office/staff/{clerk.id}/second-step", data={"reason": "手机丢失"}).status_code == 303

    assert queries.find_factor(clerk.id) is None
    assert queries.find_factor(officer.id) is not None


def test_nobody_resets_their_own_second_step(sign_in: SignIn, officer: Any) -> None:
    desk = sign_in(officer)

    assert desk.post(f"/zh/office/staff/{officer.id}/second-step", data={"reason": "手机丢失"}).status_code == 404


def resident_number(resident: Any) -> str:
    """Return the full number of a trainee."""
    return number_of(resident.person_id)


def number_of(person_id: int) -> str:
    """Return the full number of a person."""
    return str(services.export_own(person_id)[0]["id_number"])


def test_whoever_is_second_is_told_and_changes_nothing(sign_in: SignIn, officer: Any, asked: Any) -> None:
    desk = sign_in(officer)
    desk.post(f"/zh/office/requests/{asked.id}", data={"state": "refused", "answer": "与登记一致"})

    answer = desk.post(f"/zh/office/requests/{asked.id}", data={"state": "accepted", "answer": "已改"})

    assert answer.status_code == 303
    assert queries.get_request(asked.id, region="150500").state is RequestState.REFUSED


def test_a_look_at_nobody_is_refused(officer: Any) -> None:
    with pytest.raises(PersonNotFound):
        services.reveal_id_number(0, actor_id=officer.id, reason="x", purpose=LookReason.OTHER, office=None)


def test_a_corrected_region_is_read_by_its_name(sign_in: SignIn, officer: Any, resident: Any) -> None:
    factories.WishFactory(person=None, person_id=resident.person_id, region_code="150502")
    found = services.ask_correction(
        resident.person_id, NewRequest(RequestField.HOME_REGION, "150502"), account_id=resident.id
    )
    desk = sign_in(officer)

    desk.post(f"/zh/office/requests/{found.id}", data={"state": "accepted", "answer": "已核对"})

    assert "科尔沁区" in desk.get("/zh/office/corrections").get_data(as_text=True)
