"""The small conventions of the semantics: three values, places, groups and claims."""

from datetime import date

import pytest

from portal.eligibility.rules import claims, people, places
from portal.eligibility.rules.logic import HOLDS, Finding, all_of, any_of, both, either
from portal.eligibility.types import Group, Kind, Part, Reason, Rulebook, Truth, Why

FIRST, SECOND = Reason(Part.PLACE, Why.FAILS), Reason(Part.GROUPS, Why.MISSING)
TRAINING, UPGRADING = frozenset({Kind.TRAINING_SUBSIDY}), frozenset({Kind.SKILL_UPGRADING_SUBSIDY})


@pytest.mark.parametrize(
    ("values", "every", "some"),
    [
        ([], True, False),
        ([True], True, True),
        ([False], False, False),
        ([None], None, None),
        ([True, None], None, True),
        ([False, None], False, None),
        ([True, False], False, True),
        ([None, True, False], False, True),
    ],
)
def test_reckons_with_three_values(values: list[Truth], every: Truth, some: Truth) -> None:
    assert all_of(values) is every
    assert any_of(values) is some


def test_keeps_only_the_reasons_that_decide() -> None:
    parts = [HOLDS, Finding(False, (FIRST,)), Finding(None, (SECOND,))]

    assert both(parts) == Finding(False, (FIRST,))
    assert both([HOLDS, Finding(None, (SECOND,))]) == Finding(None, (SECOND,))
    assert both([HOLDS]) == HOLDS
    assert either(parts) == HOLDS
    assert either(parts[1:]) == Finding(None, (SECOND,))
    assert either([Finding(False, (FIRST,)), Finding(False, (SECOND,))]) == Finding(False, (FIRST, SECOND))


@pytest.mark.parametrize(
    ("code", "today"),
    [
        ("150602", "150602"),
        ("150600", "1506"),
        ("150000", "15"),
        ("000000", ""),
        ("150010", "150010"),
        ("152721", "150602"),  # 东胜县, later 东胜市, today 东胜区
        ("152700", "1506"),  # 伊克昭盟
        ("152528", "152528"),  # in use today for 镶黄旗, whatever bore it before
        ("152121", None),  # 布特哈旗 has no successor
        ("152521", None),  # its latest row has none, though an earlier one has
        ("152421", "150421"),  # the latest of two rows stands
        ("999999", "999999"),
    ],
)
def test_reads_a_code_as_it_stands_today(code: str, today: str | None, book: Rulebook) -> None:
    assert places.area(code, book.successors) == today


def test_a_circle_of_codes_leads_nowhere() -> None:
    assert places.area("150602", {"150602": "150603", "150603": "150602"}) is None


@pytest.mark.parametrize(
    ("place", "scope", "inside"),
    [("1506", "15", True), ("1506", "1506", True), ("15", "1506", None), ("", "15", None), ("22", "15", False)],
)
def test_says_what_lies_in_what(place: str, scope: str, inside: Truth) -> None:
    assert places.lies_in(place, scope) is inside


@pytest.mark.parametrize(
    ("place", "other", "same"),
    [
        ("150602", "150625", True),
        ("1506", "150625", True),
        ("150602", "150702", False),
        ("15", "150602", None),
        ("150602", "15", None),
        ("15", "15", None),
        ("", "15", None),
        ("15", "22", False),
        ("150602", "22", False),
    ],
)
def test_compares_cities_as_far_as_codes_go(place: str, other: str, same: Truth) -> None:
    assert places.same_city(place, other) is same


def test_finds_the_bureau_that_answers() -> None:
    assert places.bureaus(["150602", "150625", "150102", "220102"], "15") == ("150600", "150100")
    assert places.bureaus(["150781", "152501"], "15") == ("150781", "152501")
    assert places.bureaus(["15"], "1506") == ("150600",)
    assert places.bureaus([], "22") == ("220000",)


def test_implies_forward_step_by_step_and_never_backwards() -> None:
    groups = {
        name: Group(name, name, implies=implies)
        for name, implies in {"a": ("b",), "b": ("c",), "c": (), "d": ("d", "a")}.items()
    }

    assert people.groups_on(["a"], None, groups) == {"a", "b", "c"}
    assert people.groups_on(["c"], None, groups) == {"c"}
    assert people.groups_on(["d"], None, groups) == {"a", "b", "c", "d"}
    assert people.groups_on([], None, groups) == frozenset()


@pytest.mark.parametrize(
    ("day", "found"),
    [(None, {"old", "new"}), (date(2021, 12, 31), {"old", "new"}), (date(2022, 1, 1), frozenset())],
)
def test_a_group_ends_with_its_last_day(day: date | None, found: set[str]) -> None:
    groups = {"old": Group("old", "", date(2021, 12, 31), ("new",)), "new": Group("new", "")}

    assert people.groups_on(["old"], day, groups) == found


def test_what_a_group_implies_is_added_whatever_its_own_end() -> None:
    groups = {"old": Group("old", "", date(2021, 12, 31)), "new": Group("new", "", implies=("old",))}

    assert people.groups_on(["new"], date(2025, 1, 1), groups) == {"new", "old"}


@pytest.mark.parametrize(
    ("claim", "paid", "same"),
    [
        (("4-10-01-05", "五级"), ("4-10-01-05", "五级"), True),
        (("4-10-01-05", "五级"), ("4-10-01-05", "初级工"), True),
        (("4-10-01-05", "五级/初级工"), ("4-10-01-05", "初级工"), True),
        (("4-10-01-05", "五级"), ("4-10-01-05", "四级"), False),
        (("4-10-01-05", "五级"), ("4-10-01-06", "五级"), False),
        (("4-10-01-05", "五级"), ("保育", "五级"), None),
        (("保育", "五级"), ("4-10-01-05", "五级"), None),
        (("保育", "五级"), ("编织", "五级"), None),
        (("保育", "五级"), ("编织", "四级"), False),
        (("保育", "五级"), ("保育", "五级"), True),
        (("4-10-01-05", "A档"), ("4-10-01-05", "A档"), True),
        (("4-10-01-05", "A档"), ("4-10-01-05", "五级"), None),
        (("4-10-01-05", "五级"), ("4-10-01-05", "A档"), None),
        (("4-10-01-05", "A档"), ("4-10-01-06", "B档"), False),
        (("编织", "专项"), ("编织", "无等级"), None),
        (("编织", "无等级"), ("编织", "无等级"), None),
        (("编织", "专项"), ("编织", "五级"), False),
        (("4-10-01-05", "五级"), ("4-10-01-05", None), None),
        (("4-10-01-05", "五级"), (None, "五级"), None),
        (("4-10-01-05", "五级"), ("4-10-01-05",), None),
        (("4-10-01-05", "五级"), ("4-10-01-06", None), None),
    ],
)
def test_compares_claims(claim: tuple[str, str], paid: tuple[str | None, ...], same: Truth, book: Rulebook) -> None:
    assert claims.repeats(claim, [paid], TRAINING, book.levels) is same


def test_only_claims_of_the_kinds_that_count_are_compared(book: Rulebook) -> None:
    claim = ("4-10-01-05", "五级")

    assert claims.repeats(claim, [(*claim, "skill_upgrading_subsidy")], TRAINING, book.levels) is False
    assert claims.repeats(claim, [(*claim, "skill_upgrading_subsidy")], UPGRADING, book.levels) is True
    assert claims.repeats(claim, [(*claim, None)], TRAINING, book.levels) is True
    assert claims.repeats(claim, [claim], UPGRADING, book.levels) is False
    assert claims.repeats(claim, [(*claim, "training_subsidy"), ("保育", "五级")], TRAINING, book.levels) is True
    assert claims.repeats(claim, [], TRAINING, book.levels) is False


@pytest.mark.parametrize(
    ("claim", "whole"),
    [(("a", "b"), True), (("a", None), False), ((None, "b"), False), (("a",), False), ((), False)],
)
def test_a_claim_without_a_member_is_missing(claim: tuple[str | None, ...], whole: bool) -> None:
    assert claims.complete(claim) is whole
