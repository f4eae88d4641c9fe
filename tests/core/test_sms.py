"""Messages to a gateway over a real line: what is known afterwards, and that the gateway can trust the sender."""

import logging
from collections.abc import Iterator

import pytest
from flask import Flask

from portal.core.config import ConfigError, SmsSettings, read_config
from portal.core.sms import Console, HttpGateway, Outcome, Text, gateway
from tests.conftest import make_config
from tests.notices.gateway import FakeGateway, running_gateway

pytestmark = pytest.mark.engine_free

TEXT = Text("8f1c", "+8613800138000", "您有名额了。", "zh")


@pytest.fixture
def fake() -> Iterator[FakeGateway]:
    with running_gateway() as running:
        yield running


def test_a_message_goes_out_signed_and_under_its_id(fake: FakeGateway) -> None:
    outcome = HttpGateway(fake.settings()).send(TEXT)

    assert outcome is Outcome.TAKEN
    sent = fake.requests[0]
    assert sent.is_signed
    assert sent.headers["Idempotency-Key"] == sent.content["id"] == "8f1c"
    assert (sent.content["to"], sent.content["text"], sent.content["language"]) == (TEXT.to, TEXT.body, "zh")


def test_each_request_has_a_nonce_of_its_own(fake: FakeGateway) -> None:
    for _time in range(2):
        HttpGateway(fake.settings()).send(TEXT)

    assert fake.requests[0].headers["X-Nonce"] != fake.requests[1].headers["X-Nonce"]
    assert fake.requests[0].content == fake.requests[1].content


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (200, Outcome.TAKEN),
        (202, Outcome.TAKEN),
        (409, Outcome.TAKEN),
        (429, Outcome.LATER),
        (408, Outcome.LATER),
        (400, Outcome.REFUSED),
        (422, Outcome.REFUSED),
        (401, Outcome.LATER),
        (302, Outcome.LATER),
        (500, Outcome.UNKNOWN),
        (503, Outcome.UNKNOWN),
        ("lose", Outcome.UNKNOWN),
        ("cut", Outcome.UNKNOWN),
        (3.0, Outcome.UNKNOWN),
    ],
)
def test_every_answer_and_none_says_what_is_known(fake: FakeGateway, answer: object, outcome: Outcome) -> None:
    fake.answers.append(answer)

    assert HttpGateway(fake.settings()).send(TEXT) is outcome


def test_a_closed_door_took_nothing(fake: FakeGateway) -> None:
    assert HttpGateway(SmsSettings(url="http://127.0.0.1:9/", key="k", timeout=0.5)).send(TEXT) is Outcome.LATER


def test_the_console_says_no_number(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        assert Console().send(TEXT) is Outcome.TAKEN

    assert "138****8000" in caplog.text
    assert "13800138000" not in caplog.text
    assert TEXT.body not in caplog.text


def test_printing_a_text_shows_neither_number_nor_words() -> None:
    assert "138" not in repr(TEXT)
    assert "名额" not in repr(TEXT)


def test_the_settings_choose(app: Flask, tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    with app.app_context():
        assert isinstance(gateway(), Console)
        settings = SmsSettings(url="https://sms.example.org/", key="k")
        config = make_config(app.config["PORTAL"].data_dir, sms=settings)
        monkeypatch.setitem(app.config, "PORTAL", config)
        assert isinstance(gateway(), HttpGateway)


@pytest.mark.parametrize(
    ("environ", "named"),
    [
        ({"PORTAL_SMS_URL": "http://sms.example.org/"}, "PORTAL_SMS_URL"),
        ({"PORTAL_SMS_URL": "nonsense", "PORTAL_SMS_KEY": "k"}, "PORTAL_SMS_URL"),
        ({"PORTAL_SMS_URL": "https://sms.example.org/"}, "PORTAL_SMS_KEY"),
        ({"PORTAL_SMS_PRICE": "five"}, "PORTAL_SMS_PRICE"),
        ({"PORTAL_SMS_QUIET": "21-24"}, "PORTAL_SMS_QUIET"),
        ({"PORTAL_SMS_QUIET": "night"}, "PORTAL_SMS_QUIET"),
    ],
)
def test_a_setting_that_cannot_be_is_named(environ: dict[str, str], named: str, tmp_path: object) -> None:
    with pytest.raises(ConfigError, match=named):
        read_config({"PORTAL_DATA_DIR": str(tmp_path), **environ}, make_keys=True)


def test_settings_are_read_from_the_environment(tmp_path: object) -> None:
    environ = {
        "PORTAL_DATA_DIR": str(tmp_path),
        "PORTAL_SMS_URL": "https://sms.example.org/send",
        "PORTAL_SMS_KEY": "k",
        "PORTAL_SMS_PRICE": "4",
        "PORTAL_SMS_MONTHLY_CAP": "300",
        "PORTAL_SMS_QUIET": "22-7",
    }

    assert read_config(environ, make_keys=True).sms == SmsSettings(
        "https://sms.example.org/send", "k", 4, 30_000, (22, 7)
    )
