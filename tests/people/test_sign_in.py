"""Sign in and out: who may enter, and what strangers learn."""

import re
import threading
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.core import clock, identity_numbers
from portal.core.audit import AuditEvent
from portal.people.errors import SeveralPeople, TooManySigningIn, WrongCredentials
from portal.people.models import Account, Person
from portal.people.services import passwords
from tests.factories import PASSWORD, AccountFactory, ClerkFactory, OfficerFactory, PersonFactory, light_hash


def enter(client: FlaskClient, identifier: str, password: str = PASSWORD, path: str = "/zh/login") -> Any:
    return client.post(path, data={"identifier": identifier, "password": password})


@pytest.mark.parametrize("way", ["phone", "spaced phone", "identity number", "small x and spaces"])
def test_signs_in_by_phone_or_identity_number(client: FlaskClient, session: Session, way: str) -> None:
    person = PersonFactory(phone="+8613810138001")
    AccountFactory(person=person)
    number = person.id_number
    typed = {
        "phone": "13810138001",
        "spaced phone": "+86 138-1013 8001",
        "identity number": number,
        "small x and spaces": f"{number[:6]} {number[6:].lower()}",
    }[way]

    answer = enter(client, typed)

    assert (answer.status_code, answer.location) == (303, "/zh/me")
    assert client.get("/zh/login").location == "/zh/me"


@pytest.mark.parametrize(("factory", "home"), [(ClerkFactory, "/zh/station"), (OfficerFactory, "/zh/office")])
def test_staff_sign_in_by_name(client: FlaskClient, session: Session, factory: Any, home: str) -> None:
    account = factory()

    assert enter(client, f" {account.login_name.upper()} ").location == home


def test_nobody_is_told_which_half_was_wrong(client: FlaskClient, session: Session) -> None:
    account = AccountFactory(person=PersonFactory(phone="+8613810138002"))

    wrong_password = enter(client, "13810138002", "not this one").get_data(as_text=True)
    unknown = enter(client, "13810138003", "not this one").get_data(as_text=True)

    wrong_password, unknown = (
        re.sub(r'name="csrf_token" value="[^"]+"', "", page) for page in (wrong_password, unknown)
    )
    assert wrong_password.replace("13810138002", "13810138003") == unknown
    failures = session.query(AuditEvent).filter_by(action="people.sign_in_failed").order_by(AuditEvent.id)
    assert [row.subject_id for row in failures] == [account.id, None]


def test_unknown_number_costs_a_hashing_too(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    checked: list[str | None] = []
    monkeypatch.setattr("portal.people.services.passwords._verify", lambda _typed, stored: bool(checked.append(stored)))

    enter(client, "13810138003")

    assert checked == [None]


SHARED = "+8613810138004"


def share(*passwords: str) -> list[Any]:
    """Let people share a phone, each with a password."""
    return [AccountFactory(person=PersonFactory(phone=SHARED), password_hash=light_hash(word)) for word in passwords]


def test_password_decides_among_those_who_share_a_phone(client: FlaskClient, session: Session) -> None:
    _mother, son = share("Mother's one 1", "Son's other one 2")
    son_id = son.id

    assert enter(client, "13810138004", "Son's other one 2").status_code == 303
    signed_in = session.query(AuditEvent).filter_by(action="people.sign_in").one()
    assert signed_in.subject_id == son_id


def test_wrong_password_does_not_tell_that_a_phone_is_shared(client: FlaskClient, session: Session) -> None:
    share("Mother's one 1", "Son's other one 2")

    assert str(WrongCredentials.message) in enter(client, "13810138004", "A guess 3").text


@pytest.mark.parametrize("passwords", [("The same 1",) * 2, tuple(f"Number {n}" for n in range(6))])
def test_phone_that_does_not_decide_asks_for_the_identity_number(
    client: FlaskClient, session: Session, passwords: tuple[str, ...]
) -> None:
    first = share(*passwords)[0]
    number = session.get_one(Person, first.person_id).id_number

    assert str(SeveralPeople.message) in enter(client, "13810138004", passwords[0]).text
    assert enter(client, number, passwords[0]).status_code == 303


@pytest.mark.parametrize("identifier", ["", " ", "x" * 9000, "\x00", "1E5", "'; --", "᠑", "🙂"])
def test_odd_identifiers_are_refused(client: FlaskClient, identifier: str) -> None:
    assert enter(client, identifier).status_code == 422


@pytest.mark.parametrize("closed", ["disabled_at", "erased_at"])
def test_closed_accounts_stay_outside(client: FlaskClient, session: Session, closed: str) -> None:
    erased = {"erased_at": clock.now()} if closed == "erased_at" else {}
    person = PersonFactory(phone="+8613810138005", **erased)
    AccountFactory(person=person, disabled_at=clock.now() if closed == "disabled_at" else None)

    assert enter(client, "13810138005").status_code == 422


def test_old_hash_becomes_one_of_today(client: FlaskClient, session: Session) -> None:
    account = AccountFactory(person=PersonFactory(phone="+8613810138006"))
    before = account.password_hash

    enter(client, "13810138006")

    session.expire_all()
    after = session.get(Account, account.id).password_hash  # type: ignore[union-attr]
    assert after != before
    assert not passwords.is_outdated(after)
    assert passwords.fits(PASSWORD, after)


def test_goes_on_to_where_the_visitor_wanted(client: FlaskClient, session: Session) -> None:
    AccountFactory(person=PersonFactory(phone="+8613810138007"))

    assert enter(client, "13810138007", path="/zh/login?next=/zh/me/profile").location == "/zh/me/profile"


@pytest.mark.parametrize("elsewhere", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:x"])
def test_never_leads_off_the_portal(client: FlaskClient, session: Session, elsewhere: str) -> None:
    AccountFactory(person=PersonFactory(phone="+8613810138008"))

    assert enter(client, "13810138008", path=f"/zh/login?next={elsewhere}").location == "/zh/me"


def test_signs_out(client: FlaskClient, session: Session) -> None:
    AccountFactory(person=PersonFactory(phone="+8613810138009"))
    enter(client, "13810138009")

    assert client.post("/zh/logout").location == "/zh/"
    assert client.get("/zh/me/profile").location.startswith("/zh/login?next=")


@pytest.mark.parametrize(("factory", "home"), [(OfficerFactory, "/zh/office"), (ClerkFactory, "/zh/station")])
def test_a_copied_cookie_opens_no_desk_after_signing_out(
    app: Flask, client: FlaskClient, session: Session, factory: Any, home: str
) -> None:
    enter(client, factory().login_name)
    thief = app.test_client()
    with client.session_transaction() as cookie, thief.session_transaction() as copy:
        copy.update(cookie)
    assert thief.get(home).status_code == 200

    client.post("/zh/logout")

    assert thief.get(home).location == f"/zh/login?next={home}"


def test_signing_out_of_one_browser_leaves_a_trainee_signed_in_on_the_phone(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    AccountFactory(person=PersonFactory(phone="+8613810138013"))
    phone = app.test_client()
    enter(phone, "13810138013")
    enter(client, "13810138013")

    client.post("/zh/logout")

    assert phone.get("/zh/me/profile").status_code == 200


@pytest.mark.parametrize("known_since", [True, False])
def test_staff_sign_in_anew_after_twelve_hours_however_busy(
    client: FlaskClient, session: Session, known_since: bool
) -> None:
    clerk = ClerkFactory()
    with time_machine.travel(clock.now(), tick=False) as traveller:
        enter(client, clerk.login_name)
        if not known_since:  # signed in before this was kept
            with client.session_transaction() as cookie:
                del cookie["since"]
            client.get("/zh/station")
        for _quarter in range(48):
            traveller.shift(timedelta(minutes=15))
            assert client.get("/zh/station").status_code == 200
        traveller.shift(timedelta(minutes=1))
        assert client.get("/zh/station").status_code == 303


def test_a_trainee_signs_in_anew_after_thirty_days_and_is_led_back(client: FlaskClient, session: Session) -> None:
    AccountFactory(person=PersonFactory(phone="+8613810138010"))
    with time_machine.travel(clock.now(), tick=False) as traveller:
        enter(client, "13810138010")
        for _half_a_day in range(60):
            traveller.shift(timedelta(hours=12))
            assert client.get("/zh/me").status_code == 200
        traveller.shift(timedelta(minutes=1))
        asked = client.get("/zh/me/wishes")

    assert asked.status_code == 303
    assert asked.location == "/zh/login?next=/zh/me/wishes"


def test_session_is_fresh_after_sign_in(client: FlaskClient, session: Session) -> None:
    AccountFactory(person=PersonFactory(phone="+8613810138010"))
    with client.session_transaction() as cookie:
        cookie["planted"] = "by someone else"

    enter(client, "13810138010")

    with client.session_transaction() as cookie:
        assert "planted" not in cookie


def test_staff_are_signed_out_after_half_an_hour_of_rest(client: FlaskClient, session: Session) -> None:
    clerk = ClerkFactory()
    with time_machine.travel(clock.now(), tick=False) as traveller:
        enter(client, clerk.login_name)
        traveller.shift(timedelta(minutes=29))
        assert client.get("/zh/password/change-staff").status_code == 200
        traveller.shift(timedelta(minutes=31))
        assert client.get("/zh/password/change-staff").status_code == 303


def test_limits_count_refusals_of_one_number_from_everywhere(
    app: Flask, client: FlaskClient, session: Session, limits: None
) -> None:
    person = PersonFactory(phone="+8613810138011")
    AccountFactory(person=person)
    ways = [person.id_number, f" {person.id_number} ", f"{person.id_number[:6]} {person.id_number[6:]}"]
    answers = [
        app.test_client().post(
            "/zh/login",
            data={"identifier": ways[n % 3], "password": "wrong"},
            environ_base={"REMOTE_ADDR": f"10.0.0.{n}"},
        )
        for n in range(11)
    ]

    assert [answer.status_code for answer in answers] == [422] * 10 + [429]
    assert "Retry-After" in answers[-1].headers


def test_limits_do_not_count_those_who_get_in(client: FlaskClient, session: Session, limits: None) -> None:
    AccountFactory(person=PersonFactory(phone="+8613810138012"))

    for _turn in range(12):
        assert enter(client, "13810138012").status_code == 303
        client.post("/zh/logout")


def test_limits_count_refusals_of_one_address(client: FlaskClient, session: Session, limits: None) -> None:
    codes = [enter(client, f"138101{n:05d}").status_code for n in range(61)]

    assert codes == [422] * 60 + [429]


def test_register_tells_little_about_who_is_registered(
    client: FlaskClient, session: Session, typed: dict[str, Any], limits: None
) -> None:
    taken = PersonFactory()
    codes = [client.post("/zh/register", data={**typed, "id_number": taken.id_number}).status_code for _n in range(11)]

    assert codes == [409] * 10 + [429]


def test_a_flood_of_sign_ins_is_sent_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_sign_ins", threading.BoundedSemaphore(1))

    with passwords._sign_ins, pytest.raises(TooManySigningIn):
        passwords.fits("three small birds", None, signing_in=True)
    assert passwords.hash_password("three small birds").startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_busy_page_keeps_what_was_typed(
    client: FlaskClient, typed: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    for queue in ("_sign_ins", "_others"):
        monkeypatch.setattr(passwords, queue, threading.BoundedSemaphore(1))
    with passwords._sign_ins, passwords._others:
        register = client.post("/zh/register", data=typed)
        login = enter(client, identity_numbers.make(4))

    assert (register.status_code, login.status_code) == (503, 503)
    assert f'value="{typed["id_number"]}"' in register.get_data(as_text=True)


@pytest.mark.parametrize("lang", ["zh", "mn"])
def test_page_stands_in_both_editions(client: FlaskClient, lang: str) -> None:
    assert client.get(f"/{lang}/login").status_code == 200
