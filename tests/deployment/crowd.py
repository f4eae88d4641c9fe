"""People who ask all at once, each request on a connection of its own."""

import http.client
import ssl
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

from flask import Flask

from portal.core import clock
from portal.core.db import transaction
from portal.records import services as records
from tests import factories
from tests.burst import HIDDEN

PATIENCE = 900  # seconds a summary may take; nothing is asserted of time, and the machine may be slow
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_TRUSTING = ssl._create_unverified_context()  # noqa: S323 - our own certificate


@dataclass(frozen=True)
class Answer:
    """What came back; status 0 where nothing did."""

    status: int
    headers: dict[str, str]
    body: bytes


def ask(address: str, session: str = "", form: dict[str, str] | None = None) -> Answer:
    """Ask for a page, or send a form, and never raise."""
    parts = urlsplit(address)
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    connection = http.client.HTTPSConnection(str(parts.hostname), parts.port, timeout=60, context=_TRUSTING)
    headers = {"Cookie": f"portal={session}"} if session else {}
    try:
        if form is None:
            connection.request("GET", path, headers=headers)
        else:
            origin = {"Referer": address, "Origin": f"https://{parts.netloc}"}
            connection.request("POST", path, urlencode(form), {**headers, **FORM, **origin})
        answer = connection.getresponse()
        return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
    except OSError:
        return Answer(0, {}, b"")
    except http.client.HTTPException:
        return Answer(0, {}, b"")
    finally:
        connection.close()


def session_of(answer: Answer, before: str) -> str:
    """Return the session after an answer."""
    found = answer.headers.get("set-cookie", "")
    return found.partition("portal=")[2].partition(";")[0] if "portal=" in found else before


@dataclass
class Applicant:
    """Someone who applies, and sends the same form again where no answer came."""

    address: str
    session: str
    patience: int = 1
    tries: list[int] = field(default_factory=list)
    application: str = ""

    def apply(self) -> None:
        """Open the page, send the form, and keep what was confirmed."""
        page = ask(self.address, self.session)
        self.session = session_of(page, self.session)
        form = dict(HIDDEN.findall(page.body.decode(errors="replace")))
        for _try in range(self.patience):
            answer = ask(self.address, self.session, form)
            self.tries.append(answer.status)
            if answer.status == 303:
                self.application = answer.headers["location"].rpartition("/")[2]
                return
            time.sleep(0.3)


@dataclass
class Visitors:
    """People who look at pages until they are told to stop."""

    addresses: Sequence[str]
    session: str = ""
    statuses: list[int] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    _end: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def begin(self, people: int = 2) -> None:
        """Start looking."""
        self._threads = [threading.Thread(target=self._look) for _person in range(people)]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Let all finish."""
        self._end.set()
        for thread in self._threads:
            thread.join()

    def _look(self) -> None:
        while not self._end.is_set():
            for address in self.addresses:
                begun = time.perf_counter()
                self.statuses.append(ask(address, self.session).status)
                self.seconds.append(time.perf_counter() - begun)
                self._end.wait(0.02)


def in_threads(works: Sequence[Callable[[], object]], most: int) -> None:
    """Do all, so many at once."""
    left = list(works)
    turn = threading.Lock()

    def worker() -> None:
        while True:
            with turn:
                if not left:
                    return
                work = left.pop(0)
            work()

    threads = [threading.Thread(target=worker) for _number in range(most)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@dataclass
class Reader:
    """Someone who waits for a summary as a browser does: the page says when it looks again."""

    address: str
    session: str
    places: list[bytes] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    pdf: bytes = b""
    done_at: float = 0.0

    def read(self) -> None:
        """Ask until it is there."""
        end = time.monotonic() + PATIENCE
        while not self.pdf and time.monotonic() < end:
            answer = ask(self.address, self.session)
            self.statuses.append(answer.status)
            if answer.status == 200:
                self.pdf, self.done_at = answer.body, time.monotonic()
            elif answer.status == 202:
                self.places.append(answer.body)
                time.sleep(float(answer.headers["refresh"]))
            else:
                return


def readers(app: Flask, address: str, people: int, documents: int) -> list[Reader]:
    """Issue summaries to people, so many to each, and return who waits for them."""
    accounts = [factories.AccountFactory() for _person in range(people)]
    sealer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    found = []
    with transaction():
        for account in accounts:
            factories.EnrolmentRecordFactory(person=None, person_id=account.person_id)
    for account in accounts:
        known = {
            "_user_id": f"{account.id}.{account.session_epoch}",
            "_fresh": True,
            "seen": int(clock.now().timestamp()),
        }
        for _number in range(documents):
            code = records.issue_summary(account.person_id, "zh", account_id=account.id)
            found.append(Reader(f"{address}/zh/me/record/summary/{code}.pdf", sealer.dumps(known)))
    return found
