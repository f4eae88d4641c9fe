"""What proxies and browsers keep of the lists: never somebody's own page, and nothing older than five seconds."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.catalog import services
from portal.catalog.queries import coming, fresh
from portal.core import clock
from tests.conftest import SignIn
from tests.factories import ClassSessionFactory

LISTS = ("/zh/", "/zh/catalog", "/zh/classes", "/zh/classes?open=1", "/zh/providers", "/mn/classes")
PROXY_SECONDS = 1


@pytest.mark.parametrize("path", LISTS)
def test_a_public_page_is_asked_for_again_and_answered_in_few_bytes(client: FlaskClient, path: str) -> None:
    client.set_cookie("lang", path[1:3])
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})

    assert first.headers["Cache-Control"] == "public, max-age=0, s-maxage=1, must-revalidate"
    assert "Cookie" in first.headers["Vary"]
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("path", LISTS)
def test_nobody_is_shown_the_page_of_another(
    client: FlaskClient, sign_in: SignIn, resident: Any, session: Session, path: str
) -> None:
    mine = sign_in(resident).get(path)
    theirs = client.get(path, headers={"If-None-Match": mine.headers.get("ETag", '"none"')})

    assert "public" not in mine.headers["Cache-Control"]
    assert "ETag" not in mine.headers
    assert theirs.status_code == 200
    assert "/zh/logout" not in theirs.get_data(as_text=True)


def test_what_is_kept_in_all_places_is_not_older_than_five_seconds(app: Flask) -> None:
    pages, classes = app.config["PAGES_KEPT_SECONDS"], coming.SECONDS

    assert pages + max(classes, fresh.SECONDS) + PROXY_SECONDS <= 5


def test_a_seat_that_is_taken_changes_the_page_and_its_mark(client: FlaskClient, session: Session) -> None:
    row = ClassSessionFactory(capacity=1)
    before = client.get("/zh/classes?open=1")
    services.set_seat_counts(row.id, taken=1, waiting=0)
    after = client.get("/zh/classes?open=1", headers={"If-None-Match": before.headers["ETag"]})

    assert after.status_code == 200
    assert f"/zh/classes/{row.id}" in before.get_data(as_text=True)
    assert f"/zh/classes/{row.id}" not in after.get_data(as_text=True)


def test_a_class_that_is_published_shows(client: FlaskClient, session: Session) -> None:
    before = client.get("/zh/classes")
    row = ClassSessionFactory(starts_on=clock.today() + timedelta(days=2), apply_by=clock.today())
    after = client.get("/zh/classes", headers={"If-None-Match": before.headers["ETag"]})

    assert f"/zh/classes/{row.id}" in after.get_data(as_text=True)
