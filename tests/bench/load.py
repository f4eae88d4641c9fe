"""Ask pages one after another over one connection, and say what an answer costs."""

import http.client
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from tests.bench.servers import Server

IN_TURN = 200  # requests of a round for each of the two
HEADERS = {"Accept-Encoding": "gzip, deflate, br, zstd", "Accept-Language": "zh-CN,zh;q=0.9"}


@dataclass(frozen=True)
class Ask:
    """One request."""

    path: str
    body: str | None = None
    cookie: str = "lang=zh"

    @property
    def headers(self) -> dict[str, str]:
        """Return the headers a browser would send."""
        form = {"Content-Type": "application/x-www-form-urlencoded"} if self.body is not None else {}
        return {**HEADERS, "Cookie": self.cookie, **form}


@dataclass(frozen=True)
class Case:
    """A page to measure: what it is called, who serves it, and the next request for it."""

    name: str
    server: Server
    next: Callable[[], Ask]
    requests: int = 60
    expected: tuple[int, ...] = (200,)


@dataclass
class Cost:
    """What the answers of one case cost, round by round; times in ms."""

    processor: list[float] = field(default_factory=list)
    database: list[float] = field(default_factory=list)
    latencies: list[float] = field(default_factory=list)
    size: int = 0

    @property
    def both(self) -> float:
        """Return the median processor time of an answer, the database's included."""
        return statistics.median(a + b for a, b in zip(self.processor, self.database, strict=True))

    def percentile(self, share: float) -> float:
        """Return the latency that this share of the answers kept within."""
        ordered = sorted(self.latencies)
        return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def measure(cases: list[Case], rounds: int) -> dict[str, Cost]:
    """Measure the cases in turn, several rounds, each time in another order."""
    costs = {case.name: Cost() for case in cases}
    for case in cases:
        _round(case, Cost(), 8)  # what is made once, such as compiled templates, is not an answer's cost
    for number in range(rounds):
        start = number % len(cases)
        for case in cases[start:] + cases[:start]:
            _round(case, costs[case.name], case.requests)
    return costs


def measure_in_turn(pairs: Sequence[tuple[Case, Case]], rounds: int) -> dict[str, Cost]:
    """Measure the two cases of each pair request by request in turn, so that both meet the same moments."""
    costs = {case.name: Cost() for pair in pairs for case in pair}
    for pair in pairs:
        for case in pair:
            _round(case, Cost(), 24)
    for _number in range(rounds):
        for pair in pairs:
            _round_in_turn(pair, [costs[case.name] for case in pair])
    return costs


def _round_in_turn(pair: tuple[Case, Case], costs: Sequence[Cost]) -> None:
    connections = [_connect(case) for case in pair]
    before = [(case.server.processor_ms(), case.server.database_ms()) for case in pair]
    for _request in range(IN_TURN):
        for case, cost, connection in zip(pair, costs, connections, strict=True):
            _ask(case, cost, connection, case.next())
    for case, cost, connection, (processor, database) in zip(pair, costs, connections, before, strict=True):
        cost.processor.append((case.server.processor_ms() - processor) / IN_TURN)
        cost.database.append((case.server.database_ms() - database) / IN_TURN)
        connection.close()


def _round(case: Case, cost: Cost, requests: int) -> None:
    connection = _connect(case)
    asks = [case.next() for _ in range(requests)]
    processor, database = case.server.processor_ms(), case.server.database_ms()
    for ask in asks:
        _ask(case, cost, connection, ask)
    cost.processor.append((case.server.processor_ms() - processor) / requests)
    cost.database.append((case.server.database_ms() - database) / requests)
    connection.close()


def _connect(case: Case) -> http.client.HTTPConnection:
    return http.client.HTTPConnection("127.0.0.1", case.server.port, timeout=60)


def _ask(case: Case, cost: Cost, connection: http.client.HTTPConnection, ask: Ask) -> None:
    begun = time.perf_counter()
    connection.request("GET" if ask.body is None else "POST", ask.path, ask.body, ask.headers)
    answer = connection.getresponse()
    body = answer.read()
    cost.latencies.append((time.perf_counter() - begun) * 1000)
    if answer.status not in case.expected:
        raise RuntimeError(f"{case.name}: {ask.path} answered {answer.status}")
    cost.size = len(body)


def counted(pattern: str) -> Callable[[], Ask]:
    """Return requests of which no two are alike: ``{n}`` counts them."""
    numbers = _numbers()
    return lambda: Ask(pattern.format(n=next(numbers)))


def _numbers() -> Iterator[int]:
    number = int(time.time() * 1000) % 100_000_000  # other ones than the run before
    while True:
        number += 1
        yield number
