"""Who may enter is said on every view; here every route is tried by those who may not."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.routing import AnyConverter, BaseConverter, IntegerConverter, Rule, UUIDConverter

from portal.people.types import Role
from tests import factories
from tests.conftest import SignIn

STAFF = "officer:"


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


def may_enter(access: str, role: Role) -> bool:
    """Tell whether a role may enter a view with this label."""
    if access == "public":
        return True
    if role is Role.TRAINEE:
        return access == "signed_in"
    return access.startswith(STAFF) and role.value in access.removeprefix(STAFF).split(",")


def account_of(role: Role) -> Any:
    """Return someone new of a role."""
    if role is Role.PROVIDER_STAFF:
        return factories.TeacherFactory()
    made = {
        Role.TRAINEE: factories.AccountFactory,
        Role.STATION_CLERK: factories.ClerkFactory,
        Role.BUREAU_OFFICER: factories.OfficerFactory,
    }
    return made[role]()


def test_strangers_are_asked_to_sign_in_everywhere(app: Flask, client: FlaskClient, session: Session) -> None:
    guarded = routes(app, "signed_in") + routes(app, "officer") + routes(app, "staff")

    assert len(guarded) > 20
    for method, address in guarded:
        answer = client.open(address, method=method)
        assert (answer.status_code, "/login" in (answer.location or "")) == (303, True), (method, address)


@pytest.mark.parametrize("role", list(Role))
def test_each_role_enters_its_own_rooms_and_no_other(app: Flask, sign_in: SignIn, session: Session, role: Role) -> None:
    account, wrong = account_of(role), []

    for access, method, address in tried(app):
        refused = sign_in(account).open(address, method=method).status_code == 403
        session.refresh(account)  # whoever signs out ends every session
        if refused is may_enter(access, role):
            wrong.append((method, address))

    assert wrong == []


@pytest.mark.parametrize("role", list(Role))
def test_no_browser_keeps_what_someone_signed_in_saw(app: Flask, sign_in: SignIn, session: Session, role: Role) -> None:
    account = account_of(role)
    own = [at for label, method, at in tried(app) if method == "GET" and label != "public" and may_enter(label, role)]

    kept = {address: sign_in(account).get(address).headers.get("Cache-Control") for address in [*own, "/zh/classes"]}

    assert len(kept) > 10
    assert {address: how for address, how in kept.items() if how != "no-store"} == {}


def tried(app: Flask) -> Iterator[tuple[str, str, str]]:
    """Return label, method and address of every route there is."""
    for rule in app.url_map.iter_rules():
        access = getattr(app.view_functions[rule.endpoint], "access", None)
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            if access is not None:
                yield access, method, _address(app, rule)


def test_public_pages_open_in_both_editions(app: Flask, client: FlaskClient) -> None:
    for method, address in routes(app, "public"):
        if method == "GET":
            for edition in ("zh", "mn"):
                answer = client.get(address.replace("/zh", f"/{edition}", 1))
                assert answer.status_code < 500, address
                answer.close()
