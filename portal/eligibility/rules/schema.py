"""Read one rule from its data, naming every fault with the rule and the field."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from portal.eligibility.rules.facts import CLAIM_KEY, GROUPS, PAID_KEYS
from portal.eligibility.rules.reader import UNSPECIFIED, Reader
from portal.eligibility.types import (
    AllOf,
    AnyOf,
    Citation,
    FactDeclaration,
    Group,
    Kind,
    Leaf,
    Node,
    NoRepeat,
    Period,
    Rule,
    Source,
    Wanted,
)

_PLACES = ("hukou_region", "residence_region", "job_region")
_DAYS = ("training_date", "today")
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
_OUTCOME_FIELDS = (
    "payee",
    "amount",
    "max_per_year",
    "max_months",
    "duty",
    "choice",
    "strength",
    "fund",
    "with",
    "answer",
    "prepay_share",
    "forbids",
    "applies_to",
)


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


def read_rule(data: object, number: int, terms: Terms) -> Rule:
    """Read a rule; whatever is wrong with it is added to the faults of the terms."""
    reader = Reader(data, f"rule {number}", terms.faults)
    rule_id = reader.text("id")
    reader.place = f"rule {rule_id or number}"
    outcome = Reader(reader.get("outcome"), f"{reader.place}, outcome", terms.faults)
    rule = _heading(reader, outcome, terms)
    if not rule.is_prohibition:
        rule = _with_tests(rule, reader, terms)
    reader.done()
    outcome.done()
    return rule


def _heading(reader: Reader, outcome: Reader, terms: Terms) -> Rule:
    cite = read_citation(reader.get("cite"), f"{reader.place}, cite", terms)
    scope = reader.scope("scope")
    source = terms.sources.get(cite.doc)
    if source is not None and not scope.startswith(source.region):
        reader.fault("scope", f"{scope} lies outside the region {source.region} of {cite.doc}")
    return Rule(
        id=reader.text("id"),
        title=reader.text("title"),
        scope=scope,
        period=_period(reader, source),
        kinds=_kinds(outcome),
        cite=cite,
        outcome=_outcome(outcome),
        open_details=reader.words("open_details"),
        explain=_explain(reader),
        note=reader.text("note", needed=False),
    )


def _with_tests(rule: Rule, reader: Reader, terms: Terms) -> Rule:
    day = reader.text("date_test")
    if day not in _DAYS:
        reader.fault("date_test", f"must be one of {', '.join(_DAYS)}")
    region_test = _region_test(reader, terms, day)
    region_ask = reader.words("region_ask", terms.places())
    if set(region_test) & set(region_ask):
        reader.fault("region_ask", "names a place that region_test names already")
    wanted = reader.get("groups")
    groups = None if wanted in ("any", UNSPECIFIED) else frozenset(reader.words("groups", terms.groups))
    if groups is not None and not groups:
        reader.fault("groups", "must be a list of groups, any or unspecified")
    return replace(
        rule,
        date_test=day,
        region_test=region_test,
        region_ask=region_ask,
        any_group=wanted == "any",
        groups=groups,
        groups_open=reader.flag("groups_open"),
        groups_ask=frozenset(reader.words("groups_ask", terms.groups)),
        conditions=_conditions(reader, terms),
        no_repeat=_no_repeat(reader, terms, rule.kinds),
        open_conditions=reader.words("open_conditions"),
    )


def _region_test(reader: Reader, terms: Terms, day: str) -> tuple[str, ...]:
    if reader.get("region_test") != UNSPECIFIED:
        named = reader.words("region_test", terms.places())
        if not named:
            reader.fault("region_test", "must be a list of places or unspecified")
        return named
    return (*_PLACES, "training_region") if day == "training_date" else _PLACES


def _period(reader: Reader, source: Source | None) -> Period:
    first, last = reader.day("valid_from"), reader.day("valid_to")
    if first is None and reader.get("valid_from") == UNSPECIFIED:
        reader.fault("valid_from", "must be a date")
    first = first or date.min
    if last is not None and last < first:
        reader.fault("valid_to", "lies before valid_from")
    if source is not None and source.dated is not None and first < source.dated:
        reader.fault("valid_from", f"lies before the day of issue of {source.id}, {source.dated}")
    return Period(first, last)


def _kinds(outcome: Reader) -> tuple[Kind, ...]:
    wanted = outcome.get("kind")
    named = [wanted] if isinstance(wanted, str) else list(outcome.words("kind"))
    known = tuple(Kind(name) for name in named if name in set(Kind))
    if not named or len(known) < len(named):
        outcome.fault("kind", f"must be one or more of {', '.join(Kind)}")
    if Kind.PROHIBITION in known and len(known) > 1:
        outcome.fault("kind", "a prohibition stands alone")
    return known


def _outcome(outcome: Reader) -> dict[str, str]:
    said = {name: str(outcome.get(name)) for name in _OUTCOME_FIELDS if outcome.has(name)}
    names = outcome.get("names")
    if isinstance(names, Mapping):
        said |= {f"name of {kind}": str(name) for kind, name in names.items()}
    return said


def _explain(reader: Reader) -> dict[str, str] | None:
    if not reader.has("explain"):
        return None
    words = Reader(reader.get("explain"), f"{reader.place}, explain", reader.faults)
    found = {"zh": words.text("zh"), "mn": words.text("mn", needed=False)}
    words.done()
    return found


def _no_repeat(reader: Reader, terms: Terms, kinds: tuple[Kind, ...]) -> NoRepeat | None:
    if not reader.has("no_repeat"):
        return None
    bar = Reader(reader.get("no_repeat"), f"{reader.place}, no_repeat", terms.faults)
    found = NoRepeat(
        since=bar.day("from") or date.min,
        groups=frozenset(bar.words("groups", terms.groups)),
        counts=frozenset(Kind(name) for name in bar.words("counts", Kind) if name in set(Kind)),
        bars=frozenset(Kind(name) for name in bar.words("bars", Kind) if name in set(Kind)),
        cite=read_citation(bar.get("cite"), f"{bar.place}, cite", terms),
    )
    if not found.bars & set(kinds):
        bar.fault("bars", "bars nothing that the rule gives")
    bar.done()
    return found


def read_citation(data: object, place: str, terms: Terms) -> Citation:
    """Read where a rule stands; the document must be one that can carry an entitlement."""
    cite = Reader(data, place, terms.faults)
    doc = cite.text("doc")
    source = terms.sources.get(doc)
    if source is None:
        cite.fault("doc", f"{doc} is not among the sources")
    elif source.dated is None:
        cite.fault("doc", f"{doc} bears no day of issue, so no rule can rest on it")
    found = Citation(
        doc=doc,
        number=source.number if source else None,
        file=source.file if source else "",
        clause=cite.text("clause"),
        quote=cite.text("quote"),
        quote_next=cite.text("quote_next", needed=False) or None,
    )
    cite.done()
    return found


def _conditions(reader: Reader, terms: Terms) -> Node | None:
    if not reader.has("conditions"):
        reader.fault("conditions", "is missing")
        return None
    data = reader.get("conditions")
    return None if data == UNSPECIFIED else _node(data, f"{reader.place}, conditions", terms)


def _node(data: object, place: str, terms: Terms) -> Node:
    if isinstance(data, Mapping) and len(data) == 1:
        for join, kind in (("all", AllOf), ("any", AnyOf)):
            parts = data.get(join)
            if isinstance(parts, list):
                return kind(tuple(_node(part, f"{place}.{join}[{n}]", terms) for n, part in enumerate(parts, 1)))
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
