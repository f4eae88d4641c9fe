"""Laws of offers, clashes, steps and wishes."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.catalog.types import ClassState, Mode, ProviderState, TeachingLanguage
from portal.core import clock, search_keys
from portal.enrolment import rules
from portal.enrolment.rules import Seats
from portal.enrolment.types import (
    ApplicationState,
    ClassFacts,
    EndReason,
    NewWish,
    OccupationWords,
    Refusal,
    Season,
    Timespan,
    WhyOpen,
)

moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
states = st.sampled_from(ApplicationState)

OFFERED = ClassFacts(
    id=1,
    number="T1",
    name="养老护理员",
    name_mn=None,
    occupation_id=7,
    trade="care",
    level="5",
    hours=80,
    provider="科尔沁职业培训学校",
    provider_mn=None,
    provider_state=ProviderState.ACTIVE,
    accredited_from=date(2025, 1, 1),
    accredited_to=None,
    starts_on=date(2026, 12, 21),
    ends_on=date(2026, 12, 30),
    daily_hours=None,
    place="明仁大街1号",
    place_mn=None,
    region_code="150502",
    mode=Mode.ONSITE,
    language=TeachingLanguage.ZH,
    capacity=30,
    seats_taken=0,
    waiting=0,
    apply_from=date(2026, 11, 1),
    apply_by=date(2026, 12, 18),
    bring=None,
    extra_permit=None,
    contact_phone="0475-8000000",
    state=ClassState.OPEN,
    cancelled_reason=None,
)
PLACES = ("150000", "150500", "150502")
WISH = NewWish(7, None, "150500", Season.ANY, None, None, job_wish=False)
KNOWN = [
    OccupationWords(number, names, mn, search_keys.index_key(*names, mn))
    for number, names, mn in ((7, ("养老护理员",), "ᠠᠰᠠᠷᠠᠨ ᠰᠤᠪᠢᠯᠠᠭᠴᠢ"), (8, ("焊工", "电焊"), None))
]


@given(moment=moments, apply_by=days)
def test_offer_is_never_longer_than_two_days_nor_past_the_deadline(moment: datetime, apply_by: date) -> None:
    until = rules.offer_ends(moment, apply_by)

    if until is None:
        assert moment >= clock.end_of_day(apply_by)
    else:
        assert moment < until <= clock.end_of_day(apply_by)
        assert until - moment <= rules.TIME_TO_ANSWER


@given(moment=moments, apply_by=days, state=st.sampled_from(ClassState))
def test_offers_run_only_while_one_could_be_answered(moment: datetime, apply_by: date, state: ClassState) -> None:
    if rules.offers_run(state, moment, apply_by):
        assert rules.offer_ends(moment, apply_by) is not None
        assert state in (ClassState.OPEN, ClassState.CLOSED)


@given(taken=st.integers(0, 40), waiting=st.integers(0, 40))
def test_newcomers_never_overtake_and_offers_never_exceed(taken: int, waiting: int) -> None:
    seats = Seats(30, taken, waiting)

    assert 0 <= seats.to_offer <= waiting
    assert taken + seats.to_offer <= max(30, taken)
    assert not (seats.open_to_newcomers and waiting)


@given(before=states, after=states)
def test_nothing_follows_an_end(before: ApplicationState, after: ApplicationState) -> None:
    live = before in (ApplicationState.WAITING, ApplicationState.ACCEPTED, ApplicationState.ATTENDING)

    assert live or not rules.may_step(before, after)


def test_nobody_leaves_a_training_as_withdrawn() -> None:
    assert not rules.may_step(ApplicationState.ATTENDING, ApplicationState.WITHDRAWN)


@given(first=days, length=st.integers(0, 20), second=days, other_length=st.integers(0, 20))
def test_overlap_is_mutual_and_needs_a_common_day(first: date, length: int, second: date, other_length: int) -> None:
    one = Timespan(first, first + timedelta(length), None)
    other = Timespan(second, second + timedelta(other_length), None)
    common = max(one.starts_on, other.starts_on) <= min(one.ends_on, other.ends_on)

    assert rules.overlap(one, other) == rules.overlap(other, one) == common


@pytest.mark.parametrize(
    ("hours", "other", "clash"),
    [
        ("09:00-12:00", "14:00-17:00", False),
        ("09:00-12:00, 14:00-17:00", "18:30-20:30", False),
        ("09:00-12:00", "11:00-13:00", True),
        ("09:00-12:00", "12:00-13:00", False),
        ("9:00～12:00", "08:00至10:00", True),
        ("09:00-12:00", None, True),
        ("晚上", "09:00-12:00", True),
        ("25:00-26:00", "09:00-12:00", True),
    ],
)
def test_hours_decide_where_both_are_known(hours: str, other: str | None, clash: bool) -> None:
    day = date(2026, 12, 1)

    assert rules.overlap(Timespan(day, day, hours), Timespan(day, day, other)) is clash


@pytest.mark.parametrize(
    ("change", "today", "expected"),
    [
        ({}, date(2026, 12, 1), None),
        ({}, date(2026, 12, 18), None),
        ({}, date(2026, 12, 19), Refusal.DEADLINE_PASSED),
        ({}, date(2026, 10, 31), Refusal.NOT_YET_OPEN),
        ({"state": ClassState.CLOSED}, date(2026, 12, 1), Refusal.CLOSED),
        ({"state": ClassState.CANCELLED}, date(2026, 12, 1), Refusal.CANCELLED),
        ({"state": ClassState.RUNNING}, date(2026, 12, 22), Refusal.RUNNING),
        ({"state": ClassState.FINISHED}, date(2027, 1, 5), Refusal.FINISHED),
        ({"provider_state": ProviderState.WITHDRAWN}, date(2026, 12, 1), Refusal.PROVIDER_WITHDRAWN),
        ({"accredited_to": date(2026, 11, 30)}, date(2026, 12, 1), Refusal.PROVIDER_WITHDRAWN),
        ({"seats_taken": 30, "waiting": 9}, date(2026, 12, 1), None),
    ],
)
def test_refusal_names_its_reason(change: dict[str, object], today: date, expected: Refusal | None) -> None:
    assert rules.refusal(replace(OFFERED, **change), today) is expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("wish", "offered", "fits"),
    [
        ({}, {}, True),
        ({"occupation_id": 8}, {}, False),
        ({"region_code": "150502"}, {}, True),
        ({"region_code": "150000"}, {}, True),
        ({"region_code": "150600"}, {}, False),
        ({"region_code": "150600"}, {"mode": Mode.ONLINE}, True),
        ({"season": Season.WINTER}, {}, True),
        ({"season": Season.SUMMER}, {}, False),
        ({"mode": "onsite"}, {}, True),
        ({"mode": "online"}, {}, False),
        ({"language": "mn"}, {}, False),
        ({"language": "mn"}, {"language": TeachingLanguage.BOTH}, True),
        ({"occupation_id": None, "own_words": "想学养老护理员"}, {}, True),
        ({"occupation_id": None, "own_words": "奶食品"}, {}, False),
    ],
)
def test_class_fits_a_wish(wish: dict[str, object], offered: dict[str, object], fits: bool) -> None:
    asked = replace(WISH, **wish)  # type: ignore[arg-type]
    given = replace(OFFERED, **offered)  # type: ignore[arg-type]

    assert rules.fits(asked, given, regions=PLACES, meant=rules.occupations_meant(asked.own_words, KNOWN)) is fits


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("养老护理员", {7}),
        ("想学养老护理", {7}),
        ("我在家照顾老人，想当养老护理员，冬天有空", {7}),
        ("养老 护理", {7}),
        ("yanglao huli", {7}),
        ("ᠠᠰᠠᠷᠠᠨ ᠰᠤᠪᠢᠯᠠᠭᠴᠢ ᠪᠣᠯᠬᠤ ᠰᠠᠨᠠᠭ᠎ᠠ ᠲᠠᠢ", {7}),
        ("焊工", {8}),
        ("想学焊工技术", {8}),
        ("员", set()),
        ("工", set()),
        ("ylhl", set()),
        ("han", set()),
        ("奶食品", set()),
        ("？！", set()),
        ("", set()),
        (None, set()),
    ],
)
def test_own_words_mean_occupations_only_where_they_say_so(words: str | None, meant: set[int]) -> None:
    assert rules.occupations_meant(words, KNOWN) == meant


@pytest.mark.parametrize(
    ("state", "reason", "why"),
    [
        (ApplicationState.ABSENT, None, WhyOpen.DID_NOT_ATTEND),
        (ApplicationState.DECLINED, EndReason.CLASS_CANCELLED, WhyOpen.CLASS_CANCELLED),
        (ApplicationState.DECLINED, EndReason.OFFER_DECLINED, WhyOpen.LEFT_CLASS),
        (ApplicationState.WITHDRAWN, EndReason.WITHDREW, WhyOpen.LEFT_CLASS),
        (ApplicationState.WITHDRAWN, None, WhyOpen.CONTESTED),
        (ApplicationState.EXPIRED, EndReason.LIST_CLOSED, WhyOpen.NO_SEAT),
        (ApplicationState.EXPIRED, EndReason.OFFER_RAN_OUT, WhyOpen.NO_SEAT),
        (ApplicationState.COMPLETED, None, None),
        (ApplicationState.ATTENDING, None, None),
    ],
)
def test_a_wish_opens_again_where_no_training_came_of_it(
    state: ApplicationState, reason: EndReason | None, why: WhyOpen | None
) -> None:
    assert rules.may_be_open_again(state, reason) is why


@given(day=days)
def test_every_day_has_one_season(day: date) -> None:
    assert rules.season_of(day) is not Season.ANY


def test_days_open_are_counted_by_the_local_calendar() -> None:
    made = datetime(2026, 3, 1, 17, tzinfo=UTC)  # already 2 March in Inner Mongolia

    assert rules.days_open(made, None, date(2026, 3, 2)) == 0
    assert rules.days_open(made, datetime(2026, 3, 11, 1, tzinfo=UTC), date(2026, 9, 9)) == 9
