"""Passwords that protect, places that are known."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.people import rules
from portal.people.errors import (
    PasswordIsPersonal,
    PasswordMissing,
    PasswordRefused,
    PasswordTooCommon,
    PasswordTooLong,
    PasswordTooShort,
)

PERSONAL = ("159999196502030014", "+8613800138000")


@pytest.mark.parametrize(
    ("password", "refusal"),
    [
        ("", PasswordMissing),
        ("seven77", PasswordTooShort),
        ("x" * 150 + "long enough to be refused " * 3, PasswordTooLong),
        ("12345678", PasswordTooCommon),
        ("98765432", PasswordTooCommon),
        ("88888888", PasswordTooCommon),
        ("12121212", PasswordTooCommon),
        ("Password", PasswordTooCommon),
        ("qwertyuiop", PasswordTooCommon),
        ("woaini1314", PasswordTooCommon),
        ("１２３４５６７８", PasswordTooCommon),
        ("᠑᠒᠓᠔᠕᠖᠗᠘", PasswordTooCommon),
        ("159999196502030014", PasswordIsPersonal),
        ("19650203", PasswordIsPersonal),
        ("13800138000", PasswordIsPersonal),
        ("a13800138000", PasswordIsPersonal),
        ("138 0013 8000", PasswordIsPersonal),
    ],
)
def test_refuses_what_others_guess(password: str, refusal: type[PasswordRefused]) -> None:
    with pytest.raises(refusal):
        rules.check_password(password, personal=PERSONAL)


@pytest.mark.parametrize("password", ["three small birds", "草原上的三只小鸟呀", "ᠲᠠᠯ᠎ᠠ ᠶᠢᠨ ᠰᠢᠪᠠᠭᠤ", "hhtt ccff"])
def test_takes_any_script_and_asks_for_no_kinds_of_characters(password: str) -> None:
    rules.check_password(password, personal=PERSONAL)


@given(st.text(max_size=300))
def test_always_answers_with_a_kind_of_refusal(password: str) -> None:
    try:
        rules.check_password(password, personal=PERSONAL)
    except PasswordRefused:
        return
    assert rules.SHORTEST <= len(password) <= rules.LONGEST


@pytest.mark.parametrize(
    ("born_on", "needed"),
    [(date(2012, 11, 26), True), (date(2012, 11, 25), False), (date(2012, 12, 1), True), (date(1960, 2, 29), False)],
)
def test_guardian_agrees_until_the_fourteenth_birthday(born_on: date, *, needed: bool) -> None:
    assert rules.needs_guardian(born_on, on=date(2026, 11, 25)) is needed


def test_place_is_looked_for_under_its_province_too() -> None:
    assert rules.region_or_province("130102") == ["130102", "130000"]
    assert rules.region_or_province("13O102") == []
