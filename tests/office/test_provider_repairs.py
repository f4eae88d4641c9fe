"""Two officers at one entry of a directory, and a withdrawal that was wrong."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.catalog.models import Provider
from portal.catalog.types import ProviderState
from portal.core import audit, clock
from portal.enrolment import services
from portal.enrolment.types import Actor
from portal.notices.models import Message
from tests import factories
from tests.conftest import SignIn
from tests.office.test_provider_pages import page, said

SELF = Actor(account_id=None)


@pytest.fixture
def desk(sign_in: SignIn) -> FlaskClient:
    return sign_in(factories.OfficerFactory(display_name="王经办"))


@pytest.fixture
def second(sign_in: SignIn) -> FlaskClient:
    return sign_in(factories.OfficerFactory(region_code="150000", display_name="李经办"))


def row_of(session: Session, provider_id: int) -> Provider:
    session.expire_all()
    return session.get_one(Provider, provider_id)


def test_the_second_officer_sees_both_and_nothing_is_overwritten(
    desk: FlaskClient, second: FlaskClient, session: Session
) -> None:
    home = desk.post("/zh/office/providers/new", data=said()).location
    provider_id = int(home.rpartition("/")[2])
    assert 'name="seen" type="hidden" value="1"' in page(second.get(f"{home}/mend"))
    assert desk.post(f"{home}/mend", data=said(phone="0475-8000001", seen="1")).status_code == 303

    answer = second.post(f"{home}/mend", data=said(address="新址1号", seen="1"))

    assert answer.status_code == 409
    shown = page(answer)
    assert all(words in shown for words in ("王经办", "0475-8000001", "新址1号", "科尔沁区明仁大街9号"))
    row = row_of(session, provider_id)
    assert (row.phone, row.address, row.version) == ("0475-8000001", "科尔沁区明仁大街9号", 2)
    assert second.post(f"{home}/mend", data=said(address="新址1号", seen="2")).status_code == 303
    assert row_of(session, provider_id).address == "新址1号"


def test_saving_without_a_change_disturbs_nobody(desk: FlaskClient, second: FlaskClient, session: Session) -> None:
    home = desk.post("/zh/office/providers/new", data=said()).location
    desk.post(f"{home}/mend", data=said(seen="1"))

    assert second.post(f"{home}/mend", data=said(phone="0475-8000002", seen="1")).status_code == 303


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 40])
def test_a_version_nobody_saw_overwrites_nothing(desk: FlaskClient, session: Session, seen: str) -> None:
    home = desk.post("/zh/office/providers/new", data=said()).location

    assert desk.post(f"{home}/mend", data=said(phone="0475-8000002", seen=seen)).status_code == 409


def test_a_wrong_withdrawal_is_taken_back(desk: FlaskClient, session: Session) -> None:
    taught = factories.ClassSessionFactory()
    person = factories.PersonFactory()
    services.apply(taught.id, person_id=person.id, actor=SELF)
    home = f"/zh/office/providers/{taught.provider_id}"
    desk.post(f"{home}/withdraw", data={"on": clock.today().isoformat(), "reason": "评估不合格"})
    assert "撤回退出" in page(desk.get(home))
    assert desk.post(f"{home}/take-back", data={"reason": ""}).status_code == 422

    assert desk.post(f"{home}/take-back", data={"reason": "机构名称弄错"}).status_code == 303
    desk.post(f"{home}/take-back", data={"reason": "再来一次"})

    row = row_of(session, taught.provider_id)
    assert (row.state, row.withdrawn_on, row.withdrawn_reason) == (ProviderState.ACTIVE, None, None)
    assert (row.reinstated_on, row.reinstated_reason) == (clock.today(), "机构名称弄错")
    for shown in (page(desk.get(home)), page(desk.get(f"/zh/providers/{taught.provider_id}"))):
        assert "机构名称弄错" in shown
        assert "评估不合格" not in shown
    kinds = list(session.scalars(select(Message.kind).where(Message.person_id == person.id).order_by(Message.id)))
    assert kinds == ["seat_confirmed", "provider_withdrawn", "provider_back"]
    assert audit.verify() is None


def test_it_takes_people_again_and_whoever_was_moved_stays(desk: FlaskClient, session: Session) -> None:
    taught = factories.ClassSessionFactory()
    moved = factories.PersonFactory()
    services.apply(taught.id, person_id=moved.id, actor=SELF)
    home = f"/zh/office/providers/{taught.provider_id}"
    yesterday = (clock.today() - timedelta(days=1)).isoformat()
    desk.post(f"{home}/withdraw", data={"on": yesterday, "reason": "停办"})
    desk.post(f"{home}/classes/{taught.id}", data={"into": "none", "reason": "停办"})
    desk.post(f"{home}/take-back", data={"reason": "弄错了"})

    new = factories.ClassSessionFactory(provider=None, provider_id=taught.provider_id)

    assert services.apply(new.id, person_id=factories.PersonFactory().id, actor=SELF)
    kinds = list(session.scalars(select(Message.kind).where(Message.person_id == moved.id)))
    assert "provider_back" not in kinds


def test_nothing_is_taken_back_where_nothing_was_withdrawn(desk: FlaskClient, session: Session) -> None:
    provider = factories.ProviderFactory()

    assert desk.get(f"/zh/office/providers/{provider.id}/take-back").status_code == 303


def test_taking_back_can_be_read_in_mongolian(desk: FlaskClient, session: Session) -> None:
    provider = factories.ProviderFactory()
    home = f"/mn/office/providers/{provider.id}"
    desk.post(f"{home}/withdraw", data={"on": clock.today().isoformat(), "reason": "停办"})

    assert desk.get(f"{home}/take-back").status_code == 200
    assert desk.post(f"{home}/mend", data=said(seen="9")).status_code == 409
