"""A book of rules is refused with rule and field when anything in it is wrong."""

import copy
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from portal.eligibility import queries
from portal.eligibility.errors import BrokenRules
from portal.eligibility.rules.book import joined, read_book
from portal.eligibility.types import Group, Kind, Leaf, Period, Rulebook, Source

DOCUMENT = "第一条\n符合条件的学员 可以领取\n培训补贴。每年一次，由旗县核定。"


def small_book() -> dict[str, Any]:
    """Return the smallest book that uses every field."""
    return {
        "schema_version": 2,
        "sources": {
            "D": {"file": "d.txt", "number": "文1号", "dated": date(2025, 1, 1), "region": "15"},
            "N": {"file": "n.txt", "number": None, "dated": None, "region": "15", "note": "解读"},
        },
        "facts": {
            "today": {"type": "date"},
            "training_date": {"type": "date"},
            "age": {"type": "int"},
            "groups": {"type": "set"},
            "training_region": {"type": "code6"},
            "job_region": {"type": "code6"},
            "residence_region": {"type": "code6"},
            "hukou_region": {"type": "code6"},
            "insured": {"type": "bool"},
            "mode": {"type": "enum", "values": ["day", "night"]},
            "claim_key": {"type": "tuple"},
            "subsidised_keys": {"type": "set"},
        },
        "levels": {"五级": ["初级工"], "四级": []},
        "groups": {
            "herder": {"zh": "牧民"},
            "young": {"zh": "青年", "valid_to": date(2030, 1, 1), "implies": ["herder"]},
            "secret": {"zh": "略", "sensitivity": "highest: never"},
        },
        "rules": [rule()],
    }


def rule(**changes: Any) -> dict[str, Any]:
    """Return one rule of the small book, changed as asked; None takes a field away."""
    found = {
        "id": "R1",
        "title": "补贴",
        "scope": "1506",
        "region_test": ["training_region"],
        "region_ask": ["job_region"],
        "valid_from": date(2025, 1, 1),
        "valid_to": date(2026, 12, 31),
        "date_test": "training_date",
        "groups": ["herder"],
        "groups_open": True,
        "groups_ask": ["young"],
        "conditions": {
            "all": [
                {"fact": "insured", "op": "is_true", "if_false": "ask"},
                {
                    "any": [
                        {"fact": "mode", "op": "eq", "value": "day", "if_true": "ask"},
                        {"fact": "age", "op": "in", "value": [1]},
                    ]
                },
            ]
        },
        "no_repeat": {
            "from": date(2025, 6, 1),
            "groups": ["herder"],
            "counts": ["training_subsidy"],
            "bars": ["training_subsidy"],
            "cite": {"doc": "D", "clause": "一", "quote": "每年一次"},
        },
        "open_conditions": ["人数"],
        "open_details": ["金额"],
        "outcome": {"kind": "training_subsidy", "payee": "unspecified", "names": {"training_subsidy": "补助"}},
        "cite": {"doc": "D", "clause": "一", "quote": "符合条件的学员可以领取", "quote_next": "由旗县核定"},
        "explain": {"zh": "可以领", "mn": "ᠪᠣᠯᠤᠨ᠎ᠠ"},
        "note": "按年",
    }
    return {name: value for name, value in {**found, **changes}.items() if value is not None}


def read(data: dict[str, Any]) -> Rulebook:
    return read_book(data, {"d.txt": DOCUMENT}, {})


def faults(data: object) -> list[str]:
    with pytest.raises(BrokenRules) as refused:
        read(data)  # type: ignore[arg-type]
    assert str(refused.value) == "\n".join(refused.value.faults)
    return list(refused.value.faults)


def test_reads_every_field_of_a_rule() -> None:
    (found,) = read(small_book()).rules

    assert found.id == "R1"
    assert found.title == "补贴"
    assert found.scope == "1506"
    assert found.period == Period(date(2025, 1, 1), date(2026, 12, 31))
    assert found.kinds == (Kind.TRAINING_SUBSIDY,)
    assert (found.region_test, found.region_ask) == (("training_region",), ("job_region",))
    assert found.date_test == "training_date"
    assert (found.any_group, found.groups) == (False, frozenset({"herder"}))
    assert (found.groups_open, found.groups_ask) == (True, frozenset({"young"}))
    assert found.outcome == {"payee": "unspecified", "name of training_subsidy": "补助"}
    assert found.open_conditions == ("人数",)
    assert found.open_details == ("金额",)
    assert found.explain == {"zh": "可以领", "mn": "ᠪᠣᠯᠤᠨ᠎ᠠ"}
    assert found.note == "按年"
    assert (found.cite.doc, found.cite.number, found.cite.file) == ("D", "文1号", "d.txt")
    assert found.cite.quotation == "符合条件的学员可以领取……由旗县核定"


def test_reads_conditions_and_the_later_bar() -> None:
    (found,) = read(small_book()).rules
    insured, either = found.conditions.parts  # type: ignore[union-attr]

    assert insured == Leaf("insured", "is_true", if_false_ask=True)
    assert either.parts == (Leaf("mode", "eq", "day", if_true_ask=True), Leaf("age", "in", (1,)))
    bar = found.no_repeat
    assert bar is not None
    assert (bar.since, bar.groups) == (date(2025, 6, 1), frozenset({"herder"}))
    assert bar.counts == bar.bars == frozenset({Kind.TRAINING_SUBSIDY})
    assert (bar.cite.clause, bar.cite.quote, bar.cite.quote_next) == ("一", "每年一次", None)


def test_reads_everything_a_rule_may_name() -> None:
    found = read(small_book())

    assert found.sources["D"] == Source("D", "d.txt", "文1号", date(2025, 1, 1), "15")
    assert found.groups["young"] == Group("young", "青年", date(2030, 1, 1), ("herder",))
    assert found.groups["secret"].never_asked
    assert not found.groups["herder"].never_asked
    assert found.levels == {"五级": "五级", "初级工": "五级", "四级": "四级"}
    assert found.facts["mode"].values == ("day", "night")
    assert found.rule_ids == ("R1",)


def test_reads_what_a_text_leaves_unsaid() -> None:
    data = small_book()
    data["rules"] = [
        rule(
            region_test="unspecified",
            region_ask=None,
            valid_to="unspecified",
            groups="unspecified",
            conditions="unspecified",
            no_repeat=None,
            explain=None,
            note=None,
        )
    ]
    (found,) = read(data).rules

    assert found.region_test == ("hukou_region", "residence_region", "job_region", "training_region")
    assert found.period.last is None
    assert (found.any_group, found.groups, found.conditions, found.no_repeat) == (False, None, None, None)
    assert (found.explain, found.note) == (None, "")

    data["rules"] = [rule(region_test="unspecified", region_ask=None, date_test="today", groups="any")]
    (found,) = read(data).rules
    assert found.region_test == ("hukou_region", "residence_region", "job_region")
    assert found.any_group


def test_reads_a_prohibition_without_tests() -> None:
    data = small_book()
    cite = {"doc": "D", "clause": "一", "quote": "每年一次"}
    forbids = {"kind": "prohibition", "forbids": "x", "applies_to": "y"}
    data["rules"].append(
        {
            "id": "P1",
            "title": "先培训",
            "scope": "15",
            "valid_from": date(2025, 1, 1),
            "valid_to": "unspecified",
            "outcome": forbids,
            "cite": cite,
        }
    )
    found = read(data)

    assert [rule.is_prohibition for rule in found.rules] == [False, True]
    assert found.rule_ids == ("R1",)
    assert found.rules[1].outcome == {"forbids": "x", "applies_to": "y"}


def leaf(**fields: Any) -> dict[str, Any]:
    return {"conditions": {"all": [fields]}}


CITE = {"doc": "D", "clause": "一", "quote": "每年一次"}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"id": None}, "rule 1, id: is missing"),
        ({"title": 5}, "rule R1, title: must be a text"),
        ({"title": " "}, "rule R1, title: must be a text"),
        ({"colour": "red"}, "rule R1, colour: is not a field of this kind"),
        ({"scope": "150"}, 'rule R1, scope: must be the beginning of a region code in quotation marks, such as "1506"'),
        ({"scope": 15}, 'rule R1, scope: must be the beginning of a region code in quotation marks, such as "1506"'),
        ({"scope": "22"}, "rule R1, scope: 22 lies outside the region 15 of D"),
        ({"region_test": ["age"]}, "rule R1, region_test: age is not known"),
        ({"region_test": []}, "rule R1, region_test: must be a list of places or unspecified"),
        ({"region_ask": ["training_region"]}, "rule R1, region_ask: names a place that region_test names already"),
        ({"region_ask": "job_region"}, "rule R1, region_ask: must be a list of texts"),
        ({"valid_from": "2025-01-01"}, "rule R1, valid_from: must be a date such as 2024-02-07"),
        ({"valid_from": None}, "rule R1, valid_from: is missing"),
        ({"valid_from": "unspecified"}, "rule R1, valid_from: must be a date"),
        ({"valid_from": date(2024, 12, 31)}, "rule R1, valid_from: lies before the day of issue of D, 2025-01-01"),
        ({"valid_to": date(2024, 12, 31)}, "rule R1, valid_to: lies before valid_from"),
        ({"valid_to": None}, "rule R1, valid_to: is missing"),
        ({"date_test": "birthday"}, "rule R1, date_test: must be one of training_date, today"),
        ({"groups": []}, "rule R1, groups: must be a list of groups, any or unspecified"),
        ({"groups": ["giant"]}, "rule R1, groups: giant is not known"),
        ({"groups": ["herder", "herder"]}, "rule R1, groups: names something twice"),
        ({"groups_open": "yes"}, "rule R1, groups_open: must be true or false"),
        ({"groups_ask": ["giant"]}, "rule R1, groups_ask: giant is not known"),
        ({"conditions": None}, "rule R1, conditions: is missing"),
        ({"conditions": []}, "rule R1, conditions: must be a mapping of names to values"),
        ({"conditions": {"none": []}}, "rule R1, conditions, fact: is missing"),
        (leaf(fact="shoe", op="is_true"), "rule R1, conditions.all[1], fact: shoe is not a declared fact"),
        (leaf(fact="insured", op="is_maybe"), "rule R1, conditions.all[1], op: is_maybe is not an operator"),
        (
            leaf(fact="age", op="is_true"),
            "rule R1, conditions.all[1], op: is_true cannot test age, which is of type int",
        ),
        (leaf(fact="mode", op="eq", value="dusk"), "rule R1, conditions.all[1], value: dusk is not a value of mode"),
        (leaf(fact="mode", op="in", value=["day", "x"]), "rule R1, conditions.all[1], value: x is not a value of mode"),
        (leaf(fact="mode", op="in", value="day"), "rule R1, conditions.all[1], value: must be a list"),
        (leaf(fact="age", op="lt", value="3"), "rule R1, conditions.all[1], value: 3 is not a value of age"),
        (leaf(fact="age", op="lt", value=True), "rule R1, conditions.all[1], value: True is not a value of age"),
        (leaf(fact="insured", op="eq", value=1), "rule R1, conditions.all[1], value: 1 is not a value of insured"),
        (leaf(fact="today", op="eq", value="x"), "rule R1, conditions.all[1], value: x is not a value of today"),
        (leaf(fact="insured", op="is_true", if_false="no"), "rule R1, conditions.all[1], if_false: can only be ask"),
        (leaf(fact="insured", op="is_true", note="x"), "rule R1, conditions.all[1], note: is not a field of this kind"),
        (
            leaf(fact="training_region", op="region_in", value="1"),
            "rule R1, conditions.all[1], value: must be the beginning",
        ),
        (
            leaf(fact="training_region", op="same_city", value=["age"]),
            "rule R1, conditions.all[1], value: age is not known",
        ),
        (leaf(fact="groups", op="contains_any", value=["x"]), "rule R1, conditions.all[1], value: x is not known"),
        (
            leaf(fact="subsidised_keys", op="contains_any", value=["herder"]),
            "rule R1, conditions.all[1], op: contains_any tests the groups only",
        ),
        (
            leaf(fact="claim_key", op="not_repeated", value="groups", counts=["training_subsidy"]),
            "rule R1, conditions.all[1], value: not_repeated compares claim_key with subsidised_keys",
        ),
        (
            leaf(fact="claim_key", op="not_repeated", value="subsidised_keys"),
            "rule R1, conditions.all[1], counts: belongs to not_repeated, and only there",
        ),
        (
            leaf(fact="insured", op="is_true", counts=["training_subsidy"]),
            "rule R1, conditions.all[1], counts: belongs to not_repeated, and only there",
        ),
        (
            leaf(fact="claim_key", op="not_repeated", value="subsidised_keys", counts=["gift"]),
            "rule R1, conditions.all[1], counts: gift is not known",
        ),
        ({"no_repeat": 5}, "rule R1, no_repeat: must be a mapping of names to values"),
        ({"open_conditions": "人数"}, "rule R1, open_conditions: must be a list of texts"),
        (
            {"outcome": {"kind": "gift"}},
            "rule R1, outcome, kind: must be one or more of free_training, training_subsidy",
        ),
        ({"outcome": {}}, "rule R1, outcome, kind: must be one or more of free_training"),
        ({"outcome": {"kind": ["service", "prohibition"]}}, "rule R1, outcome, kind: a prohibition stands alone"),
        ({"outcome": {"kind": "training_subsidy", "yuan": 5}}, "rule R1, outcome, yuan: is not a field of this kind"),
        ({"cite": {**CITE, "doc": "Z"}}, "rule R1, cite, doc: Z is not among the sources"),
        ({"cite": {**CITE, "doc": "N"}}, "rule R1, cite, doc: N bears no day of issue, so no rule can rest on it"),
        ({"cite": {**CITE, "clause": None}}, "rule R1, cite, clause: is missing"),
        ({"cite": {**CITE, "page": 3}}, "rule R1, cite, page: is not a field of this kind"),
        (
            {"cite": {**CITE, "quote": "每月一次"}},
            "rule R1, cite, quote: does not stand in the text of D (d.txt): 每月一次",
        ),
        (
            {"cite": {**CITE, "quote_next": "符合条件"}},
            "rule R1, cite, quote_next: does not stand in the text of D (d.txt)",
        ),
        ({"cite": {**CITE, "quote": "字" * 41}}, "rule R1, cite, quote: is longer than 40 characters"),
        ({"explain": {"mn": "x"}}, "rule R1, explain, zh: is missing"),
        ({"explain": {"zh": "x", "en": "y"}}, "rule R1, explain, en: is not a field of this kind"),
        ({"note": 5}, "rule R1, note: must be a text"),
    ],
)
def test_names_the_rule_and_the_field_of_a_fault(changes: dict[str, Any], said: str) -> None:
    data = small_book()
    data["rules"] = [rule(**changes)]

    assert any(fault.startswith(said) for fault in faults(data))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"bars": ["service"]}, "rule R1, no_repeat, bars: bars nothing that the rule gives"),
        ({"groups": ["giant"]}, "rule R1, no_repeat, groups: giant is not known"),
        ({"counts": ["gift"]}, "rule R1, no_repeat, counts: gift is not known"),
        ({"bars": ["gift"]}, "rule R1, no_repeat, bars: gift is not known"),
        ({"from": "x"}, "rule R1, no_repeat, from: must be a date such as 2024-02-07"),
        ({"cite": {**CITE, "quote": "没有这句"}}, "rule R1, no_repeat, cite, quote: does not stand in the text of D"),
        ({"until": 1}, "rule R1, no_repeat, until: is not a field of this kind"),
    ],
)
def test_names_a_fault_of_the_later_bar(change: dict[str, Any], said: str) -> None:
    data = small_book()
    data["rules"][0]["no_repeat"] |= change

    assert any(fault.startswith(said) for fault in faults(data))


def edit(change: Callable[[dict[str, Any]], Any]) -> dict[str, Any]:
    data = small_book()
    change(data)
    return data


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda d: d.update(schema_version=1), "file, schema_version: must be 2"),
        (lambda d: d.update(rules={}), "file, rules: must be a list of rules"),
        (lambda d: d.update(rules=[7]), "rule 1: must be a mapping of names to values"),
        (lambda d: d.update(sources=[]), "sources: must be a mapping of names to values"),
        (lambda d: d["sources"]["D"].update(page=1), "source D, page: is not a field of this kind"),
        (lambda d: d["sources"]["D"].update(dated="x"), "source D, dated: must be a date such as 2024-02-07"),
        (lambda d: d["sources"]["D"].pop("file"), "source D, file: is missing"),
        (lambda d: d["sources"]["D"].update(file="e.txt"), "rule R1, cite, doc: the text of D (e.txt) is not at hand"),
        (
            lambda d: d["facts"]["age"].update(type="years"),
            "fact age, type: must be one of bool, code6, date, enum, int, set, tuple",
        ),
        (lambda d: d["facts"]["age"].update(colour=1), "fact age, colour: is not a field of this kind"),
        (lambda d: d["groups"]["young"].update(implies=["x"]), "group young, implies: x is not known"),
        (lambda d: d["groups"]["young"].pop("zh"), "group young, zh: is missing"),
        (lambda d: d["groups"]["young"].update(until=1), "group young, until: is not a field of this kind"),
        (lambda d: d["levels"].update(四级=["初级工"]), "levels, 四级: 初级工 stands in two rows"),
        (lambda d: d.update(ends={"X": date(2026, 1, 1)}), "ends, X: is not a rule"),
        (lambda d: d.update(ends={"R1": "x"}), "ends, R1: must be a date such as 2024-02-07"),
        (lambda d: d.update(ends={"R1": date(2024, 1, 1)}), "ends, R1: would end before it begins"),
        (
            lambda d: d["rules"].append(rule(valid_from=date(2026, 12, 31), valid_to="unspecified")),
            (
                "rule R1, valid_from: 2026-12-31 lies inside the period of another version of this rule, "
                "from 2025-01-01 to 2026-12-31"
            ),
        ),
        (
            lambda d: d.update(
                rules=[rule(valid_to="unspecified"), rule(valid_from=date(2027, 1, 1), valid_to="unspecified")]
            ),
            (
                "rule R1, valid_from: 2027-01-01 lies inside the period of another version of this rule, "
                "from 2025-01-01 without an end"
            ),
        ),
    ],
)
def test_names_a_fault_of_the_file(change: Callable[[dict[str, Any]], Any], said: str) -> None:
    assert said in faults(edit(change))


def test_names_every_fault_at_once() -> None:
    data = small_book()
    data["rules"] = [rule(title=None, groups=["giant"]), rule(id="R2", scope="9")]

    found = faults(data)

    assert len([fault for fault in found if fault.startswith(("rule R1, ", "rule R2, "))]) == len(found) >= 3


def test_a_rule_cannot_forbid_in_one_version_only() -> None:
    data = small_book()
    data["rules"].append(
        {
            "id": "R1",
            "title": "禁",
            "scope": "15",
            "valid_from": date(2028, 1, 1),
            "valid_to": "unspecified",
            "outcome": {"kind": "prohibition"},
            "cite": CITE,
        }
    )

    assert faults(data) == ["rule R1, outcome: one version forbids and another does not"]


def test_versions_may_follow_each_other() -> None:
    data = small_book()
    data["rules"].insert(0, rule(title="后来", valid_from=date(2027, 1, 1), valid_to="unspecified"))
    data["rules"].append(rule(id="R0"))

    found = read(data)

    assert [(one.id, one.period.first.year) for one in found.rules] == [("R1", 2025), ("R1", 2027), ("R0", 2025)]
    assert [one.title for one in found.versions_of("R1")] == ["补贴", "后来"]


def test_a_later_document_ends_the_last_version() -> None:
    data = small_book()
    data["rules"].append(rule(valid_from=date(2027, 1, 1), valid_to="unspecified"))
    data["rules"].append(rule(id="R2", valid_to="unspecified"))
    data["ends"] = {"R1": date(2027, 6, 30)}

    assert [one.period.last for one in read(data).rules] == [date(2026, 12, 31), date(2027, 6, 30), None]


def test_the_version_changes_with_any_word() -> None:
    first = read(small_book()).version
    other = small_book()
    other["rules"][0]["title"] = "别的"
    retired = read_book(small_book(), {"d.txt": DOCUMENT}, {"152121": None})

    assert len(first) == 12
    assert read(small_book()).version == first
    assert len({first, read(other).version, retired.version}) == 3


def test_joins_a_new_file_to_a_book() -> None:
    extra = {
        "sources": {"E": {"file": "d.txt", "number": None, "dated": date(2026, 1, 1), "region": "15"}},
        "groups": {"coder": {"zh": "程序员"}, "herder": {"zh": "牧民"}},
        "rules": [rule(id="R9", valid_from=date(2026, 1, 1))],
        "ends": {"R1": date(2026, 1, 1)},
        "written_on": date(2026, 1, 1),
        "schema_version": 2,
        "examples": [],
        "documents": None,
    }
    base = small_book()
    kept = copy.deepcopy(base)

    found = read(joined(base, extra))

    assert base == kept
    assert [one.id for one in found.rules] == ["R1", "R9"]
    assert found.rules[0].period.last == date(2026, 1, 1)
    assert {"E", "D"} <= set(found.sources)
    assert "coder" in found.groups
    again = joined(joined(base, extra), {"ends": {"R9": date(2026, 2, 1)}})
    assert again["ends"] == {"R1": date(2026, 1, 1), "R9": date(2026, 2, 1)}


@pytest.mark.parametrize(
    ("extra", "said"),
    [
        ([], "file: must be a mapping of names to values"),
        ({"groups": {"herder": {"zh": "别的"}}}, "groups, herder: is already used with another meaning"),
        ({"rules": 5}, "file, rules: must be a list of rules"),
        ({"rule": []}, "file, rule: is not a field of this kind"),
        ({"levels": 5}, "levels: must be a mapping of names to values"),
        ({"ends": [1]}, "ends: must be a mapping of names to values"),
    ],
)
def test_refuses_a_new_file_that_contradicts_the_book(extra: object, said: str) -> None:
    with pytest.raises(BrokenRules) as refused:
        joined(small_book(), extra)

    assert said in refused.value.faults


def test_the_house_rules_are_whole(book: Rulebook) -> None:
    assert len(book.rules) == 39
    assert {rule.cite.doc for rule in book.rules} == {"S0", "S2", "S3", "S4"}
    assert book.version == queries.book_of(queries.material(None)).version
