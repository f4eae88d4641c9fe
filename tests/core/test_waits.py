"""Whoever waits for the press, for the turn to write or for a workbook holds neither a place at work nor a connection."""

import subprocess
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text

from portal.core import db, state, turns
from portal.core.pdf import document, render
from portal.core.tables import read_table
from portal.core.turns import Places, few_at_once
from tests.core.workbooks import COLUMNS, workbook

PATIENCE = 20
SHEET = '<html lang="zh"><head><title>t</title></head><body class="zh"><p>{}</p></body></html>'


@pytest.fixture(autouse=True)
def two_places(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two may work at once."""
    monkeypatch.setattr(turns, "_places", Places(2))


def asked(app: Flask, work: Callable[[int], object]) -> Callable[[int], Iterable[bytes]]:
    """Return what answers a request as the server does: it reads first, and then does this work."""

    def answer(number: int) -> Iterable[bytes]:
        def page(_environ: dict[str, Any], _start: Any) -> Iterable[bytes]:
            with app.app_context():
                db.session().execute(text("SELECT 1"))
                work(number)
            return [b"done"]

        return few_at_once(page)({}, None)

    return answer


def write(number: int) -> None:
    """Write something."""
    with db.transaction():
        state.put(f"n{number}", "x")


def print_sheet(number: int) -> None:
    """Print something."""
    render(SHEET.format(number), edition="zh")


def all_wait_aside(app: Flask) -> bool:
    """Tell whether nobody is at work and nobody holds a connection."""
    return turns._places._free == 2 and app.extensions["database"].pool.checkedout() == 0


def wait_until_all_are_aside(app: Flask) -> None:
    """Wait until it is so, but not for ever."""
    end = time.monotonic() + PATIENCE
    while not all_wait_aside(app):
        assert time.monotonic() < end, "somebody waits in a place at work"
        threading.Event().wait(0.001)


@pytest.mark.parametrize("work", [write, print_sheet])
def test_a_crowd_that_waits_leaves_room_to_others(real_app: Flask, work: Callable[[int], object]) -> None:
    if work is write and real_app.extensions["database"].dialect.name == "postgresql":
        pytest.skip("there writers wait for one another only where they meet")
    lock = db._sqlite_turn if work is write else document._press().lock
    begun = threading.Barrier(5)

    def begin_and_work(number: int) -> None:
        if number < 4:
            with turns.stepping_aside():
                begun.wait(PATIENCE)
        work(number)

    with ThreadPoolExecutor(4) as pool:
        with lock:
            crowd = [pool.submit(asked(real_app, begin_and_work), number) for number in range(4)]
            begun.wait(PATIENCE)
            wait_until_all_are_aside(real_app)
            quick = asked(real_app, lambda _number: None)(9)
        answers = [one.result(PATIENCE) for one in crowd]

    assert quick == [b"done"]
    assert answers == [[b"done"]] * 4
    assert turns._places._free == 2


def test_a_workbook_is_read_aside(real_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    reading, run = list[bool](), subprocess.run

    def look_and_run(*arguments: Any, **named: Any) -> Any:
        reading.append(all_wait_aside(real_app))
        return run(*arguments, **named)

    monkeypatch.setattr(subprocess, "run", look_and_run)
    data = workbook([COLUMNS, ["甲", "", ""]])
    asked(real_app, lambda _number: read_table(data, "a.xlsx", COLUMNS))(0)

    assert reading == [True]


def test_many_who_print_and_write_by_turns_never_wait_for_one_another_in_a_ring(real_app: Flask) -> None:
    """More of them than there are places and connections: each lets go of what the others need before it waits."""
    done = list[int]()

    def print_and_write(number: int) -> None:
        for _round in range(3):
            print_sheet(number)
            db.session().execute(select(state.PortalState.name)).all()
            write(number % 3)  # the same few rows, so that they meet on PostgreSQL too
        done.append(number)

    with ThreadPoolExecutor(40) as pool:
        answers = list(pool.map(asked(real_app, print_and_write), range(40), timeout=PATIENCE))

    assert answers == [[b"done"]] * 40
    assert sorted(done) == list(range(40))
    assert turns._places._free == 2
