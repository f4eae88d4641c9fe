"""Who may enter is said on every view; here every route is tried by those who may not."""

from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.routing import AnyConverter, BaseConverter, IntegerConverter, Rule, UUIDConverter

from portal.people.types import Role
from tests import factories
from tests.conftest import SignIn


def routes(app: Flask, label: str) -> list[tuple[str, str]]:
    """Return method and address of every route whose view carries the label."""
    found = []
    for rule in app.url_map.iter_rules():
        if getattr(app.view_functions[rule.endpoint], "access", "").startswith(label):
            found += [(method, _address(app, rule)) for method in sorted((rule.methods or set()) & {"GET", "POST"})]
    return found


def _address(app: Flask, rule: Rule) -> str:
    values = {name: _sample(rule._converters[name]) for name in rule._converters}
    built = rule.build(values)
    assert built is not None
    return built[1]


def _sample(converter: BaseConverter) -> object:
    if isinstance(converter, IntegerConverter):
        return 1
    if isinstance(converter, UUIDConverter):
        return UUID("00000000-0000-4000-8000-000000000000")
    if isinstance(converter, AnyConverter):
        return "zh" if "zh" in converter.items else sorted(converter.items)[0]
    return "x"


def sample_of(rule: Rule, name: str) -> object:
    """Return something that may stand in this place of an address."""
    return _sample(rule._converters[name])


def test_strangers_are_asked_to_sign_in_everywhere(app: Flask, client: FlaskClient, session: Session) -> None:
    guarded = routes(app, "signed_in") + routes(app, "officer") + routes(app, "staff")

    assert len(guarded) > 20
    for method, address in guarded:
        answer = client.open(address, method=method)
        assert (answer.status_code, "/login" in (answer.location or "")) == (303, True), (method, address)


def test_trainees_do_not_enter_the_rooms_of_staff(app: Flask, sign_in: SignIn, session: Session) -> None:
    browser = sign_in(factories.AccountFactory())

    for method, address in routes(app, "officer"):
        assert browser.open(address, method=method).status_code == 403, (method, address)


@pytest.mark.parametrize("role", [Role.BUREAU_OFFICER, Role.STATION_CLERK])
def test_staff_do_not_enter_the_pages_of_trainees(app: Flask, sign_in: SignIn, session: Session, role: Role) -> None:
    factory = factories.OfficerFactory if role is Role.BUREAU_OFFICER else factories.ClerkFactory
    browser = sign_in(factory())

    for method, address in routes(app, "signed_in"):
        assert browser.open(address, method=method).status_code == 403, (method, address)


def test_public_pages_open_in_both_editions(app: Flask, client: FlaskClient) -> None:
    for method, address in routes(app, "public"):
        if method == "GET":
            for edition in ("zh", "mn"):
                answer = client.get(address.replace("/zh", f"/{edition}", 1))
                assert answer.status_code < 500, address
                answer.close()
