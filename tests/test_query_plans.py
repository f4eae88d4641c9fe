"""No page and no job reads a big table from end to end: the plans of their statements are looked at, on either engine."""

import os
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text

from portal.catalog.models import ClassSession
from portal.catalog.queries import forget
from portal.catalog.services import set_seat_counts
from portal.core import clock, identity_numbers
from portal.core.db import session, transaction
from portal.enrolment import queries as ledger
from portal.enrolment.types import LedgerFilter
from portal.office.queries.figures import get_figures
from portal.office.services import count_figures
from portal.office.types.figures import FiguresAsked, Measure
from portal.records import queries as records
from portal.records.services import issue_summary, plan_follow_ups
from portal.records.types import VisitReach
from tests.bench.statements import watched
from tests.bench.world import make_portal, session_of
from tests.factories import OfficerFactory

FILLED = (
    "account", "application", "certificate", "class_session", "enrolment_record", "message", "person", "person_group",
)  # fmt: skip
# PostgreSQL plans by what is in a table, so it can be asked of full ones only.
BIG = {
    "sqlite": {*FILLED, "audit_event", "consent", "subsidy_entitlement", "summary_document", "wish"},
    "postgresql": {*FILLED},
}
PUBLIC = (
    "/zh/",
    "/zh/catalog?q=jia&region=150500&level=5&shortage=1",
    "/zh/catalog?group=veteran",
    "/zh/classes",
    "/zh/classes?q=jia&region=150523&group=veteran&trade=care&level=5&mode=onsite&open=1",
    "/zh/classes?region=150500",
    "/zh/classes?page=3",
    "/zh/classes?from=2026-01-01&to=2026-02-01",
    "/zh/providers",
    "/zh/providers?q=jia&region=150500",
    "/verify?code=7K2M9QXDABCD",
)
OWN = (
    "/zh/me", "/zh/me/applications", "/zh/me/record", "/zh/me/record/summary", "/zh/me/messages", "/zh/me/wishes",
    "/zh/me/privacy",
)  # fmt: skip
ME = 3  # one of those who come often
# They read everything on purpose, hours apart, so that no page has to.
COUNTING = ("count_figures", "look_for_alarms", "seal_old_answers")


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A portal with thousands of rows and some staff, which the database has counted."""
    name = f"portal_plans_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    app = make_portal(tmp_path_factory.mktemp("full"), 3000, 9000, name)
    with app.app_context(), transaction() as current:
        current.add_all(OfficerFactory.build_batch(5))
        current.flush()
        current.execute(text("ANALYZE"))
    yield app
    app.extensions["database"].dispose()


@pytest.fixture
def me(full: Flask) -> FlaskClient:
    """A browser in which someone is signed in."""
    client = full.test_client()
    with client.session_transaction() as cookie:
        cookie.update(session_of(full, ME))
    return client


def problems(app: Flask, statements: list[tuple[str, Any]]) -> list[str]:
    """Return the statements that read all of a big table."""
    found = []
    with app.app_context():
        engine = session().connection().dialect.name
        look = _look_at_sqlite if engine == "sqlite" else _look_at_postgresql
        for statement, parameters in statements:
            if statement.startswith(("SELECT", "UPDATE", "DELETE", "WITH")):
                names = look(statement, parameters) & BIG[engine]
                found += [f"all of {name}: {statement}" for name in names]
    return found


def _look_at_sqlite(statement: str, parameters: Any) -> set[str]:
    rows = session().connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
    tables = {alias: table for table, alias in re.findall(r"(?:FROM|JOIN|,) (\w+) AS (\w+)", statement)}
    scanned = [step[1] for row in rows if (step := re.match(r"SCAN (\w+)", row[3]))]
    return {tables.get(name, name) for name in scanned}


def _look_at_postgresql(statement: str, parameters: Any) -> set[str]:
    connection = session().connection()
    # Thousands of rows are sometimes read fastest as a whole; without that choice the indexes show.
    connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
    plan = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", parameters).scalar_one()
    session().rollback()
    return set(_read_whole(plan[0]["Plan"], limited=False))


def _read_whole(node: dict[str, Any], *, limited: bool) -> Iterator[str]:
    """Return the tables that a node, or one below it, reads without a condition that an index answers.

    Below a LIMIT a walk along an index ends early.
    """
    limited = limited or node["Node Type"] == "Limit"
    indexed = any(key in node for key in ("Index Cond", "Recheck Cond", "TID Cond"))
    walks = limited and node["Node Type"].startswith("Index")
    if node["Node Type"].endswith("Scan") and "Relation Name" in node and not indexed and not walks:
        yield node["Relation Name"]
    for below in node.get("Plans", ()):
        yield from _read_whole(below, limited=limited)


@pytest.mark.parametrize("path", PUBLIC)
def test_public_pages_follow_indexes(full: Flask, path: str) -> None:
    client = full.test_client()
    client.get(path)
    forget()
    with watched(full) as seen:
        client.get(path)

    assert not problems(full, seen)


def test_deep_pages_follow_indexes(full: Flask) -> None:
    client = full.test_client()
    page = client.get("/zh/classes").get_data(as_text=True)
    further = re.search(r'href="(/zh/classes\?page=2~[^"]+)"', page)
    assert further is not None
    with watched(full) as seen:
        client.get(further[1])

    assert not problems(full, seen)


def test_taking_in_the_classes_to_come_follows_indexes(full: Flask) -> None:
    client = full.test_client()
    full.extensions.pop("classes_to_come", None)
    with watched(full) as seen:
        client.get("/zh/classes?q=jia")  # reads all of them once
        with full.app_context():
            coming = select(ClassSession.id).where(ClassSession.starts_on > clock.today()).limit(1)
            set_seat_counts(session().scalars(coming).one(), taken=1, waiting=0)
        client.get("/zh/classes?q=jia")  # reads what changed

    asked = [statement for statement, _parameters in seen if "UNION" in statement and "changed_at" in statement]
    assert asked
    assert not problems(full, seen)


@pytest.mark.parametrize("path", OWN)
def test_own_pages_follow_indexes(full: Flask, me: FlaskClient, path: str) -> None:
    with watched(full) as seen:
        assert me.get(path).status_code == 200

    assert not problems(full, seen)


def test_a_class_page_and_applying_follow_indexes(full: Flask, me: FlaskClient) -> None:
    with full.app_context():
        ahead = ClassSession.starts_on > clock.today() + timedelta(days=20)
        class_id = session().scalar(select(ClassSession.id).where(ahead).order_by(ClassSession.starts_on).limit(1))
    with watched(full) as seen:
        me.get(f"/zh/classes/{class_id}")
        me.get(f"/zh/classes/{class_id}/apply")
        answer = me.post(f"/zh/classes/{class_id}/apply", data={"form_token": "t" * 20, "clash_known": "y"})
        assert answer.status_code == 303
        me.get(answer.headers["Location"])
        me.post(answer.headers["Location"] + "/withdraw")

    assert not problems(full, seen)


def test_signing_in_follows_indexes(full: Flask) -> None:
    with watched(full) as seen:
        for identifier in (identity_numbers.make(7), "13900000007", identity_numbers.make(9_999_999), "officer1"):
            full.test_client().post("/zh/login", data={"identifier": identifier, "password": "not this one"})

    assert len(seen) >= 4
    assert not problems(full, seen)


def test_issuing_a_summary_follows_indexes(full: Flask) -> None:
    with full.app_context(), watched(full) as seen:
        issue_summary(ME, "zh", account_id=ME)

    assert not problems(full, seen)


def test_certificates_of_records_are_found_by_an_index(full: Flask) -> None:
    assert not problems(full, [("SELECT id FROM certificate WHERE record_id IN (1, 2)", ())])


def test_jobs_follow_indexes(full: Flask) -> None:
    with full.app_context(), watched(full) as seen:
        for job in full.extensions["jobs"]:
            if job.name not in COUNTING:
                job.work()

    assert not problems(full, seen)


def test_the_ledger_visits_and_posts_follow_indexes(full: Flask) -> None:
    reach = VisitReach(1, region_code="150500")
    with full.app_context():
        plan_follow_ups()
        with transaction() as current:
            current.execute(text("ANALYZE"))
    with full.app_context(), watched(full) as seen:
        ledger.list_ledger(LedgerFilter("150500", q="jia", days=15))
        ledger.count_ledger("150500")
        records.list_follow_ups(reach)
        records.count_due(reach)
        records.list_posts("150500")

    assert len(seen) >= 5
    assert not problems(full, seen)


def test_figures_read_what_a_job_counted_and_no_big_table(full: Flask) -> None:
    taught = clock.today() - timedelta(days=90)  # of the year that begins today nothing is counted yet
    with full.app_context():
        count_figures()
        with watched(full) as seen:
            found = get_figures(FiguresAsked("150000", taught.year))

    assert found.total[Measure.TRAINED]
    assert not problems(full, seen)
    assert not [name for statement, _parameters in seen for name in FILLED if f" {name}" in statement]


@pytest.mark.parametrize(
    "statement", ["SELECT id FROM person WHERE language = 'mn'", "SELECT count(*) FROM application WHERE acted_for"]
)
def test_a_statement_without_an_index_is_found(full: Flask, statement: str) -> None:
    assert problems(full, [(statement, ())])
