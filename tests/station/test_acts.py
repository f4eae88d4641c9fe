"""Act for someone who signed: classes, waiting lists, wishes, phones, slips; and what they see of it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.core import clock
from portal.core.audit import AuditEvent
from portal.core.i18n import _
from portal.enrolment import services as enrolment
from portal.enrolment.errors import NoOffer, SameWish
from portal.enrolment.models import Application, Wish
from portal.enrolment.types import Actor, ApplicationState, Channel, EndReason
from portal.notices.models import Message
from portal.people import queries as people
from portal.people import services as people_services
from portal.people.models import Consent, StationCode
from portal.people.types import PhoneOwner
from portal.station.services import acting
from tests import factories
from tests.station.conftest import SHEET, help_known

TOKEN = "a" * 22
WISH = {
    "occupation": "",
    "own_words": "想学奶食品加工",
    "region": "150525",
    "season": "any",
    "language": "any",
    "mode": "any",
}


@pytest.fixture
def person(session: Session) -> Any:
    """Someone who is registered and has no account."""
    return factories.PersonFactory(home_region="150525")


@pytest.fixture
def flow(desk: FlaskClient, person: Any) -> str:
    """The address of a flow in which they signed."""
    return help_known(desk, person, card_seen="y")


def sign_up(desk: FlaskClient, flow: str, class_id: int, **fields: str) -> Any:
    return desk.post(f"{flow}/classes/{class_id}", data={"form_token": TOKEN, **fields})


def test_a_class_is_found_with_its_level_and_a_cancelled_one_without_seats(desk: FlaskClient, flow: str) -> None:
    factories.ClassSessionFactory(region_code="150571", cancelled=True)

    page = desk.get(f"{flow}/classes?state=cancelled").text
    assert ["已取消" in page, "五级" in page, "剩余名额" in page] == [True, True, False]

    factories.ClassSessionFactory(region_code="150571")
    assert "剩余名额" in desk.get(f"{flow}/classes").text


def test_a_second_click_signs_up_once_and_tells_once(desk: FlaskClient, flow: str, session: Session) -> None:
    offered = factories.ClassSessionFactory()

    first, second = sign_up(desk, flow, offered.id), sign_up(desk, flow, offered.id)

    assert first.location == second.location
    kinds = list(session.scalars(select(Message.kind)))
    assert sorted(kinds) == ["registered_by_station", "seat_confirmed"]


def test_finds_a_class_and_signs_the_person_up(
    desk: FlaskClient, flow: str, person: Any, clerk: Any, session: Session
) -> None:
    offered = factories.ClassSessionFactory(place="学府路17号", region_code="150571")
    assert f"{flow}/classes/{offered.id}" in desk.get(f"{flow}/classes").text
    for address in (f"{flow}/classes", f"{flow}/classes/{offered.id}"):
        assert "通辽市通辽经济技术开发区学府路17号" in desk.get(address).text

    answer = sign_up(desk, flow, offered.id)

    made = session.scalars(select(Application)).one()
    assert answer.headers["Location"] == f"{flow}/applications/{made.id}"
    assert (made.person_id, made.state, made.channel) == (person.id, ApplicationState.ACCEPTED, Channel.STATION)
    assert (made.acted_for, made.account_id, made.station_id) == (True, clerk.id, clerk.station_id)
    consent = session.get_one(Consent, made.consent_id)
    assert (consent.person_id, consent.proof, consent.station_id) == (person.id, SHEET, clerk.station_id)


def test_what_the_class_gives_is_read_to_the_person_and_kept(
    desk: FlaskClient, flow: str, person: Any, session: Session
) -> None:
    factories.PersonGroupFactory(person=person, group_code="returning_migrant")
    offered = factories.ClassSessionFactory()

    page = desk.get(f"{flow}/classes/{offered.id}").get_data(as_text=True)
    sign_up(desk, flow, offered.id)

    assert "tag--good" in page.split('id="entitled"', 1)[1]
    kept = session.scalars(select(Application.verdict)).one()
    assert kept is not None
    assert kept["words"]["NM24-TRAIN"] == "meets_stated"


def test_no_questions_are_promised_where_none_can_be_answered(desk: FlaskClient, flow: str) -> None:
    page = desk.get(f"{flow}/classes/{factories.ClassSessionFactory().id}").get_data(as_text=True)

    assert "待确认" in page
    assert "再答几个问题" not in page


def test_sending_twice_makes_one_application(desk: FlaskClient, flow: str, session: Session) -> None:
    offered = factories.ClassSessionFactory()

    first, second = sign_up(desk, flow, offered.id), sign_up(desk, flow, offered.id)
    third = desk.post(f"{flow}/classes/{offered.id}", data={"form_token": "b" * 22})

    assert first.headers["Location"] == second.headers["Location"] == third.headers["Location"]
    assert len(list(session.scalars(select(Application)))) == 1


def test_full_class_gives_a_place_in_the_list(desk: FlaskClient, flow: str, session: Session) -> None:
    offered = factories.ClassSessionFactory(capacity=1)
    enrolment.apply(offered.id, person_id=factories.PersonFactory().id, actor=Actor(None))

    page = desk.get(sign_up(desk, flow, offered.id).headers["Location"]).get_data(as_text=True)

    assert (
        session.scalars(select(Application.state).order_by(Application.id.desc())).first() is ApplicationState.WAITING
    )
    assert '候补位次</span><br><span class="big">1</span>' in page


def test_closed_class_says_why_and_offers_a_wish(desk: FlaskClient, flow: str, session: Session) -> None:
    offered = factories.ClassSessionFactory(apply_by=clock.today() - timedelta(days=1))

    page = desk.get(f"{flow}/classes/{offered.id}").get_data(as_text=True)
    answer = sign_up(desk, flow, offered.id)

    assert f"{flow}/wishes/new" in page
    assert answer.status_code == 409
    assert not list(session.scalars(select(Application)))


def test_clash_with_a_seat_needs_a_tick(desk: FlaskClient, flow: str, person: Any, session: Session) -> None:
    one, other = factories.ClassSessionFactory(), factories.ClassSessionFactory()
    enrolment.apply(one.id, person_id=person.id, actor=Actor(None))

    assert "clash_known" in desk.get(f"{flow}/classes/{other.id}").get_data(as_text=True)
    assert sign_up(desk, flow, other.id).status_code == 422
    assert sign_up(desk, flow, other.id, clash_known="y").status_code == 303


def test_unknown_class_and_another_persons_application_are_not_found(
    desk: FlaskClient, flow: str, session: Session
) -> None:
    other = factories.ApplicationFactory()

    assert desk.get(f"{flow}/classes/999999").status_code == 404
    assert desk.get(f"{flow}/applications/{other.id}").status_code == 404
    assert desk.post(f"{flow}/applications/{other.id}/withdraw").status_code == 404
    assert desk.post(f"{flow}/applications/{other.id}/slip").status_code == 404
    assert desk.get(f"{flow}/applications/{other.id}/slip.pdf").status_code == 404


def test_withdraws_in_the_persons_name(desk: FlaskClient, flow: str, person: Any, session: Session) -> None:
    offered = factories.ClassSessionFactory()
    application = enrolment.apply(offered.id, person_id=person.id, actor=Actor(None))

    for _time in range(2):
        assert desk.post(f"{flow}/applications/{application}/withdraw").status_code == 303

    session.expire_all()
    assert session.get_one(Application, application).state is ApplicationState.WITHDRAWN
    assert "station.withdraw" in {line.action for line in people.list_trail(person.id)}


def test_running_class_cannot_be_withdrawn_from(desk: FlaskClient, flow: str, person: Any, session: Session) -> None:
    application = factories.ApplicationFactory(person=None, person_id=person.id, state=ApplicationState.ATTENDING)

    desk.post(f"{flow}/applications/{application.id}/withdraw")

    session.expire_all()
    assert session.get_one(Application, application.id).state is ApplicationState.ATTENDING


@pytest.mark.parametrize(("answer", "state"), [("accept", "accepted"), ("decline", "declined")])
def test_answers_an_offer_for_someone_without_a_phone(
    desk: FlaskClient, flow: str, person: Any, session: Session, answer: str, state: str
) -> None:
    waiting = kept_for(person)
    assert "accept" in desk.get(f"{flow}/applications/{waiting}").get_data(as_text=True)

    desk.post(f"{flow}/applications/{waiting}/offer", data={"answer": answer})
    desk.post(f"{flow}/applications/{waiting}/offer", data={"answer": answer})
    desk.post(f"{flow}/applications/{waiting}/offer", data={"answer": "perhaps"})

    session.expire_all()
    assert session.get_one(Application, waiting).state == state


def kept_for(person: Any) -> int:
    """Let a person wait for the only seat of a class until it is kept for them."""
    offered = factories.ClassSessionFactory(capacity=1)
    first = factories.PersonFactory()
    taken = enrolment.apply(offered.id, person_id=first.id, actor=Actor(None))
    waiting = enrolment.apply(offered.id, person_id=person.id, actor=Actor(None))
    enrolment.withdraw(taken, person_id=first.id, account_id=None)
    return waiting


def test_no_offer_is_answered_without_saying_who_did_it_and_on_what_proof(
    desk: FlaskClient, flow: str, person: Any, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = kept_for(person)

    def killed(*_args: Any, **_details: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(acting, "record_act", killed)
    with pytest.raises(KeyboardInterrupt):
        desk.post(f"{flow}/applications/{waiting}/offer", data={"answer": "accept"})

    session.expire_all()
    assert session.get_one(Application, waiting).state is ApplicationState.WAITING


def test_offer_that_ran_out_is_written_down_as_such_though_the_answer_came_late(
    desk: FlaskClient, flow: str, person: Any, session: Session
) -> None:
    waiting = kept_for(person)
    session.get_one(Application, waiting).offer_expires_at = clock.now() - timedelta(minutes=1)
    session.commit()

    page = desk.post(f"{flow}/applications/{waiting}/offer", data={"answer": "accept"}, follow_redirects=True).text

    session.expire_all()
    assert str(NoOffer.message) in page
    assert session.get_one(Application, waiting).end_reason is EndReason.OFFER_RAN_OUT
    assert not session.scalars(select(AuditEvent).where(AuditEvent.action == "station.answer_offer")).all()


def test_offer_that_is_gone_is_said_so(desk: FlaskClient, flow: str, person: Any, session: Session) -> None:
    offered = factories.ClassSessionFactory()
    application = enrolment.apply(offered.id, person_id=person.id, actor=Actor(None))

    desk.post(f"{flow}/applications/{application}/offer", data={"answer": "decline"})

    session.expire_all()
    assert session.get_one(Application, application).state is ApplicationState.ACCEPTED


def test_leaves_a_wish_once_and_takes_it_back(
    desk: FlaskClient, flow: str, person: Any, clerk: Any, session: Session
) -> None:
    assert desk.get(f"{flow}/wishes/new").status_code == 200
    assert desk.post(f"{flow}/wishes/new", data={**WISH, "own_words": ""}).status_code == 422
    for _time in range(2):
        assert desk.post(f"{flow}/wishes/new", data={**WISH, "form_token": TOKEN}).status_code == 303

    wish = session.scalars(select(Wish)).one()
    assert (wish.channel, wish.station_id, wish.account_id) == (Channel.STATION, clerk.station_id, clerk.id)
    assert wish.consent_id is not None
    told = session.scalars(select(Message).where(Message.kind == "registered_by_station")).one()
    assert told.facts["wish_id"] == wish.id
    assert "想学奶食品加工" in desk.get(flow).get_data(as_text=True)
    assert str(SameWish.message) in desk.post(f"{flow}/wishes/new", data=WISH).text
    assert session.scalar(select(func.count(Wish.id))) == 1

    assert desk.post(f"{flow}/wishes/{wish.id}/withdraw").status_code == 303
    session.expire_all()
    assert session.scalars(select(Wish.state)).one() == "withdrawn"
    assert str(_("Withdrawn at a service station")) in desk.get(flow).text


def test_wish_that_was_met_stays(desk: FlaskClient, flow: str, person: Any, session: Session) -> None:
    wish = factories.WishFactory(person=None, person_id=person.id, state="met")

    assert desk.post(f"{flow}/wishes/{wish.id}/withdraw").status_code == 303
    assert desk.post(f"{flow}/wishes/999999/withdraw").status_code == 404


def test_too_many_wishes_are_said_so(desk: FlaskClient, flow: str, person: Any, session: Session) -> None:
    for _number in range(10):
        factories.WishFactory(person=None, person_id=person.id)

    answer = desk.post(f"{flow}/wishes/new", data=WISH)

    assert (answer.status_code, 'value="想学奶食品加工"' in answer.text) == (422, True)
    assert len(list(session.scalars(select(Wish)))) == 10


def test_changes_a_phone_but_never_to_the_clerks(desk: FlaskClient, flow: str, person: Any, session: Session) -> None:
    assert desk.get(f"{flow}/phone").status_code == 200
    assert desk.post(f"{flow}/phone", data={"whose": "own", "phone": "13904790001"}).status_code == 422
    assert (
        desk.post(f"{flow}/phone", data={"whose": "relative", "phone": "13904785555", "relation": "spouse"}).status_code
        == 303
    )

    session.expire_all()
    changed = people.get_person(person.id)
    assert (changed.phone, changed.phone_owner) == ("+8613904785555", PhoneOwner.RELATIVE)

    assert desk.post(f"{flow}/phone", data={"whose": "none", "phone": ""}).status_code == 303
    session.expire_all()
    assert people.get_person(person.id).phone is None


@pytest.mark.parametrize("language", ["zh", "mn", "both"])
def test_prints_sheet_and_slip_in_each_language(desk: FlaskClient, flow: str, session: Session, language: str) -> None:
    made = sign_up(desk, flow, factories.ClassSessionFactory().id).headers["Location"]

    sheet = desk.get(f"{flow}/consent.pdf?language={language}")
    answer = desk.post(f"{made}/slip", data={"language": language})
    slip = desk.get(answer.headers["Location"])

    assert (sheet.mimetype, slip.mimetype) == ("application/pdf", "application/pdf")
    assert sheet.data.startswith(b"%PDF")
    assert slip.data.startswith(b"%PDF")
    assert answer.headers["Location"] == f"{made}/slip.pdf?language={language}"


def test_code_of_the_slip_opens_the_account_and_is_one_for_the_flow(
    desk: FlaskClient, flow: str, person: Any, clerk: Any, session: Session
) -> None:
    made = sign_up(desk, flow, factories.ClassSessionFactory().id).headers["Location"]

    for _time in range(3):
        desk.post(f"{made}/slip")
        desk.get(f"{made}/slip.pdf")

    assert len(list(session.scalars(select(StationCode)))) == 1
    from portal.station import services
    from tests.station.conftest import who

    view = services.enter_flow(flow.rsplit("/", 1)[1], who(clerk))
    assert view.claim_code is not None
    assert people_services.use_code(person.id_number, view.claim_code, "three small birds") > 0


def test_without_the_card_there_is_no_code(desk: FlaskClient, person: Any, session: Session) -> None:
    flow = help_known(desk, person)
    made = sign_up(desk, flow, factories.ClassSessionFactory().id).headers["Location"]

    answer = desk.post(f"{made}/slip")

    assert desk.get(answer.headers["Location"]).status_code == 200
    assert not list(session.scalars(select(StationCode)))


def test_person_sees_in_their_account_who_acted(
    desk: FlaskClient, session: Session, sign_in: Callable[..., FlaskClient], resident: Any
) -> None:
    person = session.get_one(factories.Person, resident.person_id)
    flow = help_known(desk, person)
    made = sign_up(desk, flow, factories.ClassSessionFactory().id).headers["Location"]
    application = int(made.rsplit("/", 1)[1])
    mine = sign_in(resident)

    assert f"/zh/me/applications/{application}/contest" in mine.get(f"/zh/me/applications/{application}").get_data(
        as_text=True
    )
    assert SHEET in mine.get(f"/zh/me/applications/{application}/contest").get_data(as_text=True)
    assert SHEET in mine.get("/zh/me/privacy").get_data(as_text=True)
    kinds = list(session.scalars(select(Message.kind).where(Message.person_id == person.id)))
    assert "registered_by_station" in kinds
    assert "contest" in mine.get("/zh/me/messages").get_data(as_text=True)
    assert mine.get("/zh/me/privacy/data").status_code == 200


def test_empty_search_offers_a_wish(desk: FlaskClient, flow: str, session: Session) -> None:
    page = desk.get(f"{flow}/classes?q=没有这样的班&region=150500&language=mn").get_data(as_text=True)

    assert f"{flow}/wishes/new" in page


def test_desk_prints_blank_papers(desk: FlaskClient, session: Session) -> None:
    assert desk.get("/zh/station/papers").status_code == 200
    for path in ("consent.pdf?count=2&language=zh", "consent.pdf?count=x", "list.pdf?language=mn", "list.pdf"):
        assert desk.get(f"/zh/station/papers/{path}").data.startswith(b"%PDF")
