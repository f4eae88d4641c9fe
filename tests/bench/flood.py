"""Let two hundred people sign in at once, and see what it does to those who only look at the catalog."""

import http.client
import ssl
import statistics
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path

from portal.app import create_app
from portal.core.config import read_config
from tests.bench import world
from tests.bench.load import HEADERS, Ask
from tests.deployment.machine import machine

SIGN_INS = 200
AT_ONCE = (50, SIGN_INS)
CALM_SECONDS = 6
_EACH_MS = 20  # between two looks at the catalog

Connect = Callable[[], http.client.HTTPConnection]


@dataclass(frozen=True)
class Flood:
    """What came of a flood of sign-ins; times of the catalog in ms."""

    at_once: int
    calm: list[float]
    flooded: list[float]
    signed_in: int
    sent_away: int
    seconds: float

    def percentiles(self, share: float) -> tuple[float, float]:
        """Return the time within which this share of the answers came, in calm and in the flood."""
        return _percentile(self.calm, share), _percentile(self.flooded, share)


def flood_at(port: int, next_sign_in: Callable[[], Ask]) -> list[Flood]:
    """Flood a process of the portal."""
    connect = partial(http.client.HTTPConnection, "127.0.0.1", port, timeout=120)
    return [_flood(connect, next_sign_in, at_once) for at_once in AT_ONCE]


def flood_of_deployment(people: int, applications: int) -> list[Flood]:
    """Flood the portal as it is deployed: nginx, two web processes and a worker, PostgreSQL, Redis."""
    trusting = ssl._create_unverified_context()  # noqa: S323 - our own certificate
    with tempfile.TemporaryDirectory() as folder, machine(Path(folder)) as running:
        running.flask("bench-data", "--people", str(people), "--applications", str(applications))
        app = create_app(read_config(running.settings))
        port = running.ports["443"]
        connect = partial(http.client.HTTPSConnection, "127.0.0.1", port, timeout=120, context=trusting)
        try:
            return [_flood(connect, world.sign_ins(app, people), at_once) for at_once in AT_ONCE]
        finally:
            app.extensions["database"].dispose()


def _flood(connect: Connect, next_sign_in: Callable[[], Ask], at_once: int, rounds: int = 3) -> Flood:
    """Look at the catalog in calm and during a flood, in turn."""
    calm: list[float] = []
    flooded: list[float] = []
    seconds: list[float] = []
    answers: Counter[int] = Counter()
    turn = count()
    for _round in range(rounds):
        calm += _look(connect, turn, _ends_in(CALM_SECONDS))
        asks = [next_sign_in() for _ in range(SIGN_INS)]
        over = threading.Event()
        with ThreadPoolExecutor(1) as beside:
            looking = beside.submit(_look, connect, turn, over)
            begun = time.perf_counter()
            with ThreadPoolExecutor(at_once) as pool:
                answers.update(pool.map(lambda ask: _sign_in(connect, ask), asks))
            seconds.append(time.perf_counter() - begun)
            over.set()
            flooded += looking.result()
    signed_in = answers[303] // rounds
    return Flood(at_once, calm, flooded, signed_in, SIGN_INS - signed_in, statistics.median(seconds))


def _ends_in(seconds: float) -> threading.Event:
    over = threading.Event()
    threading.Timer(seconds, over.set).start()
    return over


def _look(connect: Connect, turn: "count[int]", over: threading.Event) -> list[float]:
    times = []
    connection = connect()
    while not over.is_set():
        begun = time.perf_counter()
        connection.request("GET", f"/zh/catalog?flood={next(turn)}", headers={**HEADERS, "Cookie": "lang=zh"})
        answer = connection.getresponse()
        answer.read()
        times.append((time.perf_counter() - begun) * 1000)
        if answer.status != 200:
            raise RuntimeError(f"the catalog answered {answer.status} beside a flood of sign-ins")
        time.sleep(_EACH_MS / 1000)
    connection.close()
    return times


def _sign_in(connect: Connect, ask: Ask) -> int:
    connection = connect()
    connection.request("POST", ask.path, ask.body, ask.headers)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status


def _percentile(times: list[float], share: float) -> float:
    ordered = sorted(times)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]
