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
def browser(sign_in: SignIn, resident: Any) -> FlaskClient:
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
def test_applies_and_sees_the_seat(browser: FlaskClient, session: Session, edition: str) -> None:
    class_id = factories.ClassSessionFactory(bring="身份证、笔记本").id
    page = browser.get(f"/{edition}/classes/{class_id}/apply")
    assert page.status_code == 200
    assert "身份证、笔记本" in page.text

    answer = browser.post(f"/{edition}/classes/{class_id}/apply", data={"form_token": TOKEN})

    made = applications(session)[0]
    assert answer.status_code == 303
    assert answer.location == f"/{edition}/me/applications/{made.id}"
    result = browser.get(answer.location)
    assert result.status_code == 200
    assert "-1<" in result.text.replace(" ", "")
    assert f"/classes/{class_id}.ics" in result.text


def test_double_click_and_back_button_give_one_application(browser: FlaskClient, session: Session) -> None:
    class_id = factories.ClassSessionFactory().id
    path = f"/zh/classes/{class_id}/apply"

    answers = [browser.post(path, data={"form_token": TOKEN}).location for _click in range(3)]

    assert len(set(answers)) == 1
    assert len(applications(session)) == 1


def test_second_window_is_shown_the_application_that_exists(browser: FlaskClient, session: Session) -> None:
    class_id = factories.ClassSessionFactory().id
    path = f"/zh/classes/{class_id}/apply"
    browser.post(path, data={"form_token": TOKEN})

    answer = browser.post(path, data={"form_token": TOKEN + "-of-another-window"})

    assert answer.status_code == 409
    assert f"/zh/me/applications/{applications(session)[0].id}" in answer.text
    assert browser.get(path).status_code == 200


def test_full_class_says_the_place_in_the_list_before_and_after(browser: FlaskClient, session: Session) -> None:
    class_id = factories.ClassSessionFactory(capacity=1).id
    someone_applies(class_id)
    someone_applies(class_id)

    before = browser.get(f"/zh/classes/{class_id}/apply").text
    after = browser.get(browser.post(f"/zh/classes/{class_id}/apply", data={"form_token": TOKEN}).location).text

    assert '<span class="big">2</span>' in before
    assert '<span class="big">2</span>' in after


def test_clash_is_told_before_and_needs_a_tick(browser: FlaskClient, session: Session, me: int) -> None:
    services.apply(factories.ClassSessionFactory().id, person_id=me, actor=SELF)
    class_id = factories.ClassSessionFactory().id
    path = f"/zh/classes/{class_id}/apply"

    page = browser.get(path).text
    refused = browser.post(path, data={"form_token": TOKEN})
    taken = browser.post(path, data={"form_token": TOKEN, "clash_known": "y"})

    assert 'name="clash_known"' in page
    assert refused.status_code == 422
    assert 'id="clash_known-error"' in refused.text
    assert taken.status_code == 303
    assert len(applications(session)) == 2


REFUSED = {
    "cancelled": {"cancelled": True},
    "deadline": {"apply_by": clock.today() - timedelta(days=1)},
    "not_yet": {"apply_from": clock.today() + timedelta(days=1)},
    "running": {"state": "running"},
    "finished": {"state": "finished"},
    "closed": {"state": "closed"},
}


@pytest.mark.parametrize("reason", [*REFUSED, "provider"])
def test_refusal_says_why_and_what_to_do_instead(browser: FlaskClient, session: Session, reason: str) -> None:
    gone = {"provider": factories.ProviderFactory(state="withdrawn")} if reason == "provider" else {}
    class_id = factories.ClassSessionFactory(**REFUSED.get(reason, {}), **gone).id
    path = f"/zh/classes/{class_id}/apply"

    page, answer = browser.get(path), browser.post(path, data={"form_token": TOKEN})

    assert page.status_code == 200
    assert answer.status_code == 409
    assert "/zh/me/wishes/new" in page.text
    assert "/zh/me/wishes/new" in answer.text
    assert applications(session) == []


@pytest.mark.parametrize("class_id", ["0", "999999", "99999999999999999999", "-1", "x"])
def test_class_that_is_not_there_answers_not_found(browser: FlaskClient, class_id: str) -> None:
    path = f"/zh/classes/{class_id}/apply"

    assert browser.get(path).status_code == 404
    assert browser.post(path, data={"form_token": TOKEN}).status_code == 404


def test_draft_class_is_not_there(browser: FlaskClient) -> None:
    class_id = factories.ClassSessionFactory(state="draft").id

    assert browser.get(f"/zh/classes/{class_id}/apply").status_code == 404
    assert browser.post(f"/zh/classes/{class_id}/apply").status_code == 404


def test_hides_other_peoples_applications(browser: FlaskClient, session: Session) -> None:
    other = someone_applies(factories.ClassSessionFactory().id)

    answers = [
        browser.get(f"/zh/me/applications/{other}"),
        browser.get(f"/zh/me/applications/{other}/withdraw"),
        browser.post(f"/zh/me/applications/{other}/withdraw"),
        browser.post(f"/zh/me/applications/{other}/offer", data={"answer": "accept"}),
        browser.post(f"/zh/me/applications/{other}/offer", data={"answer": "decline"}),
    ]
    missing = browser.get("/zh/me/applications/987654")

    assert {answer.status_code for answer in answers} == {404}
    assert missing.status_code == 404
    assert applications(session)[0].state is ApplicationState.ACCEPTED


def test_withdrawal_is_asked_once_more_and_can_be_repeated(browser: FlaskClient, session: Session, me: int) -> None:
    mine = services.apply(factories.ClassSessionFactory().id, person_id=me, actor=SELF)
    path = f"/zh/me/applications/{mine}/withdraw"

    asked = browser.get(path)
    answers = [browser.post(path).status_code for _click in range(2)]

    assert asked.status_code == 200
    assert answers == [303, 303]
    assert applications(session)[0].state is ApplicationState.WITHDRAWN
    assert browser.get(path).status_code == 303
    assert browser.get(f"/zh/me/applications/{mine}").status_code == 200


def test_nobody_withdraws_from_a_class_that_runs(browser: FlaskClient, session: Session, me: int) -> None:
    class_id = factories.ClassSessionFactory().id
    mine = services.apply(class_id, person_id=me, actor=SELF)
    services.start_class(class_id)

    assert browser.post(f"/zh/me/applications/{mine}/withdraw").status_code == 409
    assert browser.get(f"/zh/me/applications/{mine}").status_code == 200


@pytest.mark.parametrize(("answer", "state"), [("accept", "accepted"), ("decline", "declined")])
def test_offer_is_answered_on_the_page(
    browser: FlaskClient, session: Session, me: int, answer: str, state: str
) -> None:
    class_id = factories.ClassSessionFactory(capacity=1).id
    first = someone_applies(class_id)
    mine = services.apply(class_id, person_id=me, actor=SELF)
    services.withdraw(first, person_id=session.get_one(Application, first).person_id, account_id=None)
    page = browser.get(f"/zh/me/applications/{mine}").text
    assert 'value="accept"' in page
    assert 'value="decline"' in page

    answers = [browser.post(f"/zh/me/applications/{mine}/offer", data={"answer": answer}) for _click in range(2)]

    assert [each.status_code for each in answers] == [303, 303]
    assert session.get_one(Application, mine, populate_existing=True).state.value == state
    assert browser.get(f"/zh/me/applications/{mine}").status_code == 200


def test_offer_that_is_not_there_changes_nothing(browser: FlaskClient, session: Session, me: int) -> None:
    class_id = factories.ClassSessionFactory(capacity=1).id
    someone_applies(class_id)
    mine = services.apply(class_id, person_id=me, actor=SELF)

    for answer in ("accept", "decline", "perhaps", ""):
        assert browser.post(f"/zh/me/applications/{mine}/offer", data={"answer": answer}).status_code == 303

    assert session.get_one(Application, mine, populate_existing=True).state is ApplicationState.WAITING


def test_list_shows_newest_first_with_few_statements(
    browser: FlaskClient, session: Session, me: int, statements: list[str]
) -> None:
    for _number in range(12):
        services.apply(factories.ClassSessionFactory().id, person_id=me, actor=SELF, clash_accepted=True)
    newest = session.scalar(select(func.max(Application.id)))
    browser.get("/zh/me/applications")
    statements.clear()

    page = browser.get("/zh/me/applications").text

    assert len(statements) <= 4
    assert page.index(f"/me/applications/{newest}") < page.index(f"/me/applications/{newest - 1}")


@pytest.mark.parametrize("edition", ["zh", "mn"])
def test_empty_list_leads_on(browser: FlaskClient, edition: str) -> None:
    page = browser.get(f"/{edition}/me/applications")

    assert page.status_code == 200
    assert f"/{edition}/classes" in page.text
