"""Numbers of sheets, days of answers, words of groups: pure functions."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, timedelta

from portal.core.terms import terms
from portal.core.typed_text import compact_code
from portal.station.types import Colour, Remark

IDLE = timedelta(minutes=45)  # a clerk's session and time to sign in again: what was typed is then still of use
UPLOAD_KEPT = timedelta(hours=24)
ROWS_AT_MOST = 2_000
SHARED_BY_MANY = 5  # people behind one phone from which a human looks at it
TIME_TO_ANSWER = timedelta(days=30)
LEAST_TIME_TO_ANSWER = timedelta(days=3)

IN_SCHOOL, PENSION = "在校学生", "领取养老金人员"
BESIDE = {  # no groups of the documents, yet a human looks at such a row; nothing of it is kept
    IN_SCHOOL: (IN_SCHOOL, "在校生", "在读学生", "学生"),
    PENSION: (PENSION, "领取养老金", "按月领取养老金", "退休人员", "退休"),
}
MARKS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # nothing that is misread on paper
CHECK = 3  # letters at the end of the number of a sheet: who makes a number up is right once in 32,768 times
_SHEET = re.compile(r"[0-9A-Z][0-9A-Z-]{3,39}")
_PRINTED = re.compile(rf"(T[0-9]+)-?([0-9]{{6}})-?([{MARKS}]{{4}})-?([{MARKS}]{{4}})(?:-?(D))?")
_SEPARATORS = re.compile(r"[、,，;；/|\s]+")
_CONTRADICTING = ({"unemployed", "enterprise_staff"}, {"unemployed", "employed_migrant"})


def sheet_number(station_id: int, day: date, mark: str) -> str:
    """Return the number printed on a consent sheet: station, day, a mark in fours, so that it can be copied."""
    return f"T{station_id}-{day:%y%m%d}-{mark[:4]}-{mark[4:]}"


def check_letters(index: str) -> str:
    """Return the letters at the end of a number whose keyed index is this one."""
    digits = int(index, 16)
    return "".join(MARKS[digits // 32**place % 32] for place in range(CHECK))


def is_number_of(station_id: int, number: str) -> bool:
    """Tell whether a number has the shape of those that are printed for a station."""
    found = _PRINTED.fullmatch(number)
    return found is not None and found[1] == f"T{station_id}" and found[5] is None


def read_sheet_number(text: str) -> str | None:
    """Return the number of a signed sheet as it is printed, however it was typed, or None where it cannot be one."""
    plain = unicodedata.normalize("NFKC", text).upper()
    plain = re.sub(r"[\u2010-\u2015\u2212_]", "-", re.sub(r"\s+", "", plain))
    if found := _PRINTED.fullmatch(plain):
        return "-".join(part for part in found.groups() if part)
    return plain if _SHEET.fullmatch(plain) else None


def sheet_of_deletion(number: str) -> str:
    """Return what is written on the paper of a deletion in a flow whose sheet bears this number."""
    return f"{number}-D"


def contest_due_on(today: date, starts_on: date | None) -> date:
    """Return by when a bureau answers someone who says that they did not sign up, or did not leave a wish.

    Thirty days; before the class begins where that is sooner, but an officer has three days to look into it (our own
    measure).

    Source:
        GB/T 35273-2020, 8.7: "应在三十天内或法律法规规定的期限内作出答复".
    """
    last = today + TIME_TO_ANSWER
    return min(last, max(starts_on, today + LEAST_TIME_TO_ANSWER)) if starts_on else last


def read_groups(text: str) -> tuple[tuple[str, ...], frozenset[str], bool]:
    """Return the groups named in a cell, what is said beside them, and whether every word of it was understood.

    Groups are told by their codes, what stands beside them by the words of ``BESIDE``.
    """
    whole, known = _plain(text), _group_words()
    if whole and whole in known:
        return (known[whole],), frozenset(), True
    words = [_plain(word) for word in _SEPARATORS.split(text) if word.strip()]
    codes = [known[word] for word in words if word in known]
    beside = [said for word in words for said, written in BESIDE.items() if word in written]
    return tuple(dict.fromkeys(codes)), frozenset(beside), len(codes) + len(beside) == len(words)


def contradict(groups: Iterable[str]) -> bool:
    """Tell whether nobody can belong to all of these groups at once."""
    chosen = set(groups)
    return any(pair <= chosen for pair in _CONTRADICTING)


def read_phone_cell(text: str) -> str:
    """Return the digits of a phone that a spreadsheet kept as a quantity (13804770000.0)."""
    return re.sub(r"\.0+$", "", text.strip())


def region_or_province(text: str) -> list[str]:
    """Return the codes under which a place may be known: itself, then its banner, then its province."""
    code = re.sub(r"\.0+$", "", text.strip())
    code = compact_code(code)
    if re.fullmatch(r"[0-9]{12}", code):  # with village, as registers write it
        code = code[:6]
    return list(dict.fromkeys((code, code[:6], f"{code[:2]}0000"))) if re.fullmatch(r"[0-9]{6}|[0-9]{9}", code) else []


def colour_of(refusals: Iterable[Remark], warnings: Iterable[Remark]) -> Colour:
    """Return the colour of a row with these remarks."""
    return Colour.RED if list(refusals) else Colour.YELLOW if list(warnings) else Colour.GREEN


def _group_words() -> dict[str, str]:
    known: dict[str, str] = {}
    for term in terms("group").values():
        for word in (term.code, term.zh, term.policy_word, re.split(r"[（(]", term.zh)[0]):
            known.setdefault(_plain(word), term.code)
    return known


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).casefold()
