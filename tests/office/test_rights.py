"""Who may enter the office, address by address."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.records import queries, services
from portal.records.types import NewObjection, Reach
from tests import factories
from tests.conftest import SignIn
from tests.records.public_notice import claim_all, new_batch, officer_of, passed, published

ALSO_FOR_PROVIDERS = {
    "office.desk",
    "office.taught",
    "office.claim",
    "office.results",
    "office.results_template",
    "office.result",
    "office.refused_rows",
    "office.classes",
    "office.new_class",
    "office.class_desk",
    "office.edit_class",
    "office.submit_class",
    "office.take_class_back",
    "office.discard_class",
    "office.change_class",
    "office.cancel_class",
    "office.drop_change",
    "office.roll",
    "office.roll_sheet",
    "office.attendance",
    "office.attendance_day",
    "office.class_results",
    "office.person_result",
    "office.class_certificates",
    "office.revoke",
    "office.replace",
    "office.corrections",
    "office.take_correction",
    "office.number",
    "office.shown_number",
    "office.visits",
    "office.visit",
    "office.visit_contact",
}
ALSO_FOR_CLERKS = {
    "office.messages",
    "office.find_messages",
    "office.resend",
    "office.visits",
    "office.visit",
    "office.visit_contact",
}


def pages(app: Flask) -> Iterator[tuple[str, str, str]]:
    """Yield endpoint, method and address of all that the office answers to."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("office."):
            address = re.sub(r"<any[^>]*lang>", "zh", rule.rule)
            address = re.sub(r"<any\((\w+)[^>]*>", r"\1", address)
            address = re.sub(r"<[^>]+>", "1", address)
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                yield rule.endpoint, method, address


@pytest.fixture
def teacher(session: Session) -> Any:
    """Staff of a provider."""
    return factories.TeacherFactory()


def test_nobody_enters_without_signing_in(app: Flask, client: FlaskClient) -> None:
    for endpoint, method, address in pages(app):
        answer = client.open(address, method=method)

        assert answer.status_code == 303, endpoint
        assert "/zh/login" in answer.location


def test_trainees_and_clerks_have_no_desk_here(app: Flask, sign_in: SignIn, resident: Any) -> None:
    for account, open_to in ((resident, set()), (factories.ClerkFactory(), ALSO_FOR_CLERKS)):
        browser = sign_in(account)
        for endpoint, method, address in pages(app):
            status = browser.open(address, method=method).status_code
            assert (status != 403) is (endpoint in open_to), endpoint


def test_provider_staff_see_their_own_pages_only(app: Flask, sign_in: SignIn, teacher: Any) -> None:
    browser = sign_in(teacher)

    for endpoint, method, address in pages(app):
        status = browser.open(address, method=method).status_code
        assert (status != 403) is (endpoint in ALSO_FOR_PROVIDERS), endpoint


def test_the_desk_offers_what_the_role_may_do(sign_in: SignIn, officer: Any, teacher: Any) -> None:
    for lang in ("zh", "mn"):
        own = sign_in(officer).get(f"/{lang}/office").get_data(as_text=True)
        taught = sign_in(teacher).get(f"/{lang}/office").get_data(as_text=True)
        assert f"/{lang}/office/batches" in own
        assert f"/{lang}/office/batches" not in taught
        assert f"/{lang}/office/results" in taught


def test_each_page_of_the_desk_leads_back_to_it(sign_in: SignIn, officer: Any) -> None:
    browser = sign_in(officer)
    desk = browser.get("/zh/office").get_data(as_text=True).split("<h1>")[1]
    addresses = re.findall(r'href="(/zh/office/[a-z-]+)"', desk)

    assert {"/zh/office/corrections", "/zh/office/staff", "/zh/office/locked", "/zh/office/requests"} <= set(addresses)
    for address in addresses:
        page = browser.get(address).get_data(as_text=True)
        assert '<p class="crumbs"><a href="/zh/office"' in page, address


def test_contests_stand_beside_objections(sign_in: SignIn, officer: Any) -> None:
    desk = sign_in(officer).get("/zh/office").get_data(as_text=True).split("<h1>")[1]

    (section,) = [part for part in desk.split("<h2>") if "/zh/office/objections" in part]
    assert "/zh/office/contests" in section


def test_provider_staff_claim_for_their_own_classes_only(sign_in: SignIn, teacher: Any) -> None:
    own = factories.ClassSessionFactory(provider_id=teacher.provider_id, provider=None)
    other = factories.ClassSessionFactory()
    for taught in (own, other):
        passed(taught.number, class_session_id=taught.id)
    browser = sign_in(teacher)

    page = browser.get("/zh/office/claims").get_data(as_text=True)

    assert own.number in page
    assert other.number not in page
    assert browser.get(f"/zh/office/claims/{own.number}").status_code == 200
    assert browser.get(f"/zh/office/claims/{other.number}").status_code == 404
    assert browser.post(f"/zh/office/claims/{other.number}", data={}).status_code == 404


def test_an_officer_of_another_region_finds_nothing(sign_in: SignIn, session: Session) -> None:
    maker, second = officer_of(), officer_of()
    batch = published(maker, second)
    services.send_objection(NewObjection("不对", None, batch_id=batch, place=1))
    (objection,) = queries.list_objections(maker, answered=False)
    claim = queries.list_entries(batch)[0].claim_id
    waiting = passed("P2")
    stranger = sign_in(factories.OfficerFactory(region_code="150600"))

    for address in ("claims/P1", f"batches/{batch}", f"objections/{objection.id}", f"subsidies/{claim}/refuse"):
        assert stranger.get(f"/zh/office/{address}").status_code == 404, address
    for step in ("publish", "close", "discard"):
        assert stranger.post(f"/zh/office/batches/{batch}/{step}").status_code == 404
    assert stranger.post(f"/zh/office/objections/{objection.id}/in-hand").status_code == 404
    for address in ("claims", "batches", "objections"):
        page = stranger.get(f"/zh/office/{address}").get_data(as_text=True)
        assert waiting[0].class_number not in page
        assert f"/office/batches/{batch}" not in page
        assert f"/office/objections/{objection.id}" not in page


def test_an_officer_of_the_region_sees_each_page_in_both_languages(sign_in: SignIn, session: Session) -> None:
    account, second = factories.OfficerFactory(), officer_of()
    maker = Reach(account.id, region_code="150500")
    batch = published(maker, second)
    services.send_objection(NewObjection("不对", "13800000000", batch_id=batch, place=1))
    (objection,) = queries.list_objections(maker, answered=False)
    claims = claim_all(maker, passed("P3"), "P3")
    draft = services.make_batch(new_batch(claims), reach=maker)
    claim_all(maker, passed("P4"), "P4")
    browser = sign_in(account)

    for lang in ("zh", "mn"):
        for address in (
            "", "/claims", "/claims/P1", "/batches", f"/batches/{batch}", f"/batches/{draft}", "/objections",
            f"/objections/{objection.id}", f"/subsidies/{claims[0]}/refuse", "/results", "/words",
        ):  # fmt: skip
            assert browser.get(f"/{lang}/office{address}").status_code == 200, address
