"""Few requests work at once, in the order they came, and who waits for something else holds up nobody."""

import threading
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from portal.core import turns
from portal.core.turns import Places, few_at_once, stepping_aside

PATIENCE = 60


@pytest.fixture(autouse=True)
def two_places(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two may work at once."""
    monkeypatch.setattr(turns, "_places", Places(2))


def begun(place: Places, order: list[int], number: int) -> threading.Thread:
    """Return a thread that waits in line already, and leaves again once it had its place."""

    def run() -> None:
        place.take()
        order.append(number)
        place.give_back()

    before = len(place._line)
    thread = threading.Thread(target=run)
    thread.start()
    while len(place._line) == before:
        threading.Event().wait(0.001)
    return thread


def test_those_who_wait_get_their_place_in_turn() -> None:
    place, order = Places(1), list[int]()
    place.take()
    threads = [begun(place, order, number) for number in range(5)]
    place.give_back()
    for thread in threads:
        thread.join(PATIENCE)

    assert order == [0, 1, 2, 3, 4]
    assert place._free == 1


def test_never_more_work_at_once_than_there_are_places() -> None:
    at_work, most = 0, list[int]()
    counting = threading.Lock()

    def page(_environ: dict[str, Any], _start: Any) -> Iterable[bytes]:
        nonlocal at_work
        with counting:
            at_work += 1
            most.append(at_work)
        threading.Event().wait(0.002)
        with counting:
            at_work -= 1
        return [b""]

    answer = few_at_once(page)
    with ThreadPoolExecutor(12) as pool:
        list(pool.map(lambda _number: answer({}, None), range(40)))

    assert max(most) == 2


def test_who_steps_aside_holds_up_nobody() -> None:
    told, waiting = threading.Event(), threading.Barrier(4)

    def wait(_environ: dict[str, Any], _start: Any) -> Iterable[bytes]:
        with stepping_aside():
            waiting.wait(PATIENCE)
            told.wait(PATIENCE)
        return [b"waited"]

    with ThreadPoolExecutor(3) as pool:
        others = [pool.submit(few_at_once(wait), {}, None) for _ in range(3)]
        waiting.wait(PATIENCE)  # three are in it at once, though there are two places
        quick = few_at_once(lambda _environ, _start: [b"quick"])({}, None)
        told.set()

    assert quick == [b"quick"]
    assert [other.result() for other in others] == [[b"waited"]] * 3
    assert turns._places._free == 2


def test_who_stepped_aside_comes_back_before_those_who_have_not_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    places, order = Places(1), list[int]()
    monkeypatch.setattr(turns, "_places", places)
    aside, told = threading.Event(), threading.Event()

    def wait(_environ: dict[str, Any], _start: Any) -> Iterable[bytes]:
        with stepping_aside():
            aside.set()
            told.wait(PATIENCE)
        order.append(0)
        return [b""]

    first = threading.Thread(target=few_at_once(wait), args=({}, None))
    first.start()
    aside.wait(PATIENCE)
    places.take()
    later = [begun(places, order, number) for number in (1, 2)]
    told.set()
    while not places._back:
        threading.Event().wait(0.001)
    places.give_back()
    for thread in (first, *later):
        thread.join(PATIENCE)

    assert order == [0, 1, 2]


def test_a_place_is_given_back_after_an_error() -> None:
    def broken(_environ: dict[str, Any], _start: Any) -> Iterable[bytes]:
        raise ZeroDivisionError

    for _ in range(3):
        with pytest.raises(ZeroDivisionError):
            few_at_once(broken)({}, None)

    assert turns._places._free == 2


def test_stepping_aside_is_nothing_outside_of_a_request() -> None:
    with stepping_aside():
        assert turns._places._free == 2
