"""From the roll to the payment, as two officers go through it."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.core import clock
from portal.notices import services as notices
from portal.notices.types import WordReport
from portal.records import queries, services
from portal.records.types import NewObjection, ObjectionState, Reach, Result, SubsidyState
from tests import factories
from tests.conftest import SignIn
from tests.records.public_notice import claim_all, passed, rule_for


@pytest.fixture
def account(session: Session) -> Any:
    return factories.OfficerFactory()


@pytest.fixture
def reach(account: Any) -> Reach:
    return Reach(account.id, region_code="150500")


@pytest.fixture
def desk(sign_in: SignIn, account: Any) -> FlaskClient:
    return sign_in(account)


@pytest.fixture
def second(sign_in: SignIn) -> FlaskClient:
    return sign_in(factories.OfficerFactory(region_code="150000"))


def text(answer: Any) -> str:
    return str(answer.get_data(as_text=True))


def make(desk: FlaskClient, claims: list[int], **changes: Any) -> Any:
    today = clock.today()
    days = {"opens_on": today.isoformat(), "closes_on": (today + timedelta(days=7)).isoformat()}
    return desk.post("/zh/office/batches", data={**days, "document_number": "", "claims": claims, **changes})


def test_from_the_roll_to_the_payment(desk: FlaskClient, second: FlaskClient, reach: Reach) -> None:
    records = passed(people=2)
    chosen = {"rule": rule_for(reach), "people": [record.id for record in records]}
    assert desk.post("/zh/office/claims/P1", data=chosen).status_code == 303
    assert "已登记2笔申领" in text(desk.get("/zh/office/claims/P1"))

    batch = make(desk, [claim.id for claim in queries.list_waiting(reach)]).location
    number = int(batch.rpartition("/")[2])
    desk.post(f"{batch}/publish")
    assert "须由另一位经办人核对后发布" in text(desk.get(batch))
    assert queries.list_entries(number)[0].state is SubsidyState.CLAIMED

    second.post(f"{batch}/publish")
    assert "已开始公示" in text(second.get(batch))
    second.post(f"{batch}/close")
    assert "公示还没有结束" in text(second.get(batch))

    with time_machine.travel(clock.now() + timedelta(days=8), tick=False), second.session_transaction() as cookie:
        cookie["seen"] = cookie["since"] = int(clock.now().timestamp())
    with time_machine.travel(clock.now() + timedelta(days=8), tick=False):
        second.post(f"{batch}/close")
    assert {entry.state for entry in queries.list_entries(number)} == {SubsidyState.PAID}


def test_a_repeat_is_named_masked_on_the_page(desk: FlaskClient, reach: Reach) -> None:
    (first,) = passed(names=("欧阳乌兰",))
    claim_all(reach, [first])
    again = factories.EnrolmentRecordFactory(person=None, person_id=first.person_id, class_number="P2")

    answer = desk.post("/zh/office/claims/P2", data={"rule": rule_for(reach, "P2"), "people": [again.id]})
    page = text(desk.get(answer.location))

    assert "有1笔与以前的申领重复" in page
    assert "欧**兰" in page
    assert str(first.starts_on.year) in page


@pytest.mark.parametrize(
    "data", [{}, {"rule": "x", "people": ["1"]}, {"people": ["no"]}, {"rule": "NM24-TRAIN:training_subsidy"}]
)
def test_a_claim_without_people_or_clause_is_shown_again(
    desk: FlaskClient, data: dict[str, Any], session: Session
) -> None:
    passed()

    assert desk.post("/zh/office/claims/P1", data=data).status_code == 422


def test_a_class_in_which_nobody_passed_says_so(desk: FlaskClient, reach: Reach) -> None:
    passed(people=2, result=Result.FAILED, hours_attended=10)

    answer = desk.get("/zh/office/claims/P1")

    assert answer.status_code == 200
    assert "这个班没有人合格" in text(answer)
    assert desk.post("/zh/office/claims/P1", data={"rule": "x", "people": ["1"]}).status_code == 422
    assert desk.get("/zh/office/claims/P9").status_code == 404


def test_the_claim_page_of_a_class_that_goes_on_says_from_when_on(desk: FlaskClient, reach: Reach) -> None:
    last = clock.today() + timedelta(days=1)
    taught = factories.ClassSessionFactory(region_code="150502", starts_on=clock.today(), ends_on=last)
    (record,) = passed(taught.number, class_session_id=taught.id, names=("欧阳乌兰",))
    page = f"/zh/office/claims/{taught.number}"

    shown, sent = (
        desk.get(page),
        desk.post(page, data={"rule": rule_for(reach, taught.number), "people": [str(record.id)]}),
    )

    assert (last.isoformat() in text(shown), 'name="people"' in text(shown)) == (True, False)
    assert (sent.status_code, last.isoformat() in text(sent)) == (409, True)


def test_a_class_without_results_says_that_none_are_in(desk: FlaskClient) -> None:
    taught = factories.ClassSessionFactory(region_code="150502")

    answer = desk.get(f"/zh/office/claims/{taught.number}", follow_redirects=True)

    assert answer.request.path == f"/zh/office/classes/{taught.id}"
    assert "这个班还没有上报成绩" in text(answer)


def test_classes_come_in_pages_and_an_old_one_by_its_number(desk: FlaskClient) -> None:
    for number in range(22):
        passed(f"N{number:02d}")
    long_ago = clock.today() - timedelta(days=500)
    passed("OLD", starts_on=long_ago)

    first, second = (text(desk.get(f"/zh/office/claims?page={page}")) for page in (1, 2))

    assert ("N00" in first, "N21" in first, "N21" in second) == (True, False, True)
    assert "OLD" not in first + second
    assert desk.get(desk.get("/zh/office/claims?number=OLD").location).status_code == 200


def test_a_class_that_no_clause_covers_says_so(sign_in: SignIn) -> None:
    passed(region_code="220000")

    page = text(sign_in(factories.OfficerFactory(region_code="220000")).get("/zh/office/claims/P1"))

    assert "没有条款" in page


def test_days_that_cannot_be_are_refused_beside_their_field(desk: FlaskClient, reach: Reach) -> None:
    claims = claim_all(reach, passed())
    yesterday = (clock.today() - timedelta(days=1)).isoformat()

    early = make(desk, claims, opens_on=yesterday)
    backwards = make(desk, claims, closes_on=yesterday)
    empty = make(desk, [])

    assert [answer.status_code for answer in (early, backwards, empty)] == [422, 422, 422]
    assert "公示第一天不能早于今天" in text(early)
    assert "最后一天不能早于第一天" in text(backwards)


def test_a_claim_is_refused_with_a_reason(desk: FlaskClient, reach: Reach) -> None:
    (claim,) = claim_all(reach, passed())

    assert desk.post(f"/zh/office/subsidies/{claim}/refuse", data={"reason": ""}).status_code == 422
    assert desk.post(f"/zh/office/subsidies/{claim}/refuse", data={"reason": "学时不够"}).status_code == 303
    assert desk.post(f"/zh/office/subsidies/{claim}/refuse", data={"reason": "学时不够"}).status_code == 409
    assert queries.list_waiting(reach) == []


def test_a_draft_is_discarded(desk: FlaskClient, reach: Reach) -> None:
    batch = make(desk, claim_all(reach, passed())).location

    assert desk.post(f"{batch}/discard").status_code == 303
    assert len(queries.list_waiting(reach)) == 1
    assert desk.post(f"{batch}/discard").status_code == 409


def test_two_officers_with_the_same_list_make_one_batch(desk: FlaskClient, sign_in: SignIn, reach: Reach) -> None:
    claims = claim_all(reach, passed())
    make(desk, claims)

    late = make(sign_in(factories.OfficerFactory()), claims)

    assert late.status_code == 422
    assert len(queries.list_batches(reach)) == 1


def test_a_claim_that_moved_under_the_officers_hands_is_said(
    desk: FlaskClient, reach: Reach, monkeypatch: pytest.MonkeyPatch
) -> None:
    claims = claim_all(reach, passed())
    shown = queries.list_waiting(reach)
    make(desk, claims)
    monkeypatch.setattr(queries, "list_waiting", lambda _reach: shown)  # what the late officer still saw

    late = make(desk, claims)

    assert late.status_code == 303
    assert "已不在等待编批" in text(desk.get(late.location))


def test_an_objection_is_taken_in_hand_and_answered(desk: FlaskClient, reach: Reach) -> None:
    code = services.send_objection(NewObjection("冒领", None, region_code="150500"))
    (line,) = queries.list_objections(reach, answered=False)
    page = f"/zh/office/objections/{line.id}"

    desk.post(f"{page}/in-hand")
    tracked = queries.find_tracked(code)
    assert tracked is not None
    assert tracked.state is ObjectionState.IN_HAND
    assert desk.post(page, data={"answer": ""}).status_code == 422
    assert desk.post(page, data={"answer": "已核实"}).status_code == 303
    desk.post(page, data={"answer": "又一次"})
    assert "已经答复过了" in text(desk.get(page))
    desk.post(f"{page}/in-hand")

    tracked = queries.find_tracked(code)
    assert tracked is not None
    assert tracked.answer == "已核实"


def test_wrong_words_are_listed(desk: FlaskClient) -> None:
    notices.report_word(WordReport("mn", "/mn/classes", "ᠰᠤᠷᠭᠠᠯᠲᠠ", None))

    assert "ᠰᠤᠷᠭᠠᠯᠲᠠ" in text(desk.get("/zh/office/words"))
