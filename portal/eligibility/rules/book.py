"""Read a whole book of rules and check it against the text of its documents.

Source:
    ``data/rules.yaml``, semantics 8 and 11.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from portal.eligibility.errors import BrokenRules
from portal.eligibility.rules.facts import FACT_TYPES
from portal.eligibility.rules.leaves import Terms
from portal.eligibility.rules.reader import Reader
from portal.eligibility.rules.schema import read_rule
from portal.eligibility.types import Citation, FactDeclaration, Group, Period, Rule, Rulebook, Source

SCHEMA_VERSION = 2
LONGEST_QUOTE = 40
_PARTS = ("sources", "facts", "levels", "groups")
_FAR_AWAY = date.max


def read_book(data: object, documents: Mapping[str, str], successors: Mapping[str, str | None]) -> Rulebook:
    """Read rules and everything they name.

    Args:
        data: The parsed file, as ``data/rules.yaml`` is built.
        documents: The text of each document, by file name.
        successors: Each region code no longer in use, with the code that follows it.

    Raises:
        BrokenRules: naming rule and field of every fault.
    """
    faults: list[str] = []
    reader = Reader(data, "file", faults)
    if reader.get("schema_version") != SCHEMA_VERSION:
        reader.fault("schema_version", f"must be {SCHEMA_VERSION}")
    terms = Terms(_sources(reader), _facts(reader), _groups(reader), faults)
    levels = _levels(reader)
    rows = reader.get("rules")
    if not isinstance(rows, list):
        reader.fault("rules", "must be a list of rules")
        rows = []
    rules = tuple(read_rule(row, number, terms) for number, row in enumerate(rows, 1))
    rules = _ended(rules, reader)
    faults += [*_overlaps(rules), *_misquotations(rules, documents)]
    if faults:
        raise BrokenRules(faults)
    version = _digest(reader.data, successors)
    ordered = tuple(sorted(rules, key=lambda rule: _position(rule, rules)))
    return Rulebook(version, terms.sources, terms.facts, levels, terms.groups, ordered, successors)


def joined(base: Mapping[str, object], extra: object) -> dict[str, object]:
    """Add the parts of a new file to a book's data, before both are read as one.

    Raises:
        BrokenRules: the new file says something else about a name that is already used.
    """
    faults: list[str] = []
    reader = Reader(extra, "file", faults)
    found = dict(base)
    for part in _PARTS:
        added = Reader(reader.get(part) or {}, part, faults)
        known = Reader(base.get(part), part, faults).data
        for name, value in added.data.items():
            if name in known and known[name] != value:
                added.fault(name, "is already used with another meaning")
        found[part] = {**known, **added.data}
    rules, new_rules = base.get("rules"), reader.get("rules") or []
    if not isinstance(rules, list) or not isinstance(new_rules, list):
        raise BrokenRules([*faults, "file, rules: must be a list of rules"])
    found["rules"] = [*rules, *new_rules]
    ends = Reader(reader.get("ends") or {}, "ends", faults).data
    found["ends"] = {**Reader(base.get("ends") or {}, "ends", faults).data, **ends}
    for unused in ("schema_version", "written_on", "examples", "documents"):
        reader.get(unused)
    reader.done()
    if faults:
        raise BrokenRules(faults)
    return found


def _sources(reader: Reader) -> dict[str, Source]:
    found = {}
    for name, row in Reader(reader.get("sources"), "sources", reader.faults).data.items():
        source = Reader(row, f"source {name}", reader.faults)
        dated = source.day("dated") if source.get("dated") is not None else None
        number = source.text("number", needed=False) or None
        found[name] = Source(
            name, source.text("file"), number, dated, source.scope("region"), source.text("title", needed=False)
        )
        for unused in ("published", "note"):
            source.get(unused)
        source.done()
    return found


def _facts(reader: Reader) -> dict[str, FactDeclaration]:
    found = {}
    for name, row in Reader(reader.get("facts"), "facts", reader.faults).data.items():
        fact = Reader(row, f"fact {name}", reader.faults)
        kind = fact.text("type")
        if kind not in FACT_TYPES:
            fact.fault("type", f"must be one of {', '.join(sorted(FACT_TYPES))}")
        found[name] = FactDeclaration(name, kind, fact.words("values"))
        for unused in ("source", "ask", "note", "sensitivity"):
            fact.get(unused)
        fact.done()
    return found


def _groups(reader: Reader) -> dict[str, Group]:
    rows = Reader(reader.get("groups"), "groups", reader.faults).data
    found = {}
    for name, row in rows.items():
        group = Reader(row, f"group {name}", reader.faults)
        ends = group.day("valid_to") if group.has("valid_to") else None
        secret = group.text("sensitivity", needed=False).startswith("highest")
        found[name] = Group(name, group.text("zh"), ends, group.words("implies", rows), secret)
        for unused in ("docs", "note"):
            group.get(unused)
        group.done()
    return found


def _levels(reader: Reader) -> dict[str, str]:
    rows = Reader(reader.get("levels"), "levels", reader.faults)
    found: dict[str, str] = {}
    for level in rows.data:
        for word in (level, *rows.words(level)):
            if word in found:
                rows.fault(level, f"{word} stands in two rows")
            found[word] = level
    return found


def _ended(rules: tuple[Rule, ...], reader: Reader) -> tuple[Rule, ...]:
    """Close the last version of each rule that a later document ends."""
    ends = Reader(reader.get("ends") or {}, "ends", reader.faults)
    last = {rule.id: rule for rule in sorted(rules, key=lambda rule: rule.period.first) if rule.id in ends.data}
    days = {rule_id: ends.day(rule_id) for rule_id in ends.data}
    for rule_id in ends.data:
        if rule_id not in last:
            ends.fault(rule_id, "is not a rule")
        elif days[rule_id] is not None and (days[rule_id] or _FAR_AWAY) < last[rule_id].period.first:
            ends.fault(rule_id, "would end before it begins")
    return tuple(
        replace(rule, period=Period(rule.period.first, days[rule.id])) if last.get(rule.id) is rule else rule
        for rule in rules
    )


def _overlaps(rules: tuple[Rule, ...]) -> Iterator[str]:
    latest: dict[str, Rule] = {}
    for rule in sorted(rules, key=lambda rule: rule.period.first):
        earlier = latest.get(rule.id)
        if earlier is not None and (earlier.period.last is None or rule.period.first <= earlier.period.last):
            until = "without an end" if earlier.period.last is None else f"to {earlier.period.last}"
            yield (
                f"rule {rule.id}, valid_from: {rule.period.first} lies inside the period of another version "
                f"of this rule, from {earlier.period.first} {until}"
            )
        if earlier is not None and earlier.is_prohibition != rule.is_prohibition:
            yield f"rule {rule.id}, outcome: one version forbids and another does not"
        latest[rule.id] = rule


def _misquotations(rules: tuple[Rule, ...], documents: Mapping[str, str]) -> Iterator[str]:
    texts = {name: _squeezed(text) for name, text in documents.items()}
    for rule in rules:
        yield from _misquoted(f"rule {rule.id}, cite", rule.cite, texts)
        if rule.no_repeat is not None:
            yield from _misquoted(f"rule {rule.id}, no_repeat, cite", rule.no_repeat.cite, texts)


def _misquoted(place: str, cite: Citation, texts: Mapping[str, str]) -> Iterator[str]:
    text = texts.get(cite.file)
    if text is None:
        yield f"{place}, doc: the text of {cite.doc} ({cite.file}) is not at hand"
        return
    start = 0
    for field, quote in (("quote", cite.quote), ("quote_next", cite.quote_next)):
        if quote is None:
            continue
        if len(quote) > LONGEST_QUOTE:
            yield f"{place}, {field}: is longer than {LONGEST_QUOTE} characters"
        found = text.find(_squeezed(quote), start)
        if found < 0:
            yield f"{place}, {field}: does not stand in the text of {cite.doc} ({cite.file}): {quote}"
            return
        start = found + len(_squeezed(quote))


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _digest(data: Mapping[str, object], successors: Mapping[str, str | None]) -> str:
    said = {part: data.get(part) for part in (*_PARTS, "rules", "ends")}
    written = json.dumps([said, dict(successors)], default=str, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(written.encode()).hexdigest()[:12]


def _position(rule: Rule, rules: tuple[Rule, ...]) -> tuple[int, date]:
    return next(n for n, other in enumerate(rules) if other.id == rule.id), rule.period.first
