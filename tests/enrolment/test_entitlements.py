"""What a class gives a person is said before they apply, kept as it was said, and can be asked again."""

import json
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.eligibility import queries as eligibility
from portal.eligibility.rules import packing
from portal.eligibility.types import Answer, Word
from portal.enrolment import queries, services
from portal.enrolment.models import Application
from portal.enrolment.services.own_data import export_applications, leave_classes
from portal.enrolment.types import Actor
from portal.people.models import Person
from portal.records import services as records
from portal.records.types import NewClaim
from tests import factories
from tests.conftest import SignIn

TOKEN = "one-form-has-one-token"
SELF = Actor(account_id=None)
REPEAT = "您已经享受过同一职业（工种）同一等级的补贴"
MAY_REPEAT = "您可能已经享受过同一职业（工种）同一等级的补贴"


@pytest.fixture
def phone(sign_in: SignIn, resident: Any) -> FlaskClient:
    factories.PersonGroupFactory(person=None, person_id=resident.person_id, group_code="returning_migrant")
    return sign_in(resident)


@pytest.fixture
def class_id(session: Session) -> int:
    found: int = factories.ClassSessionFactory(region_code="150502").id
    return found


def claimed_before(person_id: int, class_id: int, **changes: Any) -> None:
    name = queries.get_class(class_id).name
    values = {
        "kind": "training_subsidy",
        "occupation_code": None,
        "occupation": name,
        "level": "五级",
        "year": 2025,
        "rule_id": "NM24-TRAIN",
        "clause": "三(五)",
    }
    records.claim_subsidy(person_id, NewClaim(**{**values, **changes}), account_id=None)


def apply(phone: FlaskClient, class_id: int) -> str:
    location: str = phone.post(f"/zh/classes/{class_id}/apply", data={"form_token": TOKEN}).location
    return location


def kept(session: Session) -> dict[str, Any]:
    found: dict[str, Any] = session.scalars(select(Application.verdict)).one()
    return found


@pytest.mark.parametrize("edition", ["zh", "mn"])
def test_the_page_of_a_class_says_it_to_whoever_is_signed_in(phone: FlaskClient, class_id: int, edition: str) -> None:
    page = phone.get(f"/{edition}/classes/{class_id}").text

    assert 'id="entitled"' in page
    part = page.split('id="entitled"', 1)[1].split("</h2>", 1)[1].split("<h2", 1)[0]
    assert "tag--good" in part
    assert f"/{edition}/eligibility/result?" in part
    assert "returning_migrant" not in page  # nothing about a person in an address


def test_a_visitor_is_led_to_the_questions_with_the_facts_of_the_class(client: FlaskClient, class_id: int) -> None:
    page = client.get(f"/zh/classes/{class_id}").text

    assert 'id="entitled"' not in page
    assert "/zh/eligibility?" in page
    assert "training_region=150502" in page
    assert "training_type=employment_skill" in page


def test_the_staff_get_no_answer_of_their_own(sign_in: SignIn, officer: Any, class_id: int) -> None:
    assert 'id="entitled"' not in sign_in(officer).get(f"/zh/classes/{class_id}").text


def test_before_applying_the_word_comes_with_reason_and_clause(phone: FlaskClient, class_id: int) -> None:
    page = phone.get(f"/zh/classes/{class_id}/apply").text
    part = page.split('id="entitled"', 1)[1]

    assert "按文件写明的条件您符合" in part
    assert "关于加强农牧民工职业技能培训工作的实施意见 三(五)" in part
    assert REPEAT not in page


@pytest.mark.parametrize(("changes", "said"), [({}, REPEAT), ({"occupation_code": "9-99-99-09"}, MAY_REPEAT)])
def test_a_repeat_is_told_before_and_stops_nobody(
    phone: FlaskClient, resident: Any, class_id: int, session: Session, changes: dict[str, str], said: str
) -> None:
    claimed_before(resident.person_id, class_id, **changes)

    page = phone.get(f"/zh/classes/{class_id}/apply").text
    answer = apply(phone, class_id)

    assert said in page
    assert "/me/applications/" in answer
    assert kept(session)["words"]["NM24-TRAIN"] == ("not_eligible" if said == REPEAT else "to_be_confirmed")


def test_what_was_shown_is_kept_without_name_and_number(
    phone: FlaskClient, resident: Any, class_id: int, session: Session
) -> None:
    apply(phone, class_id)

    found = kept(session)
    answer = packing.unpacked(found)
    text = json.dumps(found, ensure_ascii=False)
    person = session.get_one(Person, resident.person_id)

    assert found["rules_version"] == eligibility.current_book().version
    assert found["facts"]["groups"] == ["returning_migrant"]
    assert found["facts"]["training_region"] == "150502"
    assert {verdict.rule_id: verdict.word.value for verdict in answer.verdicts} == found["words"]
    for secret in (person.name, person.id_number, person.phone):
        assert secret not in text


@pytest.mark.parametrize("edition", ["zh", "mn"])
def test_the_application_shows_what_was_said_then(phone: FlaskClient, class_id: int, edition: str) -> None:
    location = apply(phone, class_id).replace("/zh/", f"/{edition}/")

    page = phone.get(location).text
    whole = phone.get(f"{location}/entitlement")

    assert f"{location}/entitlement" in page
    assert whole.status_code == 200
    assert eligibility.current_book().version in whole.text
    assert "农牧民工参加职业技能培训，符合条件的按规定给予职业培训补贴" in whole.text


def test_the_same_rules_say_the_same(phone: FlaskClient, class_id: int) -> None:
    whole = phone.get(f"{apply(phone, class_id)}/entitlement").text

    assert "规则和您报名时相同" in whole


def test_later_facts_do_not_change_what_holds_for_that_day(phone: FlaskClient, resident: Any, class_id: int) -> None:
    location = apply(phone, class_id)
    claimed_before(resident.person_id, class_id)

    whole = phone.get(f"{location}/entitlement").text

    assert "规则和您报名时相同" in whole


@pytest.mark.parametrize("matters", [True, False])
def test_other_rules_are_explained(
    phone: FlaskClient, class_id: int, session: Session, monkeypatch: pytest.MonkeyPatch, matters: bool
) -> None:
    location = apply(phone, class_id)
    found = session.scalars(select(Application)).one()
    assert found.verdict is not None
    old = packing.unpacked(found.verdict)
    changed = packing.packed(_by_other_rules(old, other_word=matters))
    found.verdict = changed
    session.commit()

    whole = phone.get(f"{location}/entitlement").text

    assert ("报名以后规则有更新，按新规则计算，结果和当时不一样" in whole) is matters
    assert ("报名以后规则有更新，但对您和这个班，结果没有变化" in whole) is not matters


def _by_other_rules(answer: Answer, *, other_word: bool) -> Answer:
    verdicts = tuple(
        replace(verdict, word=Word.ELIGIBLE) if other_word and verdict.rule_id == "NM24-TRAIN" else verdict
        for verdict in answer.verdicts
    )
    return replace(answer, rules_version="0" * 12, verdicts=verdicts)


@pytest.mark.parametrize("verdict", [None, {"odd": 1}])
def test_an_application_without_an_answer_shows_none(
    phone: FlaskClient, resident: Any, class_id: int, verdict: Any
) -> None:
    made = services.apply(class_id, person_id=resident.person_id, actor=SELF, verdict=verdict)
    location = f"/zh/me/applications/{made}"

    assert "/entitlement" not in phone.get(location).text
    assert phone.get(f"{location}/entitlement").status_code == 404


def test_nobody_reads_the_answer_of_another(phone: FlaskClient, sign_in: SignIn, class_id: int) -> None:
    location = apply(phone, class_id)

    assert sign_in(factories.AccountFactory()).get(f"{location}/entitlement").status_code == 404


def test_the_answer_goes_into_the_copy_of_all_data_and_is_forgotten_with_them(
    phone: FlaskClient, resident: Any, class_id: int, session: Session
) -> None:
    apply(phone, class_id)

    row = export_applications(resident.person_id)[0]
    leave_classes(resident.person_id)

    assert "returning_migrant" in row["facts_shown"]
    assert "NM24-TRAIN" in row["answers_shown"]
    assert session.scalars(select(Application.verdict)).one() is None
    assert export_applications(resident.person_id)[0]["facts_shown"] is None


def test_what_only_programs_read_stands_in_the_file_alone(phone: FlaskClient, class_id: int) -> None:
    apply(phone, class_id)

    assert "returning_migrant" not in phone.get("/zh/me/privacy/data").text
    assert "returning_migrant" in phone.get("/zh/me/privacy/data.json").text


def test_the_list_of_applications_does_not_read_the_answers(
    phone: FlaskClient, class_id: int, statements: list[str]
) -> None:
    apply(phone, class_id)
    statements.clear()

    phone.get("/zh/me/applications")

    assert not any("verdict" in statement for statement in statements)


def test_the_page_of_a_class_asks_little(phone: FlaskClient, class_id: int, statements: list[str]) -> None:
    phone.get(f"/zh/classes/{class_id}")
    statements.clear()

    phone.get(f"/zh/classes/{class_id}")

    assert len(statements) <= 10


def test_the_result_is_filled_in_from_the_record(phone: FlaskClient, app: Flask) -> None:
    page = phone.get("/zh/eligibility/result?training_date=2026-12-01&training_region=150202").text

    assert "来自您的档案" in page
    assert "返乡农牧民工" in page
