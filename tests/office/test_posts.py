"""Posts a bureau enters are shown to people whose certificate fits, and to no one else."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.core import clock
from portal.core.audit import AuditEvent
from portal.core.errors import NotFound
from portal.records import queries, services
from portal.records.models import JobPost
from portal.records.types import CertificateKind, CertificateState, NewPost
from tests import factories
from tests.bench.statements import count_statements
from tests.conftest import SignIn

TONGLIAO = "150500"


@pytest.fixture
def desk(sign_in: SignIn, officer: Any) -> FlaskClient:
    return sign_in(officer)


@pytest.fixture
def carer(session: Session) -> Any:
    return factories.OccupationFactory(name="养老护理员")


def a_post(officer: Any, occupation: Any, **changes: Any) -> int:
    values = {
        "title": "护理员", "employer": "某养老院", "region_code": "150502", "occupation_id": occupation.id,
        "certificate_kind": None, "level": None, "openings": 3, "until_on": clock.today() + timedelta(days=20),
        "contact_phone": "0475-8000001",
    }  # fmt: skip
    return services.enter_post(NewPost(**{**values, **changes}), region=TONGLIAO, account_id=officer.id)


def typed(carer: Any, **changes: str) -> dict[str, str]:
    last = (clock.today() + timedelta(days=20)).isoformat()
    return {
        "title": "护理员", "employer": "某养老院", "region": "150502", "occupation": str(carer.id), "kind": "skill_level", "level": "4",
        "openings": "3", "until": last, "phone": "0475-8000001", "form_token": "token-of-a-post-form", **changes,
    }  # fmt: skip


@pytest.mark.parametrize("edition", ["zh", "mn"])
def test_enters_a_post_once(desk: FlaskClient, session: Session, carer: Any, edition: str) -> None:
    path = f"/{edition}/office/posts/new"
    assert desk.get(path).status_code == 200

    answers = [desk.post(path, data=typed(carer)) for _click in range(2)]

    assert [answer.location for answer in answers] == [f"/{edition}/office/posts"] * 2
    post = session.scalars(select(JobPost)).one()
    assert (post.certificate_kind, post.level, post.openings) == (CertificateKind.SKILL_LEVEL, "4", 3)
    assert "某养老院" in desk.get(f"/{edition}/office/posts").text


@pytest.mark.parametrize(
    "changes",
    [
        {"title": " "},
        {"employer": ""},
        {"region": "150602"},
        {"occupation": ""},
        {"occupation": "x"},
        {"kind": "diploma"},
        {"level": "9"},
        {"openings": "0"},
        {"openings": "many"},
        {"until": "2001-01-01"},
        {"until": "2999-01-01"},
        {"phone": "call me"},
    ],
)
def test_what_is_missing_or_wrong_is_said(
    desk: FlaskClient, session: Session, carer: Any, changes: dict[str, str]
) -> None:
    answer = desk.post("/zh/office/posts/new", data={**typed(carer), **changes})

    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert session.scalar(select(func.count(JobPost.id))) == 0


@pytest.mark.parametrize(
    ("post", "certificate", "fits"),
    [
        ({}, {}, True),
        ({"level": "5"}, {}, True),
        ({"level": "4"}, {}, False),
        ({"level": "4"}, {"level": "3"}, True),
        ({"level": "1"}, {"level": "special"}, True),
        ({"level": "5"}, {"level": "none", "kind": CertificateKind.TRAINING}, False),
        ({"certificate_kind": CertificateKind.SKILL_LEVEL}, {}, True),
        ({"certificate_kind": CertificateKind.SPECIAL_OPERATION}, {}, False),
        ({}, {"state": CertificateState.REVOKED}, False),
        ({}, {"occupation_name": "焊工"}, False),
        ({"until_on": clock.today() - timedelta(days=1)}, {}, False),
    ],
)
def test_is_shown_to_whoever_holds_what_it_asks_for(
    sign_in: SignIn, officer: Any, resident: Any, carer: Any, post: Any, certificate: Any, fits: bool
) -> None:
    factories.CertificateFactory(person=None, person_id=resident.person_id, **certificate)
    a_post(officer, carer, **post)
    phone = sign_in(resident)

    for page in ("/zh/me", "/mn/me", "/zh/me/record", "/mn/me/record"):
        assert ("某养老院" in phone.get(page).text) is fits, page


def test_the_officer_sees_how_many_people_fit(desk: FlaskClient, officer: Any, carer: Any) -> None:
    for _number in range(2):
        person = factories.PersonFactory()
        for _again in range(2):
            factories.CertificateFactory(person=person)
    factories.CertificateFactory(person=factories.PersonFactory(erased_at=clock.now()))
    low, high = a_post(officer, carer), a_post(officer, carer, level="3")

    assert {post.id: post.people for post in queries.list_posts(TONGLIAO)} == {low: 2, high: 0}
    assert desk.get("/mn/office/posts").status_code == 200


def test_a_post_taken_down_is_over_for_everyone(
    desk: FlaskClient, sign_in: SignIn, officer: Any, resident: Any, carer: Any
) -> None:
    factories.CertificateFactory(person=None, person_id=resident.person_id)
    post = a_post(officer, carer)

    assert [desk.post(f"/zh/office/posts/{post}/close").status_code for _click in range(2)] == [303, 303]

    assert "某养老院" not in sign_in(resident).get("/zh/me").text
    assert "某养老院" not in desk.get("/zh/office/posts").text
    assert "某养老院" in desk.get("/zh/office/posts?show=over").text


def test_a_bureau_enters_and_closes_only_in_its_own_region(sign_in: SignIn, officer: Any, carer: Any) -> None:
    post = a_post(officer, carer)
    other = sign_in(factories.OfficerFactory(region_code="150600"))

    assert other.post(f"/zh/office/posts/{post}/close").status_code == 404
    assert "某养老院" not in other.get("/zh/office/posts").text
    with pytest.raises(NotFound):
        a_post(officer, carer, region_code="150602")


def test_own_page_costs_the_same_for_many_posts(app: Flask, sign_in: SignIn, officer: Any, resident: Any, carer: Any) -> None:  # fmt: skip
    factories.CertificateFactory(person=None, person_id=resident.person_id)
    a_post(officer, carer)
    few = [count_statements(app, sign_in(resident), page) for page in ("/zh/me", "/zh/me/record")]
    for _number in range(15):
        a_post(officer, carer)

    assert [count_statements(app, sign_in(resident), page) for page in ("/zh/me", "/zh/me/record")] == few
    assert max(few) <= 8


def test_changes_what_a_post_says(desk: FlaskClient, session: Session, officer: Any, carer: Any) -> None:
    post_id = a_post(officer, carer)
    path = f"/zh/office/posts/{post_id}/edit"
    assert 'value="某养老院"' in desk.get(path).text

    answer = desk.post(path, data=typed(carer, employer="另一家养老院", openings="5", level="3"))

    assert answer.status_code == 303
    row = session.get_one(JobPost, post_id, populate_existing=True)
    assert (row.employer, row.openings, row.level) == ("另一家养老院", 5, "3")
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "records.change_post")).one()
    assert sorted(event.details["fields"]) == ["certificate_kind", "employer", "level", "openings"]


def test_a_change_keeps_what_was_typed_beside_the_error(desk: FlaskClient, officer: Any, carer: Any) -> None:
    answer = desk.post(f"/zh/office/posts/{a_post(officer, carer)}/edit", data=typed(carer, employer="", openings="7"))

    assert answer.status_code == 422
    assert 'id="employer-error"' in answer.text
    assert 'value="7"' in answer.text


def test_what_is_taken_down_or_elsewhere_is_not_changed(
    desk: FlaskClient, sign_in: SignIn, officer: Any, carer: Any
) -> None:
    post_id = a_post(officer, carer)
    stranger = sign_in(factories.OfficerFactory(region_code="150600"))
    assert stranger.get(f"/zh/office/posts/{post_id}/edit").status_code == 404
    new = queries.get_entered(post_id, region=TONGLIAO)
    with pytest.raises(NotFound):
        services.change_post(post_id, replace(new, region_code="150602"), region=TONGLIAO, account_id=officer.id)

    services.close_post(post_id, region=TONGLIAO, account_id=officer.id)

    assert desk.post(f"/zh/office/posts/{post_id}/edit", data=typed(carer)).status_code == 404
