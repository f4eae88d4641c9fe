"""A page asks the database as often for a thousand rows as for one: at most four statements, sign-in included."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.notices.services import tell
from tests import factories
from tests.bench.statements import count_statements
from tests.conftest import SignIn

LISTS = (
    "/zh/catalog",
    "/zh/catalog?q=han&group=veteran&level=5&shortage=1",
    "/zh/classes",
    "/zh/classes?q=jia&region=150500&group=veteran&mode=onsite&open=1",
    "/zh/classes?page=2",
    "/mn/classes",
    "/zh/providers",
)
OWN = ("/zh/me", "/zh/me/applications", "/zh/me/record", "/zh/me/messages", "/zh/me/wishes")

Fill = Callable[[int], None]


@pytest.fixture
def fill(session: Session, resident: Any) -> Fill:
    """Return a way to add classes, each with an application, a record, a certificate and a message of the resident."""

    def more(number: int) -> None:
        for _ in range(number):
            offered = factories.ClassSessionFactory()
            own = {"person": None, "person_id": resident.person_id}
            factories.ApplicationFactory(class_session=offered, **own)
            factories.EnrolmentRecordFactory(**own)
            factories.CertificateFactory(**own)
            tell(resident.person_id, "seat_confirmed", {"class_id": offered.id, "occupation": "焊工"})
        session.flush()

    return more


@pytest.mark.parametrize("path", LISTS)
def test_a_list_needs_at_most_four_statements_with_sign_in(
    app: Flask, sign_in: SignIn, resident: Any, fill: Fill, path: str
) -> None:
    fill(3)

    assert count_statements(app, sign_in(resident), path) <= 4


@pytest.mark.parametrize("path", LISTS)
def test_a_list_needs_no_more_statements_for_more_rows(app: Flask, client: FlaskClient, fill: Fill, path: str) -> None:
    fill(22)  # an edition of the catalog and one before it, and a second page
    few = count_statements(app, client, path)
    fill(30)

    assert count_statements(app, client, path) <= few


@pytest.mark.parametrize("path", OWN)
def test_an_own_page_needs_no_more_statements_for_more_rows(
    app: Flask, sign_in: SignIn, resident: Any, fill: Fill, path: str
) -> None:
    fill(1)
    few = count_statements(app, sign_in(resident), path)
    fill(12)

    assert count_statements(app, sign_in(resident), path) <= few
    assert few <= 8


@pytest.mark.parametrize("path", ["/zh/", "/mn/", "/zh/login", "/zh/register", "/zh/guides"])
def test_a_page_that_says_the_same_to_all_needs_none(
    app: Flask, client: FlaskClient, session: Session, path: str
) -> None:
    assert count_statements(app, client, path) == 0
