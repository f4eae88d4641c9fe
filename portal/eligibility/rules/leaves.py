"""Read the conditions of a rule from their data, naming every fault with its place."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from portal.eligibility.rules.facts import CLAIM_KEY, GROUPS, PAID_KEYS
from portal.eligibility.rules.reader import Reader
from portal.eligibility.types import AllOf, AnyOf, FactDeclaration, Group, Kind, Leaf, Node, Source, Wanted

_TYPES_OF = {
    "lt": {"int"},
    "is_true": {"bool"},
    "is_false": {"bool"},
    "region_in": {"code6"},
    "same_city": {"code6"},
    "contains_any": {"set"},
    "not_repeated": {"tuple"},
    "eq": {"enum", "int", "bool", "date"},
    "ne": {"enum", "int", "bool", "date"},
    "in": {"enum", "int", "date"},
}


@dataclass(frozen=True, slots=True)
class Terms:
    """What a rule may name: documents, facts and groups."""

    sources: Mapping[str, Source]
    facts: Mapping[str, FactDeclaration]
    groups: Mapping[str, Group]
    faults: list[str] = field(default_factory=list)

    def places(self) -> set[str]:
        """Name the facts that hold a place."""
        return {name for name, fact in self.facts.items() if fact.type == "code6"}


def read_node(data: object, place: str, terms: Terms) -> Node:
    """Read a test, or tests joined by ``all`` or ``any``."""
    if isinstance(data, Mapping) and len(data) == 1:
        for join, kind in (("all", AllOf), ("any", AnyOf)):
            parts = data.get(join)
            if isinstance(parts, list):
                return kind(tuple(read_node(part, f"{place}.{join}[{n}]", terms) for n, part in enumerate(parts, 1)))
    return _leaf(Reader(data, place, terms.faults), terms)


def _leaf(reader: Reader, terms: Terms) -> Leaf:
    fact, op = reader.text("fact"), reader.text("op")
    declared = terms.facts.get(fact)
    if declared is None:
        reader.fault("fact", f"{fact} is not a declared fact")
    if op not in _TYPES_OF:
        reader.fault("op", f"{op} is not an operator")
    elif declared is not None and declared.type not in _TYPES_OF[op]:
        reader.fault("op", f"{op} cannot test {fact}, which is of type {declared.type}")
    counts = reader.words("counts", Kind)
    leaf = Leaf(
        fact,
        op,
        _wanted(reader, op, declared, terms),
        counts=frozenset(Kind(name) for name in counts if name in set(Kind)),
        if_false_ask=_asks(reader, "if_false"),
        if_true_ask=_asks(reader, "if_true"),
    )
    if (op == "not_repeated") != bool(counts):
        reader.fault("counts", "belongs to not_repeated, and only there")
    reader.done()
    return leaf


def _asks(reader: Reader, name: str) -> bool:
    if reader.has(name) and reader.get(name) != "ask":
        reader.fault(name, "can only be ask")
    return reader.get(name) == "ask"


def _wanted(reader: Reader, op: str, declared: FactDeclaration | None, terms: Terms) -> Wanted:
    if op in ("is_true", "is_false"):
        return None
    if op == "region_in":
        return reader.scope("value")
    if op == "same_city":
        return reader.words("value", terms.places())
    if op == "contains_any":
        if declared is not None and declared.name != GROUPS:
            reader.fault("op", "contains_any tests the groups only")
        return reader.words("value", terms.groups)
    if op == "not_repeated":
        if reader.text("value") != PAID_KEYS or (declared is not None and declared.name != CLAIM_KEY):
            reader.fault("value", f"not_repeated compares {CLAIM_KEY} with {PAID_KEYS}")
        return PAID_KEYS
    return _plain(reader, op, declared)


def _plain(reader: Reader, op: str, declared: FactDeclaration | None) -> Wanted:
    value = reader.get("value")
    values = value if op == "in" and isinstance(value, list) else [value]
    if op == "in" and not isinstance(value, list):
        reader.fault("value", "must be a list")
    for item in values:
        if declared is not None and not _fits(item, declared):
            reader.fault("value", f"{item} is not a value of {declared.name}")
    found = tuple(item for item in values if isinstance(item, str | int | date))
    return found if op == "in" or not found else found[0]


def _fits(value: object, declared: FactDeclaration) -> bool:
    if declared.type == "enum":
        return value in declared.values
    if declared.type == "bool":
        return isinstance(value, bool)
    if declared.type == "int":
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, date)
