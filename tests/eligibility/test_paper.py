"""Printed answers hold nobody up, are printed once, and are kept only where they say nothing of a record."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Event
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.core import turns
from portal.core.pdf import document
from portal.core.turns import Places
from portal.core.web import limiter
from portal.eligibility.services import paper
from tests.conftest import SignIn

PAPER = "/zh/eligibility/result.pdf?training_type=employment_skill"
PATIENCE = 60


@pytest.fixture(autouse=True)
def shelf(monkeypatch: pytest.MonkeyPatch) -> paper.Shelf:
    """A shelf without what other tests printed."""
    empty = paper.Shelf()
    monkeypatch.setattr(paper, "shelf", empty)
    return empty


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What went to the press."""
    sent: list[str] = []

    def render(html: str, *, edition: str, gaps: bool) -> bytes:
        sent.append(html)
        return f"%PDF {edition} {len(sent)}".encode()

    monkeypatch.setattr(paper.pdf, "render", render)
    return sent


@pytest.fixture
def busy_press() -> Iterator[Callable[[], None]]:
    """Hold the press for another paper until told."""
    press, free = document._press(), Event()
    with ThreadPoolExecutor(1) as other:
        held = Event()

        def hold() -> None:
            with press.lock:
                held.set()
                free.wait(PATIENCE)

        other.submit(hold)
        held.wait(PATIENCE)
        yield free.set
        free.set()


def test_a_crowd_that_prints_leaves_other_pages_open(
    real_app: Flask, monkeypatch: pytest.MonkeyPatch, busy_press: Callable[[], None]
) -> None:
    monkeypatch.setattr(turns, "_places", Places(2))
    with ThreadPoolExecutor(8) as crowd:
        papers = [crowd.submit(real_app.test_client().get, f"{PAPER}&times={number % 4}") for number in range(8)]
        catalog = [real_app.test_client().get("/zh/catalog").status_code for _ in range(4)]
        assert not any(one.done() for one in papers)
        busy_press()
        answers = [one.result(PATIENCE) for one in papers]

    assert catalog == [200] * 4
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.data for answer in answers}) == 4
    assert turns._places._free == 2


def test_the_same_answer_is_printed_once_for_each_edition(client: FlaskClient, printed: list[str]) -> None:
    papers = [client.get(address).data for address in (PAPER, PAPER, PAPER.replace("/zh/", "/mn/"), f"{PAPER}&times=1")]

    assert papers == [b"%PDF zh 1", b"%PDF zh 1", b"%PDF mn 2", b"%PDF zh 3"]


def test_nothing_is_kept_for_long_and_never_much(
    client: FlaskClient, printed: list[str], shelf: paper.Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = 1e6
    monkeypatch.setattr(paper, "monotonic", lambda: moment)
    for number in range(paper.MOST_KEPT + 3):
        shelf.find_or_make(("zh", bytes([number])), lambda: b"paper")
    assert len(shelf._kept) == paper.MOST_KEPT
    client.get(PAPER)
    moment += paper.KEPT_SECONDS
    client.get(PAPER)
    assert len(printed) == 2
    moment += 1
    shelf.find_or_make(("zh", b"other"), lambda: b"paper")
    assert len(shelf._kept) == 2


def test_what_a_record_knows_is_not_kept(
    app: Flask, sign_in: SignIn, resident: Any, printed: list[str], shelf: paper.Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def known(_person_id: int, _day: date) -> dict[str, object]:
        return {"residence_region": "152525"}

    monkeypatch.setitem(app.extensions, "eligibility.known_facts", known)
    browser = sign_in(resident)
    for _ in range(2):
        browser.get(PAPER)

    assert len(printed) == 2
    assert not shelf._kept


def test_one_address_prints_so_many_a_minute(
    client: FlaskClient, printed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limiter, "enabled", True)
    limiter.reset()
    answers = [client.get(PAPER).status_code for _ in range(11)]
    limiter.reset()

    assert answers == [200] * 10 + [429]
    assert client.get("/zh/eligibility/result").status_code == 200
