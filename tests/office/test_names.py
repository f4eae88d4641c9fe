"""The office enters Mongolian names, and pages show them."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.core import regions, state
from portal.core.audit import AuditEvent
from portal.core.terms import terms
from tests import factories
from tests.conftest import SignIn

NAME = "ᠰᠤᠷᠭᠠᠯᠲᠠ\u202fᠶᠢᠨ ᠡᠷᠭᠡᠮ\u180eᠡ"


@pytest.fixture
def desk(sign_in: SignIn, session: Session) -> FlaskClient:
    """The browser of an officer."""
    return sign_in(factories.OfficerFactory())


def test_enters_the_name_of_an_occupation_and_finds_it_by_it(desk: FlaskClient, session: Session) -> None:
    entry = factories.CatalogEntryFactory()

    answer = desk.post(f"/zh/office/names/occupation/{entry.occupation_id}", data={"mn": NAME})

    assert answer.status_code == 303
    assert NAME in desk.get(f"/mn/catalog/{entry.id}").text
    assert f"/mn/catalog/{entry.id}" in desk.get("/mn/catalog", query_string={"q": NAME.split("\u202f")[0]}).text
    assert session.query(AuditEvent).filter_by(action="office.enter_name").one().details["mn"] == NAME


def test_official_word_of_a_certificate_takes_the_place_of_the_chinese(desk: FlaskClient, app: Flask) -> None:
    assert terms("certificate_kind")["skill_level"].mn is None

    desk.post("/mn/office/names/certificate_kind/skill_level", data={"mn": NAME})
    state.forget()

    assert terms("certificate_kind")["skill_level"].mn == NAME
    desk.post("/mn/office/names/certificate_kind/skill_level", data={"mn": ""})
    state.forget()
    assert terms("certificate_kind")["skill_level"].mn is None


def test_names_a_place_and_a_provider(desk: FlaskClient) -> None:
    before = regions.get("150603")
    provider = factories.ProviderFactory()

    desk.post("/zh/office/names/region/150603", data={"mn": NAME})
    desk.post(f"/zh/office/names/provider/{provider.id}", data={"mn": NAME})

    named = regions.get("150603")
    assert (before is None or before.name_mn, named and named.name_mn) == (None, NAME)
    assert NAME in desk.get(f"/mn/providers/{provider.id}").text
    regions.forget()


@pytest.mark.parametrize("typed", ["mergejil", "培训", "<b>", "ᠠ\x00", "ᠠ" * 300])
def test_refuses_another_script_beside_the_field_and_keeps_it(desk: FlaskClient, typed: str) -> None:
    occupation = factories.OccupationFactory()

    answer = desk.post(f"/zh/office/names/occupation/{occupation.id}", data={"mn": typed})

    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text


@pytest.mark.parametrize(
    "path",
    ["occupation/0", "occupation/x", "occupation/99999999999999999999", "level/zzz", "nothing/1", "region/999999"],
)
def test_answers_not_found_for_what_is_not_there(desk: FlaskClient, path: str) -> None:
    assert desk.get(f"/zh/office/names/{path}").status_code == 404


@pytest.mark.parametrize("kind", ["occupation", "provider", "region", "level", "group", "certificate_kind"])
def test_lists_what_has_no_mongolian_name_first(desk: FlaskClient, kind: str) -> None:
    factories.ProviderFactory()
    factories.OccupationFactory()

    for edition in ("zh", "mn"):
        assert desk.get(f"/{edition}/office/names?kind={kind}").status_code == 200
    assert desk.get(f"/zh/office/names?kind={kind}&q=%25_'").status_code == 200
