"""The queue of text messages: each member of staff sees what concerns their people, masked, and may send one again."""

import re
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core import clock, identity_numbers
from portal.core.audit import AuditEvent
from portal.core.config import SmsSettings
from portal.notices import services
from portal.notices.models import Delivery, SmsMonth
from portal.notices.rules.deliveries import month_of
from portal.people.models import Consent, Person
from portal.people.types import ConsentChannel
from portal.people.types.trail import ACTIONS
from tests.factories import AccountFactory, ClerkFactory, PersonFactory
from tests.notices.test_text_messages import FACTS, set_sms  # noqa: F401 - a fixture


@pytest.fixture(autouse=True)
def no_night(set_sms: Any) -> None:  # noqa: F811 - the fixture brought in above
    """Let messages go at whatever hour the tests run."""
    set_sms(SmsSettings(quiet=(0, 0)))


@pytest.fixture
def desk(officer: Any, sign_in: Any) -> FlaskClient:
    return sign_in(officer)


def told(**person: Any) -> Any:
    someone = PersonFactory(**{"home_region": "150502", "name": "斯琴高娃", **person})
    services.tell(someone.id, "seat_confirmed", FACTS)
    return someone


def last(session: Session) -> Delivery:
    session.expire_all()
    found = session.scalars(select(Delivery).order_by(Delivery.id.desc())).first()
    assert found is not None
    return found


@pytest.mark.parametrize("lang", ["zh", "mn"])
def test_an_officer_sees_the_queue_of_the_region_masked(desk: FlaskClient, session: Session, lang: str) -> None:
    someone = told()
    told(home_region="150902", name="外地人")
    services.send_text_messages()

    page = desk.get(f"/{lang}/office/messages").get_data(as_text=True)

    assert "斯**娃" in page
    assert f"138****{someone.phone[-4:]}" in page
    assert "外*人" not in page
    assert someone.name not in page
    assert someone.phone[3:] not in page
    assert "¥0." in page


def test_people_who_live_in_the_region_now_belong_to_it_too(desk: FlaskClient, session: Session) -> None:
    told(home_region="150902", present_region="150502")

    assert "斯**娃" in desk.get("/zh/office/messages").get_data(as_text=True)


def test_one_state_can_be_looked_at(desk: FlaskClient, session: Session) -> None:
    told()
    assert "斯**娃" in desk.get("/zh/office/messages?state=queued").get_data(as_text=True)
    assert "斯**娃" not in desk.get("/zh/office/messages?state=sent").get_data(as_text=True)
    for odd in ("state=nonsense", "before=x", "before=-1", "before=99999999999999999999"):
        assert desk.get(f"/zh/office/messages?{odd}").status_code == 200


def test_a_long_queue_has_pages(desk: FlaskClient, session: Session) -> None:
    for _number in range(31):
        told()

    first = desk.get("/zh/office/messages").get_data(as_text=True)

    before = first.split("before=")[1].split('"')[0]
    assert "斯**娃" in desk.get(f"/zh/office/messages?before={before}").get_data(as_text=True)


def test_sending_again_makes_one_more(desk: FlaskClient, session: Session) -> None:
    told()
    services.send_text_messages()
    first = last(session).id

    for _press in range(2):
        assert desk.post(f"/zh/office/messages/{first}/resend").status_code == 303
    assert len(session.scalars(select(Delivery)).all()) == 2
    assert last(session).resent_of == first


def test_what_is_over_is_not_sent_again(desk: FlaskClient, session: Session) -> None:
    someone = PersonFactory(home_region="150502")
    last_year = clock.today() - timedelta(days=365)
    services.tell(someone.id, "class_cancelled", {**FACTS, "starts_on": last_year.isoformat()})
    services.send_text_messages()

    desk.post(f"/zh/office/messages/{last(session).id}/resend")

    assert "这件事已经过去" in desk.get("/zh/office/messages").get_data(as_text=True)
    assert len(session.scalars(select(Delivery)).all()) == 1


def test_messages_of_another_region_do_not_exist(desk: FlaskClient, session: Session) -> None:
    told(home_region="150902")
    services.send_text_messages()

    assert desk.post(f"/zh/office/messages/{last(session).id}/resend").status_code == 404
    assert desk.post("/zh/office/messages/999999/resend").status_code == 404


def test_a_clerk_sees_those_the_station_helped(sign_in: Any, session: Session) -> None:
    clerk = ClerkFactory()
    helped = told()
    stranger = told(name="没来过")
    session.add(
        Consent(
            person_id=helped.id,
            purpose="application",
            text_version="1",
            given=True,
            given_at=clock.now(),
            channel=ConsentChannel.STATION,
            station_id=clerk.station_id,
            by_account_id=clerk.id,
            proof="T1-1",
        )
    )
    session.commit()

    browser = sign_in(clerk)
    page = browser.get("/zh/office/messages").get_data(as_text=True)

    assert "斯**娃" in page
    assert "没*过" not in page
    assert look_for(browser, helped.id_number).location.endswith(f"/zh/office/messages?person={helped.id}")
    assert look_for(browser, stranger.id_number).status_code == 422
    assert "本月费用" not in page


def look_for(browser: FlaskClient, number: str) -> Any:
    return browser.post("/zh/office/messages/find", data={"id_number": number})


def test_the_messages_of_one_person_are_found_by_their_number(desk: FlaskClient, session: Session) -> None:
    someone = told()
    told(name="王桂芝")
    services.send_text_messages()
    number = someone.id_number

    answer = look_for(desk, f"{number[:6]} {number[6:14]} {number[14:]}")

    assert answer.status_code == 303
    assert number not in answer.location
    page = desk.get(answer.location).get_data(as_text=True)
    assert "斯**娃" in page
    assert "王*芝" not in page
    assert someone.name not in page
    assert number not in page
    assert "斯**娃" in desk.get(f"{answer.location}&state=sent").get_data(as_text=True)
    (again,) = re.findall(r'action="(/zh/office/messages/\d+/resend[^"]*)"', page)
    assert desk.post(again).location == answer.location


def test_each_search_stands_in_the_persons_trail(desk: FlaskClient, sign_in: Any, session: Session) -> None:
    account = AccountFactory(person__home_region="150502")

    look_for(desk, session.get_one(Person, account.person_id).id_number)

    assert str(ACTIONS["office.find_messages"]) in sign_in(account).get("/zh/me/privacy").get_data(as_text=True)


def test_a_number_of_elsewhere_and_one_of_nobody_are_answered_alike(desk: FlaskClient, session: Session) -> None:
    elsewhere = told(home_region="150902")
    gone = told(erased_at=clock.now())

    pages = [look_for(desk, number) for number in (elsewhere.id_number, gone.id_number, identity_numbers.make(7777))]
    odd = look_for(desk, "12345")

    assert [answer.status_code for answer in (*pages, odd)] == [422] * 4
    said = [re.findall(r'id="id_number-error"[^>]*>(.*?)</', answer.get_data(as_text=True)) for answer in pages]
    assert said[0] == said[1] == said[2] != []
    assert session.scalar(select(AuditEvent).where(AuditEvent.action == "office.find_messages")) is None
    for person in (elsewhere.id, gone.id, 999_999):
        assert desk.get(f"/zh/office/messages?person={person}").status_code == 404
    for odd_person in ("x", "-1", "99999999999999999999"):
        assert desk.get(f"/zh/office/messages?person={odd_person}").status_code == 200


def test_the_end_of_the_money_is_said(desk: FlaskClient, session: Session) -> None:
    session.add(SmsMonth(month=month_of(clock.now()), spent_fen=190_000, parts=1))
    session.commit()

    assert "快用完了" in desk.get("/zh/office/messages").get_data(as_text=True)


def test_the_person_sees_where_their_text_message_is(sign_in: Any, session: Session) -> None:
    account = AccountFactory(person__name="王桂芝")
    services.tell(account.person_id, "seat_confirmed", FACTS)
    mine = sign_in(account)
    assert "等待发送" in mine.get("/zh/me/messages").get_data(as_text=True)
    services.send_text_messages()
    page = mine.get("/zh/me/messages").get_data(as_text=True)
    assert "已发送" in page
    assert "138****" in page
    assert "发给您的短信" in mine.get("/zh/me/privacy/data").get_data(as_text=True)


def test_the_person_switches_text_messages_off_and_on(sign_in: Any, session: Session) -> None:
    account = AccountFactory()
    mine = sign_in(account)
    mine.post("/zh/me/profile", data={"language": "zh", "sms_off": "y"})
    services.tell(account.person_id, "seat_confirmed", FACTS)
    services.send_text_messages()

    assert "已关闭" in mine.get("/zh/me/messages").get_data(as_text=True)
    mine.post("/zh/me/profile", data={"language": "zh"})
    services.tell(account.person_id, "seat_confirmed", FACTS)
    assert services.send_text_messages() == 1
