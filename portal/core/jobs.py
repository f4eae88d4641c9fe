"""Do work apart from requests: from time to time, or soon after something was written.

Whatever is promised is a row in the database; a job looks for such rows and does what they ask, so a killed process
loses nothing and the next turn goes on. `soon` only says that looking is worth while now. The periodic turns are taken
in the database, so that of many processes only one does each. A job must be harmless to repeat, and to run in two
processes at once.
"""

import atexit
import logging
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic, perf_counter
from typing import TypeVar

from flask import Flask, current_app
from prometheus_client import Counter, Histogram
from sqlalchemy import insert, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from portal.core import clock
from portal.core.bell import Bell
from portal.core.db import Base, after_commit, session, transaction

log = logging.getLogger(__name__)

One = TypeVar("One")
Result = TypeVar("Result")
TICK_SECONDS = 15
SECONDS_TO_FINISH = 20  # then the piece is left, and done again by another process

RUNS = Counter("portal_job_runs", "Jobs run", ["job", "outcome"])
SECONDS = Histogram("portal_job_seconds", "Time of a job", ["job"], buckets=(0.01, 0.1, 1, 10, 60))


class PeriodicJob(Base):
    """When a job was last begun."""

    __tablename__ = "periodic_job"

    name: Mapped[str] = mapped_column(primary_key=True)
    begun_at: Mapped[datetime | None]


@dataclass(frozen=True)
class Job:
    """A piece of work and how often it is due."""

    name: str
    every: timedelta
    work: Callable[[], object]
    long: bool = False  # it may take minutes, so it has a thread of its own and keeps nobody waiting
    waiting: Callable[[], int] | None = None  # how many pieces wait, for whoever watches


def register(app: Flask, job: Job) -> None:
    """Add a job to the application."""
    app.extensions.setdefault("jobs", []).append(job)


def each(pieces: Iterable[One], work: Callable[[One], Result]) -> list[Result]:
    """Do something for each piece by itself and return what came of it; one that fails keeps none behind it waiting.

    What failed is logged, and counted as a failed run of that work; the next turn finds it again.
    """
    done = []
    for piece in pieces:
        try:
            done.append(work(piece))
        except Exception:  # whatever it was, the others are not to blame
            RUNS.labels(work.__name__, "failed").inc()
            log.exception("%s failed for one of many; it is tried again", work.__name__)
    return done


def soon(name: str) -> None:
    """Run a job right after the transaction in force has committed, not only when it is due.

    It runs in this process, or in a worker where there are some. Should the word get lost, its next turn does the work.
    """
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    if name not in _registered(app):
        raise KeyError(name)
    after_commit(_Ask(app, name))


@dataclass(frozen=True)
class _Ask:
    """One word to whoever runs the jobs; saying it twice in a transaction is saying it once."""

    app: Flask
    name: str

    def __call__(self) -> None:
        runner: Runner | None = self.app.extensions.get("job_runner")
        bell: Bell | None = self.app.extensions.get("job_bell")
        if self.app.testing:
            self.app.extensions.setdefault("jobs_asked", {})[self.name] = None
        elif runner is not None:
            runner.ask(self.name)
        elif bell is not None:
            bell.ring(self.name)


def run_asked(app: Flask) -> list[str]:
    """Do what `soon` was asked for under test, where nothing runs by itself, and return the names."""
    done = []
    while asked := app.extensions.pop("jobs_asked", None):
        for name in asked:
            _registered(app)[name].work()
            done.append(name)
    return done


def stopping() -> bool:
    """Tell a long job that this process is about to end, so that it leaves the rest to another."""
    runner: Runner | None = current_app.extensions.get("job_runner")
    return runner is not None and runner.halted


def init_jobs(app: Flask) -> None:
    """Run the jobs in this process once it serves someone, or leave them to the workers, as the settings say."""
    config = app.config["PORTAL"]
    if config.jobs == "here":
        _start_with_first_request(app)
    elif config.redis_url:
        app.extensions["job_bell"] = Bell(config.redis_url)


def _start_with_first_request(app: Flask) -> None:
    once = threading.Lock()

    @app.before_request
    def start() -> None:
        if not app.testing and once.acquire(blocking=False):
            runner = Runner(app)
            runner.start()
            atexit.register(runner.stop)


def run_due(app: Flask) -> list[str]:
    """Do each job that is due and return their names."""
    return [job.name for job in app.extensions.get("jobs", []) if _run_if_due(app, job)]


class Runner:
    """The threads of one process that run the jobs: one for all short ones, one for each long one."""

    def __init__(self, app: Flask) -> None:
        jobs: list[Job] = app.extensions.get("jobs", [])
        lanes = [[job for job in jobs if not job.long], *([job] for job in jobs if job.long)]
        self._lanes = [_Lane(app, lane) for lane in lanes if lane]
        self.halted = False
        app.extensions["job_runner"] = self

    def start(self) -> None:
        """Begin."""
        for lane in self._lanes:
            lane.thread.start()

    def ask(self, name: str) -> None:
        """Let a job run at once."""
        for lane in self._lanes:
            lane.ask(name)

    def stop(self, seconds: float = SECONDS_TO_FINISH) -> bool:
        """Let each thread finish its piece, and say whether all did."""
        self.halted = True
        for lane in self._lanes:
            lane.halt()
        end = perf_counter() + seconds
        for lane in self._lanes:
            lane.thread.join(max(0.0, end - perf_counter()))
        return not any(lane.thread.is_alive() for lane in self._lanes)


class _Lane:
    """Jobs that run one after another in one thread."""

    def __init__(self, app: Flask, jobs: list[Job]) -> None:
        self._app, self._jobs = app, jobs
        self._names = {job.name for job in jobs}
        self._asked: set[str] = set()
        self._halted = False
        self._news = threading.Condition()
        self.thread = threading.Thread(target=self._run, name=f"jobs {jobs[0].name}", daemon=True)

    def ask(self, name: str) -> None:
        """Note a job to run at once, if it is one of this lane's; asked while it runs, it runs again."""
        with self._news:
            if name in self._names:
                self._asked.add(name)
                self._news.notify()

    def halt(self) -> None:
        """Begin no further job."""
        with self._news:
            self._halted = True
            self._news.notify()

    def _run(self) -> None:
        look_at = 0.0
        while not self._halted:
            for job in self._take_asked(look_at - monotonic()):
                self._attempt(job, only_if_due=False)
            if monotonic() >= look_at:
                look_at = monotonic() + TICK_SECONDS
                for job in self._jobs:
                    self._attempt(job, only_if_due=True)

    def _take_asked(self, seconds: float) -> list[Job]:
        """Wait a while for jobs that are asked for, and return them."""
        with self._news:
            if not self._asked and not self._halted and seconds > 0:
                self._news.wait(seconds)
            asked, self._asked = self._asked, set()
        return [job for job in self._jobs if job.name in asked]

    def _attempt(self, job: Job, *, only_if_due: bool) -> None:
        if self._halted:
            return
        try:
            if only_if_due:
                _run_if_due(self._app, job)
            else:
                with self._app.app_context():
                    _work(job)
        except Exception:  # whatever it was, the thread goes on
            log.exception("the job %s failed; it is tried again", job.name)


def _registered(app: Flask) -> dict[str, Job]:
    jobs: Iterable[Job] = app.extensions.get("jobs", [])
    return {job.name: job for job in jobs}


def _run_if_due(app: Flask, job: Job) -> bool:
    with app.app_context():
        mine = _is_due(job) and _take_turn(job)
        if mine:
            _work(job)
        return mine


def _work(job: Job) -> None:
    begun = perf_counter()
    try:
        job.work()
    except Exception:
        RUNS.labels(job.name, "failed").inc()
        raise
    RUNS.labels(job.name, "done").inc()
    SECONDS.labels(job.name).observe(perf_counter() - begun)


def _is_due(job: Job) -> bool:
    """Look before taking a turn: looking keeps no writer waiting."""
    begun_at = session().scalar(select(PeriodicJob.begun_at).where(PeriodicJob.name == job.name))
    session().rollback()  # ends the read
    return begun_at is None or begun_at <= clock.now() - job.every


def _take_turn(job: Job) -> bool:
    """Claim the job for this period; False where another process has it."""
    moment = clock.now()
    due = or_(PeriodicJob.begun_at.is_(None), PeriodicJob.begun_at <= moment - job.every)
    claim = update(PeriodicJob).where(PeriodicJob.name == job.name, due).values(begun_at=moment)
    try:
        with transaction() as current:
            if current.get(PeriodicJob, job.name) is None:
                current.execute(insert(PeriodicJob).values(name=job.name, begun_at=None))
            return bool(current.connection().execute(claim).rowcount)
    except IntegrityError:  # another process made the row in the same moment
        return False
