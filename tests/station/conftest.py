"""A clerk at a station, people who come, and flows."""

import re
from collections.abc import Callable
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.core import identity_numbers, phones
from portal.station import rules, services
from portal.station.models import AssistedFlow
from portal.station.services import sheets
from portal.station.types import Clerk
from tests import factories
from tests.conftest import make_config

DESK = 700_001  # the station of the clerk
_keys = Flask("keys")
_keys.config["PORTAL"] = make_config(Path())
_serials = count(700_000)


def printed(serial: int, station_id: int = DESK) -> str:
    """Return the number of a sheet that the portal printed."""
    mark = "".join(rules.MARKS[serial // 32**place % 32] for place in range(5))
    with _keys.app_context():
        return sheets.sheet_number(station_id, date(2026, 11, 25), mark)


SHEET = printed(1)


def fresh_number() -> str:
    """Return an identity number nobody has."""
    return identity_numbers.make(next(_serials))


def flow_of(address: str) -> str:
    """Return the address of the flow that an address belongs to."""
    found = re.match(r".*/station/flows/[0-9a-f-]{36}", address)
    assert found, address
    return found[0]


@pytest.fixture
def clerk(session: Session) -> Any:
    """A clerk who has said what their own phone is."""
    account = factories.ClerkFactory(station__id=DESK)
    services.keep_own_phone(who(account), phones.parse("13904790001"))
    return account


@pytest.fixture
def desk(clerk: Any, sign_in: Callable[..., FlaskClient]) -> FlaskClient:
    """The browser of the clerk."""
    return sign_in(clerk)


def who(account: Any) -> Clerk:
    """Return a clerk's account as the services know it."""
    return Clerk(account.id, account.station_id)


def open_flow(desk: FlaskClient) -> str:
    """Begin to help someone and return the address of the flow."""
    return flow_of(desk.post("/zh/station/flows").headers["Location"])


def deletion_of(session: Session, flow: str) -> dict[str, str]:
    """Return what a clerk states for a deletion, with the number that the page asks them to write on the paper."""
    row = session.get_one(AssistedFlow, flow.rsplit("/", 1)[1])
    return {"present": "y", "signed": "y", "card_seen": "y", "sheet_number": f"{row.sheet_number}-D"}


def help_known(desk: FlaskClient, person: Any, *, sheet: str = SHEET, **ticks: str) -> str:
    """Go as far as the signed sheet with someone who is registered, and return the address of the flow."""
    flow = open_flow(desk)
    assert desk.post(f"{flow}/find", data={"id_number": person.id_number}).status_code == 303
    assert desk.post(f"{flow}/read-back").status_code == 303
    consent = {"sheet_number": sheet, "present": "y", "signed": "y", **ticks}
    answer = desk.post(f"{flow}/consent", data=consent)
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return flow
