"""Test what a rule asks for, part by part, and say why a part does not hold.

Source:
    ``data/rules.yaml``, semantics 2 and 5 to 10, and ``operators``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast

from portal.eligibility.rules import claims, people, places
from portal.eligibility.rules.facts import CLAIM_KEY, GROUPS, PAID_KEYS
from portal.eligibility.rules.logic import HOLDS, Finding, both, either
from portal.eligibility.types import (
    AllOf,
    Claim,
    Facts,
    FactValue,
    Kind,
    Leaf,
    Node,
    NoRepeat,
    Part,
    Reason,
    Rule,
    Rulebook,
    Why,
)


@dataclass(frozen=True, slots=True)
class Case:
    """One person's facts, read for one rule."""

    facts: Facts
    book: Rulebook
    day: date | None

    def place(self, fact: str) -> str | None:
        """Return the place a fact names, or None where it is missing."""
        code = self.facts.get(fact)
        return None if code is None else places.area(str(code), self.book.successors)

    @property
    def groups(self) -> frozenset[str] | None:
        """The person's groups on the day of the rule, or None where nobody answered."""
        answered = self.facts.get(GROUPS)
        if answered is None:
            return None
        return people.groups_on(cast("frozenset[str]", answered), self.day, self.book.groups)

    @property
    def claim(self) -> Claim | None:
        """Occupation and level of this training, or None where one of them is missing."""
        claim = cast("Claim | None", self.facts.get(CLAIM_KEY))
        return claim if claim is not None and claims.complete(claim) else None

    @property
    def paid(self) -> tuple[Claim, ...] | None:
        """The claims paid so far, or None where nobody answered."""
        return cast("tuple[Claim, ...] | None", self.facts.get(PAID_KEYS))


def weigh_place(rule: Rule, case: Case) -> Finding:
    """Say whether one of the places that count lies in the rule's scope (semantics 5)."""
    scope, doubts = rule.scope, []
    for fact in (*rule.region_test, *rule.region_ask):
        place = case.place(fact)
        inside = None if place is None else places.lies_in(place, scope)
        if inside and fact in rule.region_test:
            return HOLDS
        if place is None:
            doubts.append(Reason(Part.PLACE, Why.MISSING, (fact,), (fact,)))
        elif inside is None:
            doubts.append(Reason(Part.PLACE, Why.PLACE_IS_WIDE, (fact,)))
        elif inside:
            doubts.append(Reason(Part.PLACE, Why.PLACE_MAY_COUNT, (fact,)))
    if doubts:
        return Finding(None, tuple(doubts))
    return Finding(False, (Reason(Part.PLACE, Why.FAILS, (*rule.region_test, *rule.region_ask), wanted=(scope,)),))


def weigh_groups(rule: Rule, case: Case) -> Finding:
    """Say whether the person belongs to one of the rule's groups (semantics 7)."""
    if rule.any_group:
        return HOLDS
    if rule.groups is None:
        return Finding(None, (Reason(Part.GROUPS, Why.UNSPECIFIED),))
    own, wanted = case.groups, tuple(sorted(rule.groups))
    if own is None:
        return Finding(None, (Reason(Part.GROUPS, Why.MISSING, (GROUPS,), (GROUPS,), wanted=wanted),))
    if own & rule.groups:
        return HOLDS
    if own & rule.groups_ask:
        unsure = tuple(sorted(own & rule.groups_ask))
        return Finding(None, (Reason(Part.GROUPS, Why.TEXT_IS_OPEN, (GROUPS,), wanted=unsure),))
    if rule.groups_open:
        return Finding(None, (Reason(Part.GROUPS, Why.LIST_IS_OPEN, (GROUPS,), wanted=wanted),))
    return Finding(False, (Reason(Part.GROUPS, Why.FAILS, (GROUPS,), wanted=wanted),))


def weigh_conditions(node: Node | None, case: Case) -> Finding:
    """Say whether the written conditions hold; a text that states none leaves it unknown."""
    if node is None:
        return Finding(None, (Reason(Part.CONDITIONS, Why.UNSPECIFIED),))
    if isinstance(node, Leaf):
        return _weigh_leaf(node, case)
    join = both if isinstance(node, AllOf) else either
    return join(weigh_conditions(part, case) for part in node.parts)


def weigh_no_repeat(bar: NoRepeat | None, kinds: tuple[Kind, ...], case: Case) -> Finding:
    """Say whether a later document's bar leaves the rule standing (semantics 10)."""
    if bar is None:
        return HOLDS
    struck = both((_since(bar, case), _barred_group(bar, case), _repeats(bar, case)))
    if struck.truth is False:
        return HOLDS
    if struck.truth is None:
        return struck
    used = (CLAIM_KEY, PAID_KEYS)
    if set(kinds) <= bar.bars:
        return Finding(False, (Reason(Part.NO_REPEAT, Why.REPEATS, used),))
    return Finding(None, (Reason(Part.NO_REPEAT, Why.PARTLY_BARRED, used),))


def _since(bar: NoRepeat, case: Case) -> Finding:
    day = cast("date | None", case.facts.get("training_date"))
    if day is None:
        return Finding(None, (Reason(Part.NO_REPEAT, Why.MISSING, ("training_date",), ("training_date",)),))
    return Finding(day >= bar.since)


def _barred_group(bar: NoRepeat, case: Case) -> Finding:
    own = case.groups
    if own is None:
        wanted = tuple(sorted(bar.groups))
        return Finding(None, (Reason(Part.NO_REPEAT, Why.MISSING, (GROUPS,), (GROUPS,), wanted=wanted),))
    return Finding(bool(own & bar.groups))


def _repeats(bar: NoRepeat, case: Case) -> Finding:
    return _claimed_before(Part.NO_REPEAT, bar.counts, case)


def _claimed_before(part: Part, counts: frozenset[Kind], case: Case) -> Finding:
    claim, paid = case.claim, case.paid
    missing = tuple(name for name, value in ((CLAIM_KEY, claim), (PAID_KEYS, paid)) if value is None)
    used = (CLAIM_KEY, PAID_KEYS)
    if claim is None or paid is None:
        return Finding(None, (Reason(part, Why.MISSING, used, missing),))
    truth = claims.repeats(claim, paid, counts, case.book.levels)
    why = {True: Why.REPEATS, None: Why.MAY_REPEAT}.get(truth)
    return Finding(truth, () if why is None else (Reason(part, why, used),))


def _weigh_leaf(leaf: Leaf, case: Case) -> Finding:
    found = _OPERATORS[leaf.op](leaf, case)
    asks = leaf.if_true_ask if found.truth is True else leaf.if_false_ask
    if found.truth is None or not asks:
        return found
    return Finding(None, (_reason(leaf, Why.TEXT_IS_OPEN),))


def _reason(leaf: Leaf, why: Why, missing: tuple[str, ...] = ()) -> Reason:
    wanted = leaf.value if isinstance(leaf.value, tuple) else () if leaf.value is None else (leaf.value,)
    return Reason(Part.CONDITIONS, why, (leaf.fact,), missing, leaf.op, tuple(str(value) for value in wanted))


def _simple(holds: Callable[[FactValue, Leaf], bool]) -> Callable[[Leaf, Case], Finding]:
    def test(leaf: Leaf, case: Case) -> Finding:
        value = case.facts.get(leaf.fact)
        if value is None:
            return Finding(None, (_reason(leaf, Why.MISSING, (leaf.fact,)),))
        return HOLDS if holds(value, leaf) else Finding(False, (_reason(leaf, Why.FAILS),))

    return test


def _region_in(leaf: Leaf, case: Case) -> Finding:
    place = case.place(leaf.fact)
    if place is None:
        return Finding(None, (_reason(leaf, Why.MISSING, (leaf.fact,)),))
    inside = places.lies_in(place, str(leaf.value))
    if inside:
        return HOLDS
    return Finding(inside, (_reason(leaf, Why.FAILS if inside is False else Why.PLACE_IS_WIDE),))


def _same_city(leaf: Leaf, case: Case) -> Finding:
    here, named = case.place(leaf.fact), cast("tuple[str, ...]", leaf.value)
    if here is None:
        return Finding(None, (_reason(leaf, Why.MISSING, (leaf.fact,)),))
    others = {fact: case.place(fact) for fact in named}
    found = {fact: None if place is None else places.same_city(here, place) for fact, place in others.items()}
    if True in found.values():
        return HOLDS
    missing = tuple(fact for fact in named if others[fact] is None)
    if missing:
        return Finding(None, (_reason(leaf, Why.MISSING, missing),))
    if None in found.values():
        return Finding(None, (_reason(leaf, Why.PLACE_IS_WIDE),))
    return Finding(False, (_reason(leaf, Why.FAILS),))


def _contains_any(leaf: Leaf, case: Case) -> Finding:
    own = case.groups
    if own is None:
        return Finding(None, (_reason(leaf, Why.MISSING, (leaf.fact,)),))
    wanted = frozenset(cast("tuple[str, ...]", leaf.value))
    return HOLDS if own & wanted else Finding(False, (_reason(leaf, Why.FAILS),))


def _not_repeated(leaf: Leaf, case: Case) -> Finding:
    repeated = _claimed_before(Part.CONDITIONS, leaf.counts, case)
    return HOLDS if repeated.truth is False else Finding(None if repeated.truth is None else False, repeated.reasons)


_OPERATORS: Mapping[str, Callable[[Leaf, Case], Finding]] = {
    "eq": _simple(lambda value, leaf: value == leaf.value),
    "ne": _simple(lambda value, leaf: value != leaf.value),
    "in": _simple(lambda value, leaf: value in cast("tuple[FactValue, ...]", leaf.value)),
    "lt": _simple(lambda value, leaf: cast("int", value) < cast("int", leaf.value)),
    "is_true": _simple(lambda value, _leaf: value is True),
    "is_false": _simple(lambda value, _leaf: value is False),
    "region_in": _region_in,
    "same_city": _same_city,
    "contains_any": _contains_any,
    "not_repeated": _not_repeated,
}
