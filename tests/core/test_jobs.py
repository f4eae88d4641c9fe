"""Work apart from requests: when it is due, soon after something was written, and when the process must end."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from prometheus_client import REGISTRY
from sqlalchemy.orm import Session

from portal.core import jobs, state
from portal.core.db import after_commit, transaction


@pytest.fixture
def done(app: Flask, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Two jobs of our own that write down that they ran."""
    done: list[str] = []
    mine = [
        jobs.Job("count", timedelta(minutes=1), lambda: done.append("count")),
        jobs.Job("copy", timedelta(minutes=1), lambda: done.append("copy"), long=True),
    ]
    monkeypatch.setitem(app.extensions, "jobs", mine)
    return done


def test_one_piece_that_fails_keeps_none_behind_it(caplog: pytest.LogCaptureFixture) -> None:
    def work(piece: int) -> float:
        return 6 / piece

    before = REGISTRY.get_sample_value("portal_job_runs_total", {"job": "work", "outcome": "failed"}) or 0
    assert jobs.each([1, 0, 3], work) == [6, 2]

    assert "work failed" in caplog.text
    assert REGISTRY.get_sample_value("portal_job_runs_total", {"job": "work", "outcome": "failed"}) == before + 1


def test_does_what_is_due_and_not_again(app: Flask, session: Session, done: list[str]) -> None:
    with time_machine.travel("2026-11-25T02:00:00Z", tick=False) as clock:
        jobs.run_due(app)
        jobs.run_due(app)
        clock.shift(61)
        jobs.run_due(app)

    assert done == ["count", "copy", "count", "copy"]


def test_runs_soon_after_the_commit_and_only_once(app: Flask, session: Session, done: list[str]) -> None:
    with transaction():
        jobs.soon("count")
        jobs.soon("count")
        assert jobs.run_asked(app) == []  # nothing is written yet

    assert jobs.run_asked(app) == ["count"] == done


def test_forgets_what_a_failed_transaction_asked(app: Flask, session: Session, done: list[str]) -> None:
    with pytest.raises(ZeroDivisionError), transaction():
        jobs.soon("count")
        _ = 1 / 0
    with transaction():
        state.put("other", "thing")

    assert jobs.run_asked(app) == []


def test_runs_at_once_where_nothing_is_being_written(app: Flask, session: Session, done: list[str]) -> None:
    jobs.soon("copy")

    assert jobs.run_asked(app) == ["copy"]


def test_knows_only_its_own_jobs(app: Flask, session: Session, done: list[str]) -> None:
    with pytest.raises(KeyError):
        jobs.soon("dance")


def test_follows_up_in_order_after_the_outermost_commit(app: Flask, session: Session) -> None:
    seen: list[str] = []
    with transaction():
        with transaction():
            after_commit(lambda: seen.append("first"))
        after_commit(lambda: seen.append("second"))
        seen.append("writing")

    assert seen == ["writing", "first", "second"]


class Piece:
    """A job that takes until it is told to end."""

    def __init__(self) -> None:
        self.begun, self.end, self.runs = threading.Event(), threading.Event(), 0

    def work(self) -> None:
        self.begun.set()
        self.end.wait(60)
        self.runs += 1


@pytest.fixture
def piece(real_app: Flask) -> Iterator[Piece]:
    """A job in threads of a portal that really commits."""
    piece = Piece()
    quick = jobs.Job("quick", timedelta(days=1), lambda: None)
    real_app.extensions["jobs"] = [jobs.Job("piece", timedelta(days=1), piece.work, long=True), quick]
    yield piece
    piece.end.set()


def test_finishes_its_piece_when_told_to_stop(real_app: Flask, piece: Piece) -> None:
    runner = jobs.Runner(real_app)
    runner.start()
    assert piece.begun.wait(60)

    threading.Timer(0.2, piece.end.set).start()

    assert runner.stop(seconds=60)
    assert piece.runs == 1
    with real_app.app_context():
        assert jobs.stopping()


def test_does_not_wait_for_ever_for_a_piece(real_app: Flask, piece: Piece) -> None:
    runner = jobs.Runner(real_app)
    runner.start()
    assert piece.begun.wait(60)

    assert not runner.stop(seconds=0.1)


def test_runs_again_what_is_asked_for_while_it_runs(real_app: Flask, piece: Piece) -> None:
    runner = jobs.Runner(real_app)
    runner.start()
    assert piece.begun.wait(60)
    runner.ask("piece")
    piece.begun.clear()
    piece.end.set()

    assert piece.begun.wait(60)
    assert runner.stop(seconds=60)
    assert piece.runs == 2


def test_goes_on_after_a_job_that_failed(real_app: Flask) -> None:
    ran = threading.Event()

    def fail() -> None:
        raise ValueError("no such luck")

    real_app.extensions["jobs"] = [
        jobs.Job("fail", timedelta(days=1), fail),
        jobs.Job("next", timedelta(days=1), ran.set),
    ]
    runner = jobs.Runner(real_app)
    runner.start()

    assert ran.wait(60)
    assert runner.stop(seconds=60)


def test_leaves_the_work_to_workers_where_the_settings_say_so(real_app: Flask) -> None:
    apart = Flask("apart")
    apart.config["PORTAL"] = replace(real_app.config["PORTAL"], jobs="worker", redis_url="redis://127.0.0.1:1/0")

    jobs.init_jobs(apart)
    jobs.register(apart, jobs.Job("count", timedelta(days=1), lambda: None))

    assert not apart.before_request_funcs
    apart.extensions["job_bell"].ring("count")  # nobody is there: that is no error
