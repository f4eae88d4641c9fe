"""Clean, compare and mask people's names, whatever script they are written in.

One field holds the whole name as it is on the card. Many people here have no family name, so nothing in this module
splits, sorts or masks by one. Characters are kept as typed: normalisation forms would rewrite rare Han characters that
cards and GB 18030 tell apart, and would break Mongolian spelling, which needs its invisible letters.

Source:
    GB 18030-2022 (rare characters); the dot between the parts of a name is U+00B7 (GBK A1A4).
"""

import re
import unicodedata

from portal.core.errors import PortalError
from portal.core.i18n import _l

MAX_CHARACTERS = 100  # code points; names of fifteen and more with two dots exist
MIDDLE_DOT = "\u00b7"

# The planes of Han extensions are taken whole: Python's tables end before the newest ones.
_HAN = "\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\ue000-\uf8ff\uf900-\ufaff\U00020000-\U0003ffff"
_MONGOLIAN_SCRIPT = re.compile("[\u1800-\u18af]")
_MONGOLIAN_INVISIBLE = frozenset("\u180a\u180b\u180c\u180d\u180e\u180f\u200c\u200d\u202f")
_DOTS = "\u00b7\u0387\u2022\u2024\u2027\u2219\u22c5\u30fb\uff0e\uff65"
_DOT_BETWEEN_HAN = re.compile(rf"(?<=[{_HAN}])\s*[{_DOTS}.]+\s*(?=[{_HAN}])")
_OTHER_DOT = re.compile(rf"\s*[{_DOTS}]+\s*")
_SPACE_AT_HAN = re.compile(rf"(?<=[{_HAN}{MIDDLE_DOT}])\s+(?=[{_HAN}{MIDDLE_DOT}])")
_ALLOWED_SIGNS = frozenset(" -'\u2019." + MIDDLE_DOT)
_EDGES = " \t\r\n\u00a0\u3000"


class NameRefused(PortalError):
    """What was typed cannot be a name; each way of being wrong has its own sentence."""

    message = _l("This is not a name as it stands on a card.")


class NameMissing(NameRefused):
    """Nothing was typed."""

    message = _l("Enter the name as it is on the identity card.")


class DigitsInName(NameRefused):
    """A number stands in the name, often because two fields were exchanged."""

    message = _l("A name has no digits. Enter the name as it is on the identity card.")


class NameTooLong(NameRefused):
    """Longer than any name on a card."""

    message = _l("A name has at most %(max)s characters.", max=MAX_CHARACTERS)


class SignsInName(NameRefused):
    """Signs that no name has: brackets, control characters, pictures."""

    message = _l("A name has only letters, Chinese characters, dots, hyphens and spaces. Please remove other signs.")


def clean(name: str) -> str:
    """Return the name as it is to be stored.

    Raises:
        NameRefused: always one of its kinds, whose ``message`` says what to mend.
    """
    cleaned = _clean_mongolian(name) if is_mongolian(name) else _clean_other(name)
    if not any(_is_letter(char) for char in cleaned):
        raise (DigitsInName if any(map(_is_digit, cleaned)) else SignsInName if cleaned else NameMissing)
    if len(cleaned) > MAX_CHARACTERS:
        raise NameTooLong
    if any(map(_is_digit, cleaned)):
        raise DigitsInName
    if not all(map(_is_allowed, cleaned)):
        raise SignsInName
    return cleaned


def is_mongolian(name: str) -> bool:
    """Tell whether the name holds traditional Mongolian script."""
    return bool(_MONGOLIAN_SCRIPT.search(name))


def comparison_key(name: str) -> str:
    """Return what two spellings of one name have in common: NFC, without dots, spaces, hyphens and case.

    Other systems drop or replace the dot, and normalisation forms differ between them. It never refuses.
    """
    key = unicodedata.normalize("NFC", name).casefold()
    kept = "" if is_mongolian(name) else "\u200b\u200c\u200d\u200e\u200f\ufeff"
    return re.sub(rf"[\s{_DOTS}.\-'\u2019{kept}]+", "", key)


def mask(name: str) -> str:
    """Return the name with all but its first and last letters hidden; dots and spaces stay.

    Of two letters the first is shown, of one none: half a name is recognised by its owner and tells others little.
    """
    visible = [char for char in name if char not in _MONGOLIAN_INVISIBLE or char == "\u202f"]
    letters = [place for place, char in enumerate(visible) if _is_letter(char)]
    shown = {*letters[:1], *letters[-1:]} if len(letters) > 2 else set(letters[:-1])
    hidden = set(letters) - shown
    return "".join("*" if place in hidden else char for place, char in enumerate(visible))


def _clean_mongolian(name: str) -> str:
    """Trim only: inner U+202F, U+180B to U+180E and U+200D are part of the spelling."""
    return name.strip(_EDGES).replace("\ufeff", "")


def _clean_other(name: str) -> str:
    """Drop invisible characters, use one dot, and close the gaps people type inside Han names (乌 云)."""
    seen = "".join(char for char in name if unicodedata.category(char) != "Cf")
    seen = re.sub(r"\s+", " ", seen).strip()
    dotted = _OTHER_DOT.sub(MIDDLE_DOT, _DOT_BETWEEN_HAN.sub(MIDDLE_DOT, seen))
    return _SPACE_AT_HAN.sub("", dotted).strip(" " + MIDDLE_DOT)


def _is_digit(char: str) -> bool:
    return unicodedata.category(char) == "Nd"


def _is_letter(char: str) -> bool:
    return unicodedata.category(char)[0] == "L" or bool(re.match(f"[{_HAN}]", char))


def _is_allowed(char: str) -> bool:
    return (
        _is_letter(char)
        or char in _ALLOWED_SIGNS
        or char in _MONGOLIAN_INVISIBLE
        or unicodedata.category(char) in ("Mn", "Mc")
    )
