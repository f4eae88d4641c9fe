"""Each place that may count has its own answer and its own people to ask."""

from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.eligibility import queries
from portal.eligibility.types import Word
from portal.eligibility.views import whom
from tests import factories

RESULT = "/zh/eligibility/result?training_date=2026-03-01&groups=veteran"


@pytest.fixture
def stations(session: Session) -> None:
    factories.StationFactory(name="固阳县便民服务中心", region_code="150222", phone="0472-8000001")
    factories.StationFactory(name="奈曼旗便民服务中心", region_code="150525", phone="0475-8000001")
    for number in range(3):
        factories.StationFactory(name=f"科尔沁区便民服务站{number}", region_code="150502", phone=f"0475-800001{number}")


def places(app: Flask, **facts: str) -> list[whom.Counter]:
    with app.test_request_context("/zh/"):
        return whom.where_to_ask(facts, lambda code: Word.ELIGIBLE if code.startswith("1502") else None)


def part_of(page: str) -> str:
    return unescape(page.split('id="whom"', 1)[1].split("<h2", 1)[0])


def test_each_place_is_named_once_with_all_that_it_is(app: Flask, session: Session) -> None:
    found = places(app, training_region="150200", residence_region="150200", hukou_region="150525")

    assert [(one.code, len(one.whose), one.word) for one in found] == [
        ("150200", 2, Word.ELIGIBLE),
        ("150525", 1, None),
    ]


@pytest.mark.parametrize(("first", "second"), [("150200", "150222"), ("150222", "150200")])
def test_a_banner_stands_for_its_city_too(app: Flask, session: Session, first: str, second: str) -> None:
    found = places(app, training_region=first, residence_region=second)

    assert [(one.code, len(one.whose)) for one in found] == [("150222", 2)]


def test_a_place_outside_the_documents_has_no_counter_here(app: Flask, session: Session) -> None:
    assert places(app, training_region="990000") == []


def test_a_code_out_of_use_leads_to_the_place_of_today(app: Flask, session: Session) -> None:
    assert [one.code for one in places(app, hukou_region="152326")] == ["150525"]


def test_stations_of_the_banner_come_first_else_those_of_its_league_and_not_too_many(
    app: Flask, stations: None
) -> None:
    own, league, province = (places(app, residence_region=code)[0] for code in ("150525", "150524", "150000"))

    assert [helper.name for helper in own.helpers] == ["奈曼旗便民服务中心"]
    assert len(league.helpers) == whom.HELPERS_SHOWN
    assert province.helpers == ()


def test_nobody_is_known_where_no_room_says_so(app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(app.extensions, "eligibility.helpers")
    with app.app_context():
        assert queries.helpers_in("150525") == ()


def test_someone_between_two_leagues_gets_one_question_for_both(client: FlaskClient, stations: None) -> None:
    page = client.get(f"{RESULT}&training_region=150200&residence_region=150200&hukou_region=150500").text

    assert "补贴由哪里支付" in part_of(page)
    for phone in ("tel:0472-8000001", "tel:0475-8000010"):
        assert phone in part_of(page)
    assert "/zh/eligibility/result?" in part_of(page)
    assert "training_region=150500" in part_of(page)


def test_someone_in_one_league_needs_no_question_for_others(client: FlaskClient, session: Session) -> None:
    page = client.get(f"{RESULT}&training_region=150200&residence_region=150222").text

    assert "补贴由哪里支付" not in page
    assert "tel:12333" in part_of(page)


def test_a_place_no_document_speaks_about_says_so(client: FlaskClient, session: Any) -> None:
    page = client.get(
        f"{RESULT}&training_region=220100&residence_region=220100&hukou_region=220100&job_region=220100"
    ).text

    assert "没有文件提到这里" in part_of(page)
