"""Answer for one rule, and for all of them.

Source:
    ``data/rules.yaml``, semantics 3, 4 and 8.
"""

from collections.abc import Mapping
from datetime import date
from typing import cast

from portal.eligibility.errors import HasNoVerdict, UnknownRule
from portal.eligibility.rules import places
from portal.eligibility.rules.conditions import (
    Case,
    weigh_conditions,
    weigh_groups,
    weigh_no_repeat,
    weigh_place,
)
from portal.eligibility.rules.facts import checked
from portal.eligibility.rules.logic import Finding
from portal.eligibility.types import Facts, Kind, Part, Reason, Rule, Rulebook, Truth, Verdict, Why, Word


def verdict(rule_id: str, facts: Mapping[str, object], book: Rulebook) -> Verdict:
    """Say what one rule gives the person.

    Raises:
        BadFact: a fact is not declared or outside its declared values.
        UnknownRule: no rule bears the id.
        HasNoVerdict: the rule is a prohibition.
    """
    known = checked(facts, book)
    versions = book.versions_of(rule_id)
    if not versions:
        raise UnknownRule(f"no rule is called {rule_id}")
    if versions[0].is_prohibition:
        raise HasNoVerdict(f"{rule_id} is a prohibition: it is shown, never tested")
    return _answer(_version_for(versions, known), known, book)


def verdicts(facts: Mapping[str, object], book: Rulebook) -> tuple[Verdict, ...]:
    """Say what each rule that has a verdict gives the person, in the order of the book."""
    known = checked(facts, book)
    return tuple(_answer(_version_for(book.versions_of(rule_id), known), known, book) for rule_id in book.rule_ids)


def _version_for(versions: tuple[Rule, ...], facts: Facts) -> Rule:
    """Choose the version in force on the day, else the last one that had begun, else the first."""
    begun = [rule for rule in versions if (day := _day(rule, facts)) is None or rule.period.first <= day]
    return begun[-1] if begun else versions[0]


def _day(rule: Rule, facts: Facts) -> date | None:
    return cast("date | None", facts.get(rule.date_test))


def _answer(rule: Rule, facts: Facts, book: Rulebook) -> Verdict:
    day = _day(rule, facts)
    case = Case(facts, book, day)
    if day is not None and not rule.period.holds_on(day):
        why = Why.NOT_YET if day < rule.period.first else Why.OVER
        return _say(Word.OUT_OF_PERIOD, (Reason(Part.DAY, why, (rule.date_test,)),), rule, case)
    bar = weigh_no_repeat(rule.no_repeat, rule.kinds, case)
    findings = (
        weigh_place(rule, case),
        weigh_groups(rule, case),
        weigh_conditions(rule.conditions, case),
        bar,
    )
    word, reasons = _weigh(rule, day, findings)
    return _say(word, reasons, rule, case, struck=_strikes(bar))


def _weigh(rule: Rule, day: date | None, findings: tuple[Finding, ...]) -> tuple[Word, tuple[Reason, ...]]:
    if any(part.truth is False for part in findings):
        return Word.NOT_ELIGIBLE, _reasons(findings, False)
    unsure = _reasons(findings, None)
    if day is None:
        unsure = (Reason(Part.DAY, Why.MISSING, (rule.date_test,), (rule.date_test,)), *unsure)
    if day is None or any(part.truth is None for part in findings):
        return Word.TO_BE_CONFIRMED, unsure
    if rule.open_conditions:
        return Word.MEETS_STATED, (Reason(Part.OPEN, Why.LEFT_OPEN, wanted=rule.open_conditions),)
    return Word.ELIGIBLE, ()


def _reasons(findings: tuple[Finding, ...], truth: Truth) -> tuple[Reason, ...]:
    return tuple(reason for part in findings if part.truth is truth for reason in part.reasons)


def _strikes(bar: Finding) -> bool:
    return any(reason.why in (Why.REPEATS, Why.PARTLY_BARRED) for reason in bar.reasons)


def _say(word: Word, reasons: tuple[Reason, ...], rule: Rule, case: Case, *, struck: bool = False) -> Verdict:
    bar = rule.no_repeat
    barred: tuple[Kind, ...] = ()
    if struck and bar is not None:
        barred = tuple(kind for kind in rule.kinds if kind in bar.bars)
    return Verdict(
        rule_id=rule.id,
        word=word,
        title=rule.title,
        kinds=rule.kinds,
        citations=(rule.cite,) if bar is None else (rule.cite, bar.cite),
        period=rule.period,
        scope=rule.scope,
        reasons=reasons,
        missing=tuple(dict.fromkeys(fact for reason in reasons for fact in reason.missing)),
        open_conditions=rule.open_conditions,
        open_details=rule.open_details,
        barred_kinds=barred,
        open_kinds=tuple(kind for kind in rule.kinds if kind not in barred) if barred else (),
        ask=_bureaus(rule, case),
        outcome=rule.outcome,
        explain=rule.explain or {},
        note=rule.note,
    )


def _bureaus(rule: Rule, case: Case) -> tuple[str, ...]:
    named = dict.fromkeys((*rule.region_test, *rule.region_ask))
    known = (case.place(fact) for fact in named)
    return places.bureaus((place for place in known if place is not None), rule.scope)
