"""Pages that are the same for everyone are kept for a moment, and never anybody's own."""

import gzip
from collections.abc import Iterator
from typing import Any

import brotli
import pytest
from flask import Flask, Response
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.catalog.models import ClassSession
from portal.people.models import Person
from tests import factories
from tests.conftest import SignIn


@pytest.fixture
def kept(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Keep pages as a running portal does, longer than any test takes."""
    monkeypatch.setattr(app.extensions["pages"], "seconds", 60)
    yield
    app.extensions["pages"]._pages.clear()


def _fill(class_id: int, session: Session) -> None:
    found = session.get(ClassSession, class_id)
    assert found is not None
    found.seats_taken = found.capacity
    session.flush()


def test_no_cookie_for_those_who_only_read(client: FlaskClient, session: Session) -> None:
    for path in ("/zh/", "/zh/classes", "/zh/catalog", "/zh/providers"):
        assert "Set-Cookie" not in client.get(path).headers


def test_visitors_share_a_page_for_a_moment(client: FlaskClient, session: Session, kept: None) -> None:
    class_id = factories.ClassSessionFactory(seats_taken=0).id
    first = client.get(f"/zh/classes/{class_id}")
    _fill(class_id, session)

    assert client.get(f"/zh/classes/{class_id}").data == first.data


def test_other_words_another_edition_and_large_type_are_other_pages(
    client: FlaskClient, session: Session, kept: None
) -> None:
    pages = {client.get(path).data for path in ("/zh/classes", "/zh/classes?q=a", "/mn/classes")}
    client.set_cookie("type", "large")
    pages.add(client.get("/zh/classes").data)

    assert len(pages) == 4


def test_a_signed_in_person_never_gets_what_is_kept_nor_leaves_anything(
    client: FlaskClient, sign_in: SignIn, resident: Any, session: Session, kept: None
) -> None:
    name = session.get_one(Person, resident.person_id).name
    before = client.get("/zh/")
    own = sign_in(resident).get("/zh/")
    after = client.get("/zh/")

    assert name in own.get_data(as_text=True)
    assert own.headers["Cache-Control"] == "no-store"
    assert after.data == before.data
    assert name not in after.get_data(as_text=True)


def test_whoever_has_something_in_a_session_gets_a_page_made_anew(
    client: FlaskClient, session: Session, kept: None
) -> None:
    client.get("/zh/")
    with client.session_transaction() as cookie:
        cookie["_flashes"] = [("message", "only for you")]

    assert "only for you" in client.get("/zh/").get_data(as_text=True)
    assert "only for you" not in client.get("/zh/").get_data(as_text=True)


def test_an_unchanged_page_is_not_sent_again(client: FlaskClient, session: Session) -> None:
    first = client.get("/zh/classes")
    again = client.get("/zh/classes", headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.data) == (304, b"")


def test_a_changed_page_is_sent_again(client: FlaskClient, session: Session) -> None:
    class_id = factories.ClassSessionFactory(seats_taken=0).id
    first = client.get(f"/zh/classes/{class_id}")
    _fill(class_id, session)
    again = client.get(f"/zh/classes/{class_id}", headers={"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 200


def test_a_page_goes_out_packed_as_the_browser_likes(app: Flask, session: Session, kept: None) -> None:
    client = FlaskClient(app, app.response_class)
    plain = client.get("/zh/classes", headers={"Accept-Encoding": "identity"})
    packed = client.get("/zh/classes", headers={"Accept-Encoding": "gzip, deflate, br, zstd"})

    assert packed.headers["Content-Encoding"] == "br"
    assert brotli.decompress(packed.data) == plain.data
    assert "Accept-Encoding" in packed.headers["Vary"]


def test_a_proxy_keeps_no_answer_that_sets_a_cookie(client: FlaskClient, session: Session) -> None:
    chosen = client.get("/mn/classes")  # the edition is remembered
    again = client.get("/mn/classes")

    assert "Set-Cookie" in chosen.headers
    assert "public" not in chosen.headers["Cache-Control"]
    assert "public" in again.headers["Cache-Control"]


def test_a_refusal_is_not_kept(client: FlaskClient, session: Session, kept: None) -> None:
    assert client.get("/zh/classes/987654").status_code == 404
    class_id = factories.ClassSessionFactory(id=987654).id

    assert client.get(f"/zh/classes/{class_id}").status_code == 200


def test_the_least_asked_for_makes_room(client: FlaskClient, session: Session, kept: None, app: Flask) -> None:
    shelf = app.extensions["pages"]
    page = object()
    for number in range(600):
        shelf.put((str(number),), page)

    assert len(shelf._pages) == 512
    assert ("599",) in shelf._pages
    assert ("0",) not in shelf._pages


def test_page_that_says_no_is_packed_too(app: Flask, session: Session) -> None:
    client = FlaskClient(app, Response)  # it does not read what it gets
    plain = client.post("/zh/register", data={"id_number": "123"})
    packed = client.post("/zh/register", data={"id_number": "123"}, headers={"Accept-Encoding": "gzip"})

    assert (plain.status_code, packed.status_code) == (422, 422)
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert "form" in gzip.decompress(packed.data).decode()
    assert int(packed.headers["Content-Length"]) == len(packed.data) < len(plain.data) / 2
