"""Read, check, mask and make citizens' identity numbers.

A right check digit proves only that the number was typed right; who the person is comes from the card, the registry or
a clerk. The address code is that of registration, not of birth: people numbered late or registered anew carry codes
younger than themselves, so a prefix is never compared with the year of birth, and an unknown one is only a remark for
the clerk.

Source:
    GB 11643-1999 (citizen identification number), check character by ISO 7064 MOD 11-2.
    Residence permits of Hong Kong, Macau and Taiwan residents (2018-09-01): prefixes 810000, 820000, 830000.
    Permanent residence card of foreigners (2023-12-01): first digit 9, same length and check character.
"""

import csv
import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from portal.core import clock
from portal.core.errors import PortalError
from portal.core.i18n import _l
from portal.core.typed_text import compact_code

LENGTH = 18
FIRST_BIRTH_DATE = date(1900, 1, 1)
DEMONSTRATION_PREFIX = "159999"  # assigned to no place: nobody can own such a number

_DATA = Path(__file__).with_name("data")
_LISTED_PROVINCES = ("15", "22")  # those whose county codes, current and retired, are in the reference data
_PROVINCES = (  # GB/T 2260, first two digits
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71"
)
_SPREADSHEET_NUMBER = re.compile(r"\d+(?:\.\d+)?E\+?\d+")
_OLD_FOREIGN_CARD = re.compile(r"[A-Z]{3}\d{12}")
_DEMONSTRATION_FIRST_DAY, _DEMONSTRATION_DAYS = date(1956, 1, 1), 18_000  # born 1956 to 2005
_DEMONSTRATION_FIRST_ORDER = 101


class IdentityNumberRefused(PortalError):
    """What was typed cannot be an identity number; each way of being wrong has its own sentence."""

    message = _l("This is not a valid identity number.")


class IdentityNumberMissing(IdentityNumberRefused):
    """Nothing was typed."""

    message = _l("Enter the identity number.")


class NumberCell(IdentityNumberRefused):
    """A spreadsheet kept the number as a quantity and lost its last digits."""

    message = _l(
        "The spreadsheet holds this identity number as a number and has changed its last digits. "
        "Set the column to text and type the number again from the card."
    )


class FirstGenerationNumber(IdentityNumberRefused):
    """Fifteen digits, as on cards that ended on 2013-01-01."""

    message = _l("This is an old number of 15 digits. Type the 18 characters of today's identity card.")


class OldForeignCard(IdentityNumberRefused):
    """Three letters and twelve digits, as on permanent residence cards before 2023-12-01."""

    message = _l("This is the number of an old residence card. Ask a service station to register you with it.")


class WrongLength(IdentityNumberRefused):
    """Not eighteen characters."""

    def __init__(self, length: int) -> None:
        self.message = _l(
            "An identity number has 18 characters; this one has %(count)s. Please compare it with the card.",
            count=length,
        )
        super().__init__(length)


class WrongCharacters(IdentityNumberRefused):
    """A character that no identity number has, often the letter O for a zero."""

    message = _l("An identity number has only digits; the last place may be X. Please compare it with the card.")


class WrongBirthDate(IdentityNumberRefused):
    """Digits 7 to 14 are no day of the calendar, or a day before 1900 or still to come."""

    message = _l("Digits 7 to 14 must be a date of birth. Please look at these digits again.")


class WrongCheckDigit(IdentityNumberRefused):
    """One digit is wrong or two were exchanged."""

    message = _l(
        "The digits do not fit together: one is wrong or two are exchanged. Please look at the last digits again."
    )


class Kind(StrEnum):
    """Whose number it is, as its first digits say."""

    RESIDENT = "resident"
    HONG_KONG = "hong_kong"
    MACAU = "macau"
    TAIWAN = "taiwan"
    FOREIGNER = "foreigner"


class Remark(StrEnum):
    """What a clerk should look at; never a reason to refuse."""

    UNKNOWN_PREFIX = "unknown_prefix"
    MAYBE_ROUNDED = "maybe_rounded"


@dataclass(frozen=True, slots=True)
class IdentityNumber:
    """A number that was typed right. Printing it shows the mask, so that it cannot slip into a log."""

    value: str = field(repr=False)  # the normal form: what is encrypted and what the blind index is made of
    kind: Kind
    birth_date: date = field(repr=False)
    remarks: tuple[Remark, ...] = ()

    @property
    def region_code(self) -> str:
        """The six digits of the place of registration."""
        return self.value[:6]

    def __str__(self) -> str:
        return mask(self.value)


def parse(text: object, *, is_number: bool = False, today: date | None = None) -> IdentityNumber:
    """Return the number as it is on the card, whatever digits, spaces or dashes it was typed with.

    Args:
        text: What was typed or what a text cell of a table holds.
        is_number: The table kept the cell as a number, which holds 15 digits only.
        today: The local day; no date of birth may lie after it.

    Raises:
        IdentityNumberRefused: always one of its kinds, whose ``message`` says what to mend.
    """
    if is_number or (text is not None and not isinstance(text, str)):
        raise NumberCell
    value = normal_form(text or "")
    _check_shape(value)
    birth_date = _birth_date(value, today or clock.today())
    if check_digit(value[:17]) != value[17]:
        raise NumberCell if value.endswith("000") else WrongCheckDigit
    return IdentityNumber(value, _kind(value), birth_date, _remarks(value))


def normal_form(text: str) -> str:
    """Return ASCII digits and capitals without separators: equal numbers are equal texts."""
    return compact_code(text)


def mask(text: str) -> str:
    """Return the number with its middle hidden, as ``159***********12*X``.

    The first three digits and the last four are what people recognise a number by. The seventeenth tells the sex and
    digits 7 to 14 the birthday, so these stay hidden. Of any other text only the first three characters are shown.
    """
    value = normal_form(text)
    if len(value) != LENGTH:
        return value[:3] + "*" * len(value[3:])
    return f"{value[:3]}{'*' * 11}{value[14:16]}*{value[17]}"


def check_digit(first17: str) -> str:
    """Return the check character of seventeen digits.

    Source:
        ISO 7064 MOD 11-2, as required by GB 11643-1999.
    """
    total = 0
    for digit in first17:
        total = (total + int(digit)) * 2 % 11
    return "10X98765432"[total]


def make(serial: int, *, birth_date: date | None = None, prefix: str = DEMONSTRATION_PREFIX) -> str:
    """Return the demonstration number of this serial: always the same one, and nobody's.

    Without a birth date, serials below sixteen million give different numbers of people born from 1956 to 2005; with
    one, serials must be below one thousand.
    """
    order = serial
    if birth_date is None:
        order, days = divmod(serial, _DEMONSTRATION_DAYS)
        order += _DEMONSTRATION_FIRST_ORDER
        birth_date = _DEMONSTRATION_FIRST_DAY + timedelta(days=days)
    if serial < 0 or order > 999:
        raise ValueError(f"no demonstration number for serial {serial}")
    first17 = f"{prefix}{birth_date:%Y%m%d}{order:03d}"
    return first17 + check_digit(first17)


def _check_shape(value: str) -> None:
    if not value:
        raise IdentityNumberMissing
    if _SPREADSHEET_NUMBER.fullmatch(value.replace(",", "")):
        raise NumberCell
    if re.fullmatch(r"[0-9]{15}", value):
        raise FirstGenerationNumber
    if _OLD_FOREIGN_CARD.fullmatch(value):
        raise OldForeignCard
    if len(value) != LENGTH:
        raise WrongLength(len(value))
    if not re.fullmatch(r"[0-9]{17}[0-9X]", value):
        raise WrongCharacters


def _birth_date(value: str, today: date) -> date:
    try:
        born = date(int(value[6:10]), int(value[10:12]), int(value[12:14]))
    except ValueError:
        raise WrongBirthDate from None
    if not FIRST_BIRTH_DATE <= born <= today:
        raise WrongBirthDate
    return born


def _kind(value: str) -> Kind:
    if value[0] == "9":
        return Kind.FOREIGNER
    return {"81": Kind.HONG_KONG, "82": Kind.MACAU, "83": Kind.TAIWAN}.get(value[:2], Kind.RESIDENT)


def _remarks(value: str) -> tuple[Remark, ...]:
    remarks = []
    if not _prefix_is_known(value):
        remarks.append(Remark.UNKNOWN_PREFIX)
    if value.endswith("000"):
        remarks.append(Remark.MAYBE_ROUNDED)
    return tuple(remarks)


def _prefix_is_known(value: str) -> bool:
    if _kind(value) is not Kind.RESIDENT:
        return value[0] == "9" or value[2:6] == "0000"
    if value[:2] in _LISTED_PROVINCES:
        return value[:6] in _region_codes()
    return value[:2] in _PROVINCES.split()


@lru_cache(maxsize=1)
def _region_codes() -> frozenset[str]:
    """All county codes of the listed provinces, of today and retired."""
    codes: set[str] = set()
    for name in ("regions.csv", "regions_retired_codes.csv"):
        with (_DATA / name).open(encoding="utf-8", newline="") as rows:
            codes.update(row["code"] for row in csv.DictReader(rows) if row.get("level") != "functional_zone")
    return frozenset(codes)
