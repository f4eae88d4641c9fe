"""Rules about passwords and places, as pure functions."""

import re
from datetime import date, timedelta
from itertools import pairwise

from portal.core.typed_text import ascii_digits
from portal.people.errors import (
    PasswordIsPersonal,
    PasswordMissing,
    PasswordTooCommon,
    PasswordTooLong,
    PasswordTooShort,
)

CONSENT_VERSION = "2026-11-24"  # of the privacy notice; a changed text gets a new one
GUARDIAN_UNTIL = 14  # years of age
ANSWERED_WITHIN = timedelta(days=15)  # our own promise; GB/T 35273-2020, 8.7 allows thirty days
SHORTEST, LONGEST = 8, 200  # characters

# What is tried first here and everywhere; sequences and repetitions are found by rule.
_WORDS = """
    password passw0rd password1 qwerty12 qwer1234 asdf1234 zxcv1234 qazwsxedc 1qaz2wsx qazwsx123 q1w2e3r4 abcd1234
    abc12345 abc123456 a1234567 a12345678 a123456789 aa123456 aa12345678 qq123456 wang1234 zhang123 woaini520
    woaini521 woaini1314 woaini123 woaini123456 5201314520 52013145 1314520520 iloveyou admin123 admin888
    administrator welcome1 letmein1 sunshine princess 12344321 11223344 112233445566 123123123 123321123 147258369
    14725836 159357159 31415926 66668888 88886666 12341234 woshishui neimenggu huhehaote
"""
_COMMON = frozenset(_WORDS.split())
_ROWS = ("01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz")


def check_password(password: str, *, personal: tuple[str, ...] = ()) -> None:
    """Refuse a password that would not protect. No rule asks for kinds of characters.

    Args:
        password: As typed; spaces and any script are welcome.
        personal: Identity number and phone (international form) of the person, where known.

    Raises:
        PasswordRefused: always one of its kinds.

    Source:
        GB/T 35273-2020 asks for protection; length and list of common ones after NIST SP 800-63B, 5.1.1.2.
    """
    if not password:
        raise PasswordMissing
    if len(password) < SHORTEST:
        raise PasswordTooShort(len(password))
    if len(password) > LONGEST:
        raise PasswordTooLong
    plain = re.sub(r"\s", "", ascii_digits(password)).lower()
    if _is_personal(plain, personal):
        raise PasswordIsPersonal
    if plain in _COMMON or len(set(plain)) <= 2 or _is_sequence(plain):
        raise PasswordTooCommon


def needs_guardian(born_on: date, *, on: date) -> bool:
    """Say whether somebody else must agree to the storing of this person's data.

    Source:
        Personal Information Protection Law, article 31:
        "处理不满十四周岁未成年人个人信息的，应当取得未成年人的父母或者其他监护人的同意".
    """
    return (on.year - born_on.year) - ((on.month, on.day) < (born_on.month, born_on.day)) < GUARDIAN_UNTIL


def answer_due_on(asked_on: date) -> date:
    """Return the last day on which the bureau answers a request about someone's data.

    Source:
        Personal Information Protection Law, article 46: "应当对其个人信息予以核实，并及时更正、补充".
    """
    return asked_on + ANSWERED_WITHIN


def region_or_province(code: str) -> list[str]:
    """Return the codes under which a place may be known: itself, then its province."""
    return [code, f"{code[:2]}0000"] if re.fullmatch(r"[0-9]{6}", code) else []


def _is_personal(plain: str, personal: tuple[str, ...]) -> bool:
    known = [re.sub(r"[^0-9a-z]", "", value.lower()) for value in personal if value]
    # "139..." within "+86139...", "19560101" within the identity number, and the number with a letter before it.
    return any(plain in value or value in plain or value[-11:] in plain for value in known)


def _is_sequence(plain: str) -> bool:
    """Tell whether each character follows the one before it on a keyboard, up, down or the same."""
    return all(any(a + b in row or b + a in row for row in _ROWS) or a == b for a, b in pairwise(plain))
