"""An answer is read from the address or named as unreadable; it is never guessed."""

from datetime import date

import pytest

from portal.eligibility.rules import address, steps
from portal.eligibility.rules.address import Reading
from portal.eligibility.rules.verdicts import verdicts
from portal.eligibility.types import Rulebook

CODES = {"焊工": "6-18-02-04"}


def read(book: Rulebook, **query: str | list[str]) -> Reading:
    lists = {name: [value] if isinstance(value, str) else value for name, value in query.items()}
    return address.read(lists, book, CODES)


def test_reads_every_answer(book: Rulebook) -> None:
    found = read(
        book,
        training_date="2026-03-01",
        training_region="150600",
        residence_region="elsewhere",
        groups=["veteran", "woman"],
        occupation="焊工",
        level="5",
        earlier="yes",
        earlier_occupation="编织",
        earlier_level="none",
        times="3",
        certificate="skill_level",
        insured_employee="yes",
        job_wish="no",
        training_type="project",
        done=["class", "groups"],
    )

    assert found.facts == {
        "training_date": date(2026, 3, 1),
        "training_region": "150600",
        "residence_region": "990000",
        "groups": {"veteran", "woman"},
        "claim_key": ("6-18-02-04", "五级"),
        "subsidised_keys": (("编织", "无等级"),),
        "subsidised_trainings_this_year": 3,
        "certificate_obtained": True,
        "certificate_kind": "职业技能等级证书",
        "insured_employee": True,
        "job_wish": False,
        "training_type": "project",
    }
    assert found.faults == ()
    assert found.done == {"class", "groups"}


@pytest.mark.parametrize(
    ("query", "facts"),
    [
        ({}, {}),
        ({"groups": "none"}, {"groups": frozenset()}),
        ({"certificate": "none"}, {"certificate_obtained": False}),
        ({"certificate": "not_yet"}, {}),
        ({"earlier": "no", "earlier_level": "5"}, {"subsidised_keys": ()}),
        ({"earlier": "yes"}, {"subsidised_keys": ((None, None),)}),
        ({"earlier_level": "4"}, {"subsidised_keys": ((None, "四级"),)}),
        ({"level": "4"}, {"claim_key": (None, "四级")}),
        ({"occupation": " 焊工 "}, {"claim_key": ("6-18-02-04", None)}),
        ({"occupation": "６-29-01-05"}, {"claim_key": ("6-29-01-05", None)}),
        ({"training_region": "  "}, {}),
        ({"utm_source": "poster", "surname": "x"}, {}),
    ],
)
def test_reads_what_is_there(query: dict[str, str], facts: dict[str, object], book: Rulebook) -> None:
    found = read(book, **query)

    assert (found.facts, found.faults) == (facts, ())


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("training_date", "soon"),
        ("training_date", "20260301"),
        ("training_date", "1999-12-31"),
        ("training_date", "2101-01-01"),
        ("training_region", "1506"),
        ("training_region", "050600"),
        ("hukou_region", "1506000"),
        ("groups", "giant"),
        ("groups", "correction"),
        ("groups", ["veteran", "giant"]),
        ("occupation", "x" * 61),
        ("occupation", "a\x00b"),
        ("level", "9"),
        ("earlier", "maybe"),
        ("times", "4"),
        ("times", "-1"),
        ("certificate", "gold"),
        ("job_wish", "1"),
        ("job_wish", ["yes", "no"]),
        ("training_type", "magic"),
    ],
)
def test_names_what_it_cannot_read_and_leaves_it_out(name: str, value: str | list[str], book: Rulebook) -> None:
    found = read(book, **{name: value})

    assert (found.faults, found.facts, found.given) == ((name,), {}, {})


def test_none_of_these_in_one_list_does_not_undo_a_group_of_the_other(book: Rulebook) -> None:
    found = read(book, groups=["none", "veteran"])

    assert (found.given, found.facts) == ({"groups": ("veteran",)}, {"groups": {"veteran"}})


def test_writes_the_same_address_again(book: Rulebook) -> None:
    found = read(book, training_date="2026-03-01", groups=["veteran", "woman"], done=["class", "<b>"], times="9")

    assert found.pairs() == {"training_date": ["2026-03-01"], "groups": ["veteran", "woman"], "done": ["class"]}
    assert found.pairs(groups=None, done=("a", "b"), edit="groups") == {
        "training_date": ["2026-03-01"],
        "done": ["a", "b"],
        "edit": ["groups"],
    }


def test_asks_about_a_class_without_a_word_about_the_person() -> None:
    facts = {
        "training_date": date(2026, 3, 1),
        "training_region": "150602",
        "training_type": "project",
        "claim_key": ("6-29-01-05", "五级"),
        "groups": ["veteran"],
        "hukou_region": "150602",
    }

    assert address.written(facts) == {
        "training_date": ["2026-03-01"],
        "training_region": ["150602"],
        "training_type": ["project"],
        "occupation": ["6-29-01-05"],
        "level": ["5"],
    }
    assert address.written({"claim_key": None}) == {}
    assert address.written({"claim_key": ["编织", "A档"]}) == {"occupation": ["编织"]}


def test_leads_through_the_questions_that_still_matter(book: Rulebook) -> None:
    nothing = verdicts({}, book)
    assert steps.open_steps(nothing, {}, ()) == steps.STEPS

    today = {"today": date(2026, 3, 1), "training_date": date(2026, 3, 1), "training_region": "150600"}
    later = [step.id for step in steps.open_steps(verdicts(today, book), {"training_date", "training_region"}, ())]
    assert later == ["places", "groups", "training", "earlier", "certificate", "wishes"]


def test_does_not_ask_twice(book: Rulebook) -> None:
    nothing = verdicts({}, book)

    left = [step.id for step in steps.open_steps(nothing, {"occupation", "job_region"}, {"class", "wishes"})]

    assert left == ["groups", "earlier", "times", "certificate", "pension", "school"]
    assert steps.step_of("level") is steps.BY_ID["training"]
    assert steps.step_of("training_type") is None


def test_each_fact_is_asked_on_one_page_only() -> None:
    assert len(set(steps.ASKABLE)) == len(steps.ASKABLE)
    assert not {"age", "in_key_assistance_area"} & set(steps.ASKABLE)
