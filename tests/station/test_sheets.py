"""Numbers of sheets: only those that the portal printed for the station are taken."""

import dataclasses
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core import clock
from portal.core.config import FieldKey
from portal.people.models import Consent
from portal.people.services import add_consent
from portal.people.types import ConsentChannel, GivenConsent
from portal.station import rules
from portal.station.models import AssistedFlow
from portal.station.services.sheets import is_printed, new_sheet_number, sheet_number
from tests import factories
from tests.station.conftest import DESK, SHEET, fresh_number, open_flow, printed

SIGNED = {"present": "y", "signed": "y"}
OLD = "T1-260901-AB23CD"  # as numbers were before they had a check


def ready_to_sign(desk: FlaskClient, person: Any) -> str:
    """Go as far as the sheet and return the address of the flow."""
    flow = open_flow(desk)
    desk.post(f"{flow}/find", data={"id_number": person.id_number})
    desk.post(f"{flow}/read-back")
    return flow


def sign(desk: FlaskClient, flow: str, number: str) -> Any:
    """Send the number of the sheet that was signed."""
    return desk.post(f"{flow}/consent", data={**SIGNED, "sheet_number": number})


def own_number(session: Session, flow: str) -> AssistedFlow:
    """Return the row of a flow, which knows the number of its sheet."""
    return session.get_one(AssistedFlow, flow.rsplit("/", 1)[1])


def test_numbers_are_told_from_those_nobody_printed(app: Flask) -> None:
    with app.app_context():
        number = new_sheet_number(7)

        assert is_printed(number, 7)
        assert not is_printed(number, 8)
        assert not is_printed(f"{number}-D", 7)
        wrong = [
            number[:place] + mark + number[place + 1 :]
            for place in range(10, len(number))
            for mark in rules.MARKS
            if number[place] not in ("-", mark)
        ]
        assert sum(is_printed(one, 7) for one in wrong) <= 1  # a mistyped letter is not taken


def test_sheets_outlive_a_change_of_keys(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    config = app.config["PORTAL"]
    new = FieldKey("k2", b"x" * 32)
    with app.app_context():
        number = sheet_number(7, clock.today(), "AB23C")
        monkeypatch.setitem(app.config, "PORTAL", dataclasses.replace(config, field_keys=(new, *config.field_keys)))
        assert is_printed(number, 7)
        monkeypatch.setitem(app.config, "PORTAL", dataclasses.replace(config, field_keys=(new,)))
        assert not is_printed(number, 7)


@pytest.mark.parametrize("typed", [str.lower, lambda number: number.replace("-", ""), lambda number: f" {number} "])
def test_a_printed_number_is_taken_however_it_is_copied(desk: FlaskClient, session: Session, typed: Any) -> None:
    flow = ready_to_sign(desk, factories.PersonFactory())

    assert sign(desk, flow, typed(SHEET)).status_code == 303
    assert session.scalars(select(Consent.proof)).one() == SHEET


@pytest.mark.parametrize("number", ["TY-000001", OLD, printed(1, DESK + 1), f"{SHEET}-D", SHEET[:-1] + "2"])
def test_a_number_nobody_printed_for_the_station_is_refused_next_to_the_field(
    desk: FlaskClient, session: Session, number: str
) -> None:
    flow = ready_to_sign(desk, factories.PersonFactory())

    answer = sign(desk, flow, number)

    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert 'id="sheet_number-error"' in page
    assert number in page  # what was typed stays
    assert session.scalars(select(Consent)).all() == []


def test_the_sheet_of_the_flow_itself_is_taken(desk: FlaskClient, session: Session) -> None:
    flow = ready_to_sign(desk, factories.PersonFactory())
    row = own_number(session, flow)
    assert is_printed(row.sheet_number, DESK)
    row.sheet_number = OLD  # it was opened before numbers had a check
    session.commit()

    assert sign(desk, flow, OLD).status_code == 303


def test_an_old_sheet_stays_that_of_who_signed_it(desk: FlaskClient, clerk: Any, session: Session) -> None:
    person = factories.PersonFactory()
    old = GivenConsent("application", "1", channel=ConsentChannel.STATION, station_id=DESK, proof=OLD)
    add_consent(person.id, old, by_account_id=clerk.id)

    other = sign(desk, ready_to_sign(desk, factories.PersonFactory(id_number=fresh_number())), OLD)

    assert other.status_code == 422
    assert sign(desk, ready_to_sign(desk, person), OLD).status_code == 303
