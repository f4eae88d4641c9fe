"""Send five hundred people for thirty seats at a real server in one moment, and say how it went.

Run it as ``python -m tests.burst``. SQLite, unless PORTAL_TEST_DATABASE_URL names a PostgreSQL server. Prints one line of
JSON; the exit code is 0 when exactly the seats there are were given, everybody else waits in order and nobody met an error.
"""

import argparse
import base64
import http.client
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urlencode

from flask import Flask
from sqlalchemy import select

from portal.core import clock, db
from portal.enrolment.models import Application
from tests import factories
from tests.conftest import build_app
from tests.with_postgresql import free_port

ROOT = Path(__file__).parent.parent
HIDDEN = re.compile(r'name="(csrf_token|form_token)" value="([^"]+)"')


@dataclass(frozen=True)
class Outcome:
    """What came of a burst."""

    database: str
    people: int
    seats: int
    seated: int
    waiting: int
    in_order: bool
    errors: int
    seconds: float
    p50: float
    p95: float
    longest: float

    @property
    def is_right(self) -> bool:
        """Whether nobody was wronged."""
        seated = min(self.people, self.seats)
        counts = (self.seated, self.waiting, self.errors)
        return counts == (seated, self.people - seated, 0) and self.in_order


class Client:
    """One person's browser, with one connection and one session."""

    def __init__(self, port: int, class_id: int, cookie: str) -> None:
        self.port, self.path, self.cookie = port, f"/zh/classes/{class_id}/apply", cookie
        self.form = ""
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)

    def open_page(self) -> None:
        """Look at the check page and keep what its form carries."""
        self.connection.request("GET", self.path, headers={"Cookie": f"portal={self.cookie}"})
        answer = self.connection.getresponse()
        text = answer.read().decode()
        if (kept := answer.getheader("Set-Cookie")) is not None:
            self.cookie = kept.partition("portal=")[2].partition(";")[0]
        self.form = urlencode(dict(HIDDEN.findall(text)))
        self.connection.close()

    def apply(self, start: threading.Barrier) -> tuple[bool, float]:
        """Send the form with everyone else; return whether it was taken, and after how long."""
        headers = {"Cookie": f"portal={self.cookie}", "Content-Type": "application/x-www-form-urlencoded"}
        start.wait()
        begun = time.perf_counter()
        try:
            self.connection.request("POST", self.path, self.form, headers)
            answer = self.connection.getresponse()
            answer.read()
            taken = answer.status == 303 and "/me/applications/" in (answer.getheader("Location") or "")
        except OSError:
            taken = False
        self.connection.close()
        return taken, time.perf_counter() - begun


def run(people: int = 500, seats: int = 30, threads: int = 256) -> Outcome:
    """Make a portal of its own, serve it, and let everybody apply at once."""
    with tempfile.TemporaryDirectory() as folder:
        app = build_app(Path(folder), "portal_burst")
        with app.app_context():
            class_id, cookies = prepare(app, people, seats)
        port = free_port()
        server = _serve(app, port, threads)
        try:
            _wait_for(port)
            clients = [Client(port, class_id, cookie) for cookie in cookies]
            with ThreadPoolExecutor(16) as pool:
                list(pool.map(Client.open_page, clients))
            begun = time.perf_counter()
            start = threading.Barrier(people)
            with ThreadPoolExecutor(people) as pool:
                answers = list(pool.map(lambda client: client.apply(start), clients))
            seconds = time.perf_counter() - begun
        finally:
            server.terminate()
            server.wait(20)
        with app.app_context():
            outcome = _look(app, class_id, seats, answers, seconds)
        app.extensions["database"].dispose()
    return outcome


def prepare(app: Flask, people: int, seats: int) -> tuple[int, list[str]]:
    """Make a class and people who are signed in, and return the class with the sessions."""
    class_id = factories.ClassSessionFactory(capacity=seats).id
    persons = factories.PersonFactory.build_batch(people)
    with db.transaction() as session:
        session.add_all(persons)
        session.flush()
        accounts = [factories.AccountFactory.build(person=None, person_id=person.id) for person in persons]
        session.add_all(accounts)
    sealer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    seen = int(clock.now().timestamp())
    return class_id, [
        sealer.dumps({"_user_id": f"{account.id}.{account.session_epoch}", "_fresh": True, "seen": seen})
        for account in accounts
    ]


def _serve(app: Flask, port: int, threads: int) -> "subprocess.Popen[bytes]":
    config = app.config["PORTAL"]
    keys = ",".join(f"{key.key_id}:{base64.urlsafe_b64encode(key.secret).decode()}" for key in config.field_keys)
    environment = {
        **os.environ,
        "PORTAL_DATA_DIR": str(config.data_dir),
        "PORTAL_DATABASE_URL": config.database_url,
        "PORTAL_SECRET_KEY": config.secret_key,
        "PORTAL_FIELD_KEYS": keys,
        "PORTAL_RATE_LIMIT": "off",
        "PORT": str(port),
    }
    granian = str(Path(sys.executable).parent / "granian")
    command = [granian, "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", "1"]
    command += ["--blocking-threads", str(threads), "--backlog", "1024", "--no-access-log", "wsgi:app"]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)


def _wait_for(port: int) -> None:
    for _attempt in range(150):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.2)
        finally:
            connection.close()
    raise TimeoutError("the server did not come up")


def _look(app: Flask, class_id: int, seats: int, answers: list[tuple[bool, float]], seconds: float) -> Outcome:
    stmt = select(Application).where(Application.class_session_id == class_id).order_by(Application.arrival)
    rows = list(db.session().scalars(stmt))
    states = [row.state.value for row in rows]
    numbered = [row.arrival for row in rows] == list(range(1, len(rows) + 1))
    by_time = [row.applied_at for row in rows] == sorted(row.applied_at for row in rows)
    times = sorted(took for _taken, took in answers)
    return Outcome(
        database=app.extensions["database"].dialect.name,
        people=len(answers),
        seats=seats,
        seated=states.count("accepted"),
        waiting=states.count("waiting"),
        in_order=numbered and by_time and states == sorted(states),  # "accepted" comes before "waiting"
        errors=sum(not taken for taken, _took in answers),
        seconds=round(seconds, 3),
        p50=round(statistics.median(times), 3),
        p95=round(times[int(len(times) * 0.95) - 1], 3),
        longest=round(times[-1], 3),
    )


def main() -> int:
    """Read the arguments, run, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=500)
    parser.add_argument("--seats", type=int, default=30)
    parser.add_argument("--threads", type=int, default=256, help="threads of the server")
    outcome = run(**vars(parser.parse_args()))
    sys.stdout.write(json.dumps(asdict(outcome)) + "\n")
    return 0 if outcome.is_right else 1


if __name__ == "__main__":
    sys.exit(main())
