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

from tests import burst
from tests.bench import documents, floor, wire, world
from tests.bench.flood import flood_at, flood_of_deployment
from tests.bench.load import Ask, Case, counted, measure
from tests.bench.path import Step, walk
from tests.bench.report import Report
from tests.bench.servers import Server, serve, settings
from tests.bench.sizes import LARGE, measure_sizes
from tests.bench.statements import count_statements
from tests.with_postgresql import postgresql

PARTS = ("pages", "sizes", "path", "statements", "flood", "memory", "wire", "pdf", "burst", "deployment")
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
    parser.add_argument(
        "--large", help="a filled large database to measure beside: the folder of --keep, or an address"
    )
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
            report.pdf(documents.measure_documents(), documents.growth_over_a_thousand())
        if "burst" in asked.only:
            report.burst(burst.run())
        if "deployment" in asked.only:
            report.flood("behind nginx", flood_of_deployment(asked.people, asked.applications))
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
    _measure_pages(asked, app, portal, bare, report)
    if "flood" in asked.only:
        report.flood("one process", flood_at(portal.port, world.sign_ins(app, asked.people)))
    if "memory" in asked.only:
        report.memory({server.name: server.memory_mib() for server in (portal, bare)})
    if "wire" in asked.only:
        paths = ("/", "/classes", "/catalog", f"/classes/{world.open_classes(app)[0]}", "/login")
        for edition in ("zh", "mn"):
            report.wire(wire.weigh(f"http://127.0.0.1:{portal.port}", edition, paths))


def _measure_pages(asked: argparse.Namespace, app: Flask, portal: Server, bare: Server, report: Report) -> None:
    classes = world.open_classes(app)
    if "pages" in asked.only:
        report.pages(measure(_cases(app, portal, bare, classes, asked.people), asked.rounds))
    if "sizes" in asked.only and asked.large:
        _measure_sizes(asked, app, portal, report)
    if "path" in asked.only:
        people = world.walkers(app, asked.rounds + 1)
        walks = [walk(portal, person_id, class_id) for person_id, class_id in zip(people, classes, strict=False)]
        report.path(_medians(walks[1:]))
    if "statements" in asked.only:
        report.statements(_statements(app, classes[0]))


def _measure_sizes(asked: argparse.Namespace, app: Flask, portal: Server, report: Report) -> None:
    other = world.open_portal(asked.large)
    config = other.config["PORTAL"]
    with serve("large", "wsgi:app", config.database_url, settings(config), factory=False) as large:
        report.sizes(measure_sizes(app, portal, other, large, asked.rounds), LARGE)
    other.extensions["database"].dispose()


def _lists(server: Server) -> list[Case]:
    """Return the lists that grow with the region."""
    turn = count()
    trades = ("care", "repair", "farming", "digital", "catering")
    words = ("yang", "hu", "dian", "jia", "hanjie")

    def filtered() -> Ask:
        n = next(turn)
        return Ask(f"/zh/classes?trade={trades[n % 5]}&mode=onsite&open=1&n={n}")

    def searched() -> Ask:
        n = next(turn)
        return Ask(f"/zh/classes?q={words[n % 5]}&n={n}")

    return [
        Case("home", server, counted("/zh/?n={n}")),
        Case("catalog", server, counted("/zh/catalog?n={n}")),
        Case("classes", server, counted("/zh/classes?n={n}")),
        Case("classes, filters", server, filtered),
        Case("classes, search", server, searched),
    ]


def _cases(app: Flask, portal: Server, bare: Server, classes: list[int], people: int) -> list[Case]:
    named = {case.name: case for case in _lists(portal)}
    own = world.own_page
    return [
        Case("floor", bare, counted("/list?n={n}")),
        named["home"],
        named["catalog"],
        Case("catalog, kept", portal, lambda: Ask("/zh/catalog")),
        named["classes"],
        Case("classes, kept", portal, lambda: Ask("/zh/classes")),
        named["classes, filters"],
        named["classes, search"],
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
