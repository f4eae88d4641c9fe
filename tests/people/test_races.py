"""Two browsers at once: one living record, and never a broken page."""

import threading
from collections import Counter
from typing import Any

import pytest
from flask import Flask

from portal.core import db, identity_numbers
from portal.people import services
from portal.people.errors import AlreadyRegistered, NumberTaken
from portal.people.models import Account, Person
from portal.people.services import passwords
from portal.people.types import GivenConsent, NewPerson, NewRequest, RequestField
from tests.factories import AccountFactory, OfficerFactory

AT_ONCE = 6


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let hashings wait for their turn however slow this machine is."""
    monkeypatch.setattr(passwords, "SECONDS_TO_WAIT", 120)


def together(app: Flask, work: Any) -> list[Any]:
    """Do the work in several threads that start in the same moment, and return what each got."""
    gate, answers = threading.Barrier(AT_ONCE), []

    def run(number: int) -> None:
        gate.wait()
        answers.append(work(number))

    threads = [threading.Thread(target=run, args=(number,)) for number in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_one_of_many_registrations_wins(real_app: Flask, typed: dict[str, Any]) -> None:
    def register(number: int) -> int:
        data = {**typed, "phone": f"138103380{number:02d}", "password": f"three small birds {number}"}
        return real_app.test_client().post("/zh/register", data=data).status_code

    answers = Counter(together(real_app, register))

    assert answers == {303: 1, 409: AT_ONCE - 1}
    with real_app.app_context():
        assert (db.session().query(Person).count(), db.session().query(Account).count()) == (1, 1)


def test_pressing_many_times_is_registering_once(real_app: Flask, typed: dict[str, Any]) -> None:
    def register(_number: int) -> int:
        return real_app.test_client().post("/zh/register", data=typed).status_code

    assert Counter(together(real_app, register)) == {303: AT_ONCE}
    with real_app.app_context():
        assert db.session().query(Account).count() == 1


def test_stations_and_lists_collide_without_harm(real_app: Flask) -> None:
    new = NewPerson("巴图", identity_numbers.parse(identity_numbers.make(71)), "150525")

    def add(_number: int) -> str:
        with real_app.app_context():
            try:
                services.add_person(new, [GivenConsent("registration", "1")], actor_id=None)
            except AlreadyRegistered:
                return "taken"
            return "new"

    assert Counter(together(real_app, add)) == {"new": 1, "taken": AT_ONCE - 1}


def test_a_refused_person_does_not_spoil_the_list_around_it(real_app: Flask) -> None:
    people = [NewPerson("巴图", identity_numbers.parse(identity_numbers.make(n)), "150525") for n in (81, 81, 82)]
    refused = 0

    with real_app.app_context():
        with db.transaction():
            for new in people:
                try:
                    services.add_person(new, [], actor_id=None)
                except AlreadyRegistered:
                    refused += 1
        assert (refused, db.session().query(Person).count()) == (1, 2)


def test_one_number_is_given_to_one_of_many_who_ask_for_it(real_app: Flask) -> None:
    right = identity_numbers.make(91)
    with real_app.app_context():
        officer, accounts = OfficerFactory().id, [AccountFactory() for _number in range(AT_ONCE)]
        new = NewRequest(RequestField.ID_NUMBER, right)
        asked = [services.ask_correction(one.person_id, new, account_id=one.id).id for one in accounts]

    def accept(number: int) -> str:
        with real_app.app_context():
            try:
                services.accept_request(asked[number], "已核对", region="150500", officer_id=officer)
            except NumberTaken:
                return "taken"
            return "given"

    assert Counter(together(real_app, accept)) == {"given": 1, "taken": AT_ONCE - 1}
