"""Freeze an answer so that it can be kept, read back, and compared with what the rules say later."""

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any, cast

from portal.eligibility.errors import BrokenAnswer
from portal.eligibility.rules.examples import with_dates
from portal.eligibility.rules.facts import PAID_KEYS, checked
from portal.eligibility.rules.verdicts import verdicts
from portal.eligibility.types import (
    Answer,
    Change,
    Citation,
    Comparison,
    Facts,
    Kind,
    Part,
    Period,
    Reason,
    Rulebook,
    Verdict,
    Why,
    Word,
)

FORM = 1
"""The form of a frozen answer; a later form says how it reads an earlier one."""
_PLAIN = (str, int, bool, type(None))


def answer(facts: Mapping[str, object], book: Rulebook) -> Answer:
    """Ask every rule and keep facts, verdicts and the version of the rules together."""
    known = checked(with_dates(facts, book), book)
    return Answer(book.version, _plain_facts(known), verdicts(known, book))


def to_dict(frozen: Answer) -> dict[str, object]:
    """Return the answer as plain data that can be stored as JSON."""
    return {
        "form": FORM,
        "rules_version": frozen.rules_version,
        "facts": dict(frozen.facts),
        "verdicts": [_plain(found) for found in frozen.verdicts],
    }


def from_dict(data: object) -> Answer:
    """Read a frozen answer back.

    Raises:
        BrokenAnswer: it was not made by ``to_dict``.
    """
    if not isinstance(data, Mapping) or data.get("form") != FORM:
        raise BrokenAnswer("this is not a frozen answer")
    try:
        read = tuple(_verdict(row) for row in data["verdicts"])
        return Answer(str(data["rules_version"]), dict(data["facts"]), read)
    except (KeyError, TypeError, ValueError) as error:
        raise BrokenAnswer(f"this frozen answer cannot be read: {error}") from error


def recomputed(frozen: Answer, book: Rulebook) -> Comparison:
    """Ask today's rules about the facts as they were frozen, and say what differs."""
    return compared(frozen, answer(frozen.facts, book))


def compared(before: Answer, after: Answer) -> Comparison:
    """Say which facts and which verdicts differ between two answers."""
    names = sorted({*before.facts, *after.facts})
    facts = tuple(name for name in names if before.facts.get(name) != after.facts.get(name))
    changes = changed(before.verdicts, after.verdicts)
    return Comparison(before.rules_version, after.rules_version, facts, changes)


def changed(before: Iterable[Verdict], after: Iterable[Verdict]) -> tuple[Change, ...]:
    """Return each rule whose word differs, or that stands on one side only."""
    old = {found.rule_id: found for found in before}
    new = {found.rule_id: found for found in after}
    pairs = ((rule_id, old.get(rule_id), new.get(rule_id)) for rule_id in dict.fromkeys((*old, *new)))
    return tuple(
        Change(rule_id, was, now)
        for rule_id, was, now in pairs
        if was is None or now is None or was.word != now.word or was.barred_kinds != now.barred_kinds
    )


def _plain_facts(facts: Facts) -> dict[str, object]:
    found = {name: _plain(value) for name, value in sorted(facts.items())}
    if PAID_KEYS in found:
        found[PAID_KEYS].sort(key=str)
    return found


def _plain(value: object) -> Any:
    if type(value) in _PLAIN:  # nearly all: asking for each kind takes a while
        return value
    if isinstance(value, Mapping):
        return {str(name): _plain(item) for name, item in value.items()}
    if isinstance(value, set | frozenset):
        return sorted(_plain(item) for item in value)
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value):
        return {part.name: _plain(getattr(value, part.name)) for part in fields(value)}
    return str(value) if isinstance(value, Word | Kind | Part | Why) else value


def _verdict(row: Mapping[str, Any]) -> Verdict:
    return Verdict(
        rule_id=row["rule_id"],
        word=Word(row["word"]),
        title=row["title"],
        kinds=_kinds(row["kinds"]),
        citations=tuple(Citation(**cite) for cite in row["citations"]),
        period=_period(row["period"]),
        scope=row["scope"],
        reasons=tuple(_reason(reason) for reason in row["reasons"]),
        missing=tuple(row["missing"]),
        open_conditions=tuple(row["open_conditions"]),
        open_details=tuple(row["open_details"]),
        barred_kinds=_kinds(row["barred_kinds"]),
        open_kinds=_kinds(row["open_kinds"]),
        ask=tuple(row["ask"]),
        outcome=dict(row["outcome"]),
        explain=dict(row["explain"]),
        note=row["note"],
    )


def _kinds(names: Iterable[str]) -> tuple[Kind, ...]:
    return tuple(Kind(name) for name in names)


def _period(row: Mapping[str, str | None]) -> Period:
    last = row["last"]
    return Period(date.fromisoformat(cast("str", row["first"])), None if last is None else date.fromisoformat(last))


def _reason(row: Mapping[str, Any]) -> Reason:
    return Reason(
        Part(row["part"]), Why(row["why"]), tuple(row["facts"]), tuple(row["missing"]), row["op"], tuple(row["wanted"])
    )
