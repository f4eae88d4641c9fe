"""Applying, following and withdrawing, as a browser sees it."""

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.core import clock
from portal.enrolment import services
from portal.enrolment.models import Application
from portal.enrolment.types import Actor, ApplicationState
from tests import factories
from tests.conftest import SignIn

TOKEN = "one-form-has-one-token"
SELF = Actor(account_id=None)


@pytest.fixture
def phone(sign_in: SignIn, resident: Any) -> FlaskClient:
    return sign_in(resident)


@pytest.fixture
def me(resident: Any) -> int:
    person: int = resident.person_id
    return person


def applications(session: Session) -> list[Application]:
    return list(session.scalars(select(Application).order_by(Application.id).execution_options(populate_existing=True)))


def someone_applies(class_id: int) -> int:
    return services.apply(class_id, person_id=factories.PersonFactory().id, actor=SELF)


def test_visitor_is_asked_to_sign_in_first(client: FlaskClient) -> None:
    class_id = factories.ClassSessionFactory().id

    answer = client.get(f"/zh/classes/{class_id}/apply")

    assert answer.status_code == 303
    assert answer.location.startswith("/zh/login?next=")


@pytest.mark.parametrize("edition", ["zh", "mn"])
def test_applies_and_sees_the_seat(phone: FlaskClient, session: Session, edition: str) -> None:
    class_id = factories.ClassSessionFactory(bring="身份证、笔记本").id
    page = phone.get(f"/{edition}/classes/{class_id}/apply")
    assert page.status_code == 200
    assert "身份证、笔记本" in page.text

    answer = phone.post(f"/{edition}/classes/{class_id}/apply", data={"form_token": TOKEN})

    made = applications(session)[0]
    assert answer.status_code == 303
    assert answer.location == f"/{edition}/me/applications/{made.id}"
    result = phone.get(answer.location)
    assert result.status_code == 200
    assert "-1<" in result.text.replace(" ", "")
    assert f"/classes/{class_id}.ics" in result.text


def test_double_click_and_back_button_give_one_application(phone: FlaskClient, session: Session) -> None:
    class_id = factories.ClassSessionFactory().id
    path = f"/zh/classes/{class_id}/apply"

    answers = [phone.post(path, data={"form_token": TOKEN}).location for _click in range(3)]

    assert len(set(answers)) == 1
    assert len(applications(session)) == 1


def test_second_window_is_shown_the_application_that_exists(phone: FlaskClient, session: Session) -> None:
    class_id = factories.ClassSessionFactory().id
    path = f"/zh/classes/{class_id}/apply"
    phone.post(path, data={"form_token": TOKEN})

    answer = phone.post(path, data={"form_token": TOKEN + "-of-another-window"})

    assert answer.status_code == 409
    assert f"/zh/me/applications/{applications(session)[0].id}" in answer.text
    assert phone.get(path).status_code == 200


def test_full_class_says_the_place_in_the_list_before_and_after(phone: FlaskClient, session: Session) -> None:
    class_id = factories.ClassSessionFactory(capacity=1).id
    someone_applies(class_id)
    someone_applies(class_id)

    before = phone.get(f"/zh/classes/{class_id}/apply").text
    after = phone.get(phone.post(f"/zh/classes/{class_id}/apply", data={"form_token": TOKEN}).location).text

    assert '<span class="big">2</span>' in before
    assert '<span class="big">2</span>' in after


def test_clash_is_told_before_and_needs_a_tick(phone: FlaskClient, session: Session, me: int) -> None:
    services.apply(factories.ClassSessionFactory().id, person_id=me, actor=SELF)
    class_id = factories.ClassSessionFactory().id
    path = f"/zh/classes/{class_id}/apply"

    page = phone.get(path).text
    refused = phone.post(path, data={"form_token": TOKEN})
    taken = phone.post(path, data={"form_token": TOKEN, "clash_known": "y"})

    assert 'name="clash_known"' in page
    assert refused.status_code == 422
    assert 'id="clash_known-error"' in refused.text
    assert taken.status_code == 303
    assert len(applications(session)) == 2


REFUSED = {
    "cancelled": {"cancelled": True},
    "deadline": {"apply_by": clock.today() - timedelta(days=1)},
    "not_yet": {"apply_from": clock.today() + timedelta(days=10)},
    "running": {"state": "running"},
    "finished": {"state": "finished"},
    "closed": {"state": "closed"},
}


@pytest.mark.parametrize("reason", [*REFUSED, "provider"])
def test_refusal_says_why_and_what_to_do_instead(phone: FlaskClient, session: Session, reason: str) -> None:
    gone = {"provider": factories.ProviderFactory(state="withdrawn")} if reason == "provider" else {}
    class_id = factories.ClassSessionFactory(**REFUSED.get(reason, {}), **gone).id
    path = f"/zh/classes/{class_id}/apply"

    page, answer = phone.get(path), phone.post(path, data={"form_token": TOKEN})

    assert page.status_code == 200
    assert answer.status_code == 409
    assert "/zh/me/wishes/new" in page.text
    assert "/zh/me/wishes/new" in answer.text
    assert applications(session) == []


@pytest.mark.parametrize("class_id", ["0", "999999", "99999999999999999999", "-1", "x"])
def test_class_that_is_not_there_answers_not_found(phone: FlaskClient, class_id: str) -> None:
    path = f"/zh/classes/{class_id}/apply"

    assert phone.get(path).status_code == 404
    assert phone.post(path, data={"form_token": TOKEN}).status_code == 404


def test_draft_class_is_not_there(phone: FlaskClient) -> None:
    class_id = factories.ClassSessionFactory(state="draft").id

    assert phone.get(f"/zh/classes/{class_id}/apply").status_code == 404
    assert phone.post(f"/zh/classes/{class_id}/apply").status_code == 404


def test_hides_other_peoples_applications(phone: FlaskClient, session: Session) -> None:
    other = someone_applies(factories.ClassSessionFactory().id)

    answers = [
        phone.get(f"/zh/me/applications/{other}"),
        phone.get(f"/zh/me/applications/{other}/withdraw"),
        phone.post(f"/zh/me/applications/{other}/withdraw"),
        phone.post(f"/zh/me/applications/{other}/offer", data={"answer": "accept"}),
        phone.post(f"/zh/me/applications/{other}/offer", data={"answer": "decline"}),
    ]
    missing = phone.get("/zh/me/applications/987654")

    assert {answer.status_code for answer in answers} == {404}
    assert missing.status_code == 404
    assert applications(session)[0].state is ApplicationState.ACCEPTED


def test_withdrawal_is_asked_once_more_and_can_be_repeated(phone: FlaskClient, session: Session, me: int) -> None:
    mine = services.apply(factories.ClassSessionFactory().id, person_id=me, actor=SELF)
    path = f"/zh/me/applications/{mine}/withdraw"

    asked = phone.get(path)
    answers = [phone.post(path).status_code for _click in range(2)]

    assert asked.status_code == 200
    assert answers == [303, 303]
    assert applications(session)[0].state is ApplicationState.WITHDRAWN
    assert phone.get(path).status_code == 303
    assert phone.get(f"/zh/me/applications/{mine}").status_code == 200


def test_nobody_withdraws_from_a_class_that_runs(phone: FlaskClient, session: Session, me: int) -> None:
    class_id = factories.ClassSessionFactory().id
    mine = services.apply(class_id, person_id=me, actor=SELF)
    services.start_class(class_id)

    assert phone.post(f"/zh/me/applications/{mine}/withdraw").status_code == 409
    assert phone.get(f"/zh/me/applications/{mine}").status_code == 200


@pytest.mark.parametrize(("answer", "state"), [("accept", "accepted"), ("decline", "declined")])
def test_offer_is_answered_on_the_page(phone: FlaskClient, session: Session, me: int, answer: str, state: str) -> None:
    class_id = factories.ClassSessionFactory(capacity=1).id
    first = someone_applies(class_id)
    mine = services.apply(class_id, person_id=me, actor=SELF)
    services.withdraw(first, person_id=session.get_one(Application, first).person_id, account_id=None)
    page = phone.get(f"/zh/me/applications/{mine}").text
    assert 'value="accept"' in page
    assert 'value="decline"' in page

    answers = [phone.post(f"/zh/me/applications/{mine}/offer", data={"answer": answer}) for _click in range(2)]

    assert [each.status_code for each in answers] == [303, 303]
    assert session.get_one(Application, mine, populate_existing=True).state.value == state
    assert phone.get(f"/zh/me/applications/{mine}").status_code == 200


def test_offer_that_is_not_there_changes_nothing(phone: FlaskClient, session: Session, me: int) -> None:
    class_id = factories.ClassSessionFactory(capacity=1).id
    someone_applies(class_id)
    mine = services.apply(class_id, person_id=me, actor=SELF)

    for answer in ("accept", "decline", "perhaps", ""):
        assert phone.post(f"/zh/me/applications/{mine}/offer", data={"answer": answer}).status_code == 303

    assert session.get_one(Application, mine, populate_existing=True).state is ApplicationState.WAITING


def test_list_shows_newest_first_with_few_statements(
    phone: FlaskClient, session: Session, me: int, statements: list[str]
) -> None:
    for _number in range(12):
        services.apply(factories.ClassSessionFactory().id, person_id=me, actor=SELF, clash_accepted=True)
    newest = session.scalar(select(func.max(Application.id)))
    phone.get("/zh/me/applications")
    statements.clear()

    page = phone.get("/zh/me/applications").text

    assert len(statements) <= 4
    assert page.index(f"/me/applications/{newest}") < page.index(f"/me/applications/{newest - 1}")


@pytest.mark.parametrize("edition", ["zh", "mn"])
def test_empty_list_leads_on(phone: FlaskClient, edition: str) -> None:
    page = phone.get(f"/{edition}/me/applications")

    assert page.status_code == 200
    assert f"/{edition}/classes" in page.text
