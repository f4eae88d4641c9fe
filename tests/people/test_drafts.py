"""A session that ends in the middle of a form loses nothing that was typed."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.core import clock
from portal.core.web import forms
from portal.core.web.forms import FormDraft
from tests.factories import PASSWORD, AccountFactory, PersonFactory

CHANGE = {"language": "mn", "name_mn": "ᠣᠶᠤᠨᠠ", "phone": "13810338009", "groups": ["veteran"]}


@pytest.fixture
def csrf(app: Flask) -> Iterator[None]:
    """Forms that check their token, as in production."""
    app.config["WTF_CSRF_ENABLED"] = True
    yield
    app.config["WTF_CSRF_ENABLED"] = False


def sign_in_as(client: FlaskClient, phone: str, path: str = "/zh/login") -> Any:
    return client.post(path, data={"identifier": phone, "password": PASSWORD})


def test_form_sent_after_the_session_ended_is_filled_again(client: FlaskClient, session: Session) -> None:
    AccountFactory(person=PersonFactory(phone="+8613810338001"))
    with time_machine.travel(clock.now(), tick=False) as traveller:
        sign_in_as(client, "13810338001")
        traveller.shift(timedelta(hours=13))
        to_login = client.post("/zh/me/profile", data=CHANGE)
        assert to_login.location == "/zh/login?next=/zh/me/profile"

        back = sign_in_as(client, "13810338001", to_login.location)
        page = client.get(back.location).get_data(as_text=True)

    assert back.location == "/zh/me/profile"
    assert 'value="ᠣᠶᠤᠨᠠ"' in page
    assert 'value="13810338009"' in page
    assert '<option selected value="mn">' in page


def test_next_person_at_this_screen_does_not_see_it(client: FlaskClient, session: Session) -> None:
    AccountFactory(person=PersonFactory(phone="+8613810338001"))
    AccountFactory(person=PersonFactory(phone="+8613810338002"))
    with time_machine.travel(clock.now(), tick=False) as traveller:
        sign_in_as(client, "13810338001")
        traveller.shift(timedelta(hours=13))
        client.post("/zh/me/profile", data=CHANGE)
        sign_in_as(client, "13810338002")

        page = client.get("/zh/me/profile").get_data(as_text=True)

    assert "ᠣᠶᠤᠨᠠ" not in page
    assert "13810338009" not in page


def test_taken_form_forgets_its_draft(client: FlaskClient, session: Session) -> None:
    AccountFactory(person=PersonFactory(phone="+8613810338001"))
    with time_machine.travel(clock.now(), tick=False) as traveller:
        sign_in_as(client, "13810338001")
        traveller.shift(timedelta(hours=13))
        client.post("/zh/me/profile", data=CHANGE)
        sign_in_as(client, "13810338001")
        assert session.query(FormDraft).count() == 1

        assert client.post("/zh/me/profile", data=CHANGE).status_code == 303

    assert session.query(FormDraft).count() == 0


def test_registration_without_its_token_is_filled_again(
    client: FlaskClient, session: Session, typed: dict[str, Any], csrf: None
) -> None:
    client.set_cookie("portal", "of a session long gone")
    answer = client.post("/zh/register", data={**typed, "csrf_token": "of that session"})
    assert (answer.status_code, answer.location) == (303, "/zh/register")

    page = client.get("/zh/register").get_data(as_text=True)

    assert 'value="乌云其其格"' in page
    assert f'value="{typed["id_number"]}"' in page
    assert typed["password"] not in page
    raw = session.connection().exec_driver_sql("SELECT content, path FROM form_draft").one()
    assert typed["id_number"] not in str(raw)
    assert typed["password"] not in session.query(FormDraft).one().content


def test_a_lone_button_leads_back_to_the_page_it_stood_on(client: FlaskClient, session: Session, csrf: None) -> None:
    answer = client.post("/zh/logout", headers={"Referer": "http://localhost/zh/privacy"})

    assert answer.location == "/zh/privacy"
    for elsewhere in ("http://evil.example/zh/privacy", "http://localhost//evil.example/", "http://[", "localhost"):
        assert client.post("/zh/logout", headers={"Referer": elsewhere}).location == "/zh/"


def test_nobody_can_make_us_keep_any_amount(
    client: FlaskClient, session: Session, typed: dict[str, Any], csrf: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.get("/zh/register")
    client.post("/zh/register", data={**typed, **{f"more{number}": "x" * 900 for number in range(60)}})
    assert session.query(FormDraft).count() == 0

    monkeypatch.setattr(forms, "MOST_DRAFTS", 2)
    answers = [client.post("/zh/register", data=typed) for _number in range(4)]

    assert {answer.location for answer in answers} == {"/zh/register"}
    assert session.query(FormDraft).count() == 2


def test_who_never_had_a_session_makes_us_keep_nothing(
    app: Flask, client: FlaskClient, session: Session, typed: dict[str, Any], csrf: None
) -> None:
    answers = [app.test_client().post("/zh/register", data=typed) for _number in range(3)]
    app.test_client().post("/zh/me/profile", data=CHANGE)

    assert {answer.location for answer in answers} == {"/zh/register"}
    assert session.query(FormDraft).count() == 0


def test_one_address_makes_us_keep_only_so_much_and_is_told_so(
    app: Flask, client: FlaskClient, session: Session, typed: dict[str, Any], csrf: None, limits: None
) -> None:
    paths = ("/zh/register", "/zh/login")
    for number in range(104):
        client.set_cookie("portal", "of a session long gone")
        assert client.post(paths[number % 2], data=typed).status_code == 303

    assert session.query(FormDraft).count() == 100
    assert "还在" not in client.get("/zh/login").get_data(as_text=True)
    elsewhere = app.test_client()
    elsewhere.set_cookie("portal", "of a session long gone")
    elsewhere.post("/zh/register", data=typed, environ_base={"REMOTE_ADDR": "10.0.0.9"})
    assert session.query(FormDraft).count() == 101
    assert "还在" in elsewhere.get("/zh/register").get_data(as_text=True)


def test_front_door_remembers_the_edition(client: FlaskClient) -> None:
    assert "lang=" not in str(client.get("/zh/privacy").headers)
    client.get("/mn/privacy")

    assert client.get("/").location == "/mn/"
    client.get("/zh/privacy")
    assert client.get("/").location == "/zh/"
