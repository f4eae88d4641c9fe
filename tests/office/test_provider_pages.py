"""The two directories as an officer keeps them, and the exit of an institution (journeys 7 and 8)."""

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.catalog.models import Provider
from portal.catalog.types import ProviderState
from portal.core import audit, clock, credit_codes
from portal.enrolment import queries, services
from portal.enrolment.types import Actor
from portal.notices.models import Message
from portal.office.errors import OutsideRegion
from portal.office.services import providers
from portal.records.types import Reach
from tests import factories
from tests.conftest import SignIn

SELF = Actor(account_id=None)


@pytest.fixture
def desk(sign_in: SignIn) -> FlaskClient:
    return sign_in(factories.OfficerFactory())


def page(answer: Any) -> str:
    return str(answer.get_data(as_text=True))


def said(**changes: Any) -> dict[str, Any]:
    return {
        "credit_code": credit_codes.make(777),
        "name": "通辽市蓝天职业培训学校",
        "name_mn": "",
        "kind": "institution",
        "region": "150502",
        "address": "科尔沁区明仁大街9号",
        "phone": "0475-8123456",
        "accredited_from": "2026-01-01",
        "accredited_to": "",
        "trades": ["care", "catering"],
        **changes,
    }


def find(session: Session, code: str = credit_codes.make(777)) -> Provider:
    stmt = select(Provider).where(Provider.credit_code == code).execution_options(populate_existing=True)
    return session.scalars(stmt).one()


def test_a_provider_is_entered_and_mended(desk: FlaskClient, session: Session) -> None:
    entered = desk.post("/zh/office/providers/new", data=said())
    assert entered.status_code == 303
    assert "蓝天" in page(desk.get("/zh/office/providers?q=lantian"))
    assert "蓝天" not in page(desk.get("/zh/office/providers?directory=bases"))

    wrong_code = said(credit_code="whatever", accredited_to="2027-12-31", trades=["care"], seen="1")
    assert desk.post(f"{entered.location}/mend", data=wrong_code).status_code == 303

    row = find(session)
    assert (row.accredited_to.isoformat() if row.accredited_to else "", row.trades) == ("2027-12-31", ["care"])
    assert "2027" in page(desk.get(entered.location))
    assert audit.verify() is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("credit_code", ""),
        ("credit_code", "91159999000000777Q"),
        ("name", " "),
        ("name_mn", "Malchin"),
        ("kind", "school"),
        ("region", "150602"),
        ("phone", "call me"),
        ("accredited_from", ""),
        ("accredited_to", "2025-01-01"),
        ("trades", []),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    desk: FlaskClient, session: Session, field: str, value: Any
) -> None:
    answer = desk.post("/zh/office/providers/new", data=said(**{field: value}))

    assert answer.status_code == 422
    assert f'id="{field}-error"' in page(answer)
    assert "科尔沁区明仁大街9号" in page(answer)


def test_a_code_stands_once_in_all_directories(desk: FlaskClient, session: Session) -> None:
    factories.ProviderFactory(credit_code=credit_codes.make(777), region_code="150602")

    answer = desk.post("/zh/office/providers/new", data=said())

    assert answer.status_code == 422
    assert 'id="credit_code-error"' in page(answer)


def test_another_region_is_out_of_reach(desk: FlaskClient, session: Session) -> None:
    elsewhere = factories.ProviderFactory(region_code="150602")
    taught = factories.ClassSessionFactory(provider=None, provider_id=elsewhere.id)

    for rest in ("", "/mend", "/withdraw", "/take-back", f"/classes/{taught.id}"):
        assert desk.get(f"/zh/office/providers/{elsewhere.id}{rest}").status_code == 404
    assert (
        desk.post(f"/zh/office/providers/{elsewhere.id}/withdraw", data={"on": "2026-01-01", "reason": "x"}).status_code
        == 404
    )
    new = providers.NewProvider("", "", "", "150602", "", "", clock.today())  # type: ignore[arg-type]
    with pytest.raises(OutsideRegion):
        providers.enter(new, reach=Reach(1, region_code="150500"))


def test_a_withdrawn_institution_takes_nobody_new_and_its_people_are_moved(
    desk: FlaskClient, client: FlaskClient, session: Session
) -> None:
    entry = factories.CatalogEntryFactory()
    ended = factories.ClassSessionFactory(entry=entry)
    other = factories.ClassSessionFactory(entry=entry, capacity=1)
    people = [factories.PersonFactory(language="mn").id for _ in range(2)]
    for person in people:
        services.apply(ended.id, person_id=person, actor=SELF)
    home = f"/zh/office/providers/{ended.provider_id}"
    session.commit()
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()

    assert desk.post(f"{home}/withdraw", data={"on": tomorrow, "reason": "评估不合格"}).status_code == 422
    assert desk.post(f"{home}/withdraw", data={"on": clock.today().isoformat(), "reason": ""}).status_code == 422
    gone = {"on": clock.today().isoformat(), "reason": "评估不合格"}
    desk.post(f"{home}/withdraw", data=gone)
    desk.post(f"{home}/withdraw", data=gone)

    shown = page(desk.get(home))
    assert ended.number in shown
    assert "评估不合格" in shown
    assert "评估不合格" in page(desk.get(f"{home}/classes/{ended.id}"))
    assert f'href="/zh/classes/{ended.id}/apply"' not in page(client.get(f"/zh/classes/{ended.id}"))

    assert desk.post(f"{home}/classes/{ended.id}", data={"into": "", "reason": "x"}).status_code == 422
    assert desk.post(f"{home}/classes/{ended.id}", data={"into": "999", "reason": "x"}).status_code == 422
    assert desk.post(f"{home}/classes/{other.id}", data={"into": "none", "reason": "x"}).status_code == 404
    chosen = {"into": str(other.id), "reason": "评估不合格"}
    assert desk.post(f"{home}/classes/{ended.id}", data=chosen).status_code == 303
    assert "1" in page(desk.get(home))
    desk.post(f"{home}/classes/{ended.id}", data=chosen)

    assert (queries.get_class(other.id).seats_taken, queries.get_class(other.id).waiting) == (1, 1)
    kinds = [
        list(session.scalars(select(Message.kind).where(Message.person_id == person).order_by(Message.id)))
        for person in people
    ]
    assert kinds == [
        ["seat_confirmed", "provider_withdrawn", "class_moved"],
        ["seat_confirmed", "provider_withdrawn", "class_moved_waiting"],
    ]
    row = session.get_one(Provider, ended.provider_id, populate_existing=True)
    assert (row.state, row.withdrawn_reason) == (ProviderState.WITHDRAWN, "评估不合格")
    assert audit.verify() is None


def test_the_person_reads_where_they_were_moved_in_their_language(
    desk: FlaskClient, sign_in: SignIn, session: Session
) -> None:
    account = factories.AccountFactory()
    entry = factories.CatalogEntryFactory()
    ended, other = factories.ClassSessionFactory(entry=entry), factories.ClassSessionFactory(entry=entry)
    first = services.apply(ended.id, person_id=account.person_id, actor=SELF)
    session.commit()
    home = f"/zh/office/providers/{ended.provider_id}"
    desk.post(f"{home}/withdraw", data={"on": clock.today().isoformat(), "reason": "评估不合格"})
    mine = sign_in(account)
    meanwhile = page(mine.get(f"/zh/me/applications/{first}"))
    assert "人社部门正在给您找别的班" in meanwhile
    assert "按时到场" not in meanwhile

    desk.post(f"{home}/classes/{ended.id}", data={"into": str(other.id), "reason": "评估不合格"})

    old = page(mine.get(f"/zh/me/applications/{first}"))
    assert "您被转到了另一个班" in old
    for edition in ("zh", "mn"):
        messages = page(mine.get(f"/{edition}/me/messages"))
        assert messages.count("评估不合格") == 2
        assert ended.number in messages


def test_a_class_without_another_one_is_ended_and_everyone_told(desk: FlaskClient, session: Session) -> None:
    ended = factories.ClassSessionFactory()
    person = factories.PersonFactory().id
    services.apply(ended.id, person_id=person, actor=SELF)
    session.commit()
    home = f"/zh/office/providers/{ended.provider_id}"
    desk.post(f"{home}/withdraw", data={"on": clock.today().isoformat(), "reason": "停办"})

    desk.post(f"{home}/classes/{ended.id}", data={"into": "none", "reason": "停办"})

    assert "没有需要处理的班次了" in page(desk.get(home))
    assert queries.get_class(ended.id).cancelled_reason == "停办"


def test_the_pages_can_be_read_in_mongolian(desk: FlaskClient, session: Session) -> None:
    taught = factories.ClassSessionFactory()
    home = f"/mn/office/providers/{taught.provider_id}"
    for address in ("/mn/office/providers", "/mn/office/providers/new", home, f"{home}/mend", f"{home}/withdraw"):
        assert desk.get(address).status_code == 200
    assert desk.get(f"{home}/classes/{taught.id}").status_code == 200
