"""A flood of sign-ins: few are checked at a time, the others are told to try again, and the rest goes on."""

from collections import deque

import pytest
from flask.testing import FlaskClient

from portal.people.services import passwords

TYPED = {"identifier": "13900000007", "password": "not this one"}


@pytest.fixture(autouse=True)
def nobody_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    """One turn to sign in, and nobody who was sent away."""
    monkeypatch.setattr(passwords, "_sign_ins", passwords.threading.BoundedSemaphore(1))
    monkeypatch.setattr(passwords, "_sent_away", deque(maxlen=passwords.FLOOD))


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


def test_a_free_turn_ends_the_flood(client: FlaskClient) -> None:
    with passwords._sign_ins:
        for _ in range(passwords.FLOOD):
            client.post("/zh/login", data=TYPED)

    assert client.post("/zh/login", data=TYPED).status_code == 422


def test_who_registers_does_not_wait_behind_sign_ins() -> None:
    with passwords._sign_ins:
        assert passwords.hash_password("a long enough password").startswith("$argon2id$")
