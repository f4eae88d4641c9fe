"""Someone who is forgotten leaves no list and no open help behind."""

from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.enrolment.models import Application, Wish
from portal.notices.models import Message
from portal.people import services as people
from portal.people.models import Person
from portal.station.models import RosterRow
from tests import factories
from tests.station.conftest import help_known
from tests.station.rosters import villager
from tests.station.test_rosters import confirm, sent


def test_whoever_came_by_a_list_today_can_be_forgotten_today(desk: FlaskClient, session: Session) -> None:
    offered = factories.ClassSessionFactory()
    confirm(desk, sent(desk, [villager(), villager(班次编号=offered.number, 意向工种="")]))

    for person_id in session.scalars(select(Person.id)).all():
        account = factories.AccountFactory(person=None, person_id=person_id)
        people.erase(person_id, factories.PASSWORD, actor_id=account.id)

    assert session.scalar(select(func.count()).select_from(Wish)) == 0
    assert session.scalar(select(func.count()).select_from(Message)) == 0
    columns = (RosterRow.person_id, RosterRow.wish_id, RosterRow.application_id, RosterRow.id_number_index)
    assert set(session.execute(select(*columns))) == {(None, None, None, None)}


def test_nobody_is_signed_up_at_a_station_after_they_were_forgotten(
    desk: FlaskClient, resident: Any, session: Session
) -> None:
    person, offered = session.get_one(Person, resident.person_id), factories.ClassSessionFactory()
    flow = help_known(desk, person)
    people.erase(person.id, factories.PASSWORD, actor_id=resident.id)

    answer = desk.post(f"{flow}/classes/{offered.id}", data={})

    assert answer.status_code == 410
    assert session.scalar(select(func.count()).select_from(Application)) == 0
    assert session.scalar(select(func.count()).select_from(Message)) == 0
