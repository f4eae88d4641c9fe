"""Read one rule from its data, naming every fault with the rule and the field."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from portal.eligibility.rules.leaves import Terms, read_node
from portal.eligibility.rules.reader import UNSPECIFIED, Reader
from portal.eligibility.types import (
    Citation,
    Kind,
    Node,
    NoRepeat,
    Period,
    Rule,
    Source,
)

_PLACES = ("hukou_region", "residence_region", "job_region")
_DAYS = ("training_date", "today")
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
        title=source.title if source else "",
    )
    cite.done()
    return found


def _conditions(reader: Reader, terms: Terms) -> Node | None:
    if not reader.has("conditions"):
        reader.fault("conditions", "is missing")
        return None
    data = reader.get("conditions")
    return None if data == UNSPECIFIED else read_node(data, f"{reader.place}, conditions", terms)
