"""The same person, occupation and level is subsidised once."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.core import clock, db
from portal.core.errors import NotFound
from portal.notices.models import Message
from portal.records import queries, services
from portal.records.errors import AlreadyClaimed
from portal.records.models import SubsidyEntitlement
from portal.records.services import subsidies
from portal.records.types import NewClaim, SubsidyState
from tests import factories


def claim(**changes: Any) -> NewClaim:
    values: dict[str, Any] = {
        "kind": "training_subsidy",
        "occupation_code": None,
        "occupation": "奶食品制作",
        "level": "五级",
        "year": 2025,
        "rule_id": "NM24-NOREPEAT",
        "clause": "三(五)",
    }
    return NewClaim(**{**values, **changes})


@pytest.fixture
def person(session: Session) -> Any:
    return factories.PersonFactory()


def test_refuses_a_repeat_and_names_the_year(person: Any) -> None:
    services.claim_subsidy(person.id, claim(), account_id=None)

    with pytest.raises(AlreadyClaimed) as refusal:
        services.claim_subsidy(person.id, claim(year=2026, kind="skill_upgrading_subsidy"), account_id=None)

    assert refusal.value.earlier.year == 2025
    assert "2025" in str(refusal.value.message)


@pytest.mark.parametrize("level", ["5", "初级工", "五级/初级工"])
def test_other_words_for_a_level_are_the_same_level(person: Any, level: str) -> None:
    services.claim_subsidy(person.id, claim(), account_id=None)

    with pytest.raises(AlreadyClaimed):
        services.claim_subsidy(person.id, claim(level=level), account_id=None)


def test_code_and_name_are_the_same_occupation(person: Any) -> None:
    factories.OccupationFactory(code="9-99-99-01", name="沙画师", policy_term="沙画")
    services.claim_subsidy(person.id, claim(occupation="沙画师", occupation_code="9-99-99-01"), account_id=None)

    for name in ("沙画师", "沙画"):
        with pytest.raises(AlreadyClaimed):
            services.claim_subsidy(person.id, claim(occupation=name), account_id=None)


def test_another_level_or_occupation_or_person_is_free(person: Any) -> None:
    services.claim_subsidy(person.id, claim(), account_id=None)

    services.claim_subsidy(person.id, claim(level="四级"), account_id=None)
    services.claim_subsidy(person.id, claim(occupation="皮雕"), account_id=None)
    services.claim_subsidy(factories.PersonFactory().id, claim(), account_id=None)


def test_a_refused_claim_leaves_the_way_free_but_does_not_come_back(person: Any) -> None:
    first = services.claim_subsidy(person.id, claim(), account_id=None)
    services.set_subsidy_state(first, SubsidyState.REFUSED, account_id=None)
    services.claim_subsidy(person.id, claim(), account_id=None)

    with pytest.raises(AlreadyClaimed):
        services.set_subsidy_state(first, SubsidyState.PAID, account_id=None)


def test_being_forgotten_does_not_open_a_second_claim(person: Any, session: Session) -> None:
    services.claim_subsidy(person.id, claim(), account_id=None)
    person.erased_at = clock.now()
    session.commit()
    again = factories.PersonFactory(id_number=person.id_number)

    with pytest.raises(AlreadyClaimed):
        services.claim_subsidy(again.id, claim(), account_id=None)
    assert queries.subsidised_keys(again.id) == {("奶食品制作", "五级", "training_subsidy")}


def test_keys_leave_refused_claims_out(person: Any) -> None:
    first = services.claim_subsidy(person.id, claim(), account_id=None)
    services.set_subsidy_state(first, SubsidyState.REFUSED, account_id=None)

    assert queries.subsidised_keys(person.id) == frozenset()


def test_an_unknown_claim_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        services.set_subsidy_state(10**6, SubsidyState.PAID, account_id=None)


def test_of_twenty_claims_at_once_one_is_taken(real_app: Flask) -> None:
    with real_app.app_context():
        person_id = factories.PersonFactory().id

    def try_once(number: int) -> bool:
        with real_app.app_context():
            try:
                services.claim_subsidy(
                    person_id, claim(level=("五级", "5")[number % 2], year=2000 + number), account_id=None
                )
            except AlreadyClaimed:
                return False
            return True

    with ThreadPoolExecutor(10) as pool:
        taken = list(pool.map(try_once, range(20)))

    with real_app.app_context():
        assert sum(taken) == 1
        assert db.session().scalar(select(func.count()).select_from(SubsidyEntitlement)) == 1


def test_under_two_records_of_one_human_at_once_one_claim_is_taken(real_app: Flask) -> None:
    with real_app.app_context():
        forgotten = factories.PersonFactory(erased_at=clock.now())
        again = factories.PersonFactory(id_number=forgotten.id_number)
        people = forgotten.id, again.id

    def try_once(number: int) -> bool:
        with real_app.app_context():
            try:
                services.claim_subsidy(people[number % 2], claim(year=2000 + number), account_id=None)
            except AlreadyClaimed:
                return False
            return True

    with ThreadPoolExecutor(10) as pool:
        taken = list(pool.map(try_once, range(20)))

    with real_app.app_context():
        assert sum(taken) == 1
        assert db.session().scalar(select(func.count()).select_from(SubsidyEntitlement)) == 1


def test_the_earlier_claim_is_named_masked(session: Session) -> None:
    person = factories.PersonFactory(name="欧阳乌兰")
    services.claim_subsidy(person.id, claim(), account_id=None)

    with pytest.raises(AlreadyClaimed) as refusal:
        services.claim_subsidy(person.id, claim(year=2026), account_id=None)

    earlier = refusal.value.earlier
    assert (earlier.occupation, earlier.level, earlier.year) == ("奶食品制作", "5", 2025)
    assert earlier.masked_name == "欧**兰"


def test_a_person_is_told_of_a_claim_in_their_name_and_whoever_was_forgotten_is_not(
    person: Any, session: Session
) -> None:
    forgotten = factories.PersonFactory(erased_at=clock.now())
    for one in (person, forgotten):
        services.claim_subsidy(one.id, claim(), account_id=None)

    told = list(session.execute(select(Message.person_id, Message.kind)))

    assert told == [(person.id, "subsidy_claimed")]


def test_an_amount_never_comes_without_its_document(person: Any) -> None:
    with pytest.raises(IntegrityError):
        services.claim_subsidy(person.id, claim(amount_fen=80_000), account_id=None)


def test_the_index_refuses_what_the_look_before_did_not_see(person: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    services.claim_subsidy(person.id, claim(), account_id=None)
    looks = iter([lambda *_all: None, subsidies._refuse_repeat])
    monkeypatch.setattr(subsidies, "_refuse_repeat", lambda *given: next(looks)(*given))

    with pytest.raises(AlreadyClaimed):
        services.claim_subsidy(person.id, claim(), account_id=None)


def test_another_refusal_of_the_database_is_not_called_a_repeat(session: Session) -> None:
    with pytest.raises(IntegrityError):
        services.claim_subsidy(10**6, claim(), account_id=None)
