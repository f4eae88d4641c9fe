"""Anyone may object, follows it by a code, and gets an answer."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.core import clock
from portal.core.errors import NotFound
from portal.core.i18n import format_date
from portal.records import queries, rules, services
from portal.records.errors import AlreadyAnswered, ClaimStands
from portal.records.models import Objection
from portal.records.services import objections
from portal.records.types import NewObjection, ObjectionState, Reach, SubsidyState
from tests import factories
from tests.conftest import SignIn
from tests.records.public_notice import claim_all, new_batch, officer_of, passed, published

GENERAL = NewObjection("有人冒领我的补贴", "13800000000", region_code="150500")
TOKEN = "a-token-of-the-form"


@pytest.fixture
def maker(session: Session) -> Reach:
    return officer_of()


@pytest.fixture
def batch(maker: Reach) -> int:
    return published(maker, officer_of())


def count(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Objection)) or 0


def code_on(page: str) -> str:
    found = re.search(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}", page)
    assert found
    return found[0]


def test_the_code_follows_the_objection_in_any_spelling(session: Session) -> None:
    code = services.send_objection(GENERAL)

    for spelling in (code, code.lower(), rules.grouped(code), f" {rules.grouped(code)} "):
        found = queries.find_tracked(spelling)
        assert found is not None
        assert found.state is ObjectionState.RECEIVED
    assert found.due_on == clock.today() + timedelta(days=15)
    assert len({services.send_objection(GENERAL) for _time in range(5)}) == 5


def test_words_and_contact_are_sealed_and_the_code_is_nowhere(session: Session) -> None:
    code = services.send_objection(GENERAL)

    stored = str(session.execute(text("SELECT * FROM objection")).one())

    assert code not in stored
    assert "冒领" not in stored
    assert "13800000000" not in stored


def test_the_same_form_twice_is_one_objection_with_one_code(session: Session) -> None:
    codes = {services.send_objection(GENERAL, token=TOKEN) for _time in range(3)}

    assert len(codes) == 1
    assert count(session) == 1
    assert services.send_objection(GENERAL, token=TOKEN + "2") not in codes


def test_the_same_form_many_times_at_once_is_one_objection(real_app: Flask) -> None:
    def send(_number: int) -> str:
        with real_app.app_context():
            return services.send_objection(GENERAL, token=TOKEN)

    with ThreadPoolExecutor(8) as pool:
        codes = set(pool.map(send, range(16)))

    with real_app.app_context():
        assert len(codes) == 1
        assert count(factories.db.session()) == 1


@pytest.mark.parametrize("other_was_quicker", [True, False])
def test_the_slower_of_two_forms_finds_what_the_quicker_wrote(
    session: Session, monkeypatch: pytest.MonkeyPatch, *, other_was_quicker: bool
) -> None:
    def too_late(*_given: object) -> None:
        raise IntegrityError("INSERT", {}, ValueError())

    code = services.send_objection(GENERAL, token=TOKEN)
    if not other_was_quicker:
        session.execute(text("DELETE FROM objection"))
        session.commit()
    monkeypatch.setattr(objections, "_insert", too_late)
    monkeypatch.setattr(queries, "find_tracked", lambda _code: object() if other_was_quicker else None)

    if other_was_quicker:
        assert services.send_objection(GENERAL, token=TOKEN) == code
    else:
        with pytest.raises(IntegrityError):
            services.send_objection(GENERAL, token=TOKEN)


def test_an_objection_to_a_line_that_is_not_there_is_not_taken(batch: int) -> None:
    for new in (
        NewObjection("不对", None, batch_id=batch, place=99),
        NewObjection("不对", None, batch_id=10**6),
    ):
        with pytest.raises(NotFound):
            services.send_objection(new)


def test_an_answer_can_refuse_the_claim_and_is_given_once(batch: int, maker: Reach) -> None:
    code = services.send_objection(NewObjection("没有参加", None, batch_id=batch, place=2))
    (line,) = queries.list_objections(maker, answered=False)
    services.take_in_hand(line.id, reach=maker)
    assert queries.get_objection(maker, line.id).state is ObjectionState.IN_HAND

    services.answer_objection(line.id, "已核实，驳回。", refuse=True, reach=maker)

    found = queries.find_tracked(code)
    assert found is not None
    assert (found.answer, found.answered_on, found.place) == ("已核实，驳回。", clock.today(), 2)
    states = [entry.state for entry in queries.list_entries(batch)]
    assert states == [SubsidyState.PUBLISHED, SubsidyState.REFUSED]
    for again in (
        lambda: services.answer_objection(line.id, "x", refuse=False, reach=maker),
        lambda: services.take_in_hand(line.id, reach=maker),
    ):
        with pytest.raises(AlreadyAnswered):
            again()


def test_an_answer_that_cannot_refuse_changes_nothing(batch: int, maker: Reach) -> None:
    services.send_objection(NewObjection("没有参加", None, batch_id=batch, place=1))
    (line,) = queries.list_objections(maker, answered=False)
    services.refuse_claim(queries.list_entries(batch)[0].claim_id, "重复", reach=maker)

    with pytest.raises(ClaimStands):
        services.answer_objection(line.id, "x", refuse=True, reach=maker)

    assert queries.get_objection(maker, line.id).state is ObjectionState.RECEIVED


def test_how_to_reach_someone_is_forgotten_some_time_after_the_answer(maker: Reach, session: Session) -> None:
    services.send_objection(GENERAL)
    (line,) = queries.list_objections(maker, answered=False)
    services.answer_objection(line.id, "已核实", refuse=False, reach=maker)

    services.forget_contacts()
    assert queries.get_objection(maker, line.id).contact == "13800000000"
    with clock.at(clock.today() + timedelta(days=91)):
        services.forget_contacts()
    assert queries.get_objection(maker, line.id).contact is None


def test_a_refused_claim_leaves_the_way_free_for_a_right_one(batch: int, maker: Reach) -> None:
    services.send_objection(NewObjection("等级不对", None, batch_id=batch, place=1))
    (line,) = queries.list_objections(maker, answered=False)
    services.answer_objection(line.id, "重新申领", refuse=True, reach=maker)

    first, _second = queries.get_roll(maker, "P1").graduates

    assert first.state is None
    assert first.earlier is None


def test_officers_of_other_regions_find_nothing(maker: Reach, session: Session) -> None:
    services.send_objection(GENERAL)
    (line,) = queries.list_objections(maker, answered=False)

    for stranger in (officer_of("150600"), officer_of("150502"), Reach(maker.account_id, provider_id=1)):
        assert queries.list_objections(stranger, answered=False) == []
        for step in (
            lambda who=stranger: queries.get_objection(who, line.id),
            lambda who=stranger: services.take_in_hand(line.id, reach=who),
            lambda who=stranger: services.answer_objection(line.id, "x", refuse=False, reach=who),
        ):
            with pytest.raises(NotFound):
                step()
    assert len(queries.list_objections(officer_of("150000"), answered=False)) == 1


def test_anyone_objects_to_a_line_and_sees_the_code_once(client: FlaskClient, batch: int, session: Session) -> None:
    form = f"/zh/notices/batches/{batch}/object"
    assert 'selected value="2"' in client.get(f"{form}?line=2").get_data(as_text=True)
    sent = client.post(form, data={"text": "没有参加培训", "line": "2", "contact": "", "form_token": TOKEN})
    assert sent.status_code == 303

    first = client.get(sent.location).get_data(as_text=True)
    code = code_on(first)
    again = client.get(sent.location).get_data(as_text=True)

    assert code not in again
    page = client.get(f"/zh/objections/{code}").get_data(as_text=True)
    assert "没有参加培训" in page
    assert "已收到" in page
    assert client.get(f"/zh/objections?code={code.lower()}").location.endswith(f"/zh/objections/{code}")


def test_both_sides_read_by_when_the_bureau_answers(client: FlaskClient, sign_in: SignIn, session: Session) -> None:
    code = services.send_objection(GENERAL)
    day = format_date(clock.today() + timedelta(days=15))
    number = session.scalars(select(Objection.id)).one()
    officer = sign_in(factories.OfficerFactory())

    pages = [client.get(f"/zh/objections/{code}"), officer.get(f"/zh/office/objections/{number}")]

    for page in pages:
        said = re.sub(r"<[^>]+>|\s", "", page.get_data(as_text=True))
        assert f"答复期限{day}" in said
    assert day in officer.get("/zh/office/objections").get_data(as_text=True)


def test_a_general_objection_goes_to_its_place(client: FlaskClient, maker: Reach) -> None:
    for lang in ("zh", "mn"):
        assert client.get(f"/{lang}/objections").status_code == 200
    refused = client.post("/zh/objections", data={"region": "150500", "text": " ", "contact": "打电话"})
    sent = client.post("/zh/objections", data={"region": "150500", "text": "第一行\r\n\r\n第二行\x07", "contact": ""})

    assert refused.status_code == 422
    assert "打电话" in refused.get_data(as_text=True)
    assert sent.status_code == 303
    assert [line.text for line in queries.list_objections(maker, answered=False)] == ["第一行\n第二行"]


@pytest.mark.parametrize("code", ["0000-0000-0000-0000", "x", "-", "sent%20", "%E7%A0%81", "A" * 400])
def test_unknown_and_malformed_codes_are_answered_alike(client: FlaskClient, code: str) -> None:
    answer = client.get(f"/zh/objections/{code}")

    assert answer.status_code == 404
    assert "没有找到这个查询码" in answer.get_data(as_text=True)


def test_a_line_that_is_not_there_is_not_chosen(client: FlaskClient, batch: int) -> None:
    page = client.get(f"/zh/notices/batches/{batch}/object?line=99").get_data(as_text=True)

    assert "selected value=" not in page


def test_a_draft_takes_no_objection(maker: Reach) -> None:
    draft = services.make_batch(new_batch(claim_all(maker, passed())), reach=maker)

    with pytest.raises(NotFound):
        services.send_objection(NewObjection("不对", None, batch_id=draft))


def test_an_objection_to_a_whole_notice_names_no_line(batch: int, maker: Reach) -> None:
    code = services.send_objection(NewObjection("日期不对", None, batch_id=batch))

    (line,) = queries.list_objections(maker, answered=False)
    found = queries.find_tracked(code)
    assert found is not None
    assert (found.batch_id, found.place, line.entry) == (batch, None, None)
    services.answer_objection(line.id, "已更正", refuse=True, reach=maker)
    assert {entry.state for entry in queries.list_entries(batch)} == {SubsidyState.PUBLISHED}


@pytest.mark.parametrize("data", [{"text": "\x07", "line": ""}, {}, {"text": "x" * 3000}, {"text": "x", "line": "99"}])
def test_a_form_that_says_nothing_is_shown_again(client: FlaskClient, batch: int, data: dict[str, Any]) -> None:
    answer = client.post(f"/zh/notices/batches/{batch}/object", data=data)

    assert answer.status_code == 422


def test_senders_are_slowed_down(app: Flask, client: FlaskClient, session: Session) -> None:
    from portal.core.web import limiter

    limiter.enabled = True
    try:
        answers = [client.post("/zh/objections", data={}).status_code for _time in range(22)]
    finally:
        limiter.enabled = False
        limiter.reset()

    assert answers[-1] == 429
    assert set(answers[:20]) == {422}
