"""A wish that a station left can be contested: the bureau answers, and the person is told."""

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.core import clock
from portal.core.i18n import _
from portal.enrolment.models import ClassTold, Wish, WishAct
from portal.enrolment.services import add_wish
from portal.enrolment.services.own_wishes import forget_wishes
from portal.enrolment.types import ActKind, Actor, Channel, NewWish, Season, WishState
from portal.notices.models import Message
from portal.people.services import add_consent
from portal.people.types import ConsentChannel, GivenConsent
from portal.station import queries, services
from portal.station.errors import AlreadyAnswered
from portal.station.models import WishContest
from portal.station.services.own_data import export_contests
from portal.station.types import Contested, ContestState, NewContest
from tests import factories
from tests.conftest import SignIn


@pytest.fixture
def left(session: Session, resident: Any) -> Wish:
    """A wish that a clerk of a station in Tongliao left for the resident."""
    clerk = factories.ClerkFactory(station=factories.StationFactory(region_code="150525"))
    given = GivenConsent(
        "application", "1", channel=ConsentChannel.STATION, station_id=clerk.station_id, proof="T1-0001"
    )
    consent_id = add_consent(resident.person_id, given, by_account_id=clerk.id)
    made: Wish = factories.WishFactory(
        person=None, person_id=resident.person_id, channel=Channel.STATION, account_id=clerk.id, station_id=clerk.station_id,
        consent_id=consent_id, own_words="想学焊工", region_code="150500",
    )  # fmt: skip
    return made


@pytest.fixture
def phone(sign_in: SignIn, resident: Any) -> FlaskClient:
    return sign_in(resident)


def test_a_person_is_told_of_what_is_open_when_a_station_leaves_their_wish(session: Session, left: Wish) -> None:
    offered = factories.ClassSessionFactory()
    wanted = NewWish(offered.occupation_id, None, "150502", Season.ANY, None, None, job_wish=False)
    actor = Actor(left.account_id, Channel.STATION, left.station_id, left.consent_id)

    wish_id = add_wish(wanted, person_id=left.person_id, actor=actor)

    assert session.scalars(select(Message.kind).where(Message.person_id == left.person_id)).all() == ["class_fits_wish"]
    assert session.scalars(select(ClassTold.wish_id)).all() == [wish_id]


@pytest.mark.parametrize("edition", ["zh", "mn"])
def test_contests_once_and_the_bureau_upholds(
    phone: FlaskClient, sign_in: SignIn, officer: Any, session: Session, left: Wish, edition: str
) -> None:
    path = f"/{edition}/me/wishes/{left.id}/contest"
    assert path in phone.get(f"/{edition}/me/wishes").text
    assert "T1-0001" in phone.get(path).text

    answers = [phone.post(path, data={"own_words": "我没有去过"}) for _click in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    contest = session.scalars(select(WishContest)).one()
    assert contest.number in phone.get(path).text
    assert contest.due_on > clock.today()
    desk = sign_in(officer)
    work = f"/{edition}/office/contests/wishes/{contest.id}"
    assert work in desk.get(f"/{edition}/office/contests").text
    assert "我没有去过" in desk.get(work).text
    assert desk.post(work, data={"state": "upheld"}).status_code == 422
    assert desk.post(work, data={"state": "upheld", "answer": "没有找到同意书"}).status_code == 303
    assert "没有找到同意书" in desk.get(work).text
    assert "没有找到同意书" in phone.get(path).text
    session.expire_all()
    assert left.state is WishState.WITHDRAWN
    kinds = session.scalars(select(WishAct.kind).order_by(WishAct.id)).all()
    assert kinds == [ActKind.CONTESTED, ActKind.WITHDRAWN]
    assert str(_("Withdrawn by the bureau")) in phone.get("/zh/me/wishes").text
    told = session.scalars(select(Message.kind).order_by(Message.id)).all()
    assert told == ["wish_contest_received", "wish_contest_answered"]
    assert phone.get(f"/{edition}/me/messages").status_code == 200


def test_rejected_the_wish_stays_and_can_be_contested_again(
    phone: FlaskClient, officer: Any, session: Session, left: Wish, resident: Any
) -> None:
    who = {"person_id": resident.person_id, "account_id": resident.id}
    contest = services.contest(Contested.WISH, left.id, NewContest(None), **who)
    answer = {"upheld": False, "answer": "同意书在", "region": "150500", "account_id": officer.id}

    services.answer_contest(Contested.WISH, contest.id, **answer)

    session.expire_all()
    assert left.state is WishState.OPEN
    with pytest.raises(AlreadyAnswered):
        services.answer_contest(Contested.WISH, contest.id, **answer)
    again = services.contest(Contested.WISH, left.id, NewContest("真的不是我"), **who)
    assert (again.id != contest.id, again.state) == (True, ContestState.OPEN)
    assert [row["answer"] for row in export_contests(resident.person_id)] == [None, "同意书在"]


def test_a_number_that_is_taken_is_drawn_again(
    monkeypatch: pytest.MonkeyPatch, session: Session, left: Wish, resident: Any
) -> None:
    names = ("channel", "account_id", "station_id", "consent_id")
    other = factories.WishFactory(
        person=None, person_id=resident.person_id, **{name: getattr(left, name) for name in names}
    )
    drawn = iter((7, 7, 8))
    monkeypatch.setattr("secrets.randbelow", lambda _below: next(drawn))
    who = {"person_id": resident.person_id, "account_id": resident.id}

    made = [services.contest(Contested.WISH, wish.id, NewContest(None), **who) for wish in (left, other)]

    assert [contest.number[-6:] for contest in made] == ["000007", "000008"]


def test_own_and_other_peoples_wishes_cannot_be_contested(phone: FlaskClient, resident: Any, left: Wish) -> None:
    own, other = factories.WishFactory(person=None, person_id=resident.person_id), factories.WishFactory()

    assert [phone.get(f"/zh/me/wishes/{wish.id}/contest").status_code for wish in (own, other)] == [409, 404]
    assert phone.post(f"/zh/me/wishes/{own.id}/contest").status_code == 409


def test_the_desk_counts_and_lists_sign_ups_and_wishes_soonest_due_first(
    sign_in: SignIn, officer: Any, session: Session, left: Wish, resident: Any
) -> None:
    soon = factories.ClassSessionFactory(starts_on=clock.today() + timedelta(days=10))
    names = ("channel", "account_id", "station_id", "consent_id")
    by_clerk = {"acted_for": True, **{name: getattr(left, name) for name in names}}
    signed_up = factories.ApplicationFactory(person=None, person_id=resident.person_id, class_session=soon, **by_clerk)
    who = {"person_id": resident.person_id, "account_id": resident.id}
    of_wish = services.contest(Contested.WISH, left.id, NewContest(None), **who)
    of_sign_up = services.contest(Contested.APPLICATION, signed_up.id, NewContest(None), **who)
    desk = sign_in(officer)

    found = queries.list_contests("150500", state=ContestState.OPEN)

    assert [one.number for one in found] == [of_sign_up.number, of_wish.number]
    assert queries.count_contests("150500") == 2
    assert queries.count_contests("150600") == 0
    assert "2人说" in desk.get("/zh/office").text
    page = desk.get("/zh/office/contests").text
    assert page.index(of_sign_up.number) < page.index(of_wish.number)
    answer = {"upheld": False, "answer": "同意书在", "region": "150500", "account_id": officer.id}
    services.answer_contest(Contested.WISH, of_wish.id, **answer)
    services.answer_contest(Contested.APPLICATION, of_sign_up.id, **answer)
    rejected = queries.list_contests("150500", state=ContestState.REJECTED)
    assert {one.act.subject for one in rejected} == set(Contested)
    assert [row.get("class", row.get("wish")) for row in export_contests(resident.person_id)] == [soon.number, None]


def test_another_bureau_does_not_answer(sign_in: SignIn, left: Wish, resident: Any) -> None:
    contest = services.contest(
        Contested.WISH, left.id, NewContest(None), person_id=resident.person_id, account_id=resident.id
    )
    other = sign_in(factories.OfficerFactory(region_code="150600"))

    assert other.get(f"/zh/office/contests/wishes/{contest.id}").status_code == 404


def test_a_wish_met_meanwhile_is_answered_all_the_same(
    session: Session, officer: Any, left: Wish, resident: Any
) -> None:
    contest = services.contest(
        Contested.WISH, left.id, NewContest(None), person_id=resident.person_id, account_id=resident.id
    )
    left.state, left.closed_at = WishState.MET, clock.now()
    session.flush()

    services.answer_contest(
        Contested.WISH, contest.id, upheld=True, answer="是的", region="150500", account_id=officer.id
    )

    assert session.get_one(WishContest, contest.id).state is ContestState.UPHELD


def test_contests_go_with_the_wishes_when_all_is_deleted(session: Session, left: Wish, resident: Any) -> None:
    services.contest(
        Contested.WISH, left.id, NewContest("不是我"), person_id=resident.person_id, account_id=resident.id
    )

    forget_wishes(resident.person_id)

    assert session.scalar(select(func.count()).select_from(WishContest)) == 0
