"""Do things from time to time: expire offers, clear drafts. One thread a process, started with the first request.

Each job takes its turn in the database, so that of many processes only one does it. A job must be harmless to repeat.
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy import insert, or_, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from portal.core import clock
from portal.core.db import Base, transaction

log = logging.getLogger(__name__)
TICK_SECONDS = 15


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


def register(app: Flask, job: Job) -> None:
    """Add a job to the application."""
    app.extensions.setdefault("jobs", []).append(job)


def start_with_first_request(app: Flask) -> None:
    """Begin the thread once this process serves someone (a command that only migrates needs none)."""
    once = threading.Lock()

    @app.before_request
    def start() -> None:
        if not app.testing and once.acquire(blocking=False):
            threading.Thread(target=_run, args=(app,), name="jobs", daemon=True).start()


def run_due(app: Flask) -> list[str]:
    """Do each job that is due and return their names."""
    done = []
    for job in app.extensions.get("jobs", []):
        with app.app_context():
            if _take_turn(job):
                job.work()
                done.append(job.name)
    return done


def _take_turn(job: Job) -> bool:
    """Claim the job for this period; False where another process has it."""
    moment = clock.now()
    due = or_(PeriodicJob.begun_at.is_(None), PeriodicJob.begun_at <= moment - job.every)
    claim = update(PeriodicJob).where(PeriodicJob.name == job.name, due).values(begun_at=moment)
    try:
        with transaction() as session:
            if session.get(PeriodicJob, job.name) is None:
                session.execute(insert(PeriodicJob).values(name=job.name, begun_at=None))
            return bool(session.connection().execute(claim).rowcount)
    except IntegrityError:  # another process made the row in the same moment
        return False


def _run(app: Flask) -> None:
    pause = threading.Event()
    while True:
        try:
            run_due(app)
        except Exception:  # whatever it was, the thread goes on
            log.exception("a job failed; it is tried again")
        pause.wait(TICK_SECONDS)
