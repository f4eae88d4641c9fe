"""The ledger: everyone who wishes is seen, answered or offered a class, and nobody falls out of it silently."""

import io
import zipfile
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import String, func, select, type_coerce
from sqlalchemy.orm import Session

from portal.catalog import services as catalog
from portal.catalog.models import Provider
from portal.catalog.types import ClassState, Cursor, ProviderState
from portal.core import clock
from portal.core.audit import AuditEvent
from portal.core.i18n import _, format_datetime, speaking
from portal.enrolment import queries, services
from portal.enrolment.errors import DoesNotFit, WishClosed
from portal.enrolment.models import Application, Wish, WishAct
from portal.enrolment.services.moving import dissolve_class
from portal.enrolment.types import (
    ActKind,
    Actor,
    ApplicationState,
    LedgerFilter,
    NewAnswer,
    Ready,
    Shelf,
    WhyOpen,
    WishState,
)
from portal.notices import services as notices
from portal.notices.models import Message
from portal.office.services.ledger_file import COLUMNS, export_ledger
from tests import factories
from tests.bench.statements import count_statements
from tests.conftest import SignIn

SELF = Actor(account_id=None)
TONGLIAO = "150500"


@pytest.fixture
def desk(sign_in: SignIn, officer: Any) -> FlaskClient:
    """The browser of the officer of Tongliao."""
    return sign_in(officer)


def a_wish(class_session: Any = None, **changes: Any) -> Wish:
    values = {"region_code": TONGLIAO, "season": "any", "due_on": clock.today() + timedelta(days=9)}
    if class_session is not None:
        values |= {"own_words": None, "occupation_id": class_session.occupation_id}
    made: Wish = factories.WishFactory(**{**values, **changes})
    return made


def kinds_of(session: Session, wish: Wish) -> list[ActKind]:
    return list(session.scalars(select(WishAct.kind).where(WishAct.wish_id == wish.id).order_by(WishAct.id)))


def messages_to(session: Session, person_id: int) -> list[str]:
    return list(session.scalars(select(Message.kind).where(Message.person_id == person_id).order_by(Message.id)))


def asked(**changes: Any) -> LedgerFilter:
    return LedgerFilter(**{"region": TONGLIAO, **changes})


def test_lists_open_wishes_of_the_region_with_the_late_ones_first(desk: FlaskClient, session: Session) -> None:
    late = a_wish(due_on=clock.today() - timedelta(days=3), own_words="想学电焊")
    a_wish(own_words="想学做奶食品")
    a_wish(region_code="150600", own_words="别处的意愿")
    a_wish(state=WishState.ANSWERED, own_words="已答复的意愿")

    page = desk.get("/zh/office/ledger").text

    assert page.index("想学电焊") < page.index("想学做奶食品")
    assert "别处的意愿" not in page
    assert "已答复的意愿" not in page
    assert f"/zh/office/ledger/{late.id}" in page
    assert "已答复的意愿" in desk.get("/mn/office/ledger?state=answered").text


def test_a_wish_for_anywhere_belongs_to_where_the_person_lives(session: Session) -> None:
    near = factories.PersonFactory(home_region="150521")
    moved = factories.PersonFactory(home_region="150521", present_region="150602")
    far = factories.PersonFactory(home_region="150602")
    wishes = [a_wish(person=None, person_id=one.id, region_code="150000").id for one in (near, moved, far)]

    assert [line.id for line in queries.list_ledger(asked()).items] == wishes[:1]
    assert [line.id for line in queries.list_ledger(asked(region="150000")).items] == wishes


def test_filters_by_place_trade_and_age(session: Session) -> None:
    welder = factories.OccupationFactory(name="焊工")
    old = a_wish(region_code="150521", created_at=clock.now() - timedelta(days=40), own_words="很久以前")
    young = a_wish(own_words=None, occupation_id=welder.id)

    found = {name: queries.list_ledger(asked(**some)).items for name, some in (
        ("banner", {"region": "150521"}), ("trade", {"q": "hangong"}), ("age", {"days": 40}), ("older", {"days": 41}),
    )}  # fmt: skip

    assert {name: [line.id for line in lines] for name, lines in found.items()} == {
        "banner": [old.id], "trade": [young.id], "age": [old.id], "older": [],
    }  # fmt: skip


def test_says_that_own_words_are_not_searched(desk: FlaskClient, session: Session) -> None:
    a_wish(own_words="想学奶食品加工")

    page = desk.get("/zh/office/ledger?q=奶食品")

    with speaking("zh"):
        assert _("Name, pinyin or first letters. Wishes in own words are not searched.") in page.text


def test_pages_lead_on_and_back_without_losing_anyone(desk: FlaskClient, session: Session) -> None:
    day = clock.today() + timedelta(days=1)
    wishes = [a_wish(due_on=day).id for _number in range(45)]

    first = queries.list_ledger(asked())
    second = queries.list_ledger(asked(), first.next)
    third = queries.list_ledger(asked(), second.next)

    assert [line.id for page in (first, second, third) for line in page.items] == wishes
    assert third.next is None
    assert queries.list_ledger(asked(), third.previous).items == second.items
    for odd in ("0", "x", "2~2026-13-45~1", "2~2026-01-01~" + "9" * 40, "1b~~"):
        assert desk.get("/zh/office/ledger", query_string={"page": odd}).status_code == 200
    assert queries.list_ledger(asked(), Cursor(2, ("no day", "1"))).number == 2


def test_the_ledger_costs_the_same_for_many_rows(app: Flask, desk: FlaskClient, session: Session) -> None:
    offered = factories.ClassSessionFactory()
    a_wish(offered)
    a_wish(own_words="想学焊工")
    few = count_statements(app, desk, "/zh/office/ledger")
    for _number in range(18):
        services.tell_wishes(offered.id)
        a_wish(offered)
        a_wish(own_words="想学焊工")

    assert count_statements(app, desk, "/zh/office/ledger") <= few <= 9


def test_names_and_phones_are_masked_until_somebody_asks(desk: FlaskClient, session: Session) -> None:
    person = factories.PersonFactory(name="乌云其木格", phone="+8613900159999")
    wish = a_wish(person=person)
    path = f"/zh/office/ledger/{wish.id}"
    before = desk.get(path).text + desk.get("/zh/office/ledger").text

    answer = desk.post(f"{path}/contact")

    assert "乌云其木格" not in before
    assert "13900159999" not in before
    assert answer.location == path
    assert "乌云其木格" in desk.get(path).text
    assert session.scalars(select(AuditEvent.subject_id).where(AuditEvent.action == "people.see_contact")).all() == [
        person.id
    ]


def test_another_bureaus_wish_is_not_there(desk: FlaskClient, session: Session) -> None:
    wish = a_wish(region_code="150600")

    assert desk.get(f"/zh/office/ledger/{wish.id}").status_code == 404
    for act in ("arrange", "answer", "met", "contact"):
        sent = {"class_session": "1", "ready": "we_call"}
        assert desk.post(f"/zh/office/ledger/{wish.id}/{act}", data=sent).status_code == 404
    assert kinds_of(session, wish) == []


@pytest.mark.parametrize("edition", ["zh", "mn"])
def test_arranging_tells_the_person_and_signs_nobody_up(desk: FlaskClient, session: Session, edition: str) -> None:
    offered = factories.ClassSessionFactory()
    wish = a_wish(offered, due_on=clock.today())
    path = f"/{edition}/office/ledger/{wish.id}"
    assert f'value="{offered.id}"' in desk.get(path).text

    answers = [desk.post(f"{path}/arrange", data={"class_session": offered.id}) for _click in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    session.expire_all()
    assert (wish.state, wish.arranged_class_id) == (WishState.OPEN, offered.id)
    assert wish.due_on == offered.starts_on + timedelta(days=7)
    assert kinds_of(session, wish) == [ActKind.ARRANGED]
    assert messages_to(session, wish.person_id) == ["wish_arranged"]
    assert session.scalars(select(Application)).all() == []
    line = queries.get_line(wish.id, region=TONGLIAO)
    assert line.shelf is Shelf.ARRANGED
    assert line.arranged is not None
    assert line.arranged.id == offered.id
    assert [act.kind for act in line.acts] == [ActKind.LEFT, ActKind.ARRANGED, ActKind.TOLD]
    assert desk.get(path).status_code == 200


def test_a_class_that_does_not_fit_is_not_offered(desk: FlaskClient, officer: Any, session: Session) -> None:
    wish, other = a_wish(factories.ClassSessionFactory()), factories.ClassSessionFactory()
    path = f"/zh/office/ledger/{wish.id}/arrange"

    assert [desk.post(path, data=sent).status_code for sent in ({"class_session": other.id}, {}, {"class_session": "x"})] == [422] * 3  # fmt: skip
    with pytest.raises(DoesNotFit):
        services.arrange_wish(wish.id, other.id, region=TONGLIAO, account_id=officer.id)


def test_an_answer_reaches_the_person_and_keeps_the_wish_open(
    desk: FlaskClient, session: Session, sign_in: SignIn, resident: Any
) -> None:
    wish = a_wish(person=None, person_id=resident.person_id, due_on=clock.today() - timedelta(days=1))

    answer = desk.post(
        f"/zh/office/ledger/{wish.id}/answer", data={"ready": "no_class_yet", "answer": "明年春天再看看"}
    )

    assert answer.status_code == 303
    session.expire_all()
    assert (wish.state, session.scalars(select(WishAct.said)).one()) == (WishState.OPEN, "明年春天再看看")
    assert wish.due_on > clock.today()
    assert messages_to(session, wish.person_id) == ["wish_answered"]
    phone = sign_in(resident)
    assert 'href="/zh/me/wishes"' in phone.get("/zh/me/messages").text
    assert "明年春天再看看" in phone.get("/zh/me/wishes").text


def test_what_an_officer_says_stands_nowhere_in_clear(desk: FlaskClient, session: Session) -> None:
    wish = a_wish()

    desk.post(f"/zh/office/ledger/{wish.id}/answer", data={"answer": "他母亲病了"})

    session.expire_all()
    assert wish.answer is None
    assert "他母亲病了" not in str(session.scalars(select(Message.facts)).all())
    assert not session.scalar(select(func.count()).where(type_coerce(WishAct.said, String).contains("他母亲病了")))


@pytest.mark.parametrize("kept", [True, False], ids=["also in the history", "before there was a history"])
def test_an_answer_of_the_release_before_is_sealed_and_still_read(
    session: Session, sign_in: SignIn, resident: Any, kept: bool
) -> None:
    closed = {"state": WishState.ANSWERED, "closed_at": clock.now()}
    wish = a_wish(person=None, person_id=resident.person_id, answer="先到站里来", **closed)
    if kept:
        session.add(WishAct(wish_id=wish.id, kind=ActKind.ANSWERED, at=clock.now(), said="先到站里来"))
        session.flush()
    notices.tell(resident.person_id, "wish_answered", {"wish_id": wish.id, "answer": "先到站里来", "closed": True})

    assert [services.seal_old_answers() for _round in range(2)] == [1, 0]

    session.expire_all()
    assert wish.answer is None
    assert session.scalars(select(WishAct.said)).all() == ["先到站里来"]
    assert session.scalars(select(Message.facts)).all() == [{"wish_id": wish.id, "closed": True}]
    assert "先到站里来" in sign_in(resident).get("/zh/me/wishes").text


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"answer": "  \n "},
        {"ready": "no_class_yet", "closes": "y"},
        {"ready": "nonsense", "answer": "好"},
        {"answer": "长" * 501},
    ],
)
def test_an_answer_that_says_nothing_or_too_much_is_refused(
    desk: FlaskClient, session: Session, typed: dict[str, str]
) -> None:
    wish = a_wish()

    answer = desk.post(f"/zh/office/ledger/{wish.id}/answer", data=typed)

    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert kinds_of(session, wish) == []


def test_a_closed_wish_takes_no_second_act_and_can_be_opened_by_its_person(
    desk: FlaskClient, session: Session, officer: Any, sign_in: SignIn, resident: Any
) -> None:
    wish = a_wish(person=None, person_id=resident.person_id)
    closing = {"ready": "come_to_station", "closes": "y"}
    assert desk.post(f"/zh/office/ledger/{wish.id}/answer", data=closing).status_code == 303

    with pytest.raises(WishClosed):
        services.mark_met(wish.id, region=TONGLIAO, account_id=officer.id)
    assert desk.post(f"/zh/office/ledger/{wish.id}/met").status_code == 303
    phone = sign_in(resident)
    assert f"/zh/me/wishes/{wish.id}/still" in phone.get("/zh/me/wishes").text
    assert [phone.post(f"/zh/me/wishes/{wish.id}/still").status_code for _click in range(2)] == [303, 303]
    assert phone.post(f"/zh/me/wishes/{a_wish(state=WishState.MET).id}/still").status_code == 404

    session.expire_all()
    assert wish.state is WishState.OPEN
    assert kinds_of(session, wish) == [ActKind.ANSWERED, ActKind.REOPENED]
    assert messages_to(session, resident.person_id) == ["wish_answered"]
    assert phone.get("/mn/me/messages").status_code == 200


def test_marked_as_met_is_said_to_the_person(desk: FlaskClient, session: Session) -> None:
    wish = a_wish()

    assert desk.post(f"/zh/office/ledger/{wish.id}/met").status_code == 303

    session.expire_all()
    assert wish.state is WishState.MET
    assert messages_to(session, wish.person_id) == ["wish_met"]


def arranged(officer: Any, **of_class: Any) -> tuple[Wish, Any]:
    offered = factories.ClassSessionFactory(**of_class)
    wish = a_wish(offered)
    services.arrange_wish(wish.id, offered.id, region=TONGLIAO, account_id=officer.id)
    return wish, offered


def why_open(session: Session, wish: Wish) -> str | None:
    stmt = select(WishAct.code).where(WishAct.wish_id == wish.id, WishAct.kind == ActKind.REOPENED)
    return session.scalar(stmt.order_by(WishAct.id.desc()))


def test_a_cancelled_class_opens_the_wish_again_and_says_so(session: Session, officer: Any) -> None:
    unsigned, offered = arranged(officer)
    signed = a_wish(offered)
    services.arrange_wish(signed.id, offered.id, region=TONGLIAO, account_id=officer.id)
    services.apply(offered.id, person_id=signed.person_id, actor=SELF)

    services.cancel_class(offered.id, "报名人数不足")

    session.expire_all()
    for wish in (unsigned, signed):
        assert (wish.state, wish.arranged_class_id) == (WishState.OPEN, None)
        assert why_open(session, wish) == WhyOpen.CLASS_CANCELLED
        assert messages_to(session, wish.person_id)[-1] in ("wish_open_again", "class_cancelled")
        assert messages_to(session, wish.person_id).count("wish_open_again") == 1


def test_a_class_that_began_without_the_person_opens_the_wish_again(session: Session, officer: Any) -> None:
    wish, offered = arranged(officer)
    came = a_wish(offered)
    services.apply(offered.id, person_id=came.person_id, actor=SELF)

    services.start_class(offered.id)

    session.expire_all()
    assert (wish.state, why_open(session, wish)) == (WishState.OPEN, WhyOpen.CLASS_BEGAN)
    assert (came.state, kinds_of(session, came)) == (WishState.MET, [ActKind.MET])


def test_no_seat_or_leaving_opens_the_wish_again(session: Session, officer: Any) -> None:
    wish, offered = arranged(officer, capacity=1)
    services.apply(offered.id, person_id=factories.PersonFactory().id, actor=SELF)
    services.apply(offered.id, person_id=wish.person_id, actor=SELF)
    left, other = arranged(officer)
    application = services.apply(other.id, person_id=left.person_id, actor=SELF)

    services.start_class(offered.id)
    services.withdraw(application, person_id=left.person_id, account_id=None)

    session.expire_all()
    assert why_open(session, wish) == WhyOpen.NO_SEAT
    assert why_open(session, left) == WhyOpen.LEFT_CLASS
    assert "wish_open_again" not in messages_to(session, left.person_id)


def test_who_was_absent_is_in_the_ledger_again(session: Session, officer: Any) -> None:
    wish, offered = arranged(officer)
    application = services.apply(offered.id, person_id=wish.person_id, actor=SELF)
    catalog.set_class_state(offered.id, ClassState.OPEN)
    services.start_class(offered.id)
    session.expire_all()
    assert wish.state is WishState.MET

    services.finish(application, ApplicationState.ABSENT)

    session.expire_all()
    assert (wish.state, why_open(session, wish)) == (WishState.OPEN, WhyOpen.DID_NOT_ATTEND)


def test_a_class_that_is_dissolved_opens_wishes_again_even_after_it_began(session: Session, officer: Any) -> None:
    unsigned, offered = arranged(officer)
    signed = a_wish(offered)
    services.apply(offered.id, person_id=signed.person_id, actor=SELF)
    session.get_one(Provider, offered.provider_id).state = ProviderState.WITHDRAWN
    session.commit()
    services.start_class(offered.id)
    session.expire_all()
    assert signed.state is WishState.MET

    dissolve_class(offered.id, into=None, reason="机构退出", account_id=officer.id)

    session.expire_all()
    assert (unsigned.state, unsigned.arranged_class_id) == (WishState.OPEN, None)
    assert (signed.state, why_open(session, signed)) == (WishState.OPEN, WhyOpen.CLASS_CANCELLED)


def test_own_words_find_their_class_and_the_person_is_told(session: Session) -> None:
    occupation = factories.OccupationFactory(name="养老护理员")
    entry = factories.CatalogEntryFactory(occupation=occupation)
    offered = factories.ClassSessionFactory(entry=entry)
    wish = a_wish(own_words="想学养老护理，照顾老人", region_code="150502")
    other = a_wish(own_words="想学做奶豆腐", region_code="150502")

    told = services.tell_wishes(offered.id)

    assert told == 1
    assert [act.kind for act in queries.get_line(wish.id, region=TONGLIAO).acts] == [ActKind.LEFT, ActKind.TOLD]
    assert [found.id for found in queries.get_line(wish.id, region=TONGLIAO).fitting] == [offered.id]
    assert queries.get_line(other.id, region=TONGLIAO).fitting == ()


def test_the_ledger_says_when_someone_was_told_last(desk: FlaskClient, session: Session) -> None:
    offered = factories.ClassSessionFactory()
    a_wish(offered)
    a_wish(own_words="别处没有的意愿")  # of this nobody was told anything
    with time_machine.travel(clock.now() - timedelta(hours=30), tick=False):
        services.tell_wishes(offered.id)
        moment = clock.now()

    page = desk.get("/zh/office/ledger").text

    with speaking("zh"):
        label, told = _("Told last"), format_datetime(moment)
    assert page.count(label) == 1
    assert told in page.split(label)[1].split("</dd>")[0]


def test_the_file_has_the_three_needs_masks_people_and_runs_nothing(
    desk: FlaskClient, session: Session, officer: Any
) -> None:
    offered = factories.ClassSessionFactory()
    a_wish(offered, job_wish=True, evaluation_wish=True)
    bad = a_wish(own_words='=HYPERLINK("http://x","y")')
    services.answer_wish(bad.id, NewAnswer(Ready.WE_CALL, "+1", closes=False), region=TONGLIAO, account_id=officer.id)
    services.tell_wishes(offered.id)
    a_wish(region_code="150600", own_words="别处的意愿")

    answer = desk.get("/zh/office/ledger.xlsx")

    sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).active
    rows = [dict(zip(COLUMNS, (cell.value for cell in row), strict=True)) for row in sheet.iter_rows(min_row=2)]
    assert [cell.value for cell in sheet[1]] == list(COLUMNS)
    with zipfile.ZipFile(io.BytesIO(answer.data)) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")
    assert (rows[0]["技能等级评价需求"], rows[0]["就业需求"]) == ("是", "是")
    assert offered.number in rows[0]["已告知班次"]
    assert (rows[1]["培训需求"], rows[1]["答复"]) == ('\'=HYPERLINK("http://x","y")', "近日电话联系；+1")
    assert len(rows) == 2
    person = session.get_one(type(factories.PersonFactory.build()), bad.person_id)
    assert person.id_number not in str(rows)
    assert person.name not in str(rows)
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "office.export_ledger")).one()
    assert (event.actor_id, event.details["rows"], event.details["region"]) == (officer.id, 2, TONGLIAO)
    assert len(desk.get("/zh/office/ledger.xlsx?state=met").data) > 1000


def test_the_whole_ledger_is_read_some_hundred_rows_at_a_time(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.enrolment.queries.ledger.ROWS_AT_ONCE", 2)
    for state in (WishState.OPEN, WishState.MET, WishState.WITHDRAWN, WishState.ANSWERED, WishState.OPEN):
        a_wish(state=state, closed_at=None if state is WishState.OPEN else clock.now())

    content = export_ledger(None, region="150000", account_id=None)

    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet.max_row == 6
    states = {row[COLUMNS.index("办理状态")].value for row in sheet.iter_rows(min_row=2)}
    assert states == {"待办理", "已满足", "已撤回", "已答复"}
    ages = [row[COLUMNS.index("登记天数")].value for row in sheet.iter_rows(min_row=2)]
    assert all(isinstance(age, int) for age in ages)  # numbers can be sorted and added
