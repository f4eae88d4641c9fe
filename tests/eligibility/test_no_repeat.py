"""The later bar on a second claim, as it is carried into earlier rules."""

import pytest

from portal.eligibility.types import Kind, Part, Reason, Why, Word
from tests.eligibility.conftest import Ask

WELDER, CARER = ["6-29-01-05", "五级"], ["4-10-01-05", "五级"]
USED = ("claim_key", "subsidised_keys")

BARRED = {
    "residence_region": "150525",
    "groups": ["ex_poverty"],
    "in_key_assistance_area": True,
    "claim_key": WELDER,
    "subsidised_keys": [WELDER],
}


def test_the_later_bar_strikes_some_kinds_and_names_them(ask: Ask) -> None:
    found = ask("NM22-KEYAREA", **BARRED, training_date="2024-02-07")

    assert found.word is Word.TO_BE_CONFIRMED
    assert found.reasons == (Reason(Part.NO_REPEAT, Why.PARTLY_BARRED, USED),)
    assert found.barred_kinds == (Kind.TRAINING_SUBSIDY,)
    assert found.open_kinds == (Kind.LIVING_TRANSPORT_ALLOWANCE,)


def test_the_later_bar_strikes_a_rule_that_gives_nothing_else(ask: Ask) -> None:
    facts = {**BARRED, "training_region": "150525", "graduation_year_student": True}
    found = ask("NM22-GRADYEAR", **facts, training_date="2024-02-07")

    assert found.word is Word.NOT_ELIGIBLE
    assert found.reasons == (Reason(Part.NO_REPEAT, Why.REPEATS, USED),)
    assert found.barred_kinds == (Kind.TRAINING_SUBSIDY,)
    assert found.open_kinds == ()


@pytest.mark.parametrize(
    "change",
    [
        {"training_date": "2024-02-06"},
        {"groups": ["disabled"]},
        {"subsidised_keys": []},
        {"subsidised_keys": [CARER]},
    ],
)
def test_the_later_bar_does_not_reach_everyone(ask: Ask, change: dict[str, object]) -> None:
    found = ask("NM22-KEYAREA", **{**BARRED, "training_date": "2024-02-07", **change})

    assert found.word is Word.MEETS_STATED
    assert found.barred_kinds == found.open_kinds == ()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (
            {"groups": None},
            Reason(
                Part.NO_REPEAT,
                Why.MISSING,
                ("groups",),
                ("groups",),
                wanted=("employed_migrant", "ex_poverty", "returning_migrant", "rural_transfer"),
            ),
        ),
        ({"claim_key": None}, Reason(Part.NO_REPEAT, Why.MISSING, USED, ("claim_key",))),
        ({"subsidised_keys": [["焊工", "五级"]]}, Reason(Part.NO_REPEAT, Why.MAY_REPEAT, USED)),
        ({"training_date": None}, Reason(Part.NO_REPEAT, Why.MISSING, ("training_date",), ("training_date",))),
    ],
)
def test_an_unknown_bar_waits(ask: Ask, change: dict[str, object], reason: Reason) -> None:
    found = ask("NM22-KEYAREA", **{**BARRED, "training_date": "2024-02-07", **change})

    assert found.word is Word.TO_BE_CONFIRMED
    assert [one for one in found.reasons if one.part is Part.NO_REPEAT] == [reason]
    assert found.barred_kinds == ()


def test_the_kinds_barred_are_named_though_another_part_refuses(ask: Ask) -> None:
    found = ask("NM22-KEYAREA", **{**BARRED, "in_key_assistance_area": False, "training_date": "2024-02-07"})

    assert found.word is Word.NOT_ELIGIBLE
    assert found.barred_kinds == (Kind.TRAINING_SUBSIDY,)
