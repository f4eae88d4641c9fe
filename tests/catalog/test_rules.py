"""Whether one may apply, by the days and the seats."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest

from portal.catalog import rules
from portal.catalog.types import ClassState, ProviderState, SignUpState

TODAY = date(2026, 3, 10)


@dataclass(frozen=True)
class Facts:
    state: ClassState = ClassState.OPEN
    starts_on: date = date(2026, 3, 20)
    ends_on: date = date(2026, 3, 29)
    apply_from: date = date(2026, 3, 1)
    apply_by: date = date(2026, 3, 15)
    capacity: int = 30
    seats_taken: int = 0
    waiting: int = 0


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, SignUpState.OPEN),
        ({"apply_from": date(2026, 3, 11)}, SignUpState.NOT_YET_OPEN),
        ({"apply_from": TODAY}, SignUpState.OPEN),
        ({"seats_taken": 29}, SignUpState.OPEN),
        ({"seats_taken": 30}, SignUpState.FULL),
        ({"seats_taken": 29, "waiting": 1}, SignUpState.FULL),
        ({"apply_by": TODAY}, SignUpState.OPEN),
        ({"apply_by": date(2026, 3, 9)}, SignUpState.PAST_DEADLINE),
        ({"apply_by": TODAY, "starts_on": TODAY}, SignUpState.OPEN),
        ({"apply_by": date(2026, 3, 9), "starts_on": TODAY}, SignUpState.RUNNING),
        ({"state": ClassState.CLOSED}, SignUpState.CLOSED),
        ({"state": ClassState.CLOSED, "starts_on": TODAY}, SignUpState.RUNNING),
        ({"state": ClassState.RUNNING}, SignUpState.RUNNING),
        (
            {"state": ClassState.RUNNING, "starts_on": date(2026, 2, 1), "ends_on": date(2026, 3, 9)},
            SignUpState.FINISHED,
        ),
        ({"state": ClassState.FINISHED}, SignUpState.FINISHED),
        ({"state": ClassState.CANCELLED, "ends_on": date(2026, 3, 1)}, SignUpState.CANCELLED),
        ({"state": ClassState.DRAFT}, SignUpState.DRAFT),
    ],
)
def test_says_what_can_be_done_about_a_class(changes: dict[str, object], expected: SignUpState) -> None:
    state = rules.sign_up_state(replace(Facts(), **changes), today=TODAY)  # type: ignore[arg-type]

    assert state is expected
    assert state.takes_applications is (expected in (SignUpState.OPEN, SignUpState.FULL))


def test_closes_sign_up_where_the_provider_takes_nobody() -> None:
    assert rules.sign_up_state(Facts(), today=TODAY, provider_takes_people=False) is SignUpState.CLOSED


@pytest.mark.parametrize(
    ("state", "days_from", "days_to", "expected"),
    [
        (ProviderState.ACTIVE, -10, None, True),
        (ProviderState.ACTIVE, -10, 0, True),
        (ProviderState.ACTIVE, -10, -1, False),
        (ProviderState.ACTIVE, 1, None, False),
        (ProviderState.WITHDRAWN, -10, None, False),
    ],
)
def test_takes_people_only_while_in_the_directory(
    state: ProviderState, days_from: int, days_to: int | None, expected: bool
) -> None:
    until = None if days_to is None else TODAY + timedelta(days=days_to)

    assert (
        rules.takes_people(state, accredited_from=TODAY + timedelta(days=days_from), accredited_to=until, today=TODAY)
        is expected
    )
