"""What the record knows of a person and a class goes to the rules; what nobody knows stays missing."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from portal.catalog import queries as catalog
from portal.catalog.rules import facts_of
from portal.catalog.types import ProviderKind
from portal.core import clock
from portal.eligibility import queries as eligibility
from portal.enrolment import queries, services
from portal.enrolment.types import Actor
from portal.people.types import Evidence
from portal.records import services as records
from portal.records.types import NewClaim
from tests import factories

SELF = Actor(account_id=None)


@pytest.fixture
def person(session: Session) -> Any:
    return factories.PersonFactory()


def claim(**changes: Any) -> NewClaim:
    values: dict[str, Any] = {
        "kind": "training_subsidy",
        "occupation_code": "9-99-99-08",
        "occupation": "养老护理员",
        "level": "五级",
        "year": clock.today().year,
        "rule_id": "NM24-TRAIN",
        "clause": "三(五)",
    }
    return NewClaim(**{**values, **changes})


def facts(person_id: int, day: date | None = None) -> dict[str, object]:
    found = queries.facts_of_person(person_id, day or clock.today())
    return {name: value for name, value in found.items() if value is not None}


def test_knows_only_what_someone_said(person: Any) -> None:
    assert facts(person.id) == {
        "hukou_region": "150525",
        "subsidised_keys": [],
        "subsidised_trainings_this_year": 0,
    }


def test_the_rules_know_every_fact_and_take_it(person: Any) -> None:
    factories.PersonGroupFactory(person=person, group_code="veteran", evidence=Evidence.COMPARED)
    factories.EnrolmentRecordFactory(person=person)
    factories.WishFactory(person=person, job_wish=True)
    class_id = factories.ClassSessionFactory().id
    services.apply(class_id, person_id=person.id, actor=SELF)
    services.start_class(class_id)
    records.claim_subsidy(person.id, claim(), account_id=None)

    found = facts(person.id)

    assert eligibility.verdicts_for({"today": clock.today(), **found}).facts["groups"] == ["veteran"]
    for name in ("in_training_now", "training_finished", "registered_wish", "job_wish", "data_confirmed_by_comparison"):
        assert found[name] is True, name
    assert found["subsidised_keys"] == [("9-99-99-08", "五级", "training_subsidy")]
    assert found["subsidised_trainings_this_year"] == 1


def test_a_group_counts_only_where_it_holds_on_the_first_day(person: Any) -> None:
    today = clock.today()
    factories.PersonGroupFactory(person=person, group_code="graduation_year", valid_to=today + timedelta(days=30))

    assert facts(person.id, today + timedelta(days=30))["groups"] == ["graduation_year"]
    assert facts(person.id, today + timedelta(days=30))["graduation_year_student"] is True
    for day in (today - timedelta(days=1), today + timedelta(days=31)):
        assert "groups" not in facts(person.id, day)
        assert "graduation_year_student" not in facts(person.id, day)


def test_a_group_that_was_only_declared_needs_its_paper(person: Any) -> None:
    factories.PersonGroupFactory(person=person, group_code="veteran", evidence=Evidence.COMPARED)
    factories.PersonGroupFactory(person=person, group_code="disabled", evidence=Evidence.DECLARED)

    assert "data_confirmed_by_comparison" not in facts(person.id)


def test_what_must_never_be_asked_is_never_handed_over(person: Any) -> None:
    factories.PersonGroupFactory(person=person, group_code="correction")
    factories.PersonGroupFactory(person=person, group_code="gone_from_the_rules")

    assert "groups" not in facts(person.id)


def test_years_before_the_record_are_not_taken_for_years_without_training(session: Session) -> None:
    person = factories.PersonFactory(created_at=datetime(2025, 5, 1, tzinfo=clock.now().tzinfo))
    records.claim_subsidy(person.id, claim(year=2021), account_id=None)

    assert "subsidised_trainings_this_year" not in facts(person.id, date(2020, 6, 1))
    assert facts(person.id, date(2021, 6, 1))["subsidised_trainings_this_year"] == 1
    assert facts(person.id, date(2025, 6, 1))["subsidised_trainings_this_year"] == 0


def test_nobody_has_no_facts(session: Session) -> None:
    assert queries.facts_of_person(987654, clock.today()) == {}


def test_a_place_below_a_banner_is_named_by_the_banner(person: Any) -> None:
    township = factories.ClassSessionFactory(region_code="150502")

    assert facts_of(catalog.get_class(township.id))["training_region"] == "150502"


@pytest.mark.parametrize(
    ("kind", "holder"),
    [
        (ProviderKind.INSTITUTION, "institution"),
        (ProviderKind.ENTERPRISE, "enterprise"),
        (ProviderKind.BASE, None),
        (ProviderKind.ONLINE, None),
    ],
)
def test_a_class_is_known_by_day_place_kind_and_claim(session: Session, kind: ProviderKind, holder: str | None) -> None:
    occupation = factories.OccupationFactory(code="9-99-99-07", name="沙画师")
    entry = factories.CatalogEntryFactory(occupation=occupation)
    made = factories.ClassSessionFactory(entry=entry, provider=factories.ProviderFactory(kind=kind))

    assert facts_of(catalog.get_class(made.id)) == {
        "training_date": made.starts_on,
        "training_region": "150502",
        "training_type": "employment_skill",
        "claim_key": ("9-99-99-07", "五级"),
        "provider_kind": holder,
    }


def test_a_class_without_a_code_is_claimed_by_its_name_and_odd_words_are_left_out(session: Session) -> None:
    entry = factories.CatalogEntryFactory(occupation=factories.OccupationFactory(code=None, name="毡绣"))
    made = factories.ClassSessionFactory(entry=entry, training_type="odd", level="odd")

    found = facts_of(catalog.get_class(made.id))

    assert found["claim_key"] == ("毡绣", "odd")
    assert found["training_type"] is None


@pytest.mark.parametrize(
    ("earlier", "repeats"),
    [
        ({}, True),
        ({"kind": "skill_upgrading_subsidy"}, True),
        ({"kind": "evaluation_subsidy"}, False),
        ({"level": "四级"}, False),
        ({"occupation_code": "6-29-01-05", "occupation": "焊工"}, False),
        ({"occupation_code": None, "occupation": "失能老人照护"}, None),
    ],
)
def test_says_whether_the_subsidy_would_repeat(person: Any, earlier: dict[str, Any], repeats: bool | None) -> None:
    occupation = factories.OccupationFactory(code="9-99-99-08")
    class_id = factories.ClassSessionFactory(entry=factories.CatalogEntryFactory(occupation=occupation)).id
    records.claim_subsidy(person.id, claim(**earlier), account_id=None)

    assert queries.get_entitlement(class_id, person_id=person.id).repeats is repeats
