"""Run worked examples against the rules and name each that differs."""

from collections.abc import Iterable, Mapping
from datetime import date

from portal.eligibility.errors import BrokenExamples, EligibilityError
from portal.eligibility.rules.verdicts import verdict
from portal.eligibility.types import Difference, Example, Rulebook, Word


def read_examples(data: object) -> tuple[Example, ...]:
    """Read the examples of a file.

    Args:
        data: The parsed file; its ``examples`` are a list of ``{id, note, facts, expect}``.

    Raises:
        BrokenExamples: naming the example and the field that cannot be read.
    """
    rows = data.get("examples") if isinstance(data, Mapping) else None
    if not isinstance(rows, list) or not rows:
        raise BrokenExamples("the file has no list called examples")
    examples = tuple(_read(row, number) for number, row in enumerate(rows, 1))
    seen: set[str] = set()
    for example in examples:
        if example.id in seen:
            raise BrokenExamples(f"example {example.id}: the id is used twice")
        seen.add(example.id)
    return examples


def differences(examples: Iterable[Example], book: Rulebook) -> list[Difference]:
    """Return each expectation that the rules do not meet, with what came instead."""
    return [
        Difference(example.id, example.note, rule_id, expected, came)
        for example in examples
        for rule_id, expected in example.expect.items()
        if (came := _came(rule_id, example.facts, book)) != expected
    ]


def with_dates(facts: Mapping[str, object], book: Rulebook) -> dict[str, object]:
    """Turn dates that a file holds as text (2025-11-01) into dates; all else stays as it is."""
    found = dict(facts)
    for name, value in facts.items():
        declared = book.facts.get(name)
        if declared is not None and declared.type == "date" and isinstance(value, str):
            try:
                found[name] = date.fromisoformat(value)
            except ValueError:
                continue
    return found


def _came(rule_id: str, facts: Mapping[str, object], book: Rulebook) -> str:
    try:
        return verdict(rule_id, with_dates(facts, book), book).word
    except EligibilityError as error:
        return f"no verdict ({error})"


def _read(row: object, number: int) -> Example:
    if not isinstance(row, Mapping):
        raise BrokenExamples(f"example {number}: must have id, note, facts and expect")
    name = str(row.get("id") or "").strip()
    if not name:
        raise BrokenExamples(f"example {number}, id: is missing")
    unknown = [str(field) for field in row if field not in ("id", "note", "facts", "expect")]
    if unknown:
        raise BrokenExamples(f"example {name}, {unknown[0]}: is not a field of an example")
    facts, expect = row.get("facts"), row.get("expect")
    if not isinstance(facts, Mapping):
        raise BrokenExamples(f"example {name}, facts: must be a mapping of facts to values")
    if not isinstance(expect, Mapping) or not expect:
        raise BrokenExamples(f"example {name}, expect: must name at least one rule and its word")
    for rule_id, word in expect.items():
        if word not in set(Word):
            raise BrokenExamples(f"example {name}, expect {rule_id}: {word} is none of {', '.join(Word)}")
    words = {str(rule_id): Word(word) for rule_id, word in expect.items()}
    return Example(name, str(row.get("note") or ""), {str(k): v for k, v in facts.items()}, words)
