"""Print each budget beside what is measured: ``python -m tests.bench``, or ``make bench``."""

import argparse
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path
from secrets import token_urlsafe
from urllib.parse import urlencode

from flask import Flask

from tests import bench_pdf, burst
from tests.bench import floor, wire, world
from tests.bench.load import Ask, Case, counted, measure
from tests.bench.path import Step, walk
from tests.bench.report import Report
from tests.bench.servers import Server, serve, settings
from tests.bench.statements import count_statements
from tests.with_postgresql import postgresql

PARTS = ("pages", "path", "statements", "memory", "wire", "pdf", "burst")
PAGES = {
    "home": "/zh/",
    "catalog": "/zh/catalog",
    "classes": "/zh/classes",
    "class page": "/zh/classes/{class_id}",
    "record": "/zh/me/record",
    "sign-in form": "/zh/login",
    "apply form": "/zh/classes/{class_id}/apply",
}


def main() -> int:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--people", type=int, default=1000)
    parser.add_argument("--applications", type=int, default=3000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--postgresql", action="store_true", help="on PostgreSQL instead of SQLite")
    parser.add_argument("--only", type=lambda text: text.split(","), default=PARTS, help=",".join(PARTS))
    parser.add_argument("--keep", type=Path, help="a directory whose filled SQLite database is made once and kept")
    asked = parser.parse_args()
    with ExitStack() as stack:
        if asked.postgresql:
            _use_postgresql(stack.enter_context(postgresql()))
        folder = asked.keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        app = world.make_portal(folder, asked.people, asked.applications)
        report = Report(app, asked.people, asked.applications, asked.rounds)
        with _servers(app, folder) as (portal, bare):
            _measure_servers(asked, app, portal, bare, report)
        app.extensions["database"].dispose()
        if "pdf" in asked.only:
            report.pdf(bench_pdf.measure())
        if "burst" in asked.only:
            report.burst(burst.run())
    sys.stdout.write(report.text())
    return 0


def _use_postgresql(address: str) -> None:
    from tests import conftest  # its functions make databases on this server from now on

    conftest.SERVER = address


@contextmanager
def _servers(app: Flask, folder: Path) -> Iterator[tuple[Server, Server]]:
    config = app.config["PORTAL"]
    beside = f"sqlite:///{folder / 'floor.sqlite3'}" if config.is_sqlite else config.database_url
    floor.fill(beside, world.number_of_classes(app))
    with (
        serve("portal", "wsgi:app", config.database_url, settings(config), factory=False) as portal,
        serve("floor", "tests.bench.floor:create_floor", beside, {"FLOOR_DATABASE_URL": beside}, factory=True) as bare,
    ):
        yield portal, bare


def _measure_servers(asked: argparse.Namespace, app: Flask, portal: Server, bare: Server, report: Report) -> None:
    classes = world.open_classes(app)
    if "pages" in asked.only:
        report.pages(measure(_cases(app, portal, bare, classes, asked.people), asked.rounds))
    if "path" in asked.only:
        people = world.walkers(app, asked.rounds + 1)
        walks = [walk(portal, person_id, class_id) for person_id, class_id in zip(people, classes, strict=False)]
        report.path(_medians(walks[1:]))
    if "statements" in asked.only:
        report.statements(_statements(app, classes[0]))
    if "memory" in asked.only:
        report.memory({server.name: server.memory_mib() for server in (portal, bare)})
    if "wire" in asked.only:
        paths = ("/", "/classes", "/catalog", f"/classes/{classes[0]}", "/login")
        for edition in ("zh", "mn"):
            report.wire(wire.weigh(f"http://127.0.0.1:{portal.port}", edition, paths))


def _cases(app: Flask, portal: Server, bare: Server, classes: list[int], people: int) -> list[Case]:
    turn = count()
    trades = ("care", "repair", "farming", "digital", "catering")
    words = ("yang", "hu", "dian", "jia", "hanjie")

    def filtered() -> Ask:
        n = next(turn)
        return Ask(f"/zh/classes?trade={trades[n % 5]}&mode=onsite&open=1&n={n}")

    def searched() -> Ask:
        n = next(turn)
        return Ask(f"/zh/classes?q={words[n % 5]}&n={n}")

    own = world.own_page
    return [
        Case("floor", bare, counted("/list?n={n}")),
        Case("home", portal, counted("/zh/?n={n}")),
        Case("catalog", portal, counted("/zh/catalog?n={n}")),
        Case("catalog, kept", portal, lambda: Ask("/zh/catalog")),
        Case("classes", portal, counted("/zh/classes?n={n}")),
        Case("classes, kept", portal, lambda: Ask("/zh/classes")),
        Case("classes, filters", portal, filtered),
        Case("classes, search", portal, searched),
        Case("classes, signed in", portal, own(app, "/zh/classes", people)),
        Case("class page", portal, counted(f"/zh/classes/{classes[0]}?n={{n}}")),
        Case("record, signed in", portal, own(app, "/zh/me/record", people)),
        Case("apply form, signed in", portal, own(app, f"/zh/classes/{classes[-1]}/apply", people)),
        Case("apply, sent", portal, _applications(app, classes, people), requests=20, expected=(303, 409)),
        Case("sign-in form", portal, counted("/zh/login?n={n}")),
        Case("sign in", portal, world.sign_ins(app, people), requests=5, expected=(303,)),
    ]


def _applications(app: Flask, classes: list[int], people: int) -> Callable[[], Ask]:
    turn = count()
    token = world.token(app)

    def ask() -> Ask:
        n = next(turn)
        cookie = world.signed_in(app, people - n % people)
        fields = {"csrf_token": token, "form_token": token_urlsafe(16), "clash_known": "y"}
        return Ask(f"/zh/classes/{classes[n // people % len(classes)]}/apply", urlencode(fields), cookie)

    return ask


def _statements(app: Flask, class_id: int) -> dict[str, int]:
    found = {}
    app.extensions["pages"].seconds = 0
    for name, path in PAGES.items():
        client = app.test_client()
        if name in ("record", "apply form"):
            with client.session_transaction() as cookie:
                cookie.update(world.session_of(app, 1))
        found[name] = count_statements(app, client, path.format(class_id=class_id))
    return found


def _medians(walks: list[list[Step]]) -> list[Step]:
    return [
        Step(same[0].name, same[0].requests, statistics.median(step.processor_ms for step in same), same[0].size)
        for same in zip(*walks, strict=True)
    ]


if __name__ == "__main__":
    sys.exit(main())
