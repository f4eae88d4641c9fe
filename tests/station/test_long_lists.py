"""Two thousand villagers in one list, as their clerk sees it go on; and a worker that is killed in the middle."""

import io
import re
import signal
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from portal.core import db, jobs, phones
from portal.core.jobs import PeriodicJob
from portal.enrolment.models import Wish
from portal.people.models import Consent, Person
from portal.station import queries, rules, services
from portal.station.models import RosterUpload
from portal.station.services import roster_work
from portal.station.types import Outcome, Stage
from tests import factories, killing
from tests.bench.statements import watched
from tests.conftest import signed_in_browser
from tests.station.conftest import DESK, who
from tests.station.rosters import csv_list, villager

CONFIRM = {"each_signed": "y", "yellow_seen": "y"}


@pytest.fixture
def account(real_app: Flask) -> Iterator[Any]:
    """A clerk who has said what their own phone is."""
    with real_app.app_context():
        made = factories.ClerkFactory(station__id=DESK)
        services.keep_own_phone(who(made), phones.parse("13904790001"))
        yield made


@pytest.fixture
def desk(real_app: Flask, account: Any) -> FlaskClient:
    """The browser of the clerk."""
    return signed_in_browser(real_app, account)


def sent(desk: FlaskClient, rows: int) -> str:
    """Send a list of so many villagers and return the address of its page."""
    file = (io.BytesIO(csv_list([villager() for _number in range(rows)])), "list.csv")
    answer = desk.post("/zh/station/lists", data={"file": file})
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return str(answer.headers["Location"])


def found(address: str) -> Any:
    """Return a list as it stands, and end the read: the next one sees what others wrote."""
    db.session().rollback()
    upload = queries.find_upload(address.rsplit("/", 1)[1])
    db.session().rollback()
    return upload


def counts() -> list[int]:
    """Return how many people, wishes and consents there are."""
    db.session().rollback()
    return [db.session().scalar(select(func.count()).select_from(model)) or 0 for model in (Person, Wish, Consent)]


def watching(desk: FlaskClient, address: str, seen: list[int]) -> Callable[[str], bool]:
    """Return the end of a piece of work at which the clerk looks at the page."""
    honest = roster_work._leave_to_others

    def look(upload_id: str) -> bool:
        page = desk.get(address)
        assert page.headers["Refresh"] == "3"
        done = re.search(rf'<progress max="{rules.ROWS_AT_MOST}" value="(\d+)"', page.get_data(as_text=True))
        assert done
        seen.append(int(done[1]))
        return honest(upload_id)

    return look


@pytest.mark.engine_free
def test_two_thousand_come_in_while_the_page_tells_how_far_it_is(
    real_app: Flask, desk: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, seen = sent(desk, rules.ROWS_AT_MOST), list[int]()
    monkeypatch.setattr(roster_work, "_leave_to_others", watching(desk, address, seen))
    pieces = list(range(50, rules.ROWS_AT_MOST + 1, 50))
    assert desk.get(address).headers["Refresh"] == "3"

    assert jobs.run_asked(real_app) == ["go_on_with_lists"]
    assert (found(address).stage, seen) == (Stage.CHECKED, pieces)
    assert desk.post(f"{address}/confirm", data=CONFIRM).status_code == 303
    assert jobs.run_asked(real_app) == ["go_on_with_lists"]

    assert (found(address).stage, seen) == (Stage.DONE, pieces * 2)
    assert found(address).outcomes[Outcome.ADDED] == rules.ROWS_AT_MOST
    assert counts() == [rules.ROWS_AT_MOST, rules.ROWS_AT_MOST, rules.ROWS_AT_MOST * 3]
    assert "Refresh" not in desk.get(f"{address}?page=50").headers


def statements(real_app: Flask, account: Any, rows: int) -> tuple[int, int]:
    """Return how often the database is asked while so many rows are checked, and while they are taken in."""
    upload, asked = services.receive(csv_list([villager() for _row in range(rows)]), "a.csv", who(account)), []
    for _stage in range(2):
        with watched(real_app) as seen:
            services.work(upload.id)
        asked.append(len(seen))
        if not _stage:
            services.confirm(upload.id, who(account))
    assert found(f"/{upload.id}").outcomes[Outcome.ADDED] == rows
    return asked[0], asked[1]


def test_forty_rows_are_checked_and_taken_in_within_the_request_by_few_statements_each(
    real_app: Flask, account: Any
) -> None:
    statements(real_app, account, 1)  # what hardly changes is read once
    one, forty = statements(real_app, account, 1), statements(real_app, account, 40)

    # Rounded: the look for changes that comes once a second may stand among them.
    each = [round((many - few) / 39) for few, many in zip(one, forty, strict=True)]
    assert services.ROWS_AT_ONCE >= 40
    assert each[0] <= 2  # look for the person, keep what was found
    assert each[1] <= 24  # person, consents, wish, message, trail, and the row itself


def started_worker(real_app: Flask) -> Any:
    """Start a worker that takes its turn at once, whatever one that was killed had claimed."""
    with db.transaction() as session:
        session.execute(update(RosterUpload).values(busy_until=None))
        session.execute(update(PeriodicJob).values(begun_at=None))
    return killing.start(real_app, "worker", PORTAL_JOBS="worker")


def wait_until(ready: Callable[[], bool], worker: Any) -> None:
    """Wait two minutes at most for what a worker does, as long as it lives."""
    deadline = time.monotonic() + 120
    while not ready():
        assert worker.poll() is None, worker.stdout.read()
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_killed_worker_loses_and_doubles_nothing_of_a_list_that_was_sent(real_app: Flask, desk: FlaskClient) -> None:
    address, rows = sent(desk, 120), 120
    jobs.run_asked(real_app)
    desk.post(f"{address}/confirm", data=CONFIRM)

    worker = started_worker(real_app)
    wait_until(lambda: counts()[0] >= 20, worker)
    worker.kill()
    worker.communicate()
    assert worker.returncode == -signal.SIGKILL
    people, wishes, consents = counts()
    assert 20 <= people == wishes < rows
    assert (consents, found(address).outcomes[Outcome.ADDED]) == (people * 3, people)

    worker = started_worker(real_app)
    wait_until(lambda: found(address).stage is Stage.DONE, worker)
    worker.terminate()
    worker.communicate()

    assert worker.returncode == 0
    assert found(address).outcomes == {Outcome.ADDED: rows, Outcome.UNCHANGED: 0, Outcome.REFUSED: 0}
    assert counts() == [rows, rows, rows * 3]
