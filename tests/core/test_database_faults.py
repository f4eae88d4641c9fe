"""Faults of the database: the busy one asks for patience, any other is ours, and the log tells the cause of both."""

import sqlite3
from pathlib import Path

import psycopg.errors
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from tests.factories import PASSWORD, AccountFactory, PersonFactory

PHONE, NAME = "13810338001", "乌云其其格"


@pytest.fixture
def as_served(client: FlaskClient, app: Flask, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """A browser that is shown what a visitor is when something breaks."""
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    return client


def locked(folder: Path) -> Exception:
    """Return what SQLite says while another writes."""
    first, second = (sqlite3.connect(folder / "locked.sqlite3", timeout=0, isolation_level=None) for _ in range(2))
    first.execute("BEGIN IMMEDIATE")
    try:
        second.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        return error
    finally:
        first.close()
        second.close()
    raise AssertionError


def broken(_folder: Path) -> Exception:
    """Return what SQLite says of a statement that can never succeed."""
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute("SELECT 1 FROM nothing_of_this_name")
    except sqlite3.OperationalError as error:
        return error
    finally:
        connection.close()
    raise AssertionError


FAULTS = {
    "locked": (locked, 503),
    "no such table": (broken, 500),
    "lock timeout": (lambda _folder: psycopg.errors.LockNotAvailable(), 503),
    "statement timeout": (lambda _folder: psycopg.errors.QueryCanceled(), 503),
    "deadlock": (lambda _folder: psycopg.errors.DeadlockDetected(), 503),
    "going down": (lambda _folder: psycopg.errors.AdminShutdown(), 503),
    "no server": (lambda _folder: psycopg.OperationalError("connection refused"), 503),
    "disk full": (lambda _folder: psycopg.errors.DiskFull(), 500),
}


@pytest.mark.parametrize("name", FAULTS)
def test_only_a_fault_of_waiting_asks_for_patience(
    app: Flask,
    as_served: FlaskClient,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    name: str,
) -> None:
    make, status = FAULTS[name]
    cause = make(tmp_path)

    def fail() -> None:
        raise OperationalError("SELECT ?", {"name": NAME}, cause, hide_parameters=True)

    monkeypatch.setitem(app.view_functions, "home.index", fail)
    answer = as_served.get("/zh/")

    assert answer.status_code == status
    assert ("Retry-After" in answer.headers) is (status == 503)
    assert type(cause).__name__ in caplog.text
    assert str(cause) in caplog.text
    assert NAME not in caplog.text


def test_no_free_connection_asks_for_patience(
    app: Flask, as_served: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise PoolTimeout

    monkeypatch.setitem(app.view_functions, "home.index", fail)

    assert as_served.get("/zh/").status_code == 503


def test_a_broken_table_is_told_in_the_log_without_what_anybody_typed(
    as_served: FlaskClient, session: Session, caplog: pytest.LogCaptureFixture
) -> None:
    person = PersonFactory(phone=f"+86{PHONE}", name=NAME)
    index, stored = person.phone_index, AccountFactory(person=person).password_hash
    session.execute(text("ALTER TABLE audit_event RENAME TO gone"))
    session.commit()

    answer = as_served.post("/zh/login", data={"identifier": PHONE, "password": PASSWORD})

    assert answer.status_code == 500
    assert "audit_event" in caplog.text
    assert not [private for private in (PHONE, NAME, PASSWORD, index, stored) if private in caplog.text]
