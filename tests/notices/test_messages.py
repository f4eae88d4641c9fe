"""Messages: told in facts, read in words of the reader's language."""

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.core import clock
from portal.notices import queries, services
from portal.notices.errors import UnknownKind
from portal.notices.models import Message
from portal.people.models import Account
from tests.factories import PASSWORD, AccountFactory, OfficerFactory

ABOUT = {
    "application_id": 7,
    "class_id": 3,
    "class_number": "T1",
    "occupation": "养老护理员",
    "occupation_mn": None,
    "provider": "科尔沁职业培训学校",
    "provider_mn": "ᠬᠣᠷᠴᠢᠨ",
    "starts_on": "2026-12-01",
    "place": "明仁大街1号",
    "place_mn": None,
    "contact_phone": "0475-8000000",
}
KINDS = sorted(path.stem for path in (Path(__file__).parents[2] / "templates/messages").glob("*.html"))


@pytest.fixture
def me(session: Session) -> Account:
    return AccountFactory()


@pytest.fixture
def mine(me: Account, sign_in: Any) -> FlaskClient:
    return sign_in(me)


@pytest.mark.parametrize("lang", ["zh", "mn"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_words_even_where_facts_are_missing(
    me: Account, mine: FlaskClient, kind: str, lang: str
) -> None:
    services.tell(me.person_id or 0, kind, {})
    services.tell(me.person_id or 0, kind, {**ABOUT, "until": clock.now().isoformat(), "answer": "好"})

    answer = mine.get(f"/{lang}/me/messages")

    assert answer.status_code == 200
    assert answer.get_data(as_text=True).count('class="card"') == 2


def test_names_are_those_of_the_edition(me: Account, mine: FlaskClient) -> None:
    services.tell(me.person_id or 0, "seat_confirmed", ABOUT)

    assert "科尔沁职业培训学校" in mine.get("/zh/me/messages").get_data(as_text=True)
    page = mine.get("/mn/me/messages").get_data(as_text=True)
    assert "ᠬᠣᠷᠴᠢᠨ" in page
    assert '<span lang="zh-Hans-CN">养老护理员</span>' in page


def test_refuses_a_kind_nobody_can_read(me: Account) -> None:
    with pytest.raises(UnknownKind):
        services.tell(me.person_id or 0, "no_such_kind", {})


def test_message_of_a_kind_long_gone_is_still_shown(me: Account, mine: FlaskClient, session: Session) -> None:
    session.add(Message(person_id=me.person_id, kind="of_old", facts={"seen_on": "no day"}, created_at=clock.now()))
    session.commit()

    assert "12333" in mine.get("/zh/me/messages").get_data(as_text=True)


def test_marks_read_up_to_what_was_shown(me: Account, mine: FlaskClient, session: Session) -> None:
    for _number in range(2):
        services.tell(me.person_id or 0, "seat_confirmed", ABOUT)
    newest = queries.list_messages(me.person_id or 0).messages[0].id
    services.tell(me.person_id or 0, "class_cancelled", ABOUT)

    answer = mine.post("/zh/me/messages/read", data={"up_to": newest})

    assert (answer.status_code, answer.location) == (303, "/zh/me/messages")
    assert queries.count_unread(me.person_id or 0) == 1
    assert mine.post("/zh/me/messages/read", data={"up_to": "x"}).status_code == 303


def test_nobody_reads_or_marks_what_others_were_told(me: Account, mine: FlaskClient, session: Session) -> None:
    other = AccountFactory()
    services.tell(other.person_id, "seat_confirmed", ABOUT)

    assert "养老护理员" not in mine.get("/zh/me/messages").get_data(as_text=True)
    mine.post("/zh/me/messages/read", data={"up_to": 10**9})
    assert queries.count_unread(other.person_id) == 1


@pytest.mark.parametrize(("asked", "shown"), [("1", 20), ("2", 5), ("3", 0), ("-1", 20), ("x", 20), ("9" * 30, 0)])
def test_pages_of_messages(me: Account, mine: FlaskClient, asked: str, shown: int) -> None:
    for _number in range(25):
        services.tell(me.person_id or 0, "seat_confirmed", ABOUT)

    page = mine.get(f"/zh/me/messages?page={asked}").get_data(as_text=True)

    assert page.count('class="card"') == shown


def test_is_for_signed_in_people_only(client: FlaskClient, sign_in: Any, session: Session) -> None:
    assert client.get("/zh/me/messages").status_code == 303
    assert sign_in(OfficerFactory()).get("/zh/me/messages").status_code == 403


def test_button_of_an_ended_session_leads_to_the_list(client: FlaskClient, session: Session) -> None:
    answer = client.post("/zh/me/messages/read", headers={"Referer": "http://localhost/zh/me/messages"})

    assert answer.location == "/zh/login?next=/zh/me/messages"


def test_messages_go_with_their_person(app: Flask, me: Account, session: Session) -> None:
    from portal.people.services import erase

    services.tell(me.person_id or 0, "seat_confirmed", ABOUT)
    assert services.export_messages(me.person_id or 0)[0]["kind"] == "seat_confirmed"

    erase(me.person_id or 0, PASSWORD, actor_id=me.id)

    assert session.query(Message).count() == 0
