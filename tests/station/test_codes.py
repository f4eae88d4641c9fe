"""Consent by a code: only to the person's own phone, only for a while, only a few tries."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core import clock, identity_numbers, phones
from portal.notices import services as notices
from portal.notices.models import Delivery
from portal.people.models import Consent, Person
from portal.people.types import PhoneOwner
from portal.station import services
from portal.station.models import ConsentCode
from tests import factories
from tests.notices.gateway import running_gateway
from tests.notices.test_text_messages import set_sms  # noqa: F401 - fixtures
from tests.station.conftest import SHEET, fresh_number, open_flow, who

TICKS = {"present": "y", "card_seen": "y"}


def read_back(desk: FlaskClient, person: Any) -> str:
    """Go as far as the read-back with someone who is registered."""
    flow = open_flow(desk)
    desk.post(f"{flow}/find", data={"id_number": person.id_number})
    desk.post(f"{flow}/read-back")
    return flow


def sent_code(session: Session) -> str:
    """Return the code that stands in the last text message."""
    session.expire_all()
    words = session.scalars(select(Delivery.words).order_by(Delivery.id.desc())).first()
    found = re.search(r"[0-9]{6}", words or "")
    assert found, words
    return found[0]


@pytest.fixture
def person(session: Session) -> Any:
    return factories.PersonFactory(phone="+8613800138000")


def test_whoever_reads_the_code_out_has_agreed(desk: FlaskClient, session: Session, person: Any) -> None:
    flow = read_back(desk, person)
    offered = desk.get(f"{flow}/consent").get_data(as_text=True)
    assert f"{flow}/code" in offered
    assert "138****8000" in offered

    assert desk.post(f"{flow}/code/send").status_code == 303
    page = desk.get(f"{flow}/code").get_data(as_text=True)
    code = sent_code(session)
    assert code not in page
    answer = desk.post(f"{flow}/code", data={"code": f" {code[:3]} {code[3:]}", **TICKS})

    assert answer.location.endswith(flow)
    consent = session.scalars(select(Consent).order_by(Consent.id.desc())).first()
    assert consent is not None
    assert consent.person_id == person.id
    assert re.fullmatch(r"SMS 138\*{4}8000 20\d\d-\d\d-\d\d \d\d:\d\d \S+", consent.proof or "")
    assert desk.get(f"{flow}/classes").status_code == 200


def test_the_person_sees_how_they_agreed(desk: FlaskClient, session: Session, person: Any, sign_in: Any) -> None:
    account = factories.AccountFactory(person=person)
    flow = read_back(desk, person)
    desk.post(f"{flow}/code/send")
    desk.post(f"{flow}/code", data={"code": sent_code(session), **TICKS})

    shown = sign_in(account).get("/zh/me/privacy").get_data(as_text=True)

    assert "验证码已发送到138****8000" in shown


def test_someone_new_is_stored_only_after_the_code(desk: FlaskClient, session: Session) -> None:
    flow, number = open_flow(desk), fresh_number()
    desk.post(f"{flow}/find", data={"id_number": number})
    typed = {"name": "乌云", "region": "150525", "language": "mn", "whose": "own", "phone": "13900139000"}
    assert desk.post(f"{flow}/enter", data=typed).status_code == 303
    desk.post(f"{flow}/read-back")
    desk.post(f"{flow}/code/send")
    assert session.scalars(select(Person)).all() == []
    waiting = session.scalars(select(Delivery)).one()
    assert (waiting.person_id, waiting.language) == (None, "mn")

    desk.post(f"{flow}/code", data={"code": sent_code(session), **TICKS})

    assert session.scalars(select(Person)).one().language == "mn"


def test_the_code_goes_out_at_once_and_stays_nowhere(
    app: Flask,
    desk: FlaskClient,
    session: Session,
    person: Any,
    set_sms: Any,  # noqa: F811
) -> None:
    with running_gateway() as gateway:
        set_sms(gateway.settings(quiet=(0, 23)))  # whatever hour it is
        flow = read_back(desk, person)
        desk.post(f"{flow}/code/send")
        code = sent_code(session)
        assert notices.send_text_messages() == 1

    assert code in gateway.requests[0].content["text"]
    row = session.scalars(select(Delivery)).one()
    session.refresh(row)
    assert (row.words, row.phone) == (None, None)
    assert code not in session.scalars(select(ConsentCode.code_mark)).one()
    assert "已发送" in desk.get(f"{flow}/code").get_data(as_text=True)


def test_after_five_wrong_tries_even_the_right_code_is_refused(
    desk: FlaskClient, session: Session, person: Any
) -> None:
    flow = read_back(desk, person)
    desk.post(f"{flow}/code/send")
    right = sent_code(session)
    wrong = f"{(int(right) + 1) % 10**6:06d}"
    for _try in range(5):
        answer = desk.post(f"{flow}/code", data={"code": wrong, **TICKS})
        assert (answer.status_code, "验证码不对" in answer.get_data(as_text=True)) == (422, True)

    assert desk.post(f"{flow}/code", data={"code": right, **TICKS}).status_code == 422
    assert session.scalars(select(Consent)).all() == []


def test_a_code_ends(desk: FlaskClient, session: Session, person: Any) -> None:
    flow = read_back(desk, person)
    desk.post(f"{flow}/code/send")
    code = sent_code(session)

    with time_machine.travel(clock.now() + timedelta(minutes=11), tick=False):
        assert desk.post(f"{flow}/code", data={"code": code, **TICKS}).status_code == 422


def test_a_newer_code_ends_the_older_and_three_are_enough(desk: FlaskClient, session: Session, person: Any) -> None:
    flow, codes = read_back(desk, person), []
    for number in range(4):
        with time_machine.travel(clock.now() + timedelta(minutes=2 * number), tick=False):
            desk.post(f"{flow}/code/send")
            codes.append(sent_code(session))
            desk.post(f"{flow}/code/send")  # pressed twice
    assert len(session.scalars(select(ConsentCode)).all()) == 3

    with time_machine.travel(clock.now() + timedelta(minutes=7), tick=False):
        if codes[0] != codes[2]:
            assert desk.post(f"{flow}/code", data={"code": codes[0], **TICKS}).status_code == 422
        assert desk.post(f"{flow}/code", data={"code": codes[2], **TICKS}).status_code == 303


def test_the_code_of_one_flow_is_nothing_in_another(desk: FlaskClient, session: Session, person: Any) -> None:
    first = read_back(desk, person)
    desk.post(f"{first}/code/send")
    second = read_back(desk, factories.PersonFactory())

    assert desk.post(f"{second}/code", data={"code": sent_code(session), **TICKS}).status_code == 422


@pytest.mark.parametrize(
    "changes",
    [{"phone": None}, {"phone": "+864718000000"}, {"phone_owner": PhoneOwner.RELATIVE}],
    ids=["none", "fixed", "relative"],
)
def test_without_a_mobile_of_their_own_the_sheet_is_signed(
    desk: FlaskClient, session: Session, changes: dict[str, Any]
) -> None:
    flow = read_back(desk, factories.PersonFactory(**changes))

    assert f"{flow}/code" not in desk.get(f"{flow}/consent").get_data(as_text=True)
    assert desk.get(f"{flow}/code").status_code == 303
    desk.post(f"{flow}/code/send")
    assert session.scalars(select(Delivery)).all() == []


def test_the_clerks_own_number_gets_no_code(desk: FlaskClient, clerk: Any, session: Session) -> None:
    person = factories.PersonFactory(phone="+8613604790009")
    flow = read_back(desk, person)
    services.keep_own_phone(who(clerk), phones.parse("13604790009"))

    desk.post(f"{flow}/code/send")

    assert session.scalars(select(Delivery)).all() == []


def test_for_a_child_somebody_signs(desk: FlaskClient, session: Session) -> None:
    flow = open_flow(desk)
    number = identity_numbers.make(81, birth_date=clock.today() - timedelta(days=365 * 10))
    desk.post(f"{flow}/find", data={"id_number": number})
    typed = {"name": "小明", "region": "150525", "language": "zh", "whose": "own", "phone": "13900139000"}
    desk.post(f"{flow}/enter", data=typed)
    desk.post(f"{flow}/read-back")

    assert desk.get(f"{flow}/code").status_code == 303


def test_nothing_is_sent_before_it_was_read_back(desk: FlaskClient, session: Session, person: Any) -> None:
    flow = open_flow(desk)
    desk.post(f"{flow}/find", data={"id_number": person.id_number})

    assert desk.post(f"{flow}/code/send").status_code == 303
    assert session.scalars(select(Delivery)).all() == []


def test_an_invented_station_says_the_code_as_nothing_leaves_the_machine(
    desk: FlaskClient,
    clerk: Any,
    session: Session,
    person: Any,
    set_sms: Any,  # noqa: F811
    app: Flask,
) -> None:
    from portal.people.models import Station

    station = session.get(Station, clerk.station_id)
    assert station is not None
    station.is_demo = True
    session.commit()
    flow = read_back(desk, person)
    desk.post(f"{flow}/code/send")
    assert "246810" in desk.get(f"{flow}/code").get_data(as_text=True)

    with running_gateway() as gateway:
        set_sms(gateway.settings())
        assert desk.get(f"{flow}/code").status_code == 303  # no text message goes to an invented number


def test_the_relation_of_a_relatives_phone_is_asked_for_kept_and_read_back(desk: FlaskClient, session: Session) -> None:
    flow = open_flow(desk)
    desk.post(f"{flow}/find", data={"id_number": fresh_number()})
    typed = {"name": "乌云", "region": "150525", "language": "zh", "whose": "relative", "phone": "13900139000"}
    refused = desk.post(f"{flow}/enter", data=typed)
    assert (refused.status_code, "请选择代收人与本人的关系" in refused.get_data(as_text=True)) == (422, True)
    desk.post(f"{flow}/enter", data={**typed, "relation": "child"})
    assert "子女" in desk.get(f"{flow}/read-back").get_data(as_text=True)
    desk.post(f"{flow}/read-back")
    desk.post(f"{flow}/consent", data={"sheet_number": SHEET, "present": "y", "signed": "y"})

    person = session.scalars(select(Person)).one()
    assert person.phone_relation == "child"
    change = {"whose": "own", "phone": "13900139001", "relation": "child"}
    desk.post(f"{flow}/phone", data=change)
    session.expire_all()
    assert session.scalars(select(Person)).one().phone_relation is None
