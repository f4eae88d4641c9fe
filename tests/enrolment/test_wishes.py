"""Wishes: left, shown with what fits, told once, withdrawn, forgotten."""

import re
from typing import Any
from urllib.parse import quote_plus

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.enrolment import queries, rules, services
from portal.enrolment.errors import NotAStep, SameWish, TooManyWishes
from portal.enrolment.models import Application, ClassTold, Wish
from portal.enrolment.services.own_data import OWN_DATA
from portal.enrolment.types import Actor, ApplicationState, NewWish, Season, WishState
from portal.notices.models import Message
from tests import factories
from tests.conftest import SignIn

SELF = Actor(account_id=None)
TYPED = {"form_token": "token-of-a-wish-form", "region": "150500", "season": "any", "language": "any", "mode": "any"}


@pytest.fixture
def phone(sign_in: SignIn, resident: Any) -> FlaskClient:
    return sign_in(resident)


def wish_for(class_session: Any, person_id: int, **changes: Any) -> Wish:
    values = {"own_words": None, "occupation_id": class_session.occupation_id, "region_code": "150500", "season": "any"}
    made: Wish = factories.WishFactory(person_id=person_id, **{**values, **changes})
    return made


@pytest.mark.parametrize("edition", ["zh", "mn"])
def test_leaves_a_wish_in_own_words(phone: FlaskClient, session: Session, edition: str) -> None:
    path = f"/{edition}/me/wishes/new"
    assert phone.get(path).status_code == 200

    answers = [phone.post(path, data={**TYPED, "own_words": " 做 奶食品 "}) for _click in range(2)]

    assert [answer.location for answer in answers] == [f"/{edition}/me/wishes"] * 2
    wish = session.scalars(select(Wish)).one()
    assert (wish.own_words, wish.region_code, wish.mode, wish.language) == ("做 奶食品", "150500", None, None)
    assert "做 奶食品" in phone.get(f"/{edition}/me/wishes").text


def test_the_narrow_blank_before_a_mongolian_suffix_stays(phone: FlaskClient, session: Session) -> None:
    words = "ᠮᠠᠯ\u202fᠤᠨ ᠡᠮᠴᠢ"
    looked_for = phone.get("/mn/classes", query_string={"q": f" {words} "}).text
    assert f"own_words={quote_plus(words)}" in looked_for
    assert words in phone.get("/mn/me/wishes/new", query_string={"own_words": words}).text

    phone.post("/mn/me/wishes/new", data={**TYPED, "own_words": f" {words.replace(' ', '  ')}\u3000"})
    again = {**TYPED, "form_token": "another-token", "own_words": words.replace("\u202f", " ")}
    doubled = phone.post("/mn/me/wishes/new", data=again)

    assert session.scalars(select(Wish.own_words)).one() == words
    assert doubled.status_code == 422


def test_chooses_from_the_list(phone: FlaskClient, session: Session) -> None:
    occupation = factories.OccupationFactory()
    chosen = phone.get(f"/zh/me/wishes/new?occupation={occupation.id}").text
    assert f'<option selected value="{occupation.id}">' in chosen

    phone.post("/zh/me/wishes/new", data={**TYPED, "occupation": occupation.id, "job_wish": "y", "language": "mn"})

    wish = session.scalars(select(Wish)).one()
    assert (wish.occupation_id, wish.job_wish, wish.language) == (occupation.id, True, "mn")


@pytest.mark.parametrize(
    "typed",
    [
        {**TYPED},
        {**TYPED, "own_words": "   "},
        {**TYPED, "own_words": "长" * 201},
        {**TYPED, "own_words": "焊工", "region": "999999"},
        {**TYPED, "own_words": "焊工", "season": "rainy"},
        {**TYPED, "occupation": "x"},
        {"own_words": "焊工"},
        {},
    ],
)
def test_says_what_is_missing_and_keeps_the_rest(phone: FlaskClient, session: Session, typed: dict[str, str]) -> None:
    answer = phone.post("/zh/me/wishes/new", data=typed)

    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert typed.get("own_words", "").strip() in answer.text
    assert session.scalar(select(func.count(Wish.id))) == 0


def test_fitting_classes_are_shown_but_not_those_applied_for(phone: FlaskClient, resident: Any) -> None:
    class_session = factories.ClassSessionFactory()
    wish_for(class_session, resident.person_id)
    wish_for(class_session, resident.person_id, state=WishState.WITHDRAWN)
    assert f"/zh/classes/{class_session.id}" in phone.get("/zh/me/wishes").text

    services.apply(class_session.id, person_id=resident.person_id, actor=SELF)

    assert f"/zh/classes/{class_session.id}" not in phone.get("/zh/me/wishes").text


def test_each_person_is_told_of_a_class_once(session: Session) -> None:
    class_session = factories.ClassSessionFactory()
    one, other, applied = (factories.PersonFactory().id for _number in range(3))
    wish_for(class_session, one)
    wish_for(class_session, one, season="any", region_code="150000")
    wish_for(class_session, other, region_code="150600")
    wish_for(class_session, applied)
    services.apply(class_session.id, person_id=applied, actor=SELF)

    told = [services.tell_wishes_of_new_classes(), services.tell_wishes_of_new_classes()]
    again = services.tell_wishes(class_session.id)

    assert (told, again) == ([1, 0], 0)
    stmt = select(Message.person_id).where(Message.kind == "class_fits_wish")
    assert session.scalars(stmt).all() == [one]
    assert session.scalar(select(func.count()).select_from(ClassTold)) == 2


def test_who_applied_is_asked_once_for_all_wishes(session: Session, statements: list[str]) -> None:
    class_session = factories.ClassSessionFactory()
    for _number in range(4):
        wish_for(class_session, factories.PersonFactory().id)
    statements.clear()

    assert services.tell_wishes(class_session.id) == 4

    assert sum("FROM application" in one for one in statements) == 1


def test_online_class_fits_from_anywhere(session: Session) -> None:
    class_session = factories.ClassSessionFactory(mode="online")
    wish_for(class_session, factories.PersonFactory().id, region_code="150600")

    assert services.tell_wishes(class_session.id) == 1


def test_withdraws_only_an_own_open_wish(phone: FlaskClient, session: Session, resident: Any) -> None:
    mine, other = factories.WishFactory(person_id=resident.person_id), factories.WishFactory()
    met = factories.WishFactory(person_id=resident.person_id, state=WishState.MET)

    assert [phone.post(f"/zh/me/wishes/{mine.id}/withdraw").status_code for _click in range(2)] == [303, 303]
    assert phone.post(f"/zh/me/wishes/{other.id}/withdraw").status_code == 404
    assert phone.post("/zh/me/wishes/987654/withdraw").status_code == 404
    assert phone.post(f"/zh/me/wishes/{met.id}/withdraw").status_code == 409

    session.expire_all()
    assert (mine.state, other.state) == (WishState.WITHDRAWN, WishState.OPEN)
    with pytest.raises(NotAStep):
        services.withdraw_wish(met.id, person_id=resident.person_id, account_id=None)


def test_too_many_open_wishes_are_refused_in_words(phone: FlaskClient, session: Session, resident: Any) -> None:
    for _number in range(rules.WISHES_AT_MOST):
        factories.WishFactory(person_id=resident.person_id)

    answer = phone.post("/zh/me/wishes/new", data={**TYPED, "own_words": "焊工"})

    assert answer.status_code == 422
    assert 'value="焊工"' in answer.text
    assert str(TooManyWishes.message) in answer.text
    assert session.scalar(select(func.count(Wish.id))) == rules.WISHES_AT_MOST
    with pytest.raises(TooManyWishes):
        services.add_wish(
            NewWish(None, "焊工", "150500", Season.ANY, None, None, job_wish=False),
            person_id=resident.person_id,
            actor=SELF,
        )


@pytest.mark.parametrize("by_trade", [True, False])
def test_the_same_wish_is_told_instead_of_doubled(
    phone: FlaskClient, session: Session, resident: Any, by_trade: bool
) -> None:
    what = {"occupation": str(factories.OccupationFactory().id)} if by_trade else {"own_words": "Dairy food"}
    again = {**TYPED, **what, "form_token": "another-token-of-a-form", "season": "winter"}
    again.update({} if by_trade else {"own_words": "dairy  food"})
    assert phone.post("/zh/me/wishes/new", data={**TYPED, **what}).status_code == 303

    refused = phone.post("/zh/me/wishes/new", data=again)
    elsewhere = phone.post("/zh/me/wishes/new", data={**again, "region": "150600"})
    online = phone.post("/zh/me/wishes/new", data={**again, "mode": "online", "form_token": "third-token-of-a-form"})

    assert (refused.status_code, elsewhere.status_code, online.status_code) == (422, 303, 303)
    assert str(SameWish.message) in refused.text
    assert re.search(r'value="winter"[^>]*checked|checked[^>]*value="winter"', refused.text)
    wish = session.scalars(select(Wish).order_by(Wish.id)).first()
    assert wish is not None
    services.withdraw_wish(wish.id, person_id=resident.person_id, account_id=resident.id)
    assert phone.post("/zh/me/wishes/new", data={**again, "form_token": "fourth-token-of-a-form"}).status_code == 303


def test_a_wish_is_not_opened_again_beside_one_that_says_the_same(
    phone: FlaskClient, session: Session, resident: Any
) -> None:
    before = factories.WishFactory(person=None, person_id=resident.person_id, state=WishState.ANSWERED)
    names = ("occupation_id", "own_words", "region_code", "mode")
    same = {name: getattr(before, name) for name in names}
    factories.WishFactory(person=None, person_id=resident.person_id, **same)

    answer = phone.post(f"/zh/me/wishes/{before.id}/still", follow_redirects=True)

    session.expire_all()
    assert str(SameWish.message) in answer.text
    assert before.state is WishState.ANSWERED


def test_own_data_is_given_and_forgotten(session: Session, resident: Any) -> None:
    class_session = factories.ClassSessionFactory(capacity=1)
    mine = services.apply(class_session.id, person_id=resident.person_id, actor=SELF)
    waiting = services.apply(class_session.id, person_id=factories.PersonFactory().id, actor=SELF)
    wanted = NewWish(class_session.occupation_id, None, "150500", Season.ANY, None, None, job_wish=True)
    services.add_wish(wanted, person_id=resident.person_id, actor=SELF)
    applications, _attendance, wishes, acts = OWN_DATA
    assert [len(part.export(resident.person_id)) for part in OWN_DATA] == [1, 0, 1, 1]
    for part in (applications, wishes, acts):
        for_programs = {"facts_shown", "answers_shown"} if part is applications else set[str]()
        assert set(part.export(resident.person_id)[0]) - for_programs == set(part.labels)

    for part in (applications, wishes):
        assert part.erase is not None
        part.erase(resident.person_id)

    session.expire_all()
    assert queries.list_wishes(resident.person_id) == []
    assert session.get_one(Application, mine).state is ApplicationState.WITHDRAWN
    assert session.get_one(Application, waiting).offer_expires_at is not None


def test_a_wish_for_a_job_is_said_as_such(sign_in: SignIn, resident: Any) -> None:
    factories.WishFactory(person=None, person_id=resident.person_id, job_wish=True)

    assert "<dt>就业意愿</dt><dd>是</dd>" in sign_in(resident).get("/zh/me/wishes").text


def test_the_words_looked_for_stand_in_the_form_of_a_wish(phone: FlaskClient) -> None:
    assert 'value="箜篌"' in phone.get("/zh/me/wishes/new?own_words=箜篌").text
