"""A clerk at a station, people who come, and flows."""

import re
from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.core import identity_numbers, phones
from portal.station import services
from portal.station.types import Clerk
from tests import factories

SHEET = "T1-261125-AB23CD"
_serials = count(700_000)


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
    account = factories.ClerkFactory()
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


def help_known(desk: FlaskClient, person: Any, *, sheet: str = SHEET, **ticks: str) -> str:
    """Go as far as the signed sheet with someone who is registered, and return the address of the flow."""
    flow = open_flow(desk)
    assert desk.post(f"{flow}/find", data={"id_number": person.id_number}).status_code == 303
    assert desk.post(f"{flow}/read-back").status_code == 303
    consent = {"sheet_number": sheet, "present": "y", "signed": "y", **ticks}
    answer = desk.post(f"{flow}/consent", data=consent)
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return flow
