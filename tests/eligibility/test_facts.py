"""What is handed in is checked before any rule sees it."""

from datetime import UTC, date, datetime

import pytest

from portal.eligibility.errors import BadFact
from portal.eligibility.rules.facts import checked
from portal.eligibility.types import Rulebook


def test_a_null_is_a_missing_fact_and_an_empty_list_an_answer(book: Rulebook) -> None:
    assert checked({"age": None, "groups": []}, book) == {"groups": frozenset()}


def test_reads_every_kind_of_fact(book: Rulebook) -> None:
    facts = {
        "today": date(2025, 1, 1),
        "age": 0,
        "hukou_region": "150602",
        "job_wish": False,
        "training_type": "project",
        "groups": ["veteran", "woman", "veteran"],
        "claim_key": ["焊工", None],
        "subsidised_keys": [["焊工", "五级"], ["焊工", "五级", "skill_upgrading_subsidy"], ["焊工", "五级", None]],
    }

    assert checked(facts, book) == {
        **facts,
        "groups": frozenset({"veteran", "woman"}),
        "claim_key": ("焊工", None),
        "subsidised_keys": (
            ("焊工", "五级"),
            ("焊工", "五级", "skill_upgrading_subsidy"),
            ("焊工", "五级", None),
        ),
    }


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("surname", "Bao", "is not a declared fact"),
        ("today", "2025-01-01", "'2025-01-01' is not a date"),
        ("today", datetime(2025, 1, 1, tzinfo=UTC), "is not a date"),
        ("age", "30", "'30' is not a whole number"),
        ("age", True, "True is not a whole number"),
        ("age", 3.5, "3.5 is not a whole number"),
        ("job_wish", "yes", "'yes' is neither true nor false"),
        ("job_wish", 1, "1 is neither true nor false"),
        ("hukou_region", 150602, "150602 is not a region code: six digits in quotation marks"),
        ("hukou_region", "15060", "'15060' is not a region code: six digits in quotation marks"),
        ("hukou_region", "1506022", "'1506022' is not a region code"),
        ("hukou_region", "15060２", "is not a region code"),
        ("claim_by", "friend", "'friend' is none of person, provider, employer"),
        ("claim_by", 1, "1 is none of"),
        ("groups", "veteran", "'veteran' is not a list"),
        ("groups", ["giant"], "'giant' is not a declared group"),
        ("groups", [["veteran"]], "['veteran'] is not a declared group"),
        ("claim_key", "焊工", "'焊工' is not a list"),
        ("claim_key", ["焊工", "五级", "training_subsidy"], "has more than 2 members"),
        ("claim_key", ["焊工", " "], "' ' is not a word"),
        ("claim_key", ["焊工", 5], "5 is not a word"),
        ("subsidised_keys", [["焊工", "五级", "gift"]], "'gift' is not a subsidy"),
        ("subsidised_keys", [["焊工", "五级", "prohibition"]], "'prohibition' is not a subsidy"),
        ("subsidised_keys", [["a", "b", None, "c"]], "has more than 3 members"),
        ("subsidised_keys", [5], "5 is not a list"),
    ],
)
def test_refuses_what_is_outside_the_declaration(name: str, value: object, said: str, book: Rulebook) -> None:
    with pytest.raises(BadFact) as refused:
        checked({name: value}, book)

    assert refused.value.name == name
    assert said in refused.value.reason
    assert str(refused.value) == f"fact {name}: {refused.value.reason}"
