"""People of a class whose provider left the directory are told and moved (journey 7, exit of an institution)."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.catalog import services as catalog
from portal.catalog.types import ClassState
from portal.core import audit, clock
from portal.core.errors import NotFound
from portal.enrolment import queries, services
from portal.enrolment.errors import CannotTakeThem, NotAStep, ProviderStillThere
from portal.enrolment.models import Application
from portal.enrolment.queries import moving
from portal.enrolment.types import Actor, ApplicationState, EndReason
from portal.enrolment.types.moving import Moved
from portal.notices.models import Message
from tests import factories

SELF = Actor(account_id=None)
WHY = "机构退出目录"


class Ended:
    """A class with people on it, and one that teaches the same."""

    def __init__(self, people: int = 3, seats: int = 30, **other: Any) -> None:
        entry = factories.CatalogEntryFactory()
        same = {"entry": entry, "entry_id": entry.id}
        self.row = factories.ClassSessionFactory(**same)
        self.other = factories.ClassSessionFactory(capacity=seats, **same, **other)
        self.id, self.other_id = self.row.id, self.other.id
        self.people = [factories.PersonFactory().id for _ in range(people)]
        self.applications = [services.apply(self.id, person_id=person, actor=SELF) for person in self.people]

    def withdraw(self) -> None:
        catalog.withdraw_provider(self.row.provider_id, on=clock.today(), reason=WHY, account_id=7)

    def dissolve(self, into: int | None) -> Moved:
        return services.dissolve_class(self.id, into=into, reason=WHY, account_id=7)


def get(session: Session, application_id: int) -> Application:
    return session.get_one(Application, application_id, populate_existing=True)


def live_of(session: Session, person_id: int) -> list[Application]:
    stmt = select(Application).where(Application.person_id == person_id, Application.state.in_(("accepted", "waiting")))
    return list(session.scalars(stmt.execution_options(populate_existing=True)))


def told(session: Session, person_id: int) -> list[str]:
    return list(session.scalars(select(Message.kind).where(Message.person_id == person_id).order_by(Message.id)))


def test_everyone_gets_a_seat_in_order_of_arrival_and_the_rest_wait(session: Session) -> None:
    ended = Ended(people=4, seats=2)
    ended.withdraw()

    assert ended.dissolve(ended.other_id) == Moved(seated=2, waiting=2)

    states = [live_of(session, person)[0].state.value for person in ended.people]
    assert states == ["accepted", "accepted", "waiting", "waiting"]
    assert [told(session, person)[-1] for person in ended.people] == ["class_moved"] * 2 + ["class_moved_waiting"] * 2
    first = live_of(session, ended.people[0])[0]
    assert (first.class_session_id, first.moved_from_id, first.moved_by_id, first.moved_reason) == (
        ended.other_id, ended.applications[0], 7, WHY,
    )  # fmt: skip
    old = get(session, ended.applications[0])
    assert (old.state, old.end_reason) == (ApplicationState.DECLINED, EndReason.CLASS_CANCELLED)
    other = queries.get_class(ended.other_id)
    assert (other.seats_taken, other.waiting) == (2, 2)
    assert queries.get_class(ended.id).state is ClassState.CANCELLED
    assert audit.verify() is None


def test_doing_it_again_changes_nothing(session: Session) -> None:
    ended = Ended()
    ended.withdraw()
    ended.dissolve(ended.other_id)

    assert ended.dissolve(ended.other_id) == Moved()
    assert ended.dissolve(None) == Moved()
    assert [len(live_of(session, person)) for person in ended.people] == [1, 1, 1]


def test_whoever_waits_in_the_other_class_comes_first(session: Session) -> None:
    ended = Ended(people=1, seats=1)
    holder, waiting = factories.PersonFactory().id, factories.PersonFactory().id
    for person in (holder, waiting):
        services.apply(ended.other_id, person_id=person, actor=SELF)
    ended.withdraw()

    assert ended.dissolve(ended.other_id) == Moved(waiting=1)
    moved = live_of(session, ended.people[0])[0]
    assert queries.get_application(moved.id, person_id=ended.people[0]).place_in_list == 2


def test_someone_busy_on_these_days_is_told_and_not_moved(session: Session) -> None:
    ended = Ended(people=2)
    busy = ended.people[0]
    elsewhere = factories.ClassSessionFactory(starts_on=ended.other.starts_on)
    services.apply(elsewhere.id, person_id=busy, actor=SELF, clash_accepted=True)
    ended.withdraw()

    assert ended.dissolve(ended.other_id) == Moved(seated=1, told=1)
    assert [one.class_session_id for one in live_of(session, busy)] == [elsewhere.id]
    message = session.scalars(select(Message).where(Message.person_id == busy).order_by(Message.id.desc())).first()
    assert message is not None
    assert (message.kind, message.facts["why_not_moved"]) == ("class_cancelled", "clash")


def test_someone_who_is_in_the_other_class_stays_there_once(session: Session) -> None:
    ended = Ended(people=1)
    services.apply(ended.other_id, person_id=ended.people[0], actor=SELF, clash_accepted=True)
    ended.withdraw()

    assert ended.dissolve(ended.other_id) == Moved(told=1)
    assert len(live_of(session, ended.people[0])) == 1


def test_after_the_last_day_to_sign_up_only_free_seats_are_given(session: Session) -> None:
    ended = Ended(people=2, seats=1)
    ended.other.apply_by = clock.today() - timedelta(days=1)
    session.commit()
    ended.withdraw()

    assert ended.dissolve(ended.other_id) == Moved(seated=1, told=1)


def test_a_running_class_is_ended_and_its_people_are_moved(session: Session) -> None:
    ended = Ended(people=2)
    services.start_class(ended.id)
    ended.withdraw()
    with pytest.raises(NotAStep):
        services.cancel_class(ended.id, WHY)

    assert ended.dissolve(ended.other_id) == Moved(seated=2)
    assert get(session, ended.applications[0]).state is ApplicationState.DECLINED


def test_without_another_class_everyone_is_told(session: Session) -> None:
    ended = Ended(people=2)
    ended.withdraw()

    assert ended.dissolve(None) == Moved(told=2)
    assert told(session, ended.people[1])[-1] == "class_cancelled"
    assert queries.find_move(ended.applications[0]) is None


def test_only_classes_of_a_withdrawn_provider_are_ended_so(session: Session) -> None:
    ended = Ended(people=1)

    with pytest.raises(ProviderStillThere):
        ended.dissolve(None)
    with pytest.raises(NotFound):
        services.dissolve_class(999_999, into=None, reason=WHY, account_id=7)
    ended.withdraw()
    services.start_class(ended.id)
    services.end_class(ended.id)
    with pytest.raises(NotAStep):
        ended.dissolve(None)


def test_a_class_that_does_not_fit_takes_nobody_and_nothing_changes(session: Session) -> None:
    ended = Ended(people=1)
    other_level = factories.ClassSessionFactory(
        entry=None, entry_id=ended.row.entry_id, occupation_id=ended.row.occupation_id, level="4"
    )
    begun = factories.ClassSessionFactory(
        entry=None, entry_id=ended.row.entry_id, occupation_id=ended.row.occupation_id, starts_on=clock.today() - timedelta(days=1)
    )  # fmt: skip
    own = factories.ClassSessionFactory(
        entry=None, entry_id=ended.row.entry_id, occupation_id=ended.row.occupation_id,
        provider=None, provider_id=ended.row.provider_id,
    )  # fmt: skip
    ended.withdraw()

    for wrong in (other_level.id, begun.id, own.id, ended.id):
        with pytest.raises(CannotTakeThem):
            ended.dissolve(wrong)
    assert get(session, ended.applications[0]).state is ApplicationState.ACCEPTED
    assert [one.id for one in moving.list_instead(queries.get_class(ended.id))] == [ended.other_id]


def test_everyone_is_told_at_once_that_the_provider_left(session: Session) -> None:
    ended = Ended(people=2)
    factories.ApplicationFactory(
        class_session=ended.row, arrival=99, state=ApplicationState.WITHDRAWN, end_reason=EndReason.WITHDREW
    )
    ended.withdraw()

    assert services.tell_of_withdrawal(ended.row.provider_id, WHY, account_id=7) == 2
    assert told(session, ended.people[0])[-1] == "provider_withdrawn"
    (found,) = moving.list_to_settle(ended.row.provider_id)
    assert (found.seated, found.waiting) == (2, 0)


def test_both_applications_name_each_other(session: Session) -> None:
    ended = Ended(people=1)
    ended.withdraw()
    ended.dissolve(ended.other_id)

    here = live_of(session, ended.people[0])[0]
    away, came = queries.find_move(ended.applications[0]), queries.find_move(here.id)
    assert away is not None
    assert came is not None
    assert (away.application_id, away.onward) == (here.id, True)
    assert (came.application_id, came.onward, came.reason) == (ended.applications[0], False, WHY)
