"""Providers and the states of classes."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from portal.catalog import queries, services
from portal.catalog.errors import ProviderNotFound, UnknownRegion
from portal.catalog.models import Provider
from portal.catalog.services.class_states import open_from
from portal.catalog.types import ClassFilter, Cursor, ProviderKind, SignUpState
from portal.core import clock, credit_codes
from tests.factories import ClassSessionFactory, ProviderFactory


def _new(**changes: Any) -> services.NewProvider:
    values: dict[str, Any] = {
        "credit_code": credit_codes.make(7001),
        "name": "科尔沁职业培训学校",
        "kind": ProviderKind.INSTITUTION,
        "region_code": "150502",
        "address": "明仁大街1号",
        "phone": "0475-8000000",
        "accredited_from": clock.today() - timedelta(days=30),
        "trades": ("care",),
    }
    return services.NewProvider(**{**values, **changes})


def test_enters_a_provider_once(session: Session) -> None:
    first = services.enter_provider(_new())
    second = services.enter_provider(_new(phone="0475-8111111"))

    assert first == second
    found = queries.get_provider(first)
    assert (found.phone, found.takes_people, found.trades) == ("0475-8111111", True, ("care",))


def test_a_withdrawn_provider_stays_withdrawn_when_its_row_comes_again(session: Session) -> None:
    provider_id = services.enter_provider(_new())
    services.withdraw_provider(provider_id, on=clock.today())

    services.enter_provider(_new())

    assert queries.get_provider(provider_id).takes_people is False


def test_enters_nobody_without_a_true_code_and_place(session: Session) -> None:
    with pytest.raises(UnknownRegion):
        services.enter_provider(_new(region_code="999999"))
    with pytest.raises(credit_codes.CreditCodeRefused):
        services.enter_provider(_new(credit_code="91159999000000001A"))


def test_withdraws_only_who_is_there(session: Session) -> None:
    with pytest.raises(ProviderNotFound):
        services.withdraw_provider(1, on=clock.today())


def test_lets_people_apply_from_a_day_on(session: Session) -> None:
    row = ClassSessionFactory()

    open_from(row.id, clock.today() + timedelta(days=2))

    assert queries.get_class(row.id).sign_up is SignUpState.NOT_YET_OPEN


def test_what_is_open_in_the_list_is_open_on_the_page(session: Session) -> None:
    ClassSessionFactory(waiting=1)
    ClassSessionFactory(provider=ProviderFactory(state="withdrawn"))
    ClassSessionFactory(apply_from=clock.today() + timedelta(days=1))
    ClassSessionFactory(apply_by=clock.today())
    ClassSessionFactory(state="closed")
    everything = queries.list_classes(ClassFilter(), Cursor()).items

    found = queries.list_classes(ClassFilter(open_only=True), Cursor()).items

    assert {one.id for one in found} == {one.id for one in everything if one.sign_up is SignUpState.OPEN}
    assert len(found) == 1


def test_gives_the_counts_of_seats_fresh_under_the_lock(session: Session) -> None:
    row = ClassSessionFactory(provider=ProviderFactory())
    services.set_seat_counts(row.id, taken=3, waiting=0)

    assert session.get_one(Provider, row.provider_id).id == row.provider_id
    assert queries.get_class(row.id).seats_left == 27
