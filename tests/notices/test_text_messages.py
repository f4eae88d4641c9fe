"""Text messages: queued with what they tell, sent once, held at night and for want of money, never to the wrong hands."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.core import clock, jobs
from portal.core.config import SmsSettings
from portal.core.db import transaction
from portal.notices import queries, services
from portal.notices.errors import ComesTooLate, NothingToResend, ResentTooOften
from portal.notices.models import Delivery, Message, SmsMonth
from portal.notices.rules import deliveries as rules
from portal.notices.services.wording import words_of
from portal.notices.types.deliveries import Contact, DeliveryReason, DeliveryState
from portal.people.types import PhoneOwner
from tests.bench.statements import watched
from tests.factories import PersonFactory
from tests.notices.gateway import FakeGateway, running_gateway
from tests.notices.test_messages import ABOUT

FACTS = {**ABOUT, "starts_on": (clock.today() + timedelta(days=20)).isoformat()}
SMS_KINDS = sorted(path.stem for path in (Path(__file__).parents[2] / "templates/messages/sms").glob("*.txt"))
Set = Callable[..., None]


@pytest.fixture
def set_sms(app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch) -> Set:
    """Change settings of text messages for one test."""

    def change(settings: Any) -> None:
        monkeypatch.setitem(app.config, "PORTAL", replace(app.config["PORTAL"], sms=settings))

    return change


@pytest.fixture
def fake(set_sms: Set) -> Iterator[FakeGateway]:
    with running_gateway() as running:
        set_sms(running.settings())
        yield running


def told(kind: str = "seat_confirmed", **person: Any) -> Any:
    someone = PersonFactory(**person)
    services.tell(someone.id, kind, FACTS)
    return someone


def row(session: Session) -> Delivery:
    session.expire_all()
    return session.scalars(select(Delivery).order_by(Delivery.id.desc())).first()  # type: ignore[return-value]


def later(**time: float) -> Any:
    return time_machine.travel(clock.now() + timedelta(**time), tick=False)


def test_asks_for_many_messages_as_often_as_for_few(app: Flask, session: Session, set_sms: Set) -> None:
    set_sms(SmsSettings(quiet=(0, 0)))

    def count(number: int) -> int:
        for _ in range(number):
            told()
        session.flush()
        session.expunge_all()
        with watched(app) as seen:
            assert services.send_text_messages() == number
        return sum(statement.startswith("SELECT") for statement, _parameters in seen)

    count(1)  # begins the month
    assert count(12) == count(3)


def test_a_message_and_its_text_are_one_transaction(session: Session) -> None:
    someone = PersonFactory()

    with pytest.raises(RuntimeError), transaction():
        services.tell(someone.id, "seat_confirmed", FACTS)
        raise RuntimeError

    assert session.scalars(select(Message)).all() == session.scalars(select(Delivery)).all() == []


def test_only_needful_kinds_have_a_text(session: Session) -> None:
    told("placed_in_waiting_list")
    services.tell(PersonFactory().id, "seat_confirmed", FACTS, by_sms=False)

    assert session.scalars(select(Delivery)).all() == []


def test_what_was_told_goes_out_once_and_then_number_and_words_are_gone(fake: FakeGateway, session: Session) -> None:
    someone = told()

    assert (services.send_text_messages(), services.send_text_messages()) == (1, 0)

    found = row(session)
    assert fake.delivered == {someone.phone: 1}
    assert fake.requests[0].is_signed
    assert (found.state, found.phone, found.words, found.attempts) == (DeliveryState.SENT, None, None, 1)
    assert found.shown_to == f"138****{someone.phone[-4:]}"


def test_what_is_urgent_asks_for_the_job_at_once(app: Flask, fake: FakeGateway) -> None:
    told()
    assert services.JOB not in jobs.run_asked(app)
    told("class_cancelled")

    assert services.JOB in jobs.run_asked(app)
    assert sum(fake.delivered.values()) == 2


@pytest.mark.parametrize("answer", ["lose", "cut", 3.0, 500, 503])
def test_a_retry_after_an_unknown_outcome_repeats_id_and_words(
    fake: FakeGateway, session: Session, answer: object
) -> None:
    someone = told()
    fake.answers.append(answer)

    assert services.send_text_messages() == 0
    assert (row(session).state, row(session).reason) == (DeliveryState.FAILED, DeliveryReason.NO_ANSWER)
    someone.phone = "+8613900000000"  # changed meanwhile; the first try may have arrived
    session.commit()
    with later(minutes=1):
        assert services.send_text_messages() == 1

    first, second = fake.requests
    assert first.content == second.content
    assert sum(fake.delivered.values()) == 1


@pytest.mark.parametrize("answers", [["double"], ["lose", "double"], [500, "double"], ["double", "double"]])
def test_what_is_doubled_on_the_way_reaches_the_phone_once(
    fake: FakeGateway, session: Session, answers: list[object]
) -> None:
    someone = told()
    services.tell(someone.id, "seat_confirmed", {**FACTS, "number": "T2026000002"})
    fake.answers.extend(answers)

    sent = services.send_text_messages()
    with later(minutes=1):
        sent += services.send_text_messages()

    came = Counter(request.content["id"] for request in fake.requests)
    reached = Counter(reference for reference, _number in fake.texts)
    assert sent == 2
    assert reached == dict.fromkeys(came, 1)
    assert fake.delivered == {someone.phone: 2}
    assert max(came.values()) >= 2
    assert set(session.scalars(select(Delivery.state))) == {DeliveryState.SENT}


def test_a_busy_gateway_is_asked_again_later(fake: FakeGateway, session: Session) -> None:
    told()
    fake.answers.append(429)

    services.send_text_messages()
    assert services.send_text_messages() == 0
    assert row(session).reason is DeliveryReason.BUSY
    with later(minutes=1):
        assert services.send_text_messages() == 1


def test_what_the_gateway_refuses_is_given_up_at_once(fake: FakeGateway, session: Session) -> None:
    told()
    fake.answers.append(400)

    services.send_text_messages()

    assert (row(session).state, row(session).reason) == (DeliveryState.GIVEN_UP, DeliveryReason.REFUSED)
    assert row(session).phone is None


def test_after_many_tries_it_is_given_up(fake: FakeGateway, session: Session) -> None:
    told()
    fake.answers.extend([500] * rules.MOST_ATTEMPTS)
    passed = timedelta()
    for _attempt in range(rules.MOST_ATTEMPTS):
        with time_machine.travel(clock.now() + passed, tick=False):
            services.send_text_messages()
        passed += timedelta(hours=7)

    assert (row(session).state, row(session).attempts) == (DeliveryState.GIVEN_UP, rules.MOST_ATTEMPTS)


def test_a_gateway_that_is_down_is_left_alone_for_a_while(fake: FakeGateway, session: Session) -> None:
    for _person in range(6):
        told()
    fake.answers.extend([500] * 6)

    services.send_text_messages()

    assert len(fake.requests) == 3
    states = [found.state for found in session.scalars(select(Delivery).order_by(Delivery.id))]
    assert states.count(DeliveryState.FAILED) == 3
    assert states.count(DeliveryState.QUEUED) == 3
    fake.answers.clear()
    with later(minutes=1):
        assert services.send_text_messages() == 6


def test_a_batch_of_a_dead_worker_is_taken_up_when_its_lease_ends(fake: FakeGateway, session: Session) -> None:
    told()
    fake.before_answer = lambda _request: (_ for _ in ()).throw(KeyboardInterrupt)
    from portal.notices.services import sending

    _seen, batch = sending._take_batch(10)  # this worker dies here
    assert len(batch) == 1
    fake.before_answer = None

    assert services.send_text_messages() == 0
    with later(minutes=3):
        assert services.send_text_messages() == 1
    assert not sending._settle(
        [(batch[0], sending.Outcome.TAKEN)]
    )  # and if it was only asleep, it says nothing any more
    assert row(session).attempts == 2


def test_nobody_is_woken_at_night(fake: FakeGateway, set_sms: Set, session: Session) -> None:
    set_sms(fake.settings(quiet=(21, 8)))
    today = clock.today() + timedelta(days=1)
    with clock.at(today, hour=22):
        told()
        services.send_text_messages()
        assert (row(session).state, row(session).reason) == (DeliveryState.HELD, DeliveryReason.NIGHT)
        services.queue_code("+8613800138000", "123456", language="zh", person_id=None)
        assert services.send_text_messages() == 1  # they stand at the desk and wait for it
    with clock.at(today + timedelta(days=1), hour=8):
        assert services.send_text_messages() == 1
    assert len(fake.requests) == 2


def test_the_months_money_is_never_passed(fake: FakeGateway, set_sms: Set, session: Session) -> None:
    set_sms(fake.settings(price=10, monthly_cap=30))
    for _person in range(3):
        told("result_recorded")
    services.tell(PersonFactory().id, "registered_by_station", {})

    services.send_text_messages()

    reasons = [found.reason for found in session.scalars(select(Delivery).order_by(Delivery.id))]
    assert reasons == [None, None, DeliveryReason.CAP, None]
    assert queries.spending().spent == 30
    assert queries.spending().parts == session.scalars(select(SmsMonth.parts)).one()
    set_sms(fake.settings(price=10, monthly_cap=3000))
    with later(hours=2):
        assert services.send_text_messages() == 1


@pytest.mark.parametrize(
    ("person", "reason"),
    [
        ({"phone": None}, DeliveryReason.NO_PHONE),
        ({"phone": "+864718000000"}, DeliveryReason.NOT_MOBILE),
        ({"sms_off": True}, DeliveryReason.SWITCHED_OFF),
        ({"is_demo": True}, DeliveryReason.DEMO),
    ],
)
def test_nothing_goes_where_nothing_should(
    fake: FakeGateway, session: Session, person: dict[str, Any], reason: DeliveryReason
) -> None:
    told(**person)

    assert services.send_text_messages() == 0
    assert fake.requests == []
    assert (row(session).state, row(session).reason) == (DeliveryState.NOT_NEEDED, reason)


def test_the_forgotten_are_never_written_to(fake: FakeGateway, session: Session) -> None:
    someone = told()
    services.forget_messages(someone.id)

    assert services.send_text_messages() == 0
    assert session.scalars(select(Delivery)).all() == session.scalars(select(Message)).all() == []


def test_what_is_over_is_not_told(fake: FakeGateway, session: Session) -> None:
    services.tell(
        PersonFactory().id, "seat_offered", {**FACTS, "until": (clock.now() + timedelta(hours=1)).isoformat()}
    )
    with later(hours=2):
        services.send_text_messages()

    assert (row(session).state, row(session).reason) == (DeliveryState.NOT_NEEDED, DeliveryReason.TOO_LATE)


def test_each_of_a_shared_phone_gets_theirs_by_masked_name(fake: FakeGateway) -> None:
    mother = PersonFactory(name="乌云其木格")
    phone = {"phone": mother.phone, "phone_index": mother.phone_index}
    told(name="斯琴高娃", **phone)
    services.tell(mother.id, "seat_confirmed", FACTS)

    services.send_text_messages()

    texts = [request.content["text"] for request in fake.requests]
    assert len(texts) == 2
    assert any("斯**娃" in text for text in texts)
    assert not any("斯琴高娃" in text or "乌云其木格" in text for text in texts)


def test_a_relative_reads_whom_it_is_for_and_an_own_phone_needs_no_name(fake: FakeGateway) -> None:
    told(name="斯琴高娃", phone_owner=PhoneOwner.RELATIVE)
    told(name="王桂芝")

    services.send_text_messages()

    relative, own = (request.content["text"] for request in fake.requests)
    assert "斯**娃" in relative
    assert "王" not in own


@pytest.mark.parametrize("language", ["zh", "mn"])
@pytest.mark.parametrize("kind", [kind for kind in SMS_KINDS if kind != "class"])
def test_every_kind_has_words_in_both_languages(app: Flask, session: Session, kind: str, language: str) -> None:
    contact = Contact(1, "+8613800138000", language, None, switched_off=False, is_demo=False)
    facts = {**FACTS, "until": clock.now().isoformat(), "station": "服务站", "station_phone": "0479-8000000"}

    for given in (facts, {}):
        words = words_of(kind, given, contact)
        assert words.startswith("【")
        assert "None" not in words
        assert rules.parts_of(words) <= 4
    assert kind in rules.KINDS


def test_of_classes_that_fit_a_wish_one_text_comes_in_three_days(fake: FakeGateway, session: Session) -> None:
    someone, other = told("class_fits_wish"), told("class_fits_wish", sms_off=True)
    services.tell(someone.id, "class_fits_wish", FACTS)
    with later(days=4):
        services.tell(someone.id, "class_fits_wish", FACTS)

    services.send_text_messages()

    assert len(session.scalars(select(Message).where(Message.person_id == someone.id)).all()) == 3
    assert len(session.scalars(select(Delivery).where(Delivery.person_id == someone.id)).all()) == 2
    assert [request.content["text"].count("/zh/classes/") for request in fake.requests] == [1]
    assert session.scalars(select(Delivery.state).where(Delivery.person_id == other.id)).all() == [
        DeliveryState.NOT_NEEDED
    ]


def test_mongolian_goes_only_to_who_reads_it(fake: FakeGateway) -> None:
    told(language="mn")
    told(language="zh")

    services.send_text_messages()

    first, second = (request.content for request in fake.requests)
    assert (first["language"], second["language"]) == ("mn", "zh")
    assert any("\u1820" <= char <= "\u1842" for char in first["text"])
    assert not any("\u1820" <= char <= "\u1842" for char in second["text"])


def test_a_message_is_sent_again_as_a_new_one_and_only_once_at_a_time(fake: FakeGateway, session: Session) -> None:
    told()
    services.send_text_messages()
    first = row(session)

    services.resend(first.id, actor_id=1)
    services.resend(first.id, actor_id=1)
    services.send_text_messages()

    ids = [request.content["id"] for request in fake.requests]
    assert len(ids) == len(set(ids)) == 2
    assert row(session).resent_of == first.id


def test_sending_again_has_an_end(fake: FakeGateway, session: Session) -> None:
    told()
    services.send_text_messages()
    for _time in range(3):
        services.resend(row(session).id, actor_id=1)
        services.send_text_messages()

    with pytest.raises(ResentTooOften):
        services.resend(row(session).id, actor_id=1)
    with later(days=2):
        services.resend(row(session).id, actor_id=1)


def test_nothing_old_or_secret_is_sent_again(fake: FakeGateway, session: Session) -> None:
    code = services.queue_code("+8613800138000", "123456", language="zh", person_id=None)
    with pytest.raises(NothingToResend):
        services.resend(code, actor_id=1)
    with pytest.raises(NothingToResend):
        services.resend(999, actor_id=1)
    told()
    services.send_text_messages()

    with later(days=30), pytest.raises(ComesTooLate):
        services.resend(row(session).id, actor_id=1)


def test_one_that_cannot_be_put_into_words_keeps_nobody_waiting(
    fake: FakeGateway,
    session: Session,
    caplog: pytest.LogCaptureFixture,
) -> None:
    broken = told()
    told()
    first = session.scalars(select(Delivery).order_by(Delivery.id)).first()
    assert first is not None
    first.kind = "no_such_kind"
    session.commit()

    assert services.send_text_messages() == 1
    session.refresh(first)
    assert (first.state, first.reason) == (DeliveryState.GIVEN_UP, DeliveryReason.NO_WORDS)
    assert "KeyError" in caplog.text or "TemplateNotFound" in caplog.text
    assert broken.phone not in caplog.text


def test_the_database_refuses_a_row_that_cannot_be(session: Session) -> None:
    told()
    from sqlalchemy.exc import IntegrityError

    for wrong in ({"state": "sent"}, {"leased_until": clock.now()}, {"state": "given_up", "words": "x"}):
        with pytest.raises(IntegrityError), session.begin_nested():
            session.execute(update(Delivery).values(wrong))
