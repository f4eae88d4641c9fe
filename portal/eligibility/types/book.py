"""Name what a rule, and a book of rules, is made of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from portal.eligibility.types.verdict import Citation, Kind, Period, Word

Scalar: TypeAlias = str | int | bool | date
Wanted: TypeAlias = Scalar | tuple[Scalar, ...] | None


@dataclass(frozen=True, slots=True)
class Leaf:
    """One test of one fact."""

    fact: str
    op: str
    value: Wanted = None
    counts: frozenset[Kind] = frozenset()
    if_false_ask: bool = False
    if_true_ask: bool = False


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part must hold."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One part is enough."""

    parts: tuple["Node", ...]


Node: TypeAlias = Leaf | AllOf | AnyOf


@dataclass(frozen=True, slots=True)
class NoRepeat:
    """A later document's bar on a second claim, carried into a rule."""

    since: date
    groups: frozenset[str]
    counts: frozenset[Kind]
    bars: frozenset[Kind]
    cite: Citation


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of one document, as its data state it.

    ``groups`` is None where the text names no list: then any person may, or it stays open who may.
    ``conditions`` is None where the text states none that can be tested.
    """

    id: str
    title: str
    scope: str
    period: Period
    kinds: tuple[Kind, ...]
    cite: Citation
    outcome: Mapping[str, str]
    region_test: tuple[str, ...] = ()
    region_ask: tuple[str, ...] = ()
    date_test: str = "training_date"
    any_group: bool = False
    groups: frozenset[str] | None = None
    groups_open: bool = False
    groups_ask: frozenset[str] = frozenset()
    conditions: Node | None = None
    no_repeat: NoRepeat | None = None
    open_conditions: tuple[str, ...] = ()
    open_details: tuple[str, ...] = ()
    explain: Mapping[str, str] | None = None
    note: str = ""

    @property
    def is_prohibition(self) -> bool:
        """Say whether the rule forbids, and so has no verdict."""
        return Kind.PROHIBITION in self.kinds


@dataclass(frozen=True, slots=True)
class FactDeclaration:
    """The declared name, type and source of a fact."""

    name: str
    type: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """A group of people as the documents name it."""

    id: str
    zh: str
    valid_to: date | None = None
    implies: tuple[str, ...] = ()
    never_asked: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """A policy document."""

    id: str
    file: str
    number: str | None
    dated: date | None
    region: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Rulebook:
    """All rules with everything needed to read them; ``version`` changes whenever any word of them does."""

    version: str
    sources: Mapping[str, Source]
    facts: Mapping[str, FactDeclaration]
    levels: Mapping[str, str]
    groups: Mapping[str, Group]
    rules: tuple[Rule, ...]
    successors: Mapping[str, str | None]

    def versions_of(self, rule_id: str) -> tuple[Rule, ...]:
        """Return the rule's versions, oldest first; empty where no rule bears the id."""
        return tuple(rule for rule in self.rules if rule.id == rule_id)

    @property
    def rule_ids(self) -> tuple[str, ...]:
        """List each rule that has a verdict once, in the order of the book."""
        return tuple(dict.fromkeys(rule.id for rule in self.rules if not rule.is_prohibition))


@dataclass(frozen=True, slots=True)
class Example:
    """A worked example: facts in, the expected word for each rule named."""

    id: str
    note: str
    facts: Mapping[str, object]
    expect: Mapping[str, Word]


@dataclass(frozen=True, slots=True)
class Difference:
    """One expectation that was not met."""

    example: str
    note: str
    rule_id: str
    expected: str
    came: str
