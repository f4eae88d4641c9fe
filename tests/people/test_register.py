"""Register: the form that strangers meet first."""

import logging
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.core import clock, identity_numbers
from portal.core.audit import AuditEvent
from portal.people import queries
from portal.people.models import Account, Consent, Person, PersonGroup
from portal.people.types import PhoneOwner, RealNameLevel
from tests.factories import PersonFactory


def person_of(session: Session) -> Person:
    return session.query(Person).order_by(Person.id.desc()).first()  # type: ignore[return-value]


def numbered(prefix: str, born: str, order: str = "001") -> str:
    first17 = prefix + born + order
    return first17 + identity_numbers.check_digit(first17)


def test_registers_and_signs_in(client: FlaskClient, session: Session, typed: dict[str, Any]) -> None:
    answer = client.post("/zh/register", data={**typed, "groups": ["veteran", "woman"]})

    assert (answer.status_code, answer.location) == (303, "/zh/me")
    person = person_of(session)
    assert (person.name, person.home_region, person.language) == ("乌云其其格", "150525", "zh")
    assert person.phone_owner is PhoneOwner.OWN
    assert person.real_name_level is RealNameLevel.DECLARED
    assert {row.group_code for row in session.query(PersonGroup)} == {"veteran", "woman"}
    consents = session.query(Consent).order_by(Consent.id).all()
    assert [(row.purpose, row.given, row.channel.value) for row in consents] == [
        ("registration", True, "self"),
        ("groups", True, "self"),
    ]
    assert client.get("/zh/me/profile").status_code == 200


def test_says_what_is_missing_beside_each_field(client: FlaskClient) -> None:
    answer = client.post("/zh/register", data={})
    page = answer.get_data(as_text=True)

    assert answer.status_code == 422
    for field in ("name", "id_number", "phone", "region", "password", "consent"):
        assert f'id="{field}-error"' in page
        assert f'href="#{field}"' in page
    assert 'aria-invalid="true"' in page


def test_keeps_what_was_typed_but_not_the_password(client: FlaskClient, typed: dict[str, Any]) -> None:
    page = client.post("/zh/register", data={**typed, "consent": "", "groups": "veteran"}).get_data(as_text=True)

    assert 'value="乌云其其格"' in page
    assert f'value="{typed["id_number"]}"' in page
    assert '<option selected value="150525">' in page
    assert 'checked id="groups-' in page
    assert typed["password"] not in page


def test_registers_without_a_phone(client: FlaskClient, session: Session, typed: dict[str, Any]) -> None:
    answer = client.post("/zh/register", data={**typed, "phone": "", "no_phone": "y"})

    assert answer.status_code == 303
    assert person_of(session).phone is None


def test_takes_a_relatives_phone(client: FlaskClient, session: Session, typed: dict[str, Any]) -> None:
    client.post("/zh/register", data={**typed, "no_phone": "y"})

    assert person_of(session).phone_owner is PhoneOwner.RELATIVE


def test_registers_in_mongolian(client: FlaskClient, session: Session, typed: dict[str, Any]) -> None:
    answer = client.post("/mn/register", data={**typed, "name_mn": "ᠣᠶᠤᠨᠠ"})

    assert answer.location == "/mn/me"
    assert (person_of(session).language, person_of(session).name_mn) == ("mn", "ᠣᠶᠤᠨᠠ")


def test_mongolian_name_must_be_in_mongolian_script(client: FlaskClient, typed: dict[str, Any]) -> None:
    page = client.post("/zh/register", data={**typed, "name_mn": "Oyuna"}).get_data(as_text=True)

    assert 'id="name_mn-error"' in page


def test_children_are_led_to_a_station(client: FlaskClient, session: Session, typed: dict[str, Any]) -> None:
    child = numbered("159999", f"{clock.today().year - 10}0101")

    answer = client.post("/zh/register", data={**typed, "id_number": child})

    assert answer.status_code == 422
    assert 'id="consent-error"' in answer.get_data(as_text=True)
    assert session.query(Person).count() == 0


@pytest.mark.parametrize("has_account", [True, False])
def test_one_sentence_where_the_number_is_taken(
    client: FlaskClient, session: Session, typed: dict[str, Any], *, has_account: bool
) -> None:
    if has_account:
        client.post("/zh/register", data=typed)
        client.post("/zh/logout")
    else:
        PersonFactory(id_number=typed["id_number"])

    answer = client.post("/zh/register", data={**typed, "name": "别的人", "password": "another password"})

    assert answer.status_code == 409
    assert 'id="id_number-error"' in answer.get_data(as_text=True)
    assert "乌云" not in answer.get_data(as_text=True)
    assert len(session.query(Person).all()) == 1


def test_sending_twice_leads_to_the_same_account(
    app: Any, client: FlaskClient, session: Session, typed: dict[str, Any]
) -> None:
    first = client.post("/zh/register", data=typed)
    other_tab = app.test_client()
    second = other_tab.post("/zh/register", data=typed)

    assert first.location == second.location == "/zh/me"
    assert session.query(Account).count() == 1
    assert other_tab.get("/zh/me/profile").status_code == 200


def test_goes_where_the_visitor_wanted_and_nowhere_else(app: Any, client: FlaskClient, typed: dict[str, Any]) -> None:
    assert client.post("/zh/register?next=/zh/classes/7", data=typed).location == "/zh/classes/7"
    other = app.test_client()
    typed["id_number"] = identity_numbers.make(733)
    assert other.post("/zh/register?next=//evil.example/", data=typed).location == "/zh/me"


def test_who_is_signed_in_need_not_register(client: FlaskClient, typed: dict[str, Any]) -> None:
    client.post("/zh/register", data=typed)

    assert client.get("/zh/register").location == "/zh/me"


@pytest.mark.parametrize("code", ["150525", "152326", "１５０５２５", "᠑᠕᠐᠕᠒᠕", "150 525"])
def test_home_region_is_understood_in_any_form(
    client: FlaskClient, session: Session, typed: dict[str, Any], code: str
) -> None:
    answer = client.post("/zh/register", data={**typed, "region": code})

    assert answer.status_code == 303
    assert person_of(session).home_region == "150525"


def test_home_region_may_be_in_another_province(client: FlaskClient, session: Session, typed: dict[str, Any]) -> None:
    client.post("/zh/register", data={**typed, "region": "130102"})

    assert person_of(session).home_region == "130000"


@pytest.mark.parametrize("code", ["999999", "15", "abcdef", "1" * 5000, "<b>"])
def test_unknown_region_is_refused_kindly(client: FlaskClient, typed: dict[str, Any], code: str) -> None:
    answer = client.post("/zh/register", data={**typed, "region": code})

    assert answer.status_code == 422
    assert 'id="region-error"' in answer.get_data(as_text=True)


def test_other_known_region_stays_chosen_after_an_error(client: FlaskClient, typed: dict[str, Any]) -> None:
    page = client.post("/zh/register", data={**typed, "region": "220100", "name": ""}).get_data(as_text=True)

    assert '<option selected value="220100">' in page


def test_nothing_personal_reaches_logs_addresses_or_the_trail(
    client: FlaskClient, session: Session, typed: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    bad = client.post("/zh/register", data={**typed, "id_number": typed["id_number"][:-1]})
    good = client.post("/zh/register", data=typed)
    client.post("/zh/logout")
    client.post("/zh/login", data={"identifier": typed["id_number"], "password": "wrong password"})
    client.post("/zh/login", data={"identifier": typed["phone"], "password": typed["password"]})

    trail = str([(row.action, row.details) for row in session.query(AuditEvent)])
    for secret in (typed["id_number"], typed["phone"], typed["name"], typed["password"]):
        assert secret not in caplog.text
        assert secret not in trail
        assert secret not in f"{bad.headers}{good.headers}"
    assert {row.action for row in session.query(AuditEvent)} == {
        "people.register",
        "people.sign_in",
        "people.sign_in_failed",
    }


def test_personal_fields_are_sealed_in_the_database(
    client: FlaskClient, session: Session, typed: dict[str, Any]
) -> None:
    client.post("/zh/register", data=typed)

    raw = str(session.connection().exec_driver_sql("SELECT name, id_number, phone, id_number_index FROM person").all())
    assert typed["name"] not in raw
    assert typed["id_number"] not in raw
    assert typed["phone"] not in raw


def test_consent_can_only_be_added(client: FlaskClient, session: Session, typed: dict[str, Any]) -> None:
    client.post("/zh/register", data=typed)

    person = queries.find_person_by_id_number(typed["id_number"])
    assert person is not None
    assert [row.text_version for row in queries.list_consents(person.id)] == ["2026-11-24"]


@pytest.mark.parametrize("lang", ["zh", "mn"])
def test_privacy_notice_stands_with_its_version(client: FlaskClient, lang: str) -> None:
    assert "2026-11-24" in client.get(f"/{lang}/privacy").get_data(as_text=True)


def test_privacy_notice_names_who_runs_the_portal(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = replace(app.config["PORTAL"], operator="通辽市人力资源和社会保障局", operator_contact="0475-8000000")
    monkeypatch.setitem(app.config, "PORTAL", named)

    page = client.get("/mn/privacy").get_data(as_text=True)

    assert "通辽市人力资源和社会保障局" in page
    assert "0475-8000000" in page
