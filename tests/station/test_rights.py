"""Corrections on paper, and full numbers, for the person in front of a clerk."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.core import identity_numbers
from portal.core.audit import AuditEvent
from portal.people import queries
from portal.people.types import Evidence
from tests import factories
from tests.station.conftest import SHEET, help_known, open_flow

LOOK = {"purpose": "compare", "reason": "与身份证核对"}


@pytest.fixture
def person(session: Session) -> Any:
    """Someone who is registered and has no account."""
    return factories.PersonFactory(home_region="150525")


@pytest.fixture
def flow(desk: FlaskClient, person: Any) -> str:
    """The address of a flow in which they signed."""
    return help_known(desk, person, card_seen="y")


def test_a_clerk_takes_a_correction_down_on_the_signed_sheet(
    desk: FlaskClient, flow: str, person: Any, clerk: Any
) -> None:
    assert f"{flow}/correct/name" in desk.get(f"{flow}/correct").get_data(as_text=True)
    assert desk.post(f"{flow}/correct/name", data={"wanted": ""}).status_code == 422

    answer = desk.post(f"{flow}/correct/name", data={"wanted": "阿拉坦", "guardian": "其木格（母亲）"})

    assert answer.location == f"{flow}/correct"
    (found,) = queries.list_requests_of(person.id)
    assert (found.station_id, found.account_id, found.proof) == (clerk.station_id, clerk.id, SHEET)
    page = desk.get(f"{flow}/correct").get_data(as_text=True)
    assert found.number in page
    assert desk.post(f"{flow}/correct/name", data={"wanted": "阿拉坦花"}).status_code == 409


@pytest.mark.parametrize("about", ["id-number", "home-region", "group"])
def test_every_field_has_its_page_in_both_editions(desk: FlaskClient, flow: str, person: Any, about: str) -> None:
    factories.PersonGroupFactory(person=None, person_id=person.id, group_code="ex_poverty", evidence=Evidence.SEEN)

    for address in (flow, flow.replace("/zh/", "/mn/")):
        assert desk.get(f"{address}/correct/{about}").status_code == 200
        assert f"/correct/{about}" in desk.get(f"{address}/correct").get_data(as_text=True)


def test_the_full_number_is_shown_once_after_a_reason(
    desk: FlaskClient, flow: str, person: Any, session: Session
) -> None:
    assert person.id_number not in desk.get(flow).get_data(as_text=True)
    assert desk.get(f"{flow}/number/shown").location == f"{flow}/number"
    assert desk.post(f"{flow}/number", data={"purpose": "compare"}).status_code == 422

    answer = desk.post(f"{flow}/number", data=LOOK)

    assert person.id_number in desk.get(answer.location).get_data(as_text=True)
    assert desk.get(answer.location).status_code == 303
    event = session.query(AuditEvent).filter_by(action="people.reveal_id_number").one()
    assert event.details["office"].startswith("满都宝力格镇便民服务站")
    assert event.subject_id == person.id


def test_without_a_signature_nothing_is_corrected_or_shown(desk: FlaskClient, session: Session) -> None:
    flow = open_flow(desk)

    for page in ("correct", "correct/name", "number", "number/shown"):
        assert desk.get(f"{flow}/{page}").location == flow, page
    assert desk.post(f"{flow}/correct/name", data={"wanted": "阿拉坦"}).location == flow
    assert desk.post(f"{flow}/number", data=LOOK).location == flow


def test_another_clerk_finds_no_such_flow(flow: str, sign_in: Any, session: Session) -> None:
    other = sign_in(factories.ClerkFactory())

    assert other.get(f"{flow}/number").status_code == 404
    assert other.post(f"{flow}/correct/id-number", data={"wanted": identity_numbers.make(777_300)}).status_code == 404
