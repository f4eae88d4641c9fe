"""Let two hundred people sign in at once, and see what it does to those who only look at the catalog."""

import http.client
import statistics
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count

from tests.bench.load import HEADERS, Ask
from tests.bench.servers import Server

SIGN_INS, AT_ONCE = 200, 50
_EACH_MS = 20  # between two looks at the catalog


@dataclass(frozen=True)
class Flood:
    """What came of a flood of sign-ins; times of the catalog in ms."""

    calm: list[float]
    flooded: list[float]
    signed_in: int
    sent_away: int
    seconds: float

    def percentiles(self, share: float) -> tuple[float, float]:
        """Return the time within which this share of the answers came, in calm and in the flood."""
        return _percentile(self.calm, share), _percentile(self.flooded, share)


def flood(server: Server, next_sign_in: Callable[[], Ask], rounds: int = 3) -> Flood:
    """Look at the catalog in calm and during a flood, in turn."""
    calm: list[float] = []
    flooded: list[float] = []
    seconds: list[float] = []
    answers: Counter[int] = Counter()
    turn = count()
    for _round in range(rounds):
        calm += _look(server, turn, _ends_in(2))
        asks = [next_sign_in() for _ in range(SIGN_INS)]
        over = threading.Event()
        with ThreadPoolExecutor(1) as beside:
            looking = beside.submit(_look, server, turn, over)
            begun = time.perf_counter()
            with ThreadPoolExecutor(AT_ONCE) as pool:
                answers.update(pool.map(lambda ask: _sign_in(server, ask), asks))
            seconds.append(time.perf_counter() - begun)
            over.set()
            flooded += looking.result()
    return Flood(calm, flooded, answers[303] // rounds, answers[503] // rounds, statistics.median(seconds))


def _ends_in(seconds: float) -> threading.Event:
    over = threading.Event()
    threading.Timer(seconds, over.set).start()
    return over


def _look(server: Server, turn: "count[int]", over: threading.Event) -> list[float]:
    times = []
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
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


def _sign_in(server: Server, ask: Ask) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
    connection.request("POST", ask.path, ask.body, ask.headers)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status


def _percentile(times: list[float], share: float) -> float:
    ordered = sorted(times)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]
