"""People on a class are told when a file changes its days or its place, and only then."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.catalog.models import ClassSession, Provider
from portal.enrolment.types import ApplicationState
from portal.notices.models import Delivery, Message
from tests.catalog.test_import_classes import _import, _row, school
from tests.factories import ApplicationFactory

__all__ = ["school"]  # a fixture


@pytest.fixture
def on_it(session: Session, school: Provider) -> ClassSession:
    assert _import(_row(school)).accepted == 1
    found = session.scalars(select(ClassSession)).one()
    for order, state in enumerate((ApplicationState.ACCEPTED, ApplicationState.WAITING, ApplicationState.WITHDRAWN)):
        ApplicationFactory(class_session=found, state=state, arrival=order + 1)
    return found


def told(session: Session) -> list[str]:
    return [kind for kind in session.scalars(select(Message.kind)) if kind == "class_changed"]


def test_another_place_is_told_to_everyone_on_it(session: Session, school: Provider, on_it: ClassSession) -> None:
    _import(_row(school, 地点="新校区3号楼"))

    messages = session.scalars(select(Message).where(Message.kind == "class_changed")).all()
    assert [message.facts["place"] for message in messages] == ["通辽市科尔沁区新校区3号楼"] * 2
    assert len(session.scalars(select(Delivery).where(Delivery.kind == "class_changed")).all()) == 2


def test_other_days_are_told_too_but_once(session: Session, school: Provider, on_it: ClassSession) -> None:
    later = (on_it.ends_on + timedelta(days=1)).isoformat()

    for _time in range(2):
        _import(_row(school, 结业日期=later))

    assert len(told(session)) == 2


def test_what_concerns_nobody_is_told_to_nobody(session: Session, school: Provider, on_it: ClassSession) -> None:
    _import(_row(school, 名额="31"))
    _import(_row(school, 地点="新校区"), dry_run=True)

    assert told(session) == []
