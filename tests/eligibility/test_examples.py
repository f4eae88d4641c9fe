"""The worked examples are the contract with the bureau."""

import pytest

from portal.eligibility import queries
from portal.eligibility.errors import BrokenExamples
from portal.eligibility.rules.examples import differences, read_examples, with_dates
from portal.eligibility.types import Difference, Example, Rulebook, Word

HOUSE = queries.house_examples()


@pytest.mark.parametrize("example", HOUSE, ids=[example.id for example in HOUSE])
def test_meets_the_worked_example(example: Example, book: Rulebook) -> None:
    assert differences([example], book) == []


def test_holds_the_given_examples_and_ninety_of_our_own() -> None:
    given, own = (queries.read_examples(path) for path in queries.EXAMPLE_FILES)

    assert len(given) == 30
    assert len(own) >= 90
    assert all(any("\u4e00" <= letter <= "\u9fff" for letter in example.note) for example in own)


def test_examples_reach_every_rule_and_every_word(book: Rulebook) -> None:
    assert {rule_id for example in HOUSE for rule_id in example.expect} == set(book.rule_ids)
    assert {word for example in HOUSE for word in example.expect.values()} == set(Word)


def test_names_an_example_that_differs(book: Rulebook) -> None:
    wrong = Example("W1", "六十岁", {"training_region": "150602"}, {"ORD-FREE": Word.ELIGIBLE})

    assert differences([wrong], book) == [Difference("W1", "六十岁", "ORD-FREE", "eligible", "to_be_confirmed")]


@pytest.mark.parametrize(
    ("rule_id", "facts", "said"),
    [
        ("NO-SUCH", {}, "no verdict (no rule is called NO-SUCH)"),
        ("ORD-HIGHRISK", {}, "no verdict (ORD-HIGHRISK is a prohibition: it is shown, never tested)"),
        ("ORD-FREE", {"shoe_size": 41}, "no verdict (fact shoe_size: is not a declared fact)"),
    ],
)
def test_says_why_an_example_has_no_verdict(rule_id: str, facts: dict[str, object], said: str, book: Rulebook) -> None:
    found = differences([Example("W1", "", facts, {rule_id: Word.ELIGIBLE})], book)

    assert [difference.came for difference in found] == [said]


def test_reads_dates_written_as_text(book: Rulebook) -> None:
    facts = with_dates({"training_date": "2025-11-01", "today": "soon", "claim_by": "2025-11-01", "x": "y"}, book)

    assert str(facts["training_date"]) == "2025-11-01"
    assert not isinstance(facts["training_date"], str)
    assert facts["today"] == "soon"
    assert facts["claim_by"] == "2025-11-01"
    assert facts["x"] == "y"


GOOD = {"id": "A", "note": "n", "facts": {}, "expect": {"ORD-FREE": "eligible"}}


def test_reads_an_example_as_it_stands() -> None:
    (example,) = read_examples({"examples": [GOOD | {"facts": {"age": 3}}]})

    assert example == Example("A", "n", {"age": 3}, {"ORD-FREE": Word.ELIGIBLE})


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (None, "the file has no list called examples"),
        ({"examples": []}, "the file has no list called examples"),
        ({"examples": "A"}, "the file has no list called examples"),
        ({"examples": ["A"]}, "example 1: must have id, note, facts and expect"),
        ({"examples": [GOOD, {"note": "x"}]}, "example 2, id: is missing"),
        ({"examples": [GOOD | {"fact": {}}]}, "example A, fact: is not a field of an example"),
        ({"examples": [GOOD | {"facts": [1]}]}, "example A, facts: must be a mapping of facts to values"),
        ({"examples": [GOOD | {"expect": {}}]}, "example A, expect: must name at least one rule and its word"),
        ({"examples": [GOOD | {"expect": ["x"]}]}, "example A, expect: must name at least one rule and its word"),
        ({"examples": [GOOD | {"expect": {"ORD-FREE": "yes"}}]}, "example A, expect ORD-FREE: yes is none of eligible"),
        ({"examples": [GOOD, GOOD]}, "example A: the id is used twice"),
    ],
)
def test_refuses_a_broken_file_of_examples(data: object, said: str) -> None:
    with pytest.raises(BrokenExamples) as refused:
        read_examples(data)

    assert str(refused.value).startswith(said)
