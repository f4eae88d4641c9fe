"""Places and people every test may ask for.

The database forgets everything, commits included, when a test ends. SQLite unless PORTAL_TEST_DATABASE_URL names a
PostgreSQL server, as ``make test`` does in its second round.
"""

import base64
import contextvars
import os
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from flask import Flask, has_request_context
from flask.testing import FlaskClient
from hypothesis import settings
from sqlalchemy import create_engine, event, text
from sqlalchemy.orm import Session

from portal.app import create_app
from portal.cli import alembic_config, register_commands
from portal.core import clock, db, reference, state
from portal.core.config import Config, FieldKey
from tests import factories
from tests.page_checks import check_page

SERVER = os.environ.get("PORTAL_TEST_DATABASE_URL")

settings.load_profile("ci")  # the same examples each time, however slow the machine

SECRET_KEY = "only for tests, and as long as it must be"

LONGEST_TEST, LONGEST_JOURNEY = 30, 300  # seconds


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Let no test be under way at midnight: what it made today would be of yesterday when it looks."""
    left = (clock.end_of_day(clock.today()) - clock.now()).total_seconds()
    if left < (LONGEST_JOURNEY if {"e2e", "deployment"} & {*item.path.parts} else LONGEST_TEST):
        time.sleep(left + 0.1)


def make_config(data_dir: Path, **changes: Any) -> Config:
    """Return settings for a portal under test."""
    values: dict[str, Any] = {
        "database_url": f"sqlite:///{data_dir / 'portal.sqlite3'}",
        "redis_url": None,
        "secret_key": SECRET_KEY,
        "field_keys": (FieldKey("k1", base64.b64decode("MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=")),),
        "base_url": "http://portal.test",
        "rate_limit": False,
        "data_dir": data_dir,
        "deletions": data_dir / "deletions.txt",
        "metrics_from": ("127.0.0.1",),
        "second_step": "offered",  # staff of a test need no telephone; tests of the second step require it
    }
    return Config(**{**values, **changes})


def fresh_database(name: str) -> str:
    """Make an empty database of this name on the PostgreSQL server and return its address."""
    assert SERVER is not None
    admin = create_engine(SERVER, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    admin.dispose()
    return admin.url.set(database=name).render_as_string(hide_password=False)


def build_app(data_dir: Path, name: str, **changes: Any) -> Flask:
    """Return a portal with an empty, migrated database and the reference data."""
    config = make_config(data_dir, **changes)
    if SERVER:
        config = make_config(data_dir, **{"database_url": fresh_database(name), **changes})
    app = create_app(config)
    register_commands(app)
    app.config["TESTING"] = True
    app.config["WTF_CSRF_ENABLED"] = False  # tests of the forms themselves switch it on
    app.extensions["pages"].seconds = 0  # tests look right after they wrote
    app.config["CLASSES_KEPT_SECONDS"] = 0
    app.extensions["jobs"] = app.extensions.get("jobs", [])
    with app.app_context():
        command.upgrade(alembic_config(app), "head")
        reference.load()
    return app


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The portal, with reference data and nothing else."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    app = build_app(tmp_path_factory.mktemp("portal"), f"portal_test_{worker}")
    yield app
    app.extensions["database"].dispose()


KEEPING_FOR_SECONDS = ("portal.core.state", "portal.core.web.parts", "portal.catalog.views.words")


def refuse_stray_write(*arguments: Any) -> None:
    """Refuse in a request what an engine of its own would refuse, which this one cannot: a test writes as it likes."""
    context = arguments[4]
    writes = context.isinsert or context.isupdate or context.isdelete
    if writes and has_request_context():
        assert db.session().info.get("writing"), "a write outside transaction()"


@pytest.fixture
def session(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    """A database that forgets everything, commits included, when the test ends.

    Nothing that pages keep for some seconds runs out meanwhile, so that statements can be counted.
    """
    moment = time.monotonic() * 1e6  # another for each test, so that none finds what an earlier one kept
    for module in KEEPING_FOR_SECONDS:
        monkeypatch.setattr(f"{module}.monotonic", lambda: moment)
    engine = app.extensions["database"]
    with engine.connect().execution_options(portal_writes=True) as connection, connection.begin() as outer:
        event.listen(connection, "before_cursor_execute", refuse_stray_write)
        monkeypatch.setitem(app.extensions, "database", connection)
        monkeypatch.setitem(db.make_session.kw, "join_transaction_mode", "create_savepoint")
        state.forget()
        app.extensions.pop("jobs_asked", None)  # what an earlier test promised is gone with its rows
        with app.app_context():
            yield db.session()
        outer.rollback()
    state.forget()


@pytest.fixture
def real_app(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Flask]:
    """A portal with a database of its own that really commits: for threads and processes."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    app = build_app(tmp_path, f"portal_real_{worker}")
    yield app
    app.extensions["database"].dispose()


class IsolatedClient(FlaskClient):
    """A browser whose requests share nothing but cookies, and whose every page is looked over."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        """Send a request in an empty context, or one visitor's sign-in leaks into the next request."""
        answer = contextvars.Context().run(super().open, *args, **kwargs)
        if answer.mimetype == "text/html" and answer.status_code in (200, 422) and answer.data:  # HEAD has no page
            check_page(answer.get_data(as_text=True))
        return answer


@pytest.fixture
def client(app: Flask, session: Session) -> FlaskClient:
    """A visitor's browser."""
    app.test_client_class = IsolatedClient
    return app.test_client()


SignIn = Callable[..., FlaskClient]


def signed_in_browser(app: Flask, account: Any) -> FlaskClient:
    """Return a browser in which someone is signed in."""
    app.test_client_class = IsolatedClient
    browser = app.test_client()
    with browser.session_transaction() as cookie:
        cookie["_user_id"] = f"{account.id}.{account.session_epoch}"
        cookie["_fresh"] = True
        cookie["seen"] = int(factories.clock.now().timestamp())
    return browser


@pytest.fixture
def sign_in(app: Flask, session: Session) -> SignIn:
    """Return a browser in which someone is signed in: ``sign_in(account)``."""
    return partial(signed_in_browser, app)


@pytest.fixture
def resident(session: Session) -> Any:
    """A trainee with an account."""
    return factories.AccountFactory()


@pytest.fixture
def officer(session: Session) -> Any:
    """An officer of the bureau of Tongliao."""
    return factories.OfficerFactory()
