"""Staff prove who they are twice: by the password, and by the code of a telephone."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pyotp
import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.core import audit, clock
from portal.core.audit import AuditEvent
from portal.core.web import limiter
from portal.people import queries, services
from portal.people.errors import TooManyCodes, WrongCode
from tests import factories
from tests.conftest import SignIn
from tests.factories import PASSWORD

NOW = "2026-11-24T03:00:05+00:00"


@pytest.fixture
def moment() -> Iterator[time_machine.Traveller]:
    """A clock that stands still until it is moved."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def required(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second step as in production."""
    monkeypatch.setitem(app.config, "PORTAL", replace(app.config["PORTAL"], second_step="required"))


@pytest.fixture
def telephone(moment: time_machine.Traveller, officer: Any) -> tuple[pyotp.TOTP, list[str]]:
    """The officer's telephone after set-up, with the recovery codes; its next code was not used yet."""
    shown = pyotp.TOTP(services.begin_factor(officer.id))
    codes = services.confirm_factor(officer.id, shown.at(clock.now()))
    moment.shift(30)
    return shown, codes


def type_password(client: FlaskClient, officer: Any, address: str = "/zh/login") -> Any:
    return client.post(address, data={"identifier": officer.login_name, "password": PASSWORD})


def test_staff_are_led_to_set_it_up_and_come_no_further(required: None, sign_in: SignIn, officer: Any) -> None:
    for account, page in ((officer, "/zh/office/claims"), (factories.ClerkFactory(), "/mn/station")):
        browser = sign_in(account)
        answer = browser.get(page)

        assert (answer.status_code, answer.location) == (303, f"{page[:3]}/second-step")
        assert browser.get(answer.location).status_code == 200


def test_invented_staff_and_trainees_may_go_on(required: None, sign_in: SignIn, resident: Any) -> None:
    assert sign_in(factories.OfficerFactory(is_demo=True)).get("/zh/office").status_code == 200
    assert sign_in(resident).get("/zh/me").status_code == 200


def test_setting_up_shows_the_secret_and_ten_codes_once(
    required: None, moment: Any, client: FlaskClient, officer: Any, session: Session
) -> None:
    type_password(client, officer)
    page = client.get("/zh/second-step").get_data(as_text=True)
    secret = queries.find_factor(officer.id).secret  # type: ignore[union-attr]
    assert " ".join(re.findall("....", secret)) in page
    assert 'src="data:image/png;base64,' in page

    assert client.post("/zh/second-step", data={"code": "000000"}).status_code == 422
    answer = client.post("/zh/second-step", data={"code": pyotp.TOTP(secret).at(clock.now())})

    assert answer.location == "/zh/second-step/codes"
    shown = client.get("/zh/second-step/codes")
    assert len(re.findall(r"<code>[2-9a-z]{5} [2-9a-z]{5}</code>", shown.get_data(as_text=True))) == 10
    assert shown.headers["Cache-Control"] == "no-store"
    assert client.get("/zh/second-step/codes").location == "/zh/second-step"
    assert client.get("/zh/office").status_code == 200
    stored = str(session.execute(text("SELECT secret FROM second_factor")).scalar())
    assert secret not in stored


def test_asks_for_the_code_after_the_password(client: FlaskClient, officer: Any, telephone: Any) -> None:
    shown, _codes = telephone
    answer = type_password(client, officer, "/zh/login?next=/zh/office/batches")

    assert answer.location == "/zh/login/code?next=/zh/office/batches"
    assert client.get("/zh/office").status_code == 303  # the password alone opens nothing
    assert client.get(answer.location).status_code == 200
    assert client.post(answer.location, data={"code": "12345"}).status_code == 422
    done = client.post(answer.location, data={"code": shown.at(clock.now())})
    assert done.location == "/zh/office/batches"
    assert client.get("/zh/office").status_code == 200


def test_a_code_counts_once(officer: Any, telephone: Any) -> None:
    shown, _codes = telephone
    code = shown.at(clock.now())
    services.check_factor(officer.id, code)

    with pytest.raises(WrongCode):
        services.check_factor(officer.id, code)


def test_an_older_code_than_the_last_does_not_count(officer: Any, telephone: Any) -> None:
    shown, _codes = telephone
    services.check_factor(officer.id, shown.at(clock.now() + timedelta(seconds=30)))

    with pytest.raises(WrongCode):
        services.check_factor(officer.id, shown.at(clock.now()))


@pytest.mark.parametrize(("seconds", "right"), [(-90, False), (-30, True), (30, True), (60, False)])
def test_clocks_may_be_off_by_half_a_minute(
    officer: Any, moment: time_machine.Traveller, telephone: Any, seconds: int, *, right: bool
) -> None:
    moment.shift(300)
    code = telephone[0].at(clock.now() + timedelta(seconds=seconds))

    if right:
        services.check_factor(officer.id, code)
    else:
        with pytest.raises(WrongCode):
            services.check_factor(officer.id, code)


def test_a_recovery_code_counts_once_however_it_is_typed(officer: Any, telephone: Any) -> None:
    code = telephone[1][0]
    services.check_factor(officer.id, f" {code[:5].upper()}-{code[5:]} ")

    with pytest.raises(WrongCode):
        services.check_factor(officer.id, code)
    assert queries.find_factor(officer.id).codes_left == 9  # type: ignore[union-attr]


def test_a_recovery_code_is_of_one_account(officer: Any, telephone: Any) -> None:
    other = factories.OfficerFactory()
    secret = services.begin_factor(other.id)
    services.confirm_factor(other.id, pyotp.TOTP(secret).at(clock.now()))

    with pytest.raises(WrongCode):
        services.check_factor(other.id, telephone[1][0])


def test_guessing_ends(officer: Any, moment: time_machine.Traveller, telephone: Any) -> None:
    for _guess in range(5):
        with pytest.raises(WrongCode):
            services.check_factor(officer.id, "000000")

    with pytest.raises(TooManyCodes):
        services.check_factor(officer.id, telephone[0].at(clock.now()))
    moment.shift(15 * 60)
    services.check_factor(officer.id, telephone[0].at(clock.now()))


def test_the_password_counts_for_ten_minutes(
    client: FlaskClient, officer: Any, moment: time_machine.Traveller, telephone: Any
) -> None:
    type_password(client, officer)
    moment.shift(601)

    answer = client.post("/zh/login/code", data={"code": telephone[0].at(clock.now())})

    assert answer.location == "/zh/login"
    assert client.get("/zh/office").status_code == 303


def test_nobody_passes_without_the_password(client: FlaskClient, officer: Any, telephone: Any) -> None:
    answer = client.post("/zh/login/code", data={"code": telephone[0].at(clock.now())})

    assert answer.location == "/zh/login"


def test_new_codes_end_the_old_ones(client: FlaskClient, officer: Any, moment: Any, telephone: Any) -> None:
    shown, old = telephone
    type_password(client, officer)
    client.post("/zh/login/code", data={"code": shown.at(clock.now())})
    moment.shift(30)

    answer = client.post("/zh/second-step", data={"code": shown.at(clock.now()), "what": "codes"})

    assert answer.location == "/zh/second-step/codes"
    assert client.get(answer.location).status_code == 200
    client.post("/zh/logout")
    type_password(client, officer)
    assert client.post("/zh/login/code", data={"code": old[1]}).status_code == 422


def test_another_telephone_needs_a_code_of_the_old_one_or_of_the_paper(
    client: FlaskClient, officer: Any, telephone: Any
) -> None:
    type_password(client, officer)
    client.post("/zh/login/code", data={"code": telephone[1][0]})
    assert "9" in client.get("/zh/second-step").get_data(as_text=True)

    assert client.post("/zh/second-step", data={"code": telephone[1][0], "what": "telephone"}).status_code == 422
    answer = client.post("/zh/second-step", data={"code": telephone[1][1], "what": "telephone"})

    assert answer.location == "/zh/second-step"
    assert queries.find_factor(officer.id) is None
    assert client.get("/zh/second-step").status_code == 200


def test_setting_up_signs_out_everywhere_else(moment: Any, sign_in: SignIn, officer: Any) -> None:
    elsewhere = sign_in(officer)
    assert elsewhere.get("/zh/office").status_code == 200

    services.confirm_factor(officer.id, pyotp.TOTP(services.begin_factor(officer.id)).at(clock.now()))

    assert elsewhere.get("/zh/office").status_code == 303


def test_whoever_runs_the_portal_resets_it(app: Flask, officer: Any, telephone: Any, session: Session) -> None:
    done = app.test_cli_runner().invoke(args=["staff", "reset-second-step", "--login", officer.login_name])

    assert done.exit_code == 0, done.output
    assert queries.find_factor(officer.id) is None
    assert session.query(AuditEvent).filter_by(action="people.reset_second_factor").one().actor_id is None
    assert audit.verify() is None
    assert app.test_cli_runner().invoke(args=["staff", "reset-second-step", "--login", "nobody"]).exit_code == 1


def test_nothing_is_switched_on_twice_or_before_it_was_begun(officer: Any, telephone: Any) -> None:
    with pytest.raises(WrongCode):
        services.confirm_factor(officer.id, telephone[0].at(clock.now()))
    with pytest.raises(WrongCode):
        services.check_factor(factories.OfficerFactory().id, "123456")


def test_whoever_is_signed_in_needs_no_code(sign_in: SignIn, officer: Any) -> None:
    assert sign_in(officer).get("/zh/login/code").location == "/zh/office"


def test_wrong_codes_are_slowed_down_for_each_account(client: FlaskClient, officer: Any, telephone: Any) -> None:
    limiter.enabled = True
    limiter.reset()
    try:
        type_password(client, officer)
        answers = [client.post("/zh/login/code", data={"code": "000000"}).status_code for _guess in range(7)]
    finally:
        limiter.reset()
        limiter.enabled = False

    assert answers == [422] * 5 + [429] * 2
