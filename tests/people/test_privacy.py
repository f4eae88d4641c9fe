"""What is stored about someone: shown, handed over, forgotten."""

import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.core import audit
from portal.core.audit import AuditEvent
from portal.people import queries, services
from portal.people.errors import PersonNotFound
from portal.people.models import Account, Consent, Person, PersonGroup
from tests.factories import PASSWORD, AccountFactory, PersonFactory


@pytest.fixture
def me(client: FlaskClient, session: Session, typed: dict[str, Any]) -> Person:
    """Someone who registered in the browser `client` a moment ago."""
    client.post("/zh/register", data={**typed, "groups": ["disabled"]})
    return session.query(Person).one()


def test_shows_consents_and_who_acted(client: FlaskClient, me: Person) -> None:
    page = client.get("/zh/me/privacy").get_data(as_text=True)

    assert page.count("2026-11-24") == 2
    assert me.id_number not in page


def test_others_see_nothing_of_it(client: FlaskClient, me: Person, sign_in: Any) -> None:
    other = sign_in(AccountFactory())

    assert me.id_number not in other.get("/zh/me/privacy/data.json").get_data(as_text=True)


def test_hands_over_everything(client: FlaskClient, me: Person, session: Session) -> None:
    answer = client.get("/zh/me/privacy/data.json")
    content = json.loads(answer.get_data(as_text=True))

    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert content["person"][0]["id_number"] == me.id_number
    assert content["groups"][0]["group"] == "disabled"
    assert {row["purpose"] for row in content["consents"]} == {"registration", "groups"}
    shown = client.get("/zh/me/privacy/data")
    assert shown.headers["Cache-Control"] == "no-store"
    assert me.id_number in shown.get_data(as_text=True)
    assert "残疾人" in shown.get_data(as_text=True)
    assert session.query(AuditEvent).filter_by(action="people.export").count() == 2


def test_deletion_asks_for_the_password(client: FlaskClient, me: Person, session: Session) -> None:
    assert client.get("/zh/me/privacy/erase").status_code == 200
    answer = client.post("/zh/me/privacy/erase", data={"password": "not this"})

    assert answer.status_code == 422
    session.expire_all()
    assert session.get(Person, me.id).erased_at is None  # type: ignore[union-attr]


def test_deletion_forgets_what_may_be_forgotten(
    client: FlaskClient, me: Person, session: Session, typed: dict[str, Any]
) -> None:
    answer = client.post("/zh/me/privacy/erase", data={"password": typed["password"]})

    assert (answer.status_code, answer.location) == (303, "/zh/")
    session.expire_all()
    row = session.get(Person, me.id)
    assert row is not None
    assert row.erased_at is not None
    assert (row.phone, row.phone_index, row.present_region) == (None, None, None)
    assert session.query(PersonGroup).count() == 0
    account = session.query(Account).one()
    assert account.disabled_at is not None
    assert account.password_hash == ""
    assert [c.given for c in session.query(Consent).filter_by(purpose="registration").order_by(Consent.id)] == [
        True,
        False,
    ]
    assert client.get("/zh/me/profile").status_code == 303
    assert (
        client.post("/zh/login", data={"identifier": typed["id_number"], "password": typed["password"]}).status_code
        == 422
    )
    assert audit.verify() is None


def test_who_was_forgotten_may_come_again_and_is_known_as_the_same_human(
    client: FlaskClient, me: Person, session: Session, typed: dict[str, Any]
) -> None:
    client.post("/zh/me/privacy/erase", data={"password": typed["password"]})

    assert client.post("/zh/register", data=typed).status_code == 303

    now = queries.find_person_by_id_number(typed["id_number"])
    assert now is not None
    assert now.id != me.id
    assert queries.list_ids_of_same_human(now.id) == [me.id, now.id]


def test_nobody_is_forgotten_twice(session: Session) -> None:
    account = AccountFactory(person=PersonFactory())
    services.erase(account.person_id, PASSWORD, actor_id=account.id)
    other = AccountFactory()

    with pytest.raises(PersonNotFound):
        services.erase(account.person_id, PASSWORD, actor_id=other.id)
    assert services.export_own(0) == []


@pytest.mark.parametrize("page", ["me/profile", "me/privacy", "me/privacy/data", "me/privacy/erase", "password/change"])
@pytest.mark.parametrize("lang", ["zh", "mn"])
def test_own_pages_stand_in_both_editions_and_ask_for_sign_in(
    client: FlaskClient, me: Person, lang: str, page: str
) -> None:
    assert client.get(f"/{lang}/{page}").status_code == 200
    client.post("/zh/logout")
    assert client.get(f"/{lang}/{page}").location == f"/{lang}/login?next=/{lang}/{page}"
