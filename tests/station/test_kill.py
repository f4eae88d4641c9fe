"""A process that dies in the middle of a list loses nothing and doubles nothing; two processes do not mix."""

import signal
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select, text, update

from portal.catalog.models import ClassSession
from portal.core import clock, db, jobs, phones
from portal.enrolment.models import Wish
from portal.people.models import Consent, Person
from portal.station import queries, services
from portal.station.services import roster_work
from portal.station.types import Clerk, Outcome, Stage
from tests import factories, killing
from tests.station.conftest import DESK
from tests.station.rosters import csv_list, villager


class Killed(BaseException):
    """The process is gone: nothing catches this."""


def counts() -> list[int]:
    session = db.session()
    session.rollback()
    return [session.scalar(select(func.count()).select_from(model)) or 0 for model in (Person, Wish, Consent)]


@pytest.fixture
def clerk(real_app: Flask) -> Any:
    with real_app.app_context():
        account = factories.ClerkFactory(station__id=DESK)
        found = Clerk(account.id, account.station_id)
        services.keep_own_phone(found, phones.parse("13904790001"))
        yield found


@pytest.mark.parametrize("after", [0, 1, 30])
def test_killed_in_the_middle_goes_on_where_it_stopped(
    clerk: Clerk, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    upload = services.receive(csv_list([villager() for _number in range(40)]), "list.csv", clerk)
    services.work(upload.id)
    services.confirm(upload.id, clerk)
    honest, done = roster_work.take, []

    def dies(*args: Any) -> Any:
        if len(done) == after:
            honest(*args)  # written, but never committed
            raise Killed
        done.append(1)
        return honest(*args)

    monkeypatch.setattr(roster_work, "take", dies)
    with pytest.raises(Killed):
        services.work(upload.id)
    monkeypatch.undo()
    assert counts() == [after, after, after * 3]  # registration, groups, application

    services.work(upload.id)  # another process says that it is at work
    assert counts()[0] == after
    with time_machine.travel(clock.now() + timedelta(minutes=2), tick=False):
        assert services.work_on_waiting() == 1

    found = queries.find_upload(upload.id)
    assert found is not None
    assert (found.stage, found.outcomes[Outcome.ADDED]) == (Stage.DONE, 40)
    assert counts() == [40, 40, 120]


def test_killed_while_checking_goes_on_too(clerk: Clerk, monkeypatch: pytest.MonkeyPatch) -> None:
    upload = services.receive(csv_list([villager() for _number in range(120)]), "list.csv", clerk)
    honest, kept = roster_work.keep_checked, []

    def dies(*args: Any) -> None:
        if len(kept) == 70:
            raise Killed
        kept.append(1)
        honest(*args)

    monkeypatch.setattr(roster_work, "keep_checked", dies)
    with pytest.raises(Killed):
        services.work(upload.id)
    monkeypatch.undo()
    db.session().rollback()
    half = queries.find_upload(upload.id)
    assert half is not None
    assert (half.stage, half.done) == (Stage.CHECKING, 50)

    with time_machine.travel(clock.now() + timedelta(minutes=2), tick=False):
        services.work_on_waiting()

    whole = queries.find_upload(upload.id)
    assert whole is not None
    assert (whole.stage, whole.done) == (Stage.CHECKED, 120)


def test_long_list_is_worked_on_apart_from_the_request(
    real_app: Flask, clerk: Clerk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    upload = services.receive(csv_list([villager() for _number in range(61)]), "list.csv", clerk)

    services.work_soon(upload)
    assert stage_of(upload.id) is Stage.CHECKING
    assert jobs.run_asked(real_app) == ["go_on_with_lists"]
    assert stage_of(upload.id) is Stage.CHECKED

    def breaks(_upload_id: str) -> None:
        raise RuntimeError

    services.confirm(upload.id, clerk)
    monkeypatch.setattr(roster_work, "work", breaks)
    services.work_soon(upload)
    assert jobs.run_asked(real_app) == ["go_on_with_lists"]
    assert "a list of villagers stopped" in caplog.text


def test_list_is_left_to_another_process_when_this_one_must_end(
    real_app: Flask, clerk: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = services.receive(csv_list([villager() for _number in range(120)]), "list.csv", clerk)

    runner = jobs.Runner(real_app)
    runner.halted = True  # as it is while the process ends
    services.work_on_waiting()
    left = queries.find_upload(upload.id)
    assert left is not None
    assert (left.stage, left.done) == (Stage.CHECKING, 50)  # a piece, whole

    real_app.extensions.pop("job_runner")
    services.work_on_waiting()  # at once, not when the minute is over
    assert stage_of(upload.id) is Stage.CHECKED

    services.confirm(upload.id, clerk)
    real_app.extensions["job_runner"] = runner
    services.work_on_waiting()
    assert stage_of(upload.id) is Stage.RUNNING


def stage_of(upload_id: str) -> Stage:
    """Return how far a list has come."""
    found = queries.find_upload(upload_id)
    assert found is not None
    return found.stage


def test_command_takes_a_list_in_and_changes_nothing_the_second_time(
    real_app: Flask, clerk: Clerk, tmp_path: Path
) -> None:
    file, refused = tmp_path / "list.csv", tmp_path / "refused.xlsx"
    file.write_bytes(csv_list([villager(), villager(手机号="123"), villager(人员类别="毕业年度学生")]))
    run = real_app.test_cli_runner().invoke
    station = ["--station", str(clerk.station_id)]

    tried = run(args=["import", "roster", str(file), *station, "--dry-run"])
    assert (tried.exit_code, counts()[0]) == (0, 0)
    assert "only tried" in tried.output
    first = run(args=["import", "roster", str(file), *station, "--refused", str(refused)])
    second = run(args=["import", "roster", str(file), *station])

    assert "3 rows: 2 taken, 0 unchanged, 1 refused, 1 to look at" in first.output
    assert "row 3, 手机号" in first.output
    assert refused.read_bytes().startswith(b"PK")
    assert "0 taken, 2 unchanged, 1 refused" in second.output
    assert counts()[0] == 2


def test_command_wants_one_clerk_who_answers_for_it(real_app: Flask, clerk: Clerk, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes(csv_list([villager()]))
    colleague = factories.ClerkFactory(station=None, station_id=clerk.station_id)
    run = real_app.test_cli_runner().invoke
    station = ["--station", str(clerk.station_id)]

    assert run(args=["import", "roster", str(file), "--station", "999"]).exit_code == 1
    assert "--clerk" in run(args=["import", "roster", str(file), *station]).output
    named = run(args=["import", "roster", str(file), *station, "--clerk", colleague.login_name])
    assert named.exit_code == 0
    assert (
        db.session().scalar(text("select count(*) from consent where by_account_id = :id"), {"id": colleague.id}) == 3
    )
    file.write_bytes(b"nothing")
    assert run(args=["import", "roster", str(file), *station, "--clerk", colleague.login_name]).exit_code == 1


def test_row_that_turns_red_while_it_is_taken_in_is_refused(clerk: Clerk) -> None:
    offered = factories.ClassSessionFactory()
    upload = services.receive(csv_list([villager(班次编号=offered.number)]), "list.csv", clerk)
    services.work(upload.id)
    services.confirm(upload.id, clerk)
    with db.transaction() as session:
        session.execute(update(ClassSession).values(state="cancelled", cancelled_reason="人数不足"))

    services.work(upload.id)

    found = queries.find_upload(upload.id)
    assert found is not None
    assert found.outcomes[Outcome.REFUSED] == 1
    assert queries.list_rows(upload.id)[0].cells is not None
    assert counts()[0] == 0


def test_a_process_killed_for_good_while_it_takes_a_list_in_loses_and_doubles_nothing(
    real_app: Flask, clerk: Clerk, tmp_path: Path
) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes(csv_list([villager() for _number in range(120)]))
    command = ["import", "roster", str(file), "--station", str(clerk.station_id)]
    process = killing.start(real_app, *command)
    while counts()[0] < 20:
        assert process.poll() is None
        time.sleep(0.05)
    process.kill()
    assert process.wait(30) == -signal.SIGKILL
    assert process.stdout is not None
    process.stdout.close()
    people, wishes, consents = counts()
    assert 20 <= people == wishes < 120
    assert consents == people * 3  # a row is there with all that belongs to it, or not at all

    said = killing.run(real_app, *command)
    with time_machine.travel(clock.now() + timedelta(minutes=2), tick=False):
        services.work_on_waiting()

    assert f"{120 - people} taken, {people} unchanged, 0 refused" in said
    assert counts() == [120, 120, 360]
