"""The page that leads to all that is one's own."""

from typing import Any

from flask.testing import FlaskClient

from tests import factories
from tests.conftest import SignIn


def shown_to(sign_in: SignIn, person: Any) -> str:
    """Return one's page."""
    client: FlaskClient = sign_in(factories.AccountFactory(person=None, person_id=person.id))
    return str(client.get("/zh/me").get_data(as_text=True))


def test_says_where_to_begin_to_someone_who_never_signed_up(sign_in: SignIn) -> None:
    page = shown_to(sign_in, factories.PersonFactory())

    assert "您还没有报过名" in page
    assert 'href="/zh/classes"' in page
    assert 'href="/zh/eligibility"' in page


def test_says_it_no_longer_after_the_first_application(sign_in: SignIn) -> None:
    person = factories.PersonFactory()
    factories.ApplicationFactory(person=None, person_id=person.id)

    assert "您还没有报过名" not in shown_to(sign_in, person)
