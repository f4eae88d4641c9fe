"""Someone deletes their data while a station signs them up, or while a seat comes free for them: nothing gets stuck."""

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from portal.core import clock, db
from portal.enrolment import services as enrolment
from portal.enrolment.models import Application
from portal.enrolment.services import answering
from portal.enrolment.types import Actor, ApplicationState
from portal.people import services as people
from portal.people.models import Person
from portal.people.types import ConsentChannel, GivenConsent
from portal.station import queries, services
from portal.station.models import AssistedFlow
from portal.station.services import acting
from tests import factories

FLOW = "00000000-0000-4000-8000-000000000001"
TAKEN_BACK = GivenConsent("registration", "1", given=False)


def meet(app: Flask, monkeypatch: pytest.MonkeyPatch, where: tuple[Any, str], first: Any, second: Any) -> list[str]:
    """Do the first, and the second from when the first comes to a place; return what went wrong."""
    there, real, wrong = threading.Event(), getattr(*where), []

    def slow(*args: Any, **kwargs: Any) -> Any:
        if not there.is_set():
            there.set()
            time.sleep(0.5)  # so that the other one takes what it can
        return real(*args, **kwargs)

    def run(work: Callable[[], object]) -> None:
        with app.app_context():
            try:
                work()
            except Exception as error:
                wrong.append(repr(error))

    monkeypatch.setattr(*where, slow)
    threads = [threading.Thread(target=run, args=(work,)) for work in (first, second)]
    threads[0].start()
    assert there.wait(20)
    threads[1].start()
    for thread in threads:
        thread.join()
    return wrong


def states(person_id: int) -> list[ApplicationState]:
    """Return how the applications of a person who is gone stand."""
    assert db.session().get_one(Person, person_id).erased_at is not None
    return [row.state for row in db.session().query(Application).filter_by(person_id=person_id)]


def test_deletes_while_a_station_signs_them_up(real_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with real_app.app_context():
        account, clerk = factories.AccountFactory(), factories.ClerkFactory()
        class_id, person_id, owner = factories.ClassSessionFactory().id, account.person_id, account.id
        given = GivenConsent(
            "application", "1", channel=ConsentChannel.STATION, station_id=clerk.station_id, proof="T1-1"
        )
        consent_id = people.add_consent(person_id, given, by_account_id=clerk.id)
        with db.transaction() as session:
            helped = {"station_id": clerk.station_id, "account_id": clerk.id, "person_id": person_id}
            moments = {"opened_at": clock.now(), "touched_at": clock.now()}
            session.add(AssistedFlow(id=FLOW, sheet_number="T1-1", consent_id=consent_id, **helped, **moments))
        found = queries.find_flow(FLOW, account_id=clerk.id, station_id=clerk.station_id)
        assert found is not None

    wrong = meet(
        real_app,
        monkeypatch,
        (acting.enrolment, "apply"),
        lambda: services.apply(found.view, class_id, token=None, clash_accepted=False),
        lambda: people.erase_on_paper(person_id, TAKEN_BACK, actor_id=owner),
    )

    with real_app.app_context():
        assert wrong == []
        assert states(person_id) == [ApplicationState.WITHDRAWN]


def test_deletes_while_a_seat_comes_free_for_them(real_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with real_app.app_context():
        class_id = factories.ClassSessionFactory(capacity=1).id
        people_ids = [(one.person_id, one.id) for one in (factories.AccountFactory(), factories.AccountFactory())]
        (seated, _account), (waiting, owner) = people_ids
        seat = enrolment.apply(class_id, person_id=seated, actor=Actor(None))
        enrolment.apply(class_id, person_id=waiting, actor=Actor(None))

    wrong = meet(
        real_app,
        monkeypatch,
        (answering.telling, "record"),
        lambda: enrolment.withdraw(seat, person_id=seated, account_id=None),
        lambda: people.erase_on_paper(waiting, TAKEN_BACK, actor_id=owner),
    )

    with real_app.app_context():
        assert wrong == []
        assert states(waiting) == [ApplicationState.WITHDRAWN]
