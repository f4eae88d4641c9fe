"""Processes come and go, and nobody notices: killed, restarted, in a burst, without Redis."""

import re
import sys
import threading
import time
import urllib.request
from pathlib import Path
from statistics import median

import pytest
from flask import Flask
from sqlalchemy import select

from portal.core import db
from portal.enrolment.models import Application
from portal.records.models import SummaryPrint
from tests.burst import prepare
from tests.deployment.crowd import Applicant, Visitors, ask, in_threads, readers
from tests.deployment.machine import ROOT, WEB, WORKER, Machine, wait_for, wait_until

PAGES = ("/zh/", "/zh/classes", "/mn/classes?open=1", "/zh/catalog", "/zh/login", "/readyz")


def _say(what: str, visitors: Visitors) -> None:
    """Write how long answers took (seen with ``pytest -s``); nothing is asserted of time."""
    seconds = sorted(visitors.seconds)
    p50, p95 = seconds[len(seconds) // 2], seconds[len(seconds) * 19 // 20]
    sys.stdout.write(f"{what}: {len(seconds)}, p50 {p50:.3f} s, p95 {p95:.3f} s\n")


def waiting_prints() -> list[SummaryPrint]:
    """Return what is still in the queue of the printers."""
    db.session().rollback()
    return list(db.session().scalars(select(SummaryPrint)))


def applications(class_id: int) -> list[Application]:
    """Return all applications for a class in the order they came."""
    db.session().rollback()
    stmt = select(Application).where(Application.class_session_id == class_id).order_by(Application.arrival)
    return list(db.session().scalars(stmt))


def test_a_killed_web_process_loses_nothing_that_was_confirmed(running: Machine, inside: Flask) -> None:
    class_id, sessions = prepare(inside, 80, 30)
    address = f"{running.address}/zh/classes/{class_id}/apply"
    people = [Applicant(address, session, patience=20) for session in sessions]
    visitors = Visitors([running.address + page for page in PAGES])
    visitors.begin()
    killer = threading.Thread(target=lambda: (time.sleep(1.5), running.kill(WEB[0])))
    killer.start()

    in_threads([person.apply for person in people], most=8)

    killer.join()
    visitors.stop()
    running.start(WEB[0])
    wait_for(f"http://127.0.0.1:{running.port_of(WEB[0])}/readyz")
    rows = applications(class_id)
    assert {person.application for person in people} == {str(row.id) for row in rows}
    assert len(rows) == 80  # nobody twice, whoever sent the form again
    assert [row.arrival for row in rows] == list(range(1, 81))
    assert [row.state.value for row in rows] == ["accepted"] * 30 + ["waiting"] * 50
    assert set(visitors.statuses) == {200}


def test_a_rolling_restart_fails_no_request(running: Machine, inside: Flask) -> None:
    class_id, sessions = prepare(inside, 60, 60)
    address = f"{running.address}/zh/classes/{class_id}/apply"
    people = [Applicant(address, session) for session in sessions]
    visitors = Visitors([running.address + page for page in PAGES])
    before = {unit: running.processes[unit].pid for unit in (*WEB, WORKER)}
    visitors.begin()
    restart = threading.Thread(target=running.rolling_restart)
    restart.start()

    def apply_now_and_then(person: Applicant) -> None:
        person.apply()
        time.sleep(0.2)

    in_threads([lambda person=person: apply_now_and_then(person) for person in people], most=2)

    restart.join()
    visitors.stop()
    _say("pages during the rolling restart", visitors)
    assert all(running.processes[unit].pid != pid for unit, pid in before.items())
    assert [person.tries for person in people] == [[303]] * 60
    assert len(applications(class_id)) == 60
    assert set(visitors.statuses) == {200}


def test_two_hundred_summaries_are_made_in_turn(running: Machine, inside: Flask) -> None:
    many = readers(inside, running.address, people=1, documents=20)
    others = readers(inside, running.address, people=180, documents=1)
    visitors = Visitors([f"{running.address}/zh/classes?q=yanglao"], session=others[0].session)
    visitors.begin(people=1)
    killer = threading.Thread(target=lambda: (time.sleep(3), running.kill(WORKER), running.start(WORKER)))
    killer.start()

    in_threads([reader.read for reader in (*many, *others)], most=200)

    killer.join()
    visitors.stop()
    _say("catalog meanwhile, signed in", visitors)
    everyone = [*many, *others]
    assert all(reader.pdf.startswith(b"%PDF") for reader in everyone)
    assert {status for reader in everyone for status in reader.statuses} == {200, 202}
    # One person counts once: most of their twenty are made after most of the others' one.
    assert median(reader.done_at for reader in many) > median(reader.done_at for reader in others)
    said = next(page for reader in everyone for page in reader.places).decode()
    assert re.search(r'class="big">\d+<', said)
    assert "正在为您制作文件" in said
    again = others[0]
    assert ask(again.address, again.session).body == again.pdf
    wait_until(lambda: not waiting_prints())  # a place is given back just after its summary is there
    assert set(visitors.statuses) == {200}


def test_pages_for_everyone_are_kept_by_nginx_and_those_of_one_person_never(running: Machine, inside: Flask) -> None:
    _class_id, (session,) = prepare(inside, 1, 1)
    page = f"{running.address}/zh/guides"

    kept = [ask(page).headers["x-cache"] for _time in range(20)]  # for one second: some may come too late
    own = [ask(page, session) for _time in range(2)]
    private = ask(f"{running.address}/zh/me", session)

    assert kept[0] == "MISS"
    assert "HIT" in kept
    assert [answer.headers["x-cache"] for answer in own] == ["BYPASS"] * 2
    assert private.headers["cache-control"] == "no-store"
    assert ask(f"{running.address}/zh/me").status in (302, 303)  # nothing of it for somebody else
    style = re.findall(r'href="(/static/[^"]+\.css)"', ask(page).body.decode())[0]
    answers = [ask(running.address + style) for _time in range(2)]
    assert [answer.status for answer in answers] == [200, 200]
    assert answers[1].headers["x-cache"] == "HIT"
    assert "immutable" in answers[1].headers["cache-control"]


def test_counts_are_read_inside_only_and_the_log_names_nobody(running: Machine) -> None:
    inside = [
        urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=60).read().decode()
        for port in (*map(running.port_of, WEB), running.ports["9101"])
    ]

    ask(f"{running.address}/v/AAAA-BBBB?q=secret")
    assert ask(f"{running.address}/metrics").status == 404
    assert all("portal_requests_total" in text for text in inside[:2])
    assert "portal_job_runs_total" in inside[2]
    assert "GET /v/ " in running.log
    assert "AAAA" not in running.log
    assert "secret" not in running.log


def test_without_any_process_a_page_of_its_own_says_what_to_do(running: Machine) -> None:
    for unit in WEB:
        running.stop(unit)
    time.sleep(0.2)

    answer = ask(f"{running.address}/zh/login")

    for unit in WEB:
        running.start(unit)
        wait_for(f"http://127.0.0.1:{running.port_of(unit)}/readyz")
    wait_for(f"{running.address}/zh/login")  # nginx asks again after three seconds
    assert answer.status == 502
    assert answer.body == (ROOT / "static" / "unavailable.html").read_bytes()


@pytest.mark.parametrize("lang", ["zh_Hans_CN", "mn_Mong_CN"])
def test_that_page_says_what_the_portal_itself_says(lang: str) -> None:
    from portal.core.i18n import _catalogue

    page = Path(ROOT / "static" / "unavailable.html").read_text(encoding="utf-8")

    for sentence in (
        "Very busy at the moment",
        "Many people are here at once. Please wait a moment and send it again: nothing will be done twice.",
    ):
        assert _catalogue(lang).ugettext(sentence) in page


def test_without_redis_everything_goes_on(running: Machine, inside: Flask) -> None:
    running.kill("redis")
    (reader,) = readers(inside, running.address, people=1, documents=1)
    page = ask(f"{running.address}/zh/login")

    reader.read()

    assert page.status == 200
    assert reader.pdf.startswith(b"%PDF")
    for unit in WEB:
        direct = f"http://127.0.0.1:{running.port_of(unit)}/zh/verify?code=AAAA"
        request = urllib.request.Request(direct, headers={"Accept": "text/html"})
        with pytest.raises(urllib.error.HTTPError, match="404"):  # counted and looked up, not a fault
            urllib.request.urlopen(request, timeout=60)  # noqa: S310 - our own
    assert running.stop(WORKER) == 0
