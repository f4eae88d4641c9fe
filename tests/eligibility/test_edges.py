"""The last inch of a rule: the first and the longest quotation, the equal set, the worst of two words."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from portal.eligibility.errors import BrokenRules
from portal.eligibility.rules import frozen
from portal.eligibility.rules.book import read_book
from portal.eligibility.rules.examples import read_examples, with_dates
from portal.eligibility.rules.questions import open_groups
from portal.eligibility.rules.summary import is_set_aside, summary_of
from portal.eligibility.rules.verdicts import verdict, verdicts
from portal.eligibility.types import AllOf, Kind, Leaf, Part, Rulebook, Why, Word
from tests.eligibility.conftest import Ask
from tests.eligibility.test_book import rule, small_book

CLAIM = ["6-29-01-05", "五级"]


def read_with(text: str, **quotes: Any) -> Rulebook:
    data = small_book()
    data["rules"] = [rule(no_repeat=None, cite={"doc": "D", "clause": "一", **quotes})]
    return read_book(data, {"d.txt": text}, {"152121": None})


def test_a_quotation_may_begin_the_document_and_be_forty_letters_long() -> None:
    text = "字" * 40

    assert read_with(text, quote=text).rules[0].cite.quote == text


def test_the_second_quotation_stands_after_the_whole_of_the_first() -> None:
    assert read_with("甲乙丙丁", quote="甲乙", quote_next="丙丁").rules[0].cite.quotation == "甲乙……丙丁"
    with pytest.raises(BrokenRules, match="quote_next: does not stand"):
        read_with("甲乙丙丁", quote="甲乙丙", quote_next="丙丁")
    assert read_with("甲乙丙甲乙", quote="甲乙", quote_next="丙").rules[0].cite.quote_next == "丙"


def test_a_book_keeps_the_codes_no_longer_in_use() -> None:
    assert read_with("甲", quote="甲").successors == {"152121": None}


def test_a_rule_may_last_one_day_and_end_on_its_first() -> None:
    data = small_book()
    data["rules"] = [rule(valid_to=date(2025, 1, 1))]
    data["ends"] = {"R1": date(2025, 1, 1)}

    period = read_book(data, {"d.txt": "符合条件的学员可以领取，每年一次，由旗县核定"}, {}).rules[0].period

    assert period.first == period.last == date(2025, 1, 1)


def test_an_added_rule_needs_no_mongolian_words_yet() -> None:
    data = small_book()
    data["rules"] = [rule(explain={"zh": "可以领"})]
    book = read_book(data, {"d.txt": "符合条件的学员可以领取，每年一次，由旗县核定"}, {})
    found = verdict("R1", {}, book)

    assert found.explain == {"zh": "可以领", "mn": ""}
    assert frozen.from_dict(frozen.to_dict(frozen.answer({}, book))).verdicts == (found,)


def test_the_bar_strikes_when_it_bars_exactly_what_the_rule_gives(book: Rulebook) -> None:
    whole = replace(book.versions_of("NM22-THREE")[0], kinds=(Kind.TRAINING_SUBSIDY, Kind.SKILL_UPGRADING_SUBSIDY))
    facts = {
        "training_date": date(2025, 1, 1),
        "groups": ["ex_poverty"],
        "claim_key": CLAIM,
        "subsidised_keys": [CLAIM],
    }

    found = verdict("NM22-THREE", facts, replace(book, rules=(whole,)))

    assert found.word is Word.NOT_ELIGIBLE
    assert found.barred_kinds == whole.kinds


def test_a_closed_condition_on_groups_or_place_refuses(book: Rulebook, ask: Ask) -> None:
    aid = ask("NM22-SCHOOL-AID", today=date(2024, 1, 1), residence_region="150525", groups=["school_leaver"],
              attends_vocational_school=True)  # fmt: skip
    assert aid.word is Word.NOT_ELIGIBLE

    there = Leaf("training_region", "region_in", "15")
    closed = replace(book.versions_of("JL-WAGE")[0], any_group=True, conditions=AllOf((there,)))
    facts = {"training_date": date(2025, 1, 1), "job_region": "220102", "training_region": "220102"}
    (reason,) = verdict("JL-WAGE", facts, replace(book, rules=(closed,))).reasons
    assert (reason.part, reason.why, reason.wanted) == (Part.CONDITIONS, Why.FAILS, ("15",))


def test_names_only_the_group_that_is_in_doubt(ask: Ask) -> None:
    found = ask("NM22-WAGE", training_date="2025-01-01", job_region="150602", groups=["employed_migrant", "woman"])

    assert found.reasons[0].wanted == ("employed_migrant",)


def test_the_headline_is_the_best_word_and_not_the_first_letter(book: Rulebook) -> None:
    facts = {"training_date": date(2026, 3, 1), "training_region": "150602", "groups": ["rural_transfer"],
             "claim_key": CLAIM, "subsidised_keys": [CLAIM]}  # fmt: skip
    found = summary_of(verdicts(facts, book))

    assert [part.word for part in found.kinds[:3]] == [Word.NOT_ELIGIBLE, Word.TO_BE_CONFIRMED, Word.NOT_ELIGIBLE]
    assert found.word is Word.TO_BE_CONFIRMED


def test_a_kind_that_is_barred_everywhere_is_refused(book: Rulebook) -> None:
    keyarea = replace(book, rules=book.versions_of("NM22-KEYAREA"))
    facts = {"training_date": date(2025, 3, 1), "residence_region": "150525", "groups": ["ex_poverty"],
             "in_key_assistance_area": True, "claim_key": CLAIM, "subsidised_keys": [CLAIM]}  # fmt: skip
    found = summary_of(verdicts(facts, keyarea))

    assert [(part.kind, part.word) for part in found.kinds] == [
        (Kind.TRAINING_SUBSIDY, Word.NOT_ELIGIBLE),
        (Kind.LIVING_TRANSPORT_ALLOWANCE, Word.TO_BE_CONFIRMED),
    ]


def test_a_refusal_here_is_not_set_aside(ask: Ask) -> None:
    wide = ask("ORD-FREE", training_date="2020-01-01", training_region="150000", groups=["veteran"])
    other_group = ask("ORD-FREE", training_date="2020-01-01", training_region="150602", groups=["woman"])
    elsewhere = ask("ORD-FREE", training_date="2020-01-01", training_region="220102", groups=["veteran"])

    assert [is_set_aside(found) for found in (wide, other_group, elsewhere)] == [False, False, True]


def test_offers_the_groups_of_every_waiting_rule_and_its_bar(book: Rulebook) -> None:
    few = replace(book, rules=(*book.versions_of("NM22-WAGE"), *book.versions_of("NM22-GRADYEAR")))

    assert set(open_groups(verdicts({}, few), few)) == {
        "enterprise_staff", "transferred_worker", "employed_migrant", "rural_transfer", "returning_migrant", "ex_poverty",
    }  # fmt: skip


def test_reads_the_later_of_two_dates_though_the_first_is_broken(book: Rulebook) -> None:
    facts = with_dates({"today": "x", "training_date": "2025-01-01"}, book)

    assert facts == {"today": "x", "training_date": date(2025, 1, 1)}


def test_an_example_needs_no_note() -> None:
    (example,) = read_examples({"examples": [{"id": 7, "facts": {}, "expect": {"ORD-FREE": "eligible"}}]})

    assert (example.id, example.note) == ("7", "")
