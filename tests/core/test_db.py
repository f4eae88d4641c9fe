"""Transactions, moments, and rows that can only be added."""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from portal.core import audit, clock, db, state
from portal.core.audit import AuditEvent, AuditHead
from portal.people.models import Person


def test_outermost_transaction_commits_what_inner_ones_did(session: Session) -> None:
    with db.transaction(), db.transaction():
        state.put("colour", "green")

    assert state.get("colour") == "green"


def test_nothing_stays_of_a_transaction_that_raised(session: Session) -> None:
    with pytest.raises(ZeroDivisionError), db.transaction():
        state.put("colour", "green")
        raise ZeroDivisionError

    state.forget()
    assert state.get("colour") is None


def test_moment_comes_back_aware_and_in_utc(session: Session) -> None:
    with db.transaction():
        audit.record("core.test", subject_type="nothing", subject_id=None, actor_id=None)

    event = session.query(AuditEvent).one()

    assert event.at.tzinfo is UTC


def test_refuses_a_moment_without_time_zone(session: Session) -> None:
    with pytest.raises(Exception, match="without a time zone"), db.transaction() as current:
        current.execute(update(AuditEvent).values(at=datetime(2026, 1, 1)))  # noqa: DTZ001


def test_audit_trail_is_whole_and_shows_where_it_was_altered(session: Session) -> None:
    for step in range(3):
        with db.transaction():
            audit.record("core.test", subject_type="step", subject_id=step, actor_id=7, details={"n": step})
    assert audit.verify() is None

    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("ALTER TABLE audit_event DISABLE TRIGGER ALL"))
    else:
        session.execute(text("DROP TRIGGER audit_event_no_update"))
    session.execute(update(AuditEvent).where(AuditEvent.subject_id == 1).values(actor_id=8))
    session.expire_all()

    broken = audit.verify()
    assert broken is not None
    assert broken.event_id == session.query(AuditEvent).filter_by(subject_id=1).one().id


@pytest.mark.parametrize("change", [update(AuditEvent).values(actor_id=9), delete(AuditEvent)])
def test_database_refuses_to_change_the_trail(session: Session, change: object) -> None:
    with db.transaction():
        audit.record("core.test", subject_type="nothing", subject_id=None, actor_id=None)

    with pytest.raises(DBAPIError, match="only ever added"):
        session.execute(change)  # type: ignore[call-overload]


def test_local_day_begins_before_the_utc_day(session: Session) -> None:
    moment = datetime(2026, 3, 7, 16, 30, tzinfo=UTC)

    assert clock.to_local(moment).date().isoformat() == "2026-03-08"


def test_postgresql_gives_up_slow_statements_and_long_waits(session: Session) -> None:
    if session.get_bind().dialect.name != "postgresql":
        pytest.skip("SQLite waits by itself")

    shown = [session.scalar(text(f"SHOW {name}")) for name in ("statement_timeout", "lock_timeout", "timezone")]

    assert shown == ["15s", "10s", "UTC"]


def test_reading_leaves_statements_prepared(real_app: Flask) -> None:
    if real_app.extensions["database"].dialect.name != "postgresql":
        pytest.skip("SQLite prepares nothing on a server")
    for _page in range(10):
        with real_app.app_context():
            db.session().execute(select(AuditEvent.id)).all()
    with real_app.app_context():
        kept = db.session().scalars(text("SELECT statement FROM pg_prepared_statements")).all()

    assert any("audit_event" in statement for statement in kept)


def test_what_writes_and_raises_is_taken_back_also_after_a_read(real_app: Flask) -> None:
    with real_app.app_context():
        db.session().execute(select(AuditEvent.id)).all()
        with pytest.raises(ZeroDivisionError), db.transaction():
            state.put("colour", "green")
            db.session().flush()
            raise ZeroDivisionError
    with real_app.app_context():
        state.forget()

        assert state.get("colour") is None


def add_row() -> None:
    db.session().add(AuditHead(id=1, hash="a", events=0))
    db.session().flush()


WRITES: dict[str, Callable[[], object]] = {
    "flush": add_row,
    "insert": lambda: db.session().execute(insert(AuditHead).values(id=1, hash="a", events=0)),
    "update": lambda: db.session().execute(update(Person).values(name="")),
    "delete": lambda: db.session().execute(delete(Person)),
    "text": lambda: db.session().execute(text("DELETE FROM person")),
    "driver": lambda: db.session().connection().exec_driver_sql("DELETE FROM person"),
    "commit": lambda: (add_row(), db.session().commit()),
}


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_refuses_to_write_outside_a_transaction(real_app: Flask, write: Callable[[], object]) -> None:
    with real_app.app_context(), db.transaction():  # the connection that wrote is the one that reads
        state.put("colour", "green")
    with real_app.app_context():
        with pytest.raises(DBAPIError, match=r"read-?only"):
            write()
        db.session().rollback()
        with db.transaction():  # and writes again
            state.put("colour", "red")
    with real_app.app_context():
        state.forget()

        assert state.get("colour") == "red"
        assert db.session().get(AuditHead, 1) is None


def test_waits_in_line_until_the_transaction_ends(real_app: Flask) -> None:
    """On SQLite every writer waits; on PostgreSQL only those of the same name."""
    order: list[str] = []
    begun = threading.Event()

    def second() -> None:
        begun.wait(10)
        with real_app.app_context(), db.transaction():
            db.wait_in_line("test")
            order.append("second")

    other = threading.Thread(target=second)
    other.start()
    with real_app.app_context(), db.transaction():
        db.wait_in_line("test")
        begun.set()
        time.sleep(0.3)
        order.append("first")
    other.join()

    assert order == ["first", "second"]
