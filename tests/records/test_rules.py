"""Codes, canonical texts and keys."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.records import rules
from portal.records.types import (
    CertificateKind,
    FrozenCertificate,
    FrozenTraining,
    Named,
    Origin,
    Result,
    SummaryContent,
)

pytestmark = pytest.mark.engine_free

CODE = "7K2M9QXD4HTR01AB"
CONTENT = SummaryContent(
    code=CODE,
    language="both",
    issued_at=datetime(2026, 3, 20, 2, 30, tzinfo=UTC),
    portal=Named("平台"),
    name=Named("乌云𪚥", "ᠤᠶᠤᠨ"),
    id_number="159***********12*X",
    demonstration=False,
    trainings=(
        FrozenTraining(
            "T1", Named("焊工"), Named("五级/初级工"), Named("学校"), date(2026, 3, 1), date(2026, 3, 9), 80,
            Result.PASSED, Origin.FILE,
        ),
    ),
    certificates=(
        FrozenCertificate(
            CertificateKind.SKILL_LEVEL, Named("职业技能等级证书"), "Y1", Named("焊工"), Named("五级/初级工"), "中心",
            date(2026, 3, 15), Origin.FILE,
        ),
    ),
)  # fmt: skip


@pytest.mark.parametrize(
    "typed",
    [
        CODE,
        CODE.lower(),
        "7K2M-9QXD-4HTR-01AB",
        " 7k2m 9qxd 4htr 01ab ",
        "７Ｋ２Ｍ９ＱＸＤ４ＨＴＲ０１ＡＢ",
        "᠗K᠒M᠙QXD᠔HTR᠐᠑AB",
        "7K2M9QXD4HTROIAB",
        "7K2M9QXD4HTRolab",
        "7K2M\u20139QXD\u00a04HTR\u202f01AB",
    ],
)
def test_reads_a_code_however_it_is_typed(typed: str) -> None:
    assert rules.read_code(typed) == CODE


@pytest.mark.parametrize("typed", ["", "abc", CODE + "0", CODE[:-1], CODE[:-1] + "U", "';--" + CODE, "九" * 16])
def test_takes_nothing_else_for_a_code(typed: str) -> None:
    assert rules.read_code(typed) == ""


@given(st.text(max_size=300))
def test_no_text_breaks_the_reading_of_a_code(typed: str) -> None:
    assert rules.read_code(typed) == "" or len(rules.read_code(typed)) == rules.CODE_LENGTH


@given(st.text(alphabet=rules.CODE_ALPHABET, min_size=16, max_size=16))
def test_a_code_survives_grouping(code: str) -> None:
    assert rules.read_code(rules.grouped(code)) == code


def test_content_survives_its_json() -> None:
    assert rules.from_json(rules.to_json(CONTENT)) == CONTENT


def test_same_content_gives_the_same_text() -> None:
    assert rules.to_json(CONTENT) == rules.to_json(rules.from_json(rules.to_json(CONTENT)))


def test_a_change_of_one_hour_changes_the_text() -> None:
    changed = replace(CONTENT, trainings=(replace(CONTENT.trainings[0], hours=81),))

    assert rules.to_json(changed) != rules.to_json(CONTENT)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"code":1}', "null", "{"])
def test_refuses_text_that_is_no_content(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        rules.from_json(text)


@given(st.text())
def test_printable_keeps_no_control_character(text: str) -> None:
    cleaned = rules.printable(text)

    assert all(char >= " " and char not in "\x7f\ufffe\uffff" for char in cleaned)


def test_printable_keeps_rare_han_and_mongolian_selectors() -> None:
    name = "\U0002ebf0\U00031350 ᠤᠶᠤᠨ\u180b\u202fᠤ"

    assert rules.printable(name) == name


def test_the_code_of_an_occupation_counts_before_its_name() -> None:
    assert rules.occupation_key("4-10-01-01", "养老护理员") == "4-10-01-01"


def test_one_name_in_two_spellings_is_one_occupation() -> None:
    assert rules.occupation_key(None, "奶食品（传统）制作") == rules.occupation_key("", " 奶食品(传统) 制作 ")


@pytest.mark.parametrize(("word", "code"), [("五级", "5"), ("初级工", "5"), ("5", "5"), ("本厂八级", "本厂八级")])
def test_levels_are_compared_by_code(word: str, code: str) -> None:
    assert rules.level_code(word) == code


def test_a_level_nobody_knows_is_printed_as_it_is() -> None:
    assert rules.level_name("本厂八级") == Named("本厂八级")
    assert rules.level_name("none") == Named("")


@pytest.mark.parametrize(
    ("agent", "purpose"),
    [
        ("", ""),
        ("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", ""),
        ("Baiduspider", ""),
        ("curl/8.0", ""),
        ("Mozilla/5.0 (iPhone)", "prefetch;prerender"),
    ],
)
def test_knows_robots(agent: str, purpose: str) -> None:
    assert rules.is_robot(agent, purpose)


def test_takes_a_phone_for_a_person() -> None:
    assert not rules.is_robot("Mozilla/5.0 (Linux; Android 10) AppleWebKit/537.36 MicroMessenger/8.0", "")


def test_yields_every_text_that_is_printed() -> None:
    texts = set(rules.texts_of(CONTENT.name, CONTENT.trainings, CONTENT.certificates))

    assert {"乌云𪚥", "ᠤᠶᠤᠨ", "T1", "学校", "中心", "Y1"} <= texts


def test_json_knows_no_other_types() -> None:
    with pytest.raises(TypeError):
        rules._plain(object())
