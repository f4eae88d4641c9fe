"""Ask the same lists of a small database and of a large one in turn, where both have a full page to show."""

import http.client
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from itertools import cycle

from flask import Flask

from portal.catalog.types import PAGE_SIZE
from portal.core import clock
from tests.bench import world
from tests.bench.load import Ask, Case, Cost, counted, measure_in_turn
from tests.bench.servers import Server

LARGE = ", large"
CARD = b'<a class="cover"'
_FILTERS = (
    "mode=onsite", "open=1", "language=zh", "language=mn", "level=5", "level=4", "group=veteran", "region=150000",
    "group=disabled&mode=onsite", "group=veteran&language=zh", "mode=onsite&open=1", "trade=care",
)  # fmt: skip
_WORDS = ("shi", "gong", "zhi", "jishu", "peixun", "pei", "xuexiao", "hu", "jia")


def measure_sizes(app: Flask, small: Server, other: Flask, large: Server, rounds: int) -> dict[str, Cost]:
    """Return what the lists cost in each database; a list that is not as long in both is refused."""
    pairs = [
        (Case(name, small, asks), Case(name + LARGE, large, asks_large))
        for (name, asks), (_name, asks_large) in zip(_lists(small, large), _lists(small, large), strict=True)
    ]
    ids = (world.open_classes(app)[0], world.open_classes(other)[0])
    one, one_large = (counted(f"/zh/classes/{class_id}?n={{n}}") for class_id in ids)
    pairs.append((Case("one class", small, one), Case(f"one class{LARGE}", large, one_large)))
    return measure_in_turn(pairs, rounds)


def _lists(small: Server, large: Server) -> Iterator[tuple[str, Callable[[], Ask]]]:
    days = f"from={clock.today() - timedelta(days=365)}&to={clock.today() - timedelta(days=1)}"
    yield "home", counted("/zh/?n={n}")
    for name, addresses in (
        ("catalog", ["/zh/catalog"]),
        ("classes", ["/zh/classes"]),
        ("classes, filters", [f"/zh/classes?{chosen}" for chosen in _FILTERS]),
        ("classes, search", [f"/zh/classes?q={word}" for word in _WORDS]),
        ("past classes", [f"/zh/classes?{days}"]),
    ):
        yield name, _in_turn([address for address in addresses if _is_full(small, large, address)], name)


def _in_turn(addresses: Sequence[str], name: str) -> Callable[[], Ask]:
    if not addresses:
        raise RuntimeError(f"{name}: no page is full in both databases")
    asks = cycle([counted(f"{address}{'&' if '?' in address else '?'}n={{n}}") for address in addresses])
    return lambda: next(asks)()


def _is_full(small: Server, large: Server, address: str) -> bool:
    return all(_cards(server, address) == PAGE_SIZE for server in (small, large))


def _cards(server: Server, address: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    connection.request("GET", address, headers={"Cookie": "lang=zh"})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return body.count(CARD) if answer.status == 200 else -1
