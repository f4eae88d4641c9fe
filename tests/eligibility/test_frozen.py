"""An answer given at sign-up can be read back and explained years later."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from portal.eligibility.errors import BrokenAnswer
from portal.eligibility.rules import frozen
from portal.eligibility.types import Answer, Kind, Period, Rulebook, Word

FACTS = {
    "training_date": date(2024, 3, 1),
    "today": date(2024, 2, 20),
    "residence_region": "150525",
    "training_region": "150525",
    "groups": ["ex_poverty", "disabled"],
    "in_key_assistance_area": True,
    "claim_key": ["焊工", "五级"],
    "subsidised_keys": [["焊工", "五级"], ["焊工", None, "training_subsidy"]],
    "job_region": None,
}


@pytest.fixture
def given(book: Rulebook) -> Answer:
    return frozen.answer(FACTS, book)


def test_keeps_facts_verdicts_and_the_version_of_the_rules(given: Answer, book: Rulebook) -> None:
    assert given.rules_version == book.version
    assert given.facts == {
        "claim_key": ["焊工", "五级"],
        "groups": ["disabled", "ex_poverty"],
        "in_key_assistance_area": True,
        "residence_region": "150525",
        "subsidised_keys": [["焊工", "五级"], ["焊工", None, "training_subsidy"]],
        "today": "2024-02-20",
        "training_date": "2024-03-01",
        "training_region": "150525",
    }
    assert list(given.facts) == sorted(given.facts)
    assert len(given.verdicts) == len(book.rule_ids)


def test_survives_being_stored_as_json(given: Answer) -> None:
    stored = json.loads(json.dumps(frozen.to_dict(given), ensure_ascii=False))

    assert stored["form"] == 1
    assert frozen.from_dict(stored) == given


def test_sorts_what_has_no_order(book: Rulebook) -> None:
    answer = frozen.answer({"groups": frozenset({"woman", "disabled", "veteran"})}, book)

    assert answer.facts == {"groups": ["disabled", "veteran", "woman"]}


def test_reads_facts_as_they_were_stored(given: Answer, book: Rulebook) -> None:
    assert frozen.answer(given.facts, book) == given


def broken(given: Answer, **changes: Any) -> dict[str, Any]:
    return {**frozen.to_dict(given), **changes}


def test_refuses_what_is_no_frozen_answer(given: Answer) -> None:
    for data in (None, [], {}, broken(given, form=2)):
        with pytest.raises(BrokenAnswer, match=r"^this is not a frozen answer$"):
            frozen.from_dict(data)
    for data in (broken(given, verdicts=[{}]), broken(given, verdicts=3), broken(given, facts=5)):
        with pytest.raises(BrokenAnswer, match=r"^this frozen answer cannot be read: "):
            frozen.from_dict(data)


def test_nothing_changes_while_rules_and_facts_stand(given: Answer, book: Rulebook) -> None:
    found = frozen.recomputed(given, book)

    assert (found.changes, found.changed_facts) == ((), ())
    assert found.before_version == found.after_version == book.version


def test_explains_what_new_rules_change_as_of_that_day(given: Answer, book: Rulebook) -> None:
    rules = tuple(
        replace(rule, period=Period(rule.period.first, date(2024, 2, 28)))
        if rule.id == "NM24-TELL"
        else replace(rule, period=Period(rule.period.first, date(2024, 2, 19)))
        if rule.id == "NM24-TRAIN"
        else rule
        for rule in book.rules
        if rule.id != "JL-AID"
    )
    extra = replace(book.versions_of("JL-WAGE")[0], id="JL-NEW")
    later = replace(book, version="later", rules=(*rules, extra))

    found = frozen.recomputed(given, later)

    assert [(change.rule_id, *change.words) for change in found.changes] == [
        ("NM24-TRAIN", "not_eligible", "out_of_period"),
        ("JL-AID", "to_be_confirmed", "-"),
        ("JL-NEW", "-", "not_eligible"),
    ]
    assert (found.before_version, found.after_version) == (book.version, "later")
    train = found.changes[0]
    assert train.before is not None
    assert train.after is not None
    assert train.before.period.last is None
    assert train.after.period.last == date(2024, 2, 19)


def test_names_the_facts_that_changed(given: Answer, book: Rulebook) -> None:
    other = frozen.answer({**FACTS, "groups": ["disabled"], "job_wish": True}, book)

    found = frozen.compared(given, other)

    assert found.changed_facts == ("groups", "job_wish")
    assert [change.rule_id for change in found.changes] == [
        "NM24-TELL",
        "NM22-THREE",
        "NM22-KEYAREA",
        "NM22-GRADYEAR",
        "NM22-CHANCE",
        "NM22-YULU",
    ]


def test_a_bar_on_one_kind_is_a_change_though_the_word_stays(book: Rulebook) -> None:
    certain = {**FACTS, "subsidised_keys": [["焊工", "五级"]]}
    unsure = {**FACTS, "subsidised_keys": [["4-10-01-05", "五级"]]}
    before, after = frozen.answer(unsure, book), frozen.answer(certain, book)

    (change,) = [one for one in frozen.compared(before, after).changes if one.rule_id == "NM22-KEYAREA"]

    assert change.words == (Word.TO_BE_CONFIRMED, Word.TO_BE_CONFIRMED)
    assert change.after is not None
    assert change.after.barred_kinds == (Kind.TRAINING_SUBSIDY,)
