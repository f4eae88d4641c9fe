"""Understand what stands in the cells of a file of results, as pure functions."""

import re
import unicodedata
from datetime import date

from portal.core.terms import find_code
from portal.core.typed_text import ascii_digits, compact_code
from portal.records.types import CertificateKind, Result

RESULT_WORDS = {
    Result.PASSED: ("合格", "通过", "及格", "良好", "优秀", "考核合格", "passed"),
    Result.FAILED: ("不合格", "未通过", "不及格", "考核不合格", "failed"),
    Result.ABSENT: ("缺考", "缺席", "缺勤", "未参加", "未到", "absent"),
}
_KIND_WORDS = {
    "特种作业操作证": CertificateKind.SPECIAL_OPERATION,
    "特种作业证": CertificateKind.SPECIAL_OPERATION,
    "职业技能等级证": CertificateKind.SKILL_LEVEL,
    "专项能力证书": CertificateKind.SPECIAL_ABILITY,
    "专项职业能力证": CertificateKind.SPECIAL_ABILITY,
    "培训合格证": CertificateKind.TRAINING,
    "职业资格证": CertificateKind.QUALIFICATION,
}
_NEEDS_LEVEL = (CertificateKind.SKILL_LEVEL, CertificateKind.QUALIFICATION)
_NO_LEVEL = ("", "/", "-", "—", "无", "无级别")
_DATE = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[T ]00:00(?::00)?)?|(\d{4})(\d\d)(\d\d)"
)
_HOURS = re.compile(r"(\d{1,5})(?:\.0+)?\s*(?:学时|课时|小时)?")
_NUMBER = re.compile(r"[0-9A-Z]{1,64}")
_OWN_LEVEL = re.compile(r"[A-Z0-9\u3400-\u9fff+-]{1,20}", re.IGNORECASE)
_EXACT_DIGITS = 15  # what a spreadsheet keeps of a number


def read_result(text: str) -> Result | None:
    """Return the result a word stands for, or None."""
    word = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).casefold()
    return next((result for result, words in RESULT_WORDS.items() if word in words), None)


def read_hours(text: str) -> int | None:
    """Return whole hours, or None."""
    found = _HOURS.fullmatch(ascii_digits(text).strip())
    return int(found[1]) if found else None


def read_date(text: str) -> date | None:
    """Return the day in any of the usual ways to write one, or None where there is no such day."""
    found = _DATE.fullmatch(ascii_digits(text).strip())
    if found is None:
        return None
    year, month, day = (int(part) for part in found.groups() if part)
    try:
        return date(year, month, day)
    except ValueError:
        return None


def read_kind(text: str) -> CertificateKind | None:
    """Return which of the five kinds is meant, or None."""
    word = re.sub(r"\s+", "", text)
    code = find_code("certificate_kind", word)
    return CertificateKind(code) if code else _KIND_WORDS.get(word)


def read_level(text: str, kind: CertificateKind) -> str | None:
    """Return the code of a level; "none" where this kind of certificate has no levels, None where it is not known.

    Written as 五级, 初级工, 五级/初级工, 初级工（五级） or 5.
    """
    plain = ascii_digits(text).strip()
    if plain in _NO_LEVEL:
        return None if kind in _NEEDS_LEVEL else "none"
    if whole := find_code("level", plain):
        return whole
    codes = {find_code("level", part) for part in re.split(r"[/()、,\s]+", plain) if part}
    return codes.pop() if len(codes) == 1 else None


def read_own_level(text: str, kind: CertificateKind) -> str | None:
    """Return a level as an enterprise names it, or None where it cannot be one.

    Source:
        内人社发〔2022〕31号, part 2 (3) 4: "自主设置职业技能岗位等级，自主开发制定评价标准规范".
    """
    level = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    return level if kind is CertificateKind.SKILL_LEVEL and _OWN_LEVEL.fullmatch(level) else None


def needs_level(kind: CertificateKind) -> bool:
    """Tell whether certificates of a kind always bear a level."""
    return kind in _NEEDS_LEVEL


def read_number(text: str) -> str | None:
    """Return a certificate number in capitals without spaces and dashes, or None where it cannot be one.

    Numbers in circulation have 16 digits, one letter and 21 digits, two letters and 20 digits, and other lengths.
    """
    number = compact_code(text)
    return number if _NUMBER.fullmatch(number) else None


def lost_digits(text: str, *, is_number: bool) -> bool:
    """Tell whether a spreadsheet kept a number as a quantity and cannot have kept all its digits."""
    return is_number and (len(text) > _EXACT_DIGITS or "E" in text.upper())


def read_issuer(text: str) -> str:
    """Return an issuer in one spelling: brackets full width, no gaps beside Chinese characters."""
    plain = "".join(char for char in text if unicodedata.category(char) not in ("Cc", "Cf", "Cs"))
    plain = plain.translate(str.maketrans("()", "（）")) if re.search("[\u4e00-\u9fff]", plain) else plain
    gaps = r"(?<=[\u3400-\u9fff（）])\s+|\s+(?=[\u3400-\u9fff（）])"
    return re.sub(r"\s+", " ", re.sub(gaps, "", plain)).strip()[:100]
