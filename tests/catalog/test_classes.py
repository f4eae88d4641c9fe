"""What other rooms ask of the classes."""

import pytest
from sqlalchemy.orm import Session

from portal.catalog import queries, services
from portal.catalog.errors import ClassNotFound
from portal.catalog.types import SignUpState
from portal.core.db import transaction
from tests.factories import ClassSessionFactory, ProviderFactory


def test_tells_all_about_a_class(session: Session) -> None:
    row = ClassSessionFactory(target_groups=["veteran"], bring="身份证")

    found = queries.get_class(row.id)

    assert (found.number, found.bring, found.target_groups) == (row.number, "身份证", ("veteran",))
    assert found.provider_takes_people
    assert found.provider_phone == "0475-8000000"
    assert found.sign_up is SignUpState.OPEN
    assert (found.seats_left, found.days) == (30, 10)
    assert queries.find_class_by_number(row.number) == found


def test_lists_classes_in_the_order_asked_for(session: Session) -> None:
    first, second = ClassSessionFactory(), ClassSessionFactory()

    found = queries.list_classes_by_ids([second.id, 999_999, first.id, second.id, 2**70])

    assert [one.id for one in found] == [second.id, first.id]
    assert queries.list_classes_by_ids([]) == []


def test_does_not_know_what_is_not_there(session: Session) -> None:
    assert queries.find_class_by_number("nothing") is None
    with pytest.raises(ClassNotFound):
        queries.get_class(1)


def test_keeps_the_seats_counted_under_the_lock(session: Session) -> None:
    row = ClassSessionFactory()

    with transaction() as current:
        locked = services.lock_class(current, row.id)
        services.set_seat_counts(locked.id, taken=30, waiting=2)

    found = queries.get_class(row.id)
    assert (found.seats_taken, found.waiting, found.sign_up) == (30, 2, SignUpState.FULL)


def test_locks_only_what_is_there(session: Session) -> None:
    with pytest.raises(ClassNotFound), transaction() as current:
        services.lock_class(current, 1)


def test_closes_the_classes_of_a_withdrawn_provider(session: Session) -> None:
    row = ClassSessionFactory(provider=ProviderFactory(state="withdrawn"))

    assert queries.get_class(row.id).sign_up is SignUpState.CLOSED
