"""Everything that is stored, on paper, for the person in front of a clerk."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core.audit import AuditEvent
from tests import factories
from tests.core.pdf.pictures import text
from tests.station.conftest import SHEET, help_known, open_flow


@pytest.fixture
def person(session: Session) -> Any:
    """Someone who is registered and has no telephone."""
    return factories.PersonFactory(name="乌云其木格", name_mn="ᠣᠶᠤᠨ", phone=None, phone_owner=None)


@pytest.fixture
def flow(desk: FlaskClient, person: Any) -> str:
    """The address of a flow in which they signed and showed the card."""
    return help_known(desk, person, card_seen="y")


@pytest.mark.parametrize("language", ["zh", "mn", "both"])
def test_all_that_is_stored_comes_on_paper_and_the_trail_says_so(
    desk: FlaskClient, flow: str, person: Any, clerk: Any, session: Session, language: str
) -> None:
    assert f"{flow}/copy.pdf" in desk.get(f"{flow}/copy").get_data(as_text=True)

    answer = desk.get(f"{flow}/copy.pdf?language={language}")

    assert (answer.mimetype, answer.headers["Cache-Control"]) == ("application/pdf", "no-store")
    printed = "".join(text(answer.data).split())
    assert all(said in printed for said in (person.id_number, person.name, SHEET))
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "people.export")).one()
    assert (event.subject_id, event.actor_id) == (person.id, clerk.id)
    assert event.details["station"] == clerk.station_id
    assert event.details["consent"] is not None


def test_a_picture_in_their_own_words_keeps_nobody_from_the_paper(
    desk: FlaskClient, flow: str, person: Any, session: Session
) -> None:
    factories.WishFactory(person=None, person_id=person.id, own_words="想学做奶食🐑")

    printed = "".join(text(desk.get(f"{flow}/copy.pdf?language=zh").data).split())

    assert "想学做奶食〓" in printed


def test_without_the_card_nothing_is_printed(desk: FlaskClient, person: Any, session: Session) -> None:
    flow = help_known(desk, person)

    assert desk.get(f"{flow}/copy.pdf").location == f"{flow}/copy"
    assert "copy.pdf" not in desk.get(f"{flow}/copy").get_data(as_text=True)
    assert not session.scalars(select(AuditEvent).where(AuditEvent.action == "people.export")).all()


def test_without_a_signature_nothing_is_printed(desk: FlaskClient, person: Any) -> None:
    flow = open_flow(desk)
    desk.post(f"{flow}/find", data={"id_number": person.id_number})

    assert desk.get(f"{flow}/copy").location == flow
    assert desk.get(f"{flow}/copy.pdf").status_code == 303


def test_nothing_can_be_printed_once_the_help_is_finished(desk: FlaskClient, flow: str, sign_in: Any) -> None:
    other = sign_in(factories.ClerkFactory())
    assert other.get(f"{flow}/copy.pdf").status_code == 404
    desk.post(f"{flow}/finish")

    assert desk.get(f"{flow}/copy.pdf").status_code == 410
