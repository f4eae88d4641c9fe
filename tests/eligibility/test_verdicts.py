"""Each answer says which part decided, what is missing, where it stands and whom to ask."""

from dataclasses import replace
from datetime import date

import pytest

from portal.eligibility.errors import HasNoVerdict, UnknownRule
from portal.eligibility.rules.verdicts import verdict, verdicts
from portal.eligibility.types import AnyOf, Kind, Part, Period, Reason, Rulebook, Verdict, Why, Word
from tests.eligibility.conftest import Ask

WELDER, CARER = ["6-29-01-05", "五级"], ["4-10-01-05", "五级"]
ALL_PLACES = ("hukou_region", "residence_region", "job_region")
USED = ("claim_key", "subsidised_keys")


def reasons(found: Verdict, part: Part) -> list[Reason]:
    return [reason for reason in found.reasons if reason.part is part]


def test_answers_for_every_rule_but_the_prohibitions(book: Rulebook) -> None:
    found = verdicts({}, book)

    assert [answer.rule_id for answer in found] == list(book.rule_ids)
    assert len(found) == 37
    assert {answer.word for answer in found} == {Word.TO_BE_CONFIRMED}


def test_refuses_to_judge_by_an_unknown_rule_or_a_prohibition(book: Rulebook) -> None:
    with pytest.raises(UnknownRule, match=r"^no rule is called X$"):
        verdict("X", {}, book)
    with pytest.raises(HasNoVerdict, match=r"^NM22-HIGHRISK is a prohibition"):
        verdict("NM22-HIGHRISK", {}, book)


def test_names_the_clause_the_words_and_the_period(ask: Ask) -> None:
    found = ask("NM24-TRAIN", training_date="2025-01-01")

    assert found.clause.doc == "S2"
    assert found.clause.clause == "三(五)"
    assert found.clause.number is None
    assert found.clause.quotation == (
        "农牧民工参加职业技能培训，符合条件的按规定给予职业培训补贴……"
        "同一职业（工种）的同一等级不可重复申领培训补贴（含参保职工技能提升补贴）"
    )
    assert found.period == Period(date(2024, 2, 7), None)
    assert found.title == "农牧民工职业培训补贴"
    assert found.kinds == (Kind.TRAINING_SUBSIDY,)
    assert found.scope == "15"
    assert found.open_details == ("补贴金额", "在哪里申领")
    assert found.outcome == {"payee": "unspecified", "amount": "unspecified", "max_per_year": "unspecified"}
    assert found.note.startswith("由哪里支付没有写明")
    assert found.explain == {}


def test_a_quotation_may_stand_alone(ask: Ask) -> None:
    assert ask("NM22-VETERAN").clause.quotation == "逐步实现退役军人跨地区异地培训"
    assert ask("NM22-VETERAN").clause.number == "内人社发〔2022〕31号"


def test_a_rule_with_a_later_bar_cites_both_documents(ask: Ask) -> None:
    assert [cite.doc for cite in ask("NM22-THREE").citations] == ["S0", "S2"]


@pytest.mark.parametrize(
    ("day", "why"),
    [("2019-11-27", Why.NOT_YET), ("2022-01-01", Why.OVER)],
)
def test_outside_its_days_a_rule_is_history_whatever_else_fails(ask: Ask, day: str, why: Why) -> None:
    found = ask("ORD-FREE", training_date=day, training_region="220102", groups=[])

    assert found.word is Word.OUT_OF_PERIOD
    assert found.reasons == (Reason(Part.DAY, why, ("training_date",)),)
    assert found.missing == ()


def test_waits_for_the_day(ask: Ask) -> None:
    found = ask("ORD-FREE", training_region="150602", groups=["veteran"])

    assert found.word is Word.TO_BE_CONFIRMED
    assert found.reasons == (Reason(Part.DAY, Why.MISSING, ("training_date",), ("training_date",)),)
    assert found.missing == ("training_date",)


def test_a_certain_failure_refuses_though_the_day_is_missing(ask: Ask) -> None:
    found = ask("ORD-FREE", training_region="150105", groups=["veteran"])

    assert found.word is Word.NOT_ELIGIBLE
    assert found.reasons == (Reason(Part.PLACE, Why.FAILS, ("training_region",), wanted=("1506",)),)


def test_names_every_part_that_fails_and_no_part_that_only_waits(ask: Ask) -> None:
    found = ask("ORD-LIVING", training_date="2020-01-01", training_region="150105", groups=["woman"])

    assert [reason.part for reason in found.reasons] == [Part.PLACE, Part.GROUPS]
    assert found.missing == ()


def test_a_met_rule_says_what_is_left_to_the_bureau(ask: Ask) -> None:
    found = ask("ORD-FREE", training_date="2020-01-01", training_region="150602", groups=["veteran"])

    assert found.word is Word.MEETS_STATED
    assert found.reasons == (
        Reason(Part.OPEN, Why.LEFT_OPEN, wanted=("哪些班次免费", "课程是否须在补贴性培训目录清单内")),
    )
    assert found.open_conditions == ("哪些班次免费", "课程是否须在补贴性培训目录清单内")


def test_a_fully_met_rule_needs_no_reason(ask: Ask) -> None:
    found = ask("JL-WAGE", training_date="2025-01-01", job_region="220102", groups=["enterprise_staff"])

    assert (found.word, found.reasons) == (Word.ELIGIBLE, ())


def test_a_place_that_counts_is_enough(ask: Ask) -> None:
    found = ask("NM24-TELL", today=date(2025, 1, 1), residence_region="150102", groups=["rural_transfer"])

    assert found.word is Word.ELIGIBLE


def test_says_of_each_place_why_it_does_not_settle_the_matter(ask: Ask) -> None:
    found = ask(
        "NM24-TRAIN",
        training_date="2025-01-01",
        training_region="110101",
        hukou_region="150726",
        residence_region="152121",
        groups=["rural_transfer"],
        claim_key=WELDER,
        subsidised_keys=[],
    )

    assert found.reasons == (
        Reason(Part.PLACE, Why.PLACE_MAY_COUNT, ("hukou_region",)),
        Reason(Part.PLACE, Why.MISSING, ("residence_region",), ("residence_region",)),
        Reason(Part.PLACE, Why.MISSING, ("job_region",), ("job_region",)),
    )
    assert found.missing == ("residence_region", "job_region")


def test_a_place_known_only_as_a_province_leaves_it_open(ask: Ask) -> None:
    found = ask("ORD-FREE", training_date="2020-01-01", training_region="150000", groups=["veteran"])

    assert found.reasons == (Reason(Part.PLACE, Why.PLACE_IS_WIDE, ("training_region",)),)


def test_a_place_that_may_count_does_not_fail_when_no_other_is_inside(ask: Ask) -> None:
    elsewhere = {"training_region": "110101", "residence_region": "110101", "job_region": "110101"}
    facts = {"training_date": "2025-01-01", "groups": ["rural_transfer"], "claim_key": WELDER, "subsidised_keys": []}

    assert ask("NM24-TRAIN", **elsewhere, **facts, hukou_region="150726").word is Word.TO_BE_CONFIRMED
    outside = ask("NM24-TRAIN", **elsewhere, **facts, hukou_region="110101")
    assert outside.word is Word.NOT_ELIGIBLE
    assert outside.reasons == (Reason(Part.PLACE, Why.FAILS, ("training_region", *ALL_PLACES), wanted=("15",)),)


def test_where_the_text_names_no_place_all_of_them_count(ask: Ask) -> None:
    by_class = ask("NM22-VETERAN", training_date="2025-01-01", training_region="150602", groups=["veteran"])
    by_day = ask("NM24-TELL", today=date(2025, 1, 1), training_region="150602", groups=["rural_transfer"])

    assert reasons(by_class, Part.PLACE) == []
    assert [reason.facts for reason in reasons(by_day, Part.PLACE)] == [(name,) for name in ALL_PLACES]


@pytest.mark.parametrize(
    ("groups", "why", "wanted"),
    [
        (None, Why.MISSING, ("enterprise_staff",)),
        (["employed_migrant"], Why.TEXT_IS_OPEN, ("employed_migrant",)),
        (["woman"], Why.FAILS, ("enterprise_staff",)),
        ([], Why.FAILS, ("enterprise_staff",)),
    ],
)
def test_says_why_the_groups_do_not_settle_it(ask: Ask, groups: list[str] | None, why: Why, wanted: tuple[str]) -> None:
    found = ask("NM22-WAGE", training_date="2025-01-01", job_region="150602", groups=groups)
    missing = ("groups",) if groups is None else ()

    assert found.reasons == (Reason(Part.GROUPS, why, ("groups",), missing, wanted=wanted),)


def test_an_open_list_asks_instead_of_refusing(ask: Ask) -> None:
    found = ask("NM24-TELL", today=date(2025, 1, 1), residence_region="150102", groups=["woman"])

    assert found.reasons == (
        Reason(
            Part.GROUPS,
            Why.LIST_IS_OPEN,
            ("groups",),
            wanted=("employed_migrant", "ex_poverty", "returning_migrant", "rural_transfer"),
        ),
    )


def test_a_text_without_list_or_conditions_leaves_both_open(ask: Ask) -> None:
    found = ask("JL-FOUR", training_date="2025-01-01", training_region="220102")

    assert found.reasons == (Reason(Part.GROUPS, Why.UNSPECIFIED), Reason(Part.CONDITIONS, Why.UNSPECIFIED))


def test_a_group_that_has_ended_no_longer_counts(ask: Ask, book: Rulebook) -> None:
    rule = book.versions_of("ORD-FREE")[0]
    longer = replace(rule, period=Period(rule.period.first, None))
    later = replace(book, rules=(longer,))
    facts = {"training_region": "150602", "groups": ["poor_labour"]}

    assert verdict("ORD-FREE", {**facts, "training_date": date(2021, 12, 31)}, later).word is Word.MEETS_STATED
    assert verdict("ORD-FREE", {**facts, "training_date": date(2022, 1, 1)}, later).word is Word.NOT_ELIGIBLE
    assert verdict("ORD-FREE", facts, later).word is Word.TO_BE_CONFIRMED


def conditions(found: Verdict) -> list[Reason]:
    return reasons(found, Part.CONDITIONS)


def test_reports_each_condition_with_its_operator(ask: Ask) -> None:
    found = ask(
        "ORD-TRAIN",
        training_date="2020-01-01",
        hukou_region="150602",
        training_region="150602",
        residence_region="150602",
        job_region="150602",
        certificate_obtained=False,
        certificate_kind="培训合格证书",
        subsidised_trainings_this_year=3,
        claim_key=WELDER,
        subsidised_keys=[WELDER],
    )

    assert conditions(found) == [
        Reason(Part.CONDITIONS, Why.FAILS, ("certificate_obtained",), (), "is_true"),
        Reason(Part.CONDITIONS, Why.FAILS, ("subsidised_trainings_this_year",), (), "lt", ("3",)),
        Reason(Part.CONDITIONS, Why.REPEATS, USED),
    ]


def test_reports_each_missing_condition(ask: Ask) -> None:
    found = ask("ORD-TRAIN", training_date="2020-01-01", hukou_region="150602", training_region="150702")

    kinds = ("职业资格证书", "职业技能等级证书", "专项职业能力证书", "特种作业操作证书", "培训合格证书")
    assert conditions(found) == [
        Reason(Part.CONDITIONS, Why.MISSING, ("training_region",), ALL_PLACES[1:], "same_city", ALL_PLACES),
        Reason(Part.CONDITIONS, Why.TEXT_IS_OPEN, ("training_region",), (), "region_in", ("1506",)),
        Reason(Part.CONDITIONS, Why.MISSING, ("certificate_obtained",), ("certificate_obtained",), "is_true"),
        Reason(Part.CONDITIONS, Why.MISSING, ("certificate_kind",), ("certificate_kind",), "in", kinds),
        Reason(
            Part.CONDITIONS,
            Why.MISSING,
            ("subsidised_trainings_this_year",),
            ("subsidised_trainings_this_year",),
            "lt",
            ("3",),
        ),
        Reason(Part.CONDITIONS, Why.MISSING, USED, USED),
    ]
    assert found.missing == (
        *ALL_PLACES[1:],
        "certificate_obtained",
        "certificate_kind",
        "subsidised_trainings_this_year",
        *USED,
    )


@pytest.mark.parametrize(
    ("places", "why", "missing"),
    [
        ({}, Why.MISSING, ("training_region",)),
        ({"training_region": "152121"}, Why.MISSING, ("training_region",)),
        ({"training_region": "150000"}, Why.PLACE_IS_WIDE, ()),
    ],
)
def test_says_why_the_city_of_the_class_is_not_settled(
    ask: Ask, places: dict[str, str], why: Why, missing: tuple[str, ...]
) -> None:
    home = dict.fromkeys(ALL_PLACES, "150602")
    found = ask("ORD-PENSION", training_date="2020-01-01", **home, **places)

    assert conditions(found)[0] == Reason(Part.CONDITIONS, why, ("training_region",), missing, "same_city", ALL_PLACES)
    assert conditions(found)[1] == Reason(Part.CONDITIONS, why, ("training_region",), missing, "region_in", ("1506",))


def test_a_class_in_none_of_the_three_cities_fails(ask: Ask) -> None:
    home = dict.fromkeys(ALL_PLACES, "150602")
    found = ask("ORD-PENSION", training_date="2020-01-01", **home, training_region="150702")

    assert conditions(found) == [Reason(Part.CONDITIONS, Why.FAILS, ("training_region",), (), "same_city", ALL_PLACES)]


@pytest.mark.parametrize(
    ("claim", "paid", "why", "missing"),
    [
        (None, [], Why.MISSING, ("claim_key",)),
        (["6-29-01-05", None], [], Why.MISSING, ("claim_key",)),
        (WELDER, None, Why.MISSING, ("subsidised_keys",)),
        (WELDER, [["焊工", "五级"]], Why.MAY_REPEAT, ()),
        (WELDER, [WELDER], Why.REPEATS, ()),
    ],
)
def test_says_why_an_earlier_claim_matters(
    ask: Ask, claim: object, paid: object, why: Why, missing: tuple[str, ...]
) -> None:
    found = ask(
        "NM24-TRAIN",
        training_date="2025-01-01",
        training_region="150602",
        groups=["rural_transfer"],
        claim_key=claim,
        subsidised_keys=paid,
    )

    assert found.reasons == (Reason(Part.CONDITIONS, why, USED, missing),)
    assert found.word is (Word.NOT_ELIGIBLE if why is Why.REPEATS else Word.TO_BE_CONFIRMED)


def test_an_earlier_claim_of_staff_is_asked_about(ask: Ask) -> None:
    found = ask(
        "ORD-STAFF-UPGRADE",
        training_date="2020-01-01",
        job_region="150602",
        groups=["enterprise_staff"],
        training_type="safety",
        subsidised_trainings_this_year=3,
        claim_key=WELDER,
        subsidised_keys=[WELDER],
    )

    assert found.reasons == (
        Reason(Part.CONDITIONS, Why.TEXT_IS_OPEN, ("subsidised_trainings_this_year",), (), "lt", ("3",)),
        Reason(Part.CONDITIONS, Why.TEXT_IS_OPEN, ("claim_key",), (), "not_repeated", ("subsidised_keys",)),
    )


def test_one_of_two_ways_is_enough_and_both_are_named_when_neither_holds(ask: Ask) -> None:
    facts = {"training_date": "2020-01-01", "training_region": "150602"}

    assert ask("ORD-PREPAY", **facts, provider_kind="enterprise").word is Word.MEETS_STATED
    assert ask("ORD-PREPAY", **facts, training_type="project", provider_kind="institution").word is Word.MEETS_STATED
    neither = ask("ORD-PREPAY", **facts, training_type="startup", provider_kind="institution")
    assert neither.reasons == (
        Reason(Part.CONDITIONS, Why.FAILS, ("training_type",), (), "eq", ("project",)),
        Reason(Part.CONDITIONS, Why.FAILS, ("provider_kind",), (), "eq", ("enterprise",)),
    )


def test_a_personal_claim_is_asked_about_both_ways(ask: Ask) -> None:
    facts = {"training_date": "2020-01-01", "training_region": "150602", "training_type": "project"}
    ne = Reason(Part.CONDITIONS, Why.TEXT_IS_OPEN, ("claim_by",), (), "ne", ("person",))
    eq = Reason(Part.CONDITIONS, Why.TEXT_IS_OPEN, ("claim_by",), (), "eq", ("person",))

    assert ask("ORD-PUBLISH", **facts, claim_by="person").reasons == (ne,)
    assert ask("ORD-CLAIM-PATH", **facts, claim_by="person").reasons == (eq,)
    assert ask("ORD-PUBLISH", **facts, claim_by="employer").word is Word.ELIGIBLE
    assert ask("ORD-CLAIM-PATH", **facts, claim_by="employer").word is Word.NOT_ELIGIBLE


def test_tests_yes_and_no(ask: Ask) -> None:
    facts = {
        "training_date": "2020-01-01",
        "training_region": "150602",
        "hukou_region": "150602",
        "subsidised_trainings_this_year": 2,
        "claim_key": WELDER,
        "subsidised_keys": [CARER],
    }

    assert ask("ORD-PENSION", **facts, entitled_to_monthly_pension=False).word is Word.MEETS_STATED
    refused = ask("ORD-PENSION", **facts, entitled_to_monthly_pension=True)
    assert refused.reasons == (Reason(Part.CONDITIONS, Why.FAILS, ("entitled_to_monthly_pension",), (), "is_false"),)


def test_tests_the_groups_inside_the_conditions(ask: Ask) -> None:
    facts = {"today": date(2024, 1, 1), "residence_region": "150525", "attends_vocational_school": True}
    wanted = ("ex_poverty", "rural_low_income")

    assert ask("NM22-SCHOOL-AID", **facts, groups=["school_leaver", "ex_poverty"]).word is Word.MEETS_STATED
    assert ask("NM22-SCHOOL-AID", **facts, groups=["school_leaver"]).reasons == (
        Reason(Part.CONDITIONS, Why.FAILS, ("groups",), (), "contains_any", wanted),
    )
    assert conditions(ask("NM22-SCHOOL-AID", **facts)) == [
        Reason(Part.CONDITIONS, Why.MISSING, ("groups",), ("groups",), "contains_any", wanted)
    ]


def test_nothing_is_not_one_way(book: Rulebook) -> None:
    rule = replace(book.versions_of("JL-WAGE")[0], conditions=AnyOf(()))
    facts = {"training_date": date(2025, 1, 1), "job_region": "220102", "groups": ["enterprise_staff"]}

    found = verdict("JL-WAGE", facts, replace(book, rules=(rule,)))

    assert (found.word, found.reasons) == (Word.NOT_ELIGIBLE, ())


def test_names_the_bureau_of_each_place_inside_the_scope(ask: Ask) -> None:
    found = ask("NM24-TRAIN", training_region="110101", hukou_region="152326", job_region="150781")

    assert found.ask == ("150500", "150781")
    assert ask("ORD-FREE", training_region="150105").ask == ("150600",)
    assert ask("ORD-SCHOOL-AID", training_region="150602", residence_region="150602").ask == ("150600",)


def versions(book: Rulebook) -> Rulebook:
    rule = book.versions_of("ORD-FREE")[0]
    earlier = replace(rule, title="2020", period=Period(date(2020, 1, 1), date(2020, 12, 31)))
    later = replace(rule, title="2022", period=Period(date(2022, 1, 1), date(2022, 12, 31)))
    return replace(book, rules=(earlier, later))


@pytest.mark.parametrize(
    ("day", "title", "over"),
    [
        (date(2019, 6, 1), "2020", True),
        (date(2020, 1, 1), "2020", False),
        (date(2021, 6, 1), "2020", True),
        (date(2022, 1, 1), "2022", False),
        (date(2023, 6, 1), "2022", True),
        (None, "2022", False),
    ],
)
def test_the_version_of_the_day_answers(book: Rulebook, day: date | None, title: str, over: bool) -> None:
    found = verdict("ORD-FREE", {"training_date": day}, versions(book))
    (same,) = verdicts({"training_date": day}, versions(book))

    assert found == same
    assert found.title == title
    assert (found.word is Word.OUT_OF_PERIOD) is over
