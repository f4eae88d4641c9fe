"""Which messages ring, when, how often, and on what money."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from portal.core.clock import LOCAL
from portal.notices.rules import deliveries as rules

pytestmark = pytest.mark.engine_free

NIGHT = (21, 8)


def at(hour: int, minute: int = 0, day: int = 25) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=LOCAL)


@pytest.mark.parametrize(
    ("now", "until"),
    [
        (at(20, 59), None),
        (at(21), at(8, day=26)),
        (at(23, 59), at(8, day=26)),
        (at(0), at(8)),
        (at(7, 59), at(8)),
        (at(8), None),
        (at(12), None),
    ],
)
def test_the_night_ends_in_the_morning(now: datetime, until: datetime | None) -> None:
    assert rules.quiet_until(now.astimezone(UTC), NIGHT) == until


def test_quiet_hours_may_lie_in_the_day_or_be_none() -> None:
    assert rules.quiet_until(at(13), (12, 14)) == at(14)
    assert rules.quiet_until(at(15), (12, 14)) is None
    assert rules.quiet_until(at(3), (0, 0)) is None


def test_at_night_only_what_would_come_too_late_rings() -> None:
    morning = at(8, day=26)

    assert rules.must_wait("seat_offered", at(22), at(22, day=27), NIGHT) == morning
    assert rules.must_wait("seat_offered", at(22), at(9, day=26), NIGHT) is None
    assert rules.must_wait("class_cancelled", at(22), at(12, day=26), NIGHT) is None
    assert rules.must_wait("result_recorded", at(22), at(9, day=26), NIGHT) == morning
    assert rules.must_wait("consent_code", at(22), at(23), NIGHT) is None
    assert rules.must_wait("result_recorded", at(12), at(13), NIGHT) is None


def test_an_offer_is_worth_telling_until_it_ends_and_a_class_until_its_first_noon() -> None:
    now = at(10)
    first = {"starts_on": date(2026, 11, 26).isoformat()}

    assert rules.worth_until("seat_offered", {"until": at(18).isoformat()}, now) == at(18)
    assert rules.worth_until("class_cancelled", first, now) == at(12, day=26)
    assert rules.worth_until("class_tomorrow", first, now) == at(12, day=26)
    assert rules.worth_until("registered_by_station", first, now) == now + timedelta(days=7)
    assert rules.worth_until("result_recorded", {}, now) == now + timedelta(days=7)


def test_tries_come_ever_later_and_end() -> None:
    now, moments = at(10), []
    for attempt in range(1, rules.MOST_ATTEMPTS):
        moments.append(rules.next_try(attempt, now))

    assert None not in moments
    assert moments == sorted(moments)  # type: ignore[type-var]
    assert rules.next_try(rules.MOST_ATTEMPTS, now) is None


@pytest.mark.parametrize(
    ("words", "parts"), [("您" * 70, 1), ("您" * 71, 2), ("您" * 134, 2), ("您" * 135, 3), ("𬭎" * 36, 2), ("", 1)]
)
def test_a_long_text_counts_as_several(words: str, parts: int) -> None:
    assert rules.parts_of(words) == parts


def test_the_last_fifth_is_for_needful_messages() -> None:
    assert rules.may_spend("seat_offered", 1000) == 1000
    assert rules.may_spend("result_recorded", 1000) == 800


def test_few_kinds_go_out_and_codes_never_with_a_message() -> None:
    assert rules.goes_out("seat_offered")
    assert not rules.goes_out("wish_answered")
    assert not rules.goes_out("consent_code")


def test_a_month_is_a_local_one() -> None:
    assert rules.month_of(datetime.combine(date(2026, 11, 30), time(17), UTC)) == "2026-12"
