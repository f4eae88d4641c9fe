"""Run migrations on the engine of the application, one process at a time."""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import text
from sqlalchemy.engine import Connection, Engine

import portal.catalog.models
import portal.core.audit
import portal.core.idempotency
import portal.core.imports
import portal.core.jobs
import portal.core.regions
import portal.core.state
import portal.core.web.forms
import portal.enrolment.models
import portal.notices.models
import portal.office.models
import portal.people.models
import portal.records.models
import portal.station.models  # noqa: F401 - each import makes its tables known
from portal.core.crypto import EncryptedText
from portal.core.db import Base, UTCDateTime

LOCK = 7_203_114  # any number, the same in every process


def _plain_types(kind: str, item: object, _context: AutogenContext) -> str | Literal[False]:
    """Write our own column types into migrations as what the database sees."""
    if kind == "type" and isinstance(item, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, EncryptedText):
        return "sa.String()"
    return False


@contextmanager
def patient(connection: Connection) -> Iterator[None]:
    """Wait for whoever migrates, as long as it takes; build indexes as long as it takes; but stand in nobody's way.

    A migration that waits for a table keeps everyone behind it waiting, so it gives up after four seconds.
    """
    # Asked again and again: whoever waits inside a statement holds up the other, who builds an index concurrently.
    while not connection.scalar(text("SELECT pg_try_advisory_lock(:n)"), {"n": LOCK}):
        connection.commit()
        time.sleep(0.2)
    for step in ("SET statement_timeout = 0", "SET lock_timeout = '4s'"):
        connection.execute(text(step))
    connection.commit()
    yield
    for step in ("RESET statement_timeout", "RESET lock_timeout"):
        connection.execute(text(step))
    connection.execute(text("SELECT pg_advisory_unlock(:n)"), {"n": LOCK})
    connection.commit()


@contextmanager
def alone(connection: Connection) -> Iterator[None]:
    """Let one process after another migrate; whoever comes second finds nothing left to do."""
    if connection.dialect.name == "postgresql":
        with patient(connection):
            yield
    elif file := connection.engine.url.database:
        with Path(f"{file}.migrating").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # it goes with the process, however that ends
            yield
    else:
        yield


def run(connection: Connection) -> None:
    """Migrate over this connection."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
        render_item=_plain_types,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


engine: Engine = context.config.attributes["engine"]
with engine.connect() as opened, alone(opened):
    run(opened.execution_options(portal_writes=True))
