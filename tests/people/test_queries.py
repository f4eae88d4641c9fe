"""What other rooms learn about people."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from portal.core import clock
from portal.people import queries
from portal.people.errors import PersonNotFound
from portal.people.types import Evidence
from tests.factories import AccountFactory, PersonFactory, PersonGroupFactory, StationFactory


def test_shows_a_person_masked_and_prints_nothing_of_them(session: Session) -> None:
    row = PersonFactory(name="乌云其其格")

    person = queries.get_person(row.id)

    assert person.masked_name == "乌***格"
    assert person.masked_id_number[3:14] == "*" * 11
    assert person.masked_phone is not None
    assert "****" in person.masked_phone
    assert not person.has_account
    assert row.name not in repr(person)
    assert row.id_number not in repr(person)
    assert row.phone not in repr(person)


def test_knows_nobody_who_was_forgotten(session: Session) -> None:
    row = PersonFactory(erased_at=clock.now())

    with pytest.raises(PersonNotFound):
        queries.get_person(row.id)
    assert queries.find_person_by_id_number(row.id_number) is None
    assert queries.names_of([row.id]) == {}
    assert queries.list_person_ids_by_phone(row.phone) == []


def test_finds_by_identity_number_in_any_form(session: Session) -> None:
    row = PersonFactory()
    AccountFactory(person=row)
    spaced = f" {row.id_number[:6]} {row.id_number[6:14]}-{row.id_number[14:].lower()}"

    found = queries.find_person_by_id_number(spaced)

    assert found is not None
    assert found.id == row.id
    assert found.has_account
    assert queries.find_person_by_id_number("no number") is None


def test_relatives_may_share_a_phone(session: Session) -> None:
    mother, son = PersonFactory(phone="+8613810138000"), PersonFactory(phone="+8613810138000")

    assert queries.list_person_ids_by_phone("+8613810138000") == [mother.id, son.id]


def test_groups_count_on_their_days_with_the_best_evidence(session: Session) -> None:
    today = clock.today()
    person = PersonFactory()
    PersonGroupFactory(person=person, group_code="veteran")
    PersonGroupFactory(person=person, group_code="veteran", evidence=Evidence.SEEN, valid_from=today - timedelta(9))
    PersonGroupFactory(
        person=person, group_code="unemployed", valid_from=today - timedelta(30), valid_to=today - timedelta(1)
    )

    assert queries.groups_on(person.id, today) == {"veteran": Evidence.SEEN}
    assert queries.groups_on(person.id, today - timedelta(1)) == {
        "veteran": Evidence.SEEN,
        "unemployed": Evidence.DECLARED,
    }


def test_rows_of_before_a_deletion_are_the_same_human(session: Session) -> None:
    before = PersonFactory(erased_at=clock.now())
    after = PersonFactory(id_number=before.id_number)
    PersonFactory()

    assert queries.list_ids_of_same_human(after.id) == [before.id, after.id]
    assert queries.list_ids_of_same_human(0) == []


def test_lists_stations_of_a_league(session: Session) -> None:
    here = StationFactory(region_code="152522")
    StationFactory(region_code="150525")

    assert [station.id for station in queries.list_stations("152500")] == [here.id]
