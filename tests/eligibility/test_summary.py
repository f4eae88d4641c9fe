"""A person reads first what promises most, and is asked only what can still matter."""

from datetime import date

from portal.eligibility.rules.questions import open_facts, open_groups
from portal.eligibility.rules.summary import summary_of, word_for
from portal.eligibility.rules.verdicts import verdicts
from portal.eligibility.types import Kind, Rulebook, Summary, Word

MIGRANT = {
    "today": date(2026, 3, 1),
    "training_date": date(2026, 4, 1),
    "training_region": "152502",
    "residence_region": "152502",
    "groups": ["returning_migrant"],
    "claim_key": ["6-29-01-05", "五级"],
    "subsidised_keys": [],
}
ASKABLE = ("training_region", "groups", "certificate_obtained", "certificate_kind", "insured_employee", "hukou_region")


def summary(book: Rulebook, **facts: object) -> Summary:
    return summary_of(verdicts({**MIGRANT, **facts}, book))


def test_sorts_by_kind_and_sets_history_aside(book: Rulebook) -> None:
    found = summary(book)

    assert [(part.kind, part.word) for part in found.kinds] == [
        (Kind.TRAINING_SUBSIDY, Word.MEETS_STATED),
        (Kind.EVALUATION_SUBSIDY, Word.TO_BE_CONFIRMED),
        (Kind.SKILL_UPGRADING_SUBSIDY, Word.TO_BE_CONFIRMED),
        (Kind.SERVICE, Word.ELIGIBLE),
    ]
    assert found.word is Word.MEETS_STATED
    assert found.asks == ("152500",)
    assert found.missing[0] == "certificate_obtained"
    assert {one.rule_id for one in found.set_aside} >= {"ORD-TRAIN", "NM22-THREE", "JL-FOUR"}
    assert all(one.word is Word.OUT_OF_PERIOD for one in found.set_aside)


def test_the_best_word_stands_first_within_a_kind(book: Rulebook) -> None:
    service = summary(book).kinds[-1]

    words = [one.word for one in service.verdicts]
    assert words == sorted(words, key=[Word.ELIGIBLE, Word.MEETS_STATED, Word.TO_BE_CONFIRMED].index)
    assert service.verdicts[0].rule_id == "NM24-TELL"


def test_a_service_does_not_make_the_headline(book: Rulebook) -> None:
    again = summary(book, subsidised_keys=[["6-29-01-05", "五级"]], certificate_obtained=False)

    assert again.kinds[-1].word is Word.ELIGIBLE
    assert again.word is Word.NOT_ELIGIBLE


def test_rules_of_another_region_are_set_aside(book: Rulebook) -> None:
    away = dict.fromkeys(("training_region", "residence_region", "job_region", "hukou_region"), "310101")
    found = summary(book, **away)

    assert (found.kinds, found.word, found.asks, found.missing) == ((), None, (), ())
    assert len(found.set_aside) == len(book.rule_ids)


def test_a_barred_kind_is_refused_while_the_other_stays_open(book: Rulebook) -> None:
    facts = {
        "training_date": date(2024, 3, 1),
        "residence_region": "150525",
        "groups": ["ex_poverty"],
        "in_key_assistance_area": True,
        "subsidised_keys": [["6-29-01-05", "五级"]],
    }
    found = {part.kind: part for part in summary(book, **facts).kinds}
    (keyarea,) = [one for one in found[Kind.LIVING_TRANSPORT_ALLOWANCE].verdicts if one.rule_id == "NM22-KEYAREA"]

    assert word_for(keyarea, Kind.TRAINING_SUBSIDY) is Word.NOT_ELIGIBLE
    assert word_for(keyarea, Kind.LIVING_TRANSPORT_ALLOWANCE) is Word.TO_BE_CONFIRMED


def test_asks_only_what_an_undecided_rule_waits_for(book: Rulebook) -> None:
    assert open_facts(verdicts(MIGRANT, book), ASKABLE) == (
        "certificate_obtained",
        "certificate_kind",
        "insured_employee",
    )
    assert open_facts(verdicts({}, book), ASKABLE) == ASKABLE
    done = {**MIGRANT, "certificate_obtained": False}
    assert open_facts(verdicts(done, book), ASKABLE) == ()


def test_offers_only_groups_that_can_still_matter(book: Rulebook) -> None:
    today = {**MIGRANT, "groups": None}
    found = open_groups(verdicts(today, book), book)

    assert found == ("rural_transfer", "returning_migrant", "ex_poverty", "employed_migrant")


def test_offers_the_narrower_groups_that_imply_one_and_never_the_secret_one(book: Rulebook) -> None:
    in_2020 = {"training_date": date(2020, 1, 1), "today": date(2020, 1, 1), "training_region": "150602"}
    found = open_groups(verdicts(in_2020, book), book)

    assert {"school_leaver_rural", "school_leaver_dibao", "de_capacity", "transferred_worker", "veteran"} <= set(found)
    assert "correction" not in found
    assert "platform_worker" not in found
    assert list(found) == [name for name in book.groups if name in found]
