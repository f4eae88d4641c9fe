"""Everything forgotten on paper, for the person in front of a clerk."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core import audit
from portal.core.audit import AuditEvent
from portal.people.models import Account, Consent, Person
from portal.people.types import ConsentChannel
from tests import factories
from tests.station.conftest import SHEET, deletion_of, help_known, open_flow, printed


@pytest.fixture
def person(session: Session) -> Any:
    """Someone who is registered and can sign in."""
    account = factories.AccountFactory(person__phone="+8613900158001")
    return session.get_one(Person, account.person_id)


@pytest.fixture
def flow(desk: FlaskClient, person: Any) -> str:
    """The address of a flow in which they signed."""
    return help_known(desk, person, card_seen="y")


@pytest.fixture
def said(flow: str, session: Session) -> dict[str, str]:
    """What the clerk states, with the number that the page asks them to write on the paper."""
    return deletion_of(session, flow)


def erased(session: Session, person: Any) -> bool:
    return session.get_one(Person, person.id, populate_existing=True).erased_at is not None


def test_a_person_who_signs_for_it_is_forgotten(
    desk: FlaskClient, flow: str, said: dict[str, str], person: Any, clerk: Any, session: Session
) -> None:
    assert f"{flow}/erase" in desk.get(flow).get_data(as_text=True)

    answer = desk.post(f"{flow}/erase", data=said)

    assert answer.location == "/zh/station"
    assert erased(session, person)
    assert session.get_one(Person, person.id).phone is None
    account = session.scalars(select(Account).where(Account.person_id == person.id)).one()
    assert (account.disabled_at is not None, account.password_hash) == (True, "")
    taken_back = session.scalars(select(Consent).where(Consent.person_id == person.id).order_by(Consent.id)).all()[-1]
    assert (taken_back.purpose, taken_back.given) == ("registration", False)
    assert (taken_back.channel, taken_back.proof) == (ConsentChannel.STATION, said["sheet_number"])
    assert (taken_back.station_id, taken_back.by_account_id) == (clerk.station_id, clerk.id)
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "people.erase")).one()
    assert event.details == {"station": clerk.station_id, "consent": taken_back.id}
    assert audit.verify() is None


def test_the_visit_is_over_with_it(desk: FlaskClient, flow: str, said: dict[str, str]) -> None:
    desk.post(f"{flow}/erase", data=said)

    again = desk.post(f"{flow}/erase", data=said)

    assert (again.status_code, desk.get(flow).status_code) == (410, 410)


@pytest.mark.parametrize("missing", ["present", "signed", "card_seen", "sheet_number"])
def test_nothing_is_deleted_without_presence_card_and_sheet(
    desk: FlaskClient, flow: str, said: dict[str, str], person: Any, session: Session, missing: str
) -> None:
    answer = desk.post(f"{flow}/erase", data={name: value for name, value in said.items() if name != missing})

    assert answer.status_code == 422
    assert f'id="{missing}-error"' in answer.get_data(as_text=True)
    assert not erased(session, person)


@pytest.mark.parametrize("number", [SHEET, printed(2), f"{printed(2)}-D", "no", "\0"])
def test_the_sheet_is_one_of_its_own(
    desk: FlaskClient, flow: str, said: dict[str, str], person: Any, session: Session, number: str
) -> None:
    answer = desk.post(f"{flow}/erase", data={**said, "sheet_number": number})

    assert answer.status_code == 422
    assert 'id="sheet_number-error"' in answer.get_data(as_text=True)
    assert not erased(session, person)


def test_who_has_not_signed_yet_is_led_to_the_step_that_is_due(
    desk: FlaskClient, person: Any, session: Session
) -> None:
    flow = open_flow(desk)
    desk.post(f"{flow}/find", data={"id_number": person.id_number})

    assert desk.post(f"{flow}/erase", data=deletion_of(session, flow)).location == flow
    assert not erased(session, person)
