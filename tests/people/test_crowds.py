"""A flood of sign-ins: few are checked at a time, many wait for their turn, and the rest goes on."""

import os
import sys
import threading
import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.core import turns
from portal.core.db import transaction
from portal.people.services import passwords
from portal.people.services.passwords import AT_ONCE, fits
from portal.people.services.sign_in import confirm_password
from portal.people.views import blueprint
from tests.factories import PASSWORD, OfficerFactory

TYPED = {"identifier": "13900000007", "password": "not this one"}
PATIENCE = 60


@pytest.fixture(autouse=True)
def nobody_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    """One place to sign in, nobody who was sent away, and a second that does not end however slow the machine is."""
    monkeypatch.setattr(passwords, "_sign_ins", passwords.threading.BoundedSemaphore(1))
    monkeypatch.setattr(passwords, "_sent_away", deque(maxlen=passwords.FLOOD))
    moment = time.monotonic()
    monkeypatch.setattr(passwords, "monotonic", lambda: moment)


@pytest.fixture
def busy() -> Iterator[None]:
    """Somebody's password is being checked all the while."""
    begun, done = threading.Barrier(AT_ONCE + 1), threading.Event()

    def check() -> None:
        begun.wait(PATIENCE)
        done.wait(PATIENCE)

    for _ in range(AT_ONCE):
        passwords._turns.submit(check)
    begun.wait(PATIENCE)
    yield
    done.set()


def test_the_first_keep_what_they_typed_and_a_flood_is_sent_away_at_the_door(client: FlaskClient) -> None:
    with passwords._sign_ins:
        answers = [client.post("/zh/login", data=TYPED) for _ in range(passwords.FLOOD + 1)]
        form = client.get("/zh/login")
        passwords._sent_away[0] -= 60
        later = client.post("/zh/login", data=TYPED)

    assert {answer.status_code for answer in answers} == {503}
    assert TYPED["identifier"] in answers[0].get_data(as_text=True)
    assert TYPED["identifier"] not in answers[-1].get_data(as_text=True)
    assert answers[-1].headers["Retry-After"] == "10"
    assert "public" not in answers[-1].headers.get("Cache-Control", "")
    assert form.status_code == 200
    assert TYPED["identifier"] in later.get_data(as_text=True)


def test_the_page_of_a_flood_shows_nobody_what_another_asked(client: FlaskClient) -> None:
    blueprint._page_of_flood.cache_clear()
    with passwords._sign_ins:
        for _ in range(passwords.FLOOD):
            client.post("/zh/login", data=TYPED)
        pages = [client.post(f"/{lang}/login?next=/zh/me&note=hers", data=TYPED) for lang in ("zh", "mn")]

    for page in pages:
        assert page.headers["Retry-After"] == "10"
        assert "hers" not in page.get_data(as_text=True)
        assert 'hreflang="zh-Hans-CN" href="/zh/login"' in page.get_data(as_text=True)


def test_a_free_place_ends_the_flood(client: FlaskClient) -> None:
    with passwords._sign_ins:
        for _ in range(passwords.FLOOD):
            client.post("/zh/login", data=TYPED)

    assert client.post("/zh/login", data=TYPED).status_code == 422


def test_who_registers_needs_no_place_to_sign_in() -> None:
    with passwords._sign_ins:
        assert passwords.hash_password("a long enough password").startswith("$argon2id$")


def test_who_waited_too_long_is_told_so_and_keeps_what_they_typed(
    client: FlaskClient, busy: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "SECONDS_TO_WAIT", 0.01)
    answers = [client.post("/zh/login", data=TYPED) for _ in range(2)]  # the first one's place is free again

    assert [answer.status_code for answer in answers] == [503, 503]
    assert f'value="{TYPED["identifier"]}"' in answers[1].get_data(as_text=True)
    assert TYPED["password"] not in answers[1].get_data(as_text=True)
    assert passwords._turns._work_queue.qsize() == 2  # they are struck out, not checked in vain
    assert not passwords._sent_away


def test_passwords_are_checked_one_at_a_time_and_in_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_sign_ins", passwords.threading.BoundedSemaphore(20))
    at_once, most, order = 0, 0, list[str]()

    def verify(password: str, _stored: str | None) -> bool:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        threading.Event().wait(0.002)
        order.append(password)
        at_once -= 1
        return True

    monkeypatch.setattr(passwords, "_verify", verify)
    submit, came = passwords._turns.submit, list[str]()
    arriving = threading.Lock()

    def note(work: passwords.partial[bool]) -> object:
        with arriving:
            came.append(work.args[0])
            return submit(work)

    monkeypatch.setattr(passwords._turns, "submit", note)
    with ThreadPoolExecutor(20) as pool:
        assert all(pool.map(lambda number: fits(f"{number}", None, signing_in=True), range(20)))

    assert most == AT_ONCE
    assert order == came


def test_who_waits_to_sign_in_leaves_pages_their_place_and_their_connection(
    real_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "_sign_ins", passwords.threading.BoundedSemaphore(20))
    monkeypatch.setattr(turns, "_places", turns.Places(1))
    monkeypatch.setattr(passwords, "_verify", lambda _password, _stored: done.wait(PATIENCE) and False)
    done = threading.Event()
    with ThreadPoolExecutor(3) as pool:
        answers = [pool.submit(real_app.test_client().post, "/zh/login", data=TYPED) for _ in range(3)]
        while passwords._turns._work_queue.qsize() < 2:
            threading.Event().wait(0.001)
        page = real_app.test_client().get("/zh/login")
        in_use = real_app.extensions["database"].pool.checkedout()
        done.set()

    assert page.status_code == 200
    assert in_use == 0
    assert [answer.result().status_code for answer in answers] == [422] * 3


def test_who_waits_to_confirm_a_password_holds_no_connection(real_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    pool, in_use = real_app.extensions["database"].pool, list[int]()
    monkeypatch.setattr(passwords, "_verify", lambda _password, _stored: in_use.append(pool.checkedout()) is None)
    with real_app.app_context():
        with transaction() as current:
            current.add(account := OfficerFactory.build())
        confirm_password(account.id, PASSWORD)
        with transaction():
            confirm_password(account.id, PASSWORD)  # what was written before must not be lost

    assert in_use == [0, 1]


@pytest.mark.skipif(sys.platform != "linux", reason="only there a thread has a priority of its own")
def test_checking_passwords_comes_after_showing_pages() -> None:
    who = passwords._turns.submit(threading.get_native_id).result()

    assert os.getpriority(os.PRIO_PROCESS, who) == os.getpriority(os.PRIO_PROCESS, 0) + 10
