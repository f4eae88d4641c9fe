"""Make the portal that is measured: an application with a filled database, and people who are signed in."""

import re
import tempfile
from collections.abc import Callable
from itertools import count
from pathlib import Path
from urllib.parse import urlencode

from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import func, select

from portal.app import create_app
from portal.catalog.models import ClassSession
from portal.cli.demo.names import PASSWORD
from portal.core import clock, db, identity_numbers
from portal.enrolment.models import Application
from portal.enrolment.types import LIVE_STATES
from portal.people.models import Account, Person
from portal.records.models import Certificate
from tests.bench.load import Ask
from tests.conftest import build_app, make_config

HIDDEN = re.compile(r'name="(csrf_token|form_token)" value="([^"]+)"')


def make_portal(folder: Path, people: int, applications: int, name: str = "portal_bench") -> Flask:
    """Return a portal with so many people and applications."""
    app = build_app(folder, name)
    with app.app_context():
        if people_in():
            return app
        runner = app.test_cli_runner()
        for arguments in (["init"], ["bench-data", "--people", str(people), "--applications", str(applications)]):
            answer = runner.invoke(args=arguments)
            if answer.exit_code:
                raise RuntimeError(answer.output)
    return app


def open_portal(place: str) -> Flask:
    """Return a portal on a database that is filled already: the folder of a SQLite file, or an address."""
    if "://" in place:
        return create_app(make_config(Path(tempfile.gettempdir()), database_url=place))
    return create_app(make_config(Path(place)))


def people_in() -> int:
    """Return how many people the portal knows."""
    return db.session().scalar(select(func.count()).select_from(Person)) or 0


def open_classes(app: Flask) -> list[int]:
    """Return classes that can be looked at, the next to begin first."""
    with app.app_context():
        stmt = select(ClassSession.id).where(ClassSession.starts_on > clock.today()).order_by(ClassSession.starts_on)
        return list(db.session().scalars(stmt.limit(50)))


def walkers(app: Flask, number: int) -> list[int]:
    """Return people with a certificate and no class before them."""
    live = select(Application.person_id).where(Application.state.in_(LIVE_STATES))
    stmt = select(Certificate.person_id).where(Certificate.person_id.not_in(live)).distinct().limit(number)
    with app.app_context():
        return list(db.session().scalars(stmt.order_by(Certificate.person_id.desc())))


def number_of_classes(app: Flask) -> int:
    """Return how many classes there are."""
    with app.app_context():
        return db.session().scalar(select(func.count()).select_from(ClassSession)) or 0


def signed_in(app: Flask, person_id: int) -> str:
    """Return the cookies of a browser in which this person is signed in."""
    sealer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    return f"lang=zh; portal={sealer.dumps(session_of(app, person_id))}"


def session_of(app: Flask, person_id: int) -> dict[str, object]:
    """Return the session of a browser in which this person is signed in."""
    with app.app_context():
        stmt = select(Account.id, Account.session_epoch).where(Account.person_id == person_id)
        account_id, epoch = db.session().execute(stmt).one()
    seen = int(clock.now().timestamp())
    return {"_user_id": f"{account_id}.{epoch}", "_fresh": True, "seen": seen, "csrf_token": "0" * 40}


def own_page(app: Flask, path: str, people: int) -> Callable[[], Ask]:
    """Return requests for a page of one's own, by one person after another."""
    cookies = [signed_in(app, person_id) for person_id in range(1, min(people, 20) + 1)]
    turn = count()
    return lambda: Ask(path, cookie=cookies[next(turn) % len(cookies)])


def sign_ins(app: Flask, people: int) -> Callable[[], Ask]:
    """Return sign-ins with the right password, by one person after another."""
    turn = count(1)
    fields = {"csrf_token": token(app), "password": PASSWORD}
    cookie = f"lang=zh; portal={_sealed(app)}"

    def ask() -> Ask:
        number = identity_numbers.make(next(turn) % people + 1)
        return Ask("/zh/login", urlencode({**fields, "identifier": number}), cookie)

    return ask


def _sealed(app: Flask) -> str:
    sealer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    token: str = sealer.dumps({"csrf_token": "0" * 40})
    return token


def token(app: Flask) -> str:
    """Return a token that belongs to the session of `_sealed`."""
    return str(URLSafeTimedSerializer(app.secret_key or "", salt="wtf-csrf-token").dumps("0" * 40))
