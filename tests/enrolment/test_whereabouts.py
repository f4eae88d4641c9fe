"""Whoever signs up is told the town, on every page and in the text message."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core import regions
from portal.enrolment import services
from portal.enrolment.types import Actor
from portal.notices.models import Message
from portal.notices.services.wording import words_of
from portal.notices.types.deliveries import Contact
from tests import factories
from tests.conftest import SignIn

WHOLE = "通辽市通辽经济技术开发区学府路17号"


@pytest.fixture
def offered(session: Session) -> Any:
    return factories.ClassSessionFactory(place="学府路17号", region_code="150571")


@pytest.fixture
def phone(sign_in: SignIn, resident: Any) -> FlaskClient:
    return sign_in(resident)


def test_a_town_stands_once(session: Session) -> None:
    assert regions.with_town("150502", "科尔沁区明仁大街1号", None) == ("通辽市科尔沁区明仁大街1号", None)


def test_a_visitor_and_who_signs_up_read_the_town(phone: FlaskClient, offered: Any) -> None:
    for address in (f"/zh/classes/{offered.id}", f"/zh/classes/{offered.id}/apply"):
        assert WHOLE in phone.get(address).text


def test_who_has_signed_up_reads_the_town(phone: FlaskClient, resident: Any, offered: Any) -> None:
    made = services.apply(offered.id, person_id=resident.person_id, actor=Actor(account_id=None))

    for address in ("applications", f"applications/{made}", "messages"):
        assert WHOLE in phone.get(f"/zh/me/{address}").text
    own = phone.get(f"/zh/me/applications/{made}").text
    assert own.count(WHOLE) == 2  # what to do next, and the class


def test_who_cannot_sign_up_reads_the_town_of_others(phone: FlaskClient, offered: Any) -> None:
    gone = factories.ClassSessionFactory(entry_id=offered.entry_id, occupation_id=offered.occupation_id, cancelled=True)

    assert WHOLE in phone.get(f"/zh/classes/{gone.id}/apply").text


def test_a_text_message_names_the_town(session: Session, offered: Any) -> None:
    person = factories.PersonFactory()
    services.apply(offered.id, person_id=person.id, actor=Actor(account_id=None))
    facts = session.scalars(select(Message.facts).where(Message.person_id == person.id)).one()

    assert WHOLE in words_of("seat_confirmed", facts, Contact(person.id, None, "zh", None, False, False))


def test_a_mongolian_page_marks_a_town_that_has_only_a_chinese_name(phone: FlaskClient, offered: Any) -> None:
    page = phone.get(f"/mn/classes/{offered.id}/apply").text

    assert f'<span lang="zh-Hans-CN">{WHOLE}</span>' in page


def test_an_officer_reads_the_town_in_the_plan(sign_in: SignIn, offered: Any) -> None:
    assert WHOLE in sign_in(factories.OfficerFactory()).get(f"/zh/office/classes/{offered.id}").text


def test_a_wish_names_the_town_of_the_class_offered(phone: FlaskClient, resident: Any, offered: Any) -> None:
    factories.WishFactory(
        person=None, person_id=resident.person_id, region_code="150500", occupation_id=offered.occupation_id
    )

    assert WHOLE in phone.get("/zh/me/wishes").text
