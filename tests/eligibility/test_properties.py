"""Laws that hold for whatever anyone answers."""

from collections.abc import Mapping
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from portal.eligibility import queries
from portal.eligibility.rules import frozen
from portal.eligibility.rules.questions import open_facts
from portal.eligibility.rules.verdicts import verdict, verdicts
from portal.eligibility.types import Part, Rulebook, Why, Word

BOOK: Rulebook = queries.book_of(queries.material(None))
LEVELS = ["五级", "初级工", "四级", "专项", "A档", None]
OCCUPATIONS = ["6-29-01-05", "4-10-01-05", "焊工", None]
PLACES = ["150000", "150602", "150105", "152326", "152121", "220102", "110101", "999999"]

days = st.dates(date(2019, 1, 1), date(2027, 12, 31)) | st.sampled_from(
    [
        edge + timedelta(days=step)
        for rule in BOOK.rules
        for edge in (rule.period.first, rule.period.last)
        if edge
        for step in (-1, 0, 1)
    ]
)
claim = st.tuples(st.sampled_from(OCCUPATIONS), st.sampled_from(LEVELS)).map(list)
paid = claim | st.tuples(
    st.sampled_from(OCCUPATIONS),
    st.sampled_from(LEVELS),
    st.sampled_from(["training_subsidy", "skill_upgrading_subsidy", "evaluation_subsidy", None]),
).map(list)


def values(name: str) -> st.SearchStrategy[object]:
    """Return values of one declared fact."""
    declared = BOOK.facts[name]
    by_type: Mapping[str, st.SearchStrategy[object]] = {
        "date": days,
        "int": st.integers(0, 5),
        "bool": st.booleans(),
        "code6": st.sampled_from(PLACES),
        "tuple": claim,
        "set": st.lists(st.sampled_from(sorted(BOOK.groups)), max_size=4),
    }
    if name == "subsidised_keys":
        return st.lists(paid, max_size=3)
    return st.sampled_from(declared.values) if declared.type == "enum" else by_type[declared.type]


facts_of = st.fixed_dictionaries({}, optional={name: values(name) for name in BOOK.facts})
rule_ids = st.sampled_from(BOOK.rule_ids)


@given(facts_of)
def test_every_answer_has_a_clause_a_period_and_someone_to_ask(facts: dict[str, object]) -> None:
    for found in verdicts(facts, BOOK):
        assert found.clause.clause
        assert found.clause.quote
        assert found.ask
        assert (found.word is Word.ELIGIBLE) == (not found.reasons)


@given(rule_ids, facts_of)
def test_a_missing_fact_alone_never_refuses(rule_id: str, facts: dict[str, object]) -> None:
    found = verdict(rule_id, facts, BOOK)

    if found.word is Word.NOT_ELIGIBLE:
        assert found.missing == ()
        assert all(reason.why in (Why.FAILS, Why.REPEATS) for reason in found.reasons)
        assert all(name in facts for reason in found.reasons for name in reason.facts)


@given(rule_ids, facts_of, st.data())
def test_one_more_fact_never_turns_a_question_into_an_unexplained_no(
    rule_id: str, facts: dict[str, object], data: st.DataObject
) -> None:
    absent = sorted(set(BOOK.facts) - set(facts))
    if not absent:
        return
    name = data.draw(st.sampled_from(absent))
    before = verdict(rule_id, facts, BOOK)
    after = verdict(rule_id, {**facts, name: data.draw(values(name))}, BOOK)

    if before.word is Word.TO_BE_CONFIRMED and after.word is Word.NOT_ELIGIBLE:
        named = {fact for reason in after.reasons for fact in reason.facts}
        assert name in named or name == "training_date"
    if before.word is Word.NOT_ELIGIBLE:
        assert after.word in (Word.NOT_ELIGIBLE, Word.OUT_OF_PERIOD) or name in ("training_date", "today")


@given(rule_ids, facts_of, st.data())
def test_a_met_rule_stays_met_whatever_else_is_told(
    rule_id: str, facts: dict[str, object], data: st.DataObject
) -> None:
    before = verdict(rule_id, facts, BOOK)
    absent = sorted(set(BOOK.facts) - set(facts))
    if before.word not in (Word.ELIGIBLE, Word.MEETS_STATED) or not absent:
        return
    name = data.draw(st.sampled_from(absent))

    assert verdict(rule_id, {**facts, name: data.draw(values(name))}, BOOK).word is before.word


@given(facts_of, st.randoms(use_true_random=False))
def test_nothing_but_facts_and_rules_decides(facts: dict[str, object], chance: object) -> None:
    names = list(facts)
    chance.shuffle(names)  # type: ignore[attr-defined]
    shuffled = {name: facts[name] for name in names}

    assert verdicts(facts, BOOK) == verdicts(shuffled, BOOK)
    assert verdicts({**facts, "age": None}, BOOK) == verdicts({**facts, "age": 99}, BOOK)


@given(rule_ids, facts_of)
def test_a_day_outside_answers_with_history_only(rule_id: str, facts: dict[str, object]) -> None:
    found = verdict(rule_id, facts, BOOK)

    if found.word is Word.OUT_OF_PERIOD:
        (reason,) = found.reasons
        assert reason.part is Part.DAY
        assert reason.facts[0] in facts


@given(facts_of, st.data())
def test_a_fact_that_can_change_an_answer_is_always_asked(facts: dict[str, object], data: st.DataObject) -> None:
    before = verdicts(facts, BOOK)
    asked = open_facts(before, tuple(BOOK.facts))
    quiet = sorted(set(BOOK.facts) - set(facts) - set(asked))
    if not quiet:
        return
    name = data.draw(st.sampled_from(quiet))
    after = verdicts({**facts, name: data.draw(values(name))}, BOOK)

    for was, now in zip(before, after, strict=True):
        became_history = was.word is Word.NOT_ELIGIBLE and now.word is Word.OUT_OF_PERIOD  # a day helps nobody here
        assert now.word is was.word or (became_history and name in ("today", "training_date"))


@given(facts_of)
def test_a_frozen_answer_reads_back_as_it_was(facts: dict[str, object]) -> None:
    answer = frozen.answer(facts, BOOK)

    assert frozen.from_dict(frozen.to_dict(answer)) == answer
    assert frozen.recomputed(answer, BOOK).changes == ()
