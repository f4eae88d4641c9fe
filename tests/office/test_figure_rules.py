"""Numbers are added up and drawn: pure arithmetic."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.office.queries.reading import alarm_rules, counted_targets, sets_of_groups
from portal.office.rules.alarms import SharedRoll, after, clusters, common_place, quarter_of
from portal.office.rules.bars import NARROW, WIDE, bars, shares
from portal.office.rules.figures import by_month, by_place, by_slice, narrower, place_within, total
from portal.office.types.alarms import AlarmKind, AlarmState
from portal.office.types.figures import Measure, PartialSum

pytestmark = pytest.mark.engine_free

TRAINED, PASSED = Measure.TRAINED, Measure.PASSED


def test_a_year_has_a_line_for_each_month_that_has_come() -> None:
    sums = [PartialSum("202602", TRAINED, 5), PartialSum("202602", PASSED, 4), PartialSum("202605", TRAINED, 1)]

    lines = by_month(sums, 2026, last=date(2026, 3, 9))

    assert [line.key for line in lines] == ["202601", "202602", "202603", "202605"]
    assert (lines[1][TRAINED], lines[1][PASSED], lines[0][TRAINED]) == (5, 4, 0)


def test_places_hold_what_lies_inside_them_and_the_rest_is_named_no_nearer() -> None:
    sums = [
        PartialSum("150502", TRAINED, 3),
        PartialSum("150502001", TRAINED, 2),
        PartialSum("150500", TRAINED, 7),
    ]

    lines = by_place(sums, ["150502", "150521"])

    assert [(line.key, line[TRAINED]) for line in lines] == [("150502", 5), ("150521", 0), ("", 7)]
    assert [line.key for line in by_place(sums[:1], ["150502"])] == ["150502"]


def test_groups_come_in_the_order_of_the_list_and_empty_ones_stay_away() -> None:
    sums = [
        PartialSum("group.woman", TRAINED, 1),
        PartialSum("group.veteran", TRAINED, 2),
        PartialSum("type.x", TRAINED, 9),
    ]

    lines = by_slice(sums, "group", ["veteran", "disabled", "woman"])

    assert [(line.key, line[TRAINED]) for line in lines] == [("veteran", 2), ("woman", 1)]


@given(st.lists(st.tuples(st.sampled_from(["202601", "202607"]), st.integers(0, 10**6))))
def test_the_total_is_the_sum_of_all_months(numbers: list[tuple[str, int]]) -> None:
    sums = [PartialSum(month, TRAINED, number) for month, number in numbers]

    lines = by_month(sums, 2026, last=date(2026, 12, 31))

    assert total(sums)[TRAINED] == sum(line[TRAINED] for line in lines) == sum(number for _month, number in numbers)


def test_the_narrower_of_two_places_is_the_one_inside() -> None:
    assert narrower("150000", "150500") == "150500"
    assert narrower("150600", "150000") == "150600"
    assert narrower("150600", "150500") is None
    assert place_within("150781", ["150700"]) == "150700"


@given(
    st.lists(st.integers(0, 10**7), max_size=30),
    st.booleans(),
    st.sampled_from([0.0, 44.0, 100.0]),
    st.sampled_from([NARROW, WIDE]),
)
def test_bars_stay_inside_their_drawing(values: list[int], down: bool, names: float, length: float) -> None:
    drawn = bars(values, names=names, down=down, length=length)

    assert len(drawn.bars) == len(values)
    assert (drawn.height if down else drawn.width) == length
    for bar in drawn.bars:
        assert bar.corner[0] + bar.filled[0] <= drawn.width
        assert bar.corner[1] + bar.filled[1] <= drawn.height
        assert max(bar.value) < max(drawn.width, drawn.height)


def test_the_greatest_bar_fills_the_room_and_none_is_drawn_for_nothing() -> None:
    first, second, third = bars([10, 5, 0]).bars

    assert first.filled[0] == first.whole[0]
    assert second.filled[0] == pytest.approx(first.filled[0] / 2, abs=0.1)
    assert third.filled[0] == 0
    assert bars([0, 0]).bars[0].filled[0] == 0


def test_bars_run_down_where_the_lines_do() -> None:
    across, down = bars([4, 2]), bars([4, 2], down=True)

    assert (down.width, down.height) == (across.height, across.width)
    assert down.bars[1].filled == tuple(reversed(across.bars[1].filled))


def test_more_than_the_target_fills_the_bar_and_no_more() -> None:
    half, much = shares([0.5, 3.0]).bars

    assert much.filled[0] == much.whole[0]
    assert half.value == (half.whole[0] + 6, half.value[1])


def test_every_target_that_is_charted_says_how_it_is_counted_or_why_not() -> None:
    for found in counted_targets():
        assert (found.measure is None) == (found.uncounted is not None), found.target.label.zh
        assert found.first_day < found.last_day
        if found.slice.startswith("set."):
            assert found.slice.removeprefix("set.") in sets_of_groups()


@pytest.mark.parametrize(
    ("codes", "place"),
    [
        (("150502", "150502"), "150502"),
        (("150502001", "150502002"), "150502"),
        (("150502", "150502001"), "150502"),
        (("150502", "150525"), "150500"),
        (("150502", "152501"), "150000"),
        (("150502", "220102"), "150000"),
        (("220102", "220182"), "220100"),
    ],
)
def test_an_alarm_belongs_to_the_smallest_place_that_holds_it(codes: tuple[str, str], place: str) -> None:
    assert common_place(*codes) == place


def test_three_classes_with_the_same_people_are_one_cluster() -> None:
    rule = alarm_rules()[AlarmKind.SAME_ROLLS]
    sizes = {"A": 10, "B": 10, "C": 30, "D": 10}
    pairs = [SharedRoll("A", "B", 9), SharedRoll("B", "C", 8), SharedRoll("C", "D", 5)]

    assert clusters(pairs, sizes, rule) == (("A", "B", "C"),)
    assert clusters(pairs[:1], sizes, rule) == ()  # two classes may follow each other
    assert clusters([SharedRoll("A", "B", 7), SharedRoll("B", "D", 7)], sizes, rule) == ()  # less than four fifths


def test_clusters_that_touch_become_one() -> None:
    rule = alarm_rules()[AlarmKind.SAME_ROLLS]
    sizes = dict.fromkeys("ABCD", 8)
    pairs = [SharedRoll("A", "B", 8), SharedRoll("C", "D", 8), SharedRoll("B", "C", 8)]

    assert clusters(pairs, sizes, rule) == (("A", "B", "C", "D"),)


def test_a_closed_alarm_comes_back_only_when_it_grew_enough() -> None:
    assert after(AlarmState.CLOSED, 7, 8, grows_by=2) is AlarmState.CLOSED
    assert after(AlarmState.CLOSED, 7, 9, grows_by=2) is AlarmState.WAITING
    assert after(AlarmState.KEPT_OPEN, None, 90, grows_by=2) is AlarmState.KEPT_OPEN
    assert after(AlarmState.WAITING, None, 9, grows_by=2) is AlarmState.WAITING


def test_quarters_begin_in_january_april_july_october() -> None:
    assert quarter_of(date(2026, 3, 31)) == (date(2026, 1, 1), "2026Q1")
    assert quarter_of(date(2026, 12, 31)) == (date(2026, 10, 1), "2026Q4")


def test_each_kind_of_alarm_has_a_rule_with_its_source() -> None:
    rules = alarm_rules()

    assert set(rules) == set(AlarmKind)
    assert all(rule.source and rule.quotation and rule.grows_by >= 1 for rule in rules.values())
