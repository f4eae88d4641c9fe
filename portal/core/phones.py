"""Read, check and mask phone numbers, typed as people here type them.

A mainland mobile can receive a text message; fixed lines and numbers of Mongolia, Hong Kong and elsewhere can be called
and are accepted too. Nobody needs a number of their own: a relative's will do, and so will none.
"""

import re
from dataclasses import dataclass, field
from enum import StrEnum

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberType, shortnumberinfo

from portal.core.errors import PortalError
from portal.core.i18n import _l
from portal.core.typed_text import ascii_digits

_COUNTRY = "CN"
_COUNTRY_CODE = 86
_MAX_TYPED = 40
_IGNORED = re.compile(r"[\s'\"`\u180e\u200b-\u200f\u202a-\u202f\u2060\ufeff]+")
_DASHES = re.compile(r"[\u2010-\u2015\u2212_]")
_SPREADSHEET_NUMBER = re.compile(r"\d+(?:\.\d+)?E\+?\d+", re.IGNORECASE)


class PhoneRefused(PortalError):
    """What was typed cannot be called; each way of being wrong has its own sentence."""

    message = _l("This is not a phone number. Please look at the digits again.")


class PhoneMissing(PhoneRefused):
    """Nothing was typed."""

    message = _l("Enter a phone number.")


class ShortNumber(PhoneRefused):
    """A hotline such as 12333, which nobody owns."""

    message = _l("This is the short number of a hotline. Enter a number on which you can be reached.")


class WrongMobile(PhoneRefused):
    """Begins like a mobile number but is none."""

    message = _l("A mobile number has 11 digits and begins with 13 to 19. Please look at the digits again.")


class AreaCodeMissing(PhoneRefused):
    """Seven or eight digits, as one dials within the same town."""

    message = _l("Put the area code before a fixed-line number, for example 0471, or enter a mobile number.")


class Kind(StrEnum):
    """How a number can be reached."""

    MOBILE = "mobile"
    FIXED = "fixed"
    ABROAD = "abroad"


@dataclass(frozen=True, slots=True)
class PhoneNumber:
    """A number that can exist. Printing it shows the mask, so that it cannot slip into a log."""

    value: str = field(repr=False)  # E.164, the normal form: stored encrypted, and what the blind index is made of
    kind: Kind

    @property
    def receives_messages(self) -> bool:
        """Whether our text messages reach it."""
        return self.kind is Kind.MOBILE

    def __str__(self) -> str:
        return mask(self.value)


def parse(text: str) -> PhoneNumber:
    """Return the number in its international form.

    Raises:
        PhoneRefused: always one of its kinds, whose ``message`` says what to mend.
    """
    typed = _IGNORED.sub("", _DASHES.sub("-", ascii_digits(text)))
    if not typed:
        raise PhoneMissing
    number = _parsed(typed)
    if not phonenumbers.is_valid_number(number):
        raise _refusal(typed, number)
    kind = _kind(number)
    return PhoneNumber(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164), kind)


def display(e164: str) -> str:
    """Return a stored number as people dial it: 138 0013 8000, 0471 691 2345, +976 8812 3456."""
    number = phonenumbers.parse(e164)
    style = phonenumbers.PhoneNumberFormat.NATIONAL
    if number.country_code != _COUNTRY_CODE:
        style = phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, style)


def mask(e164: str) -> str:
    """Return a stored number with its middle hidden: 138****8000, +976 ****3456."""
    try:
        number = phonenumbers.parse(e164)
    except NumberParseException:
        return "*" * len(e164)
    if number.country_code != _COUNTRY_CODE:
        return f"+{number.country_code} ****{e164[-4:]}"
    shown = re.sub(r"\D", "", display(e164))
    return f"{shown[:3]}{'*' * max(len(shown) - 7, 0)}{shown[-4:]}"


def _parsed(typed: str) -> phonenumbers.PhoneNumber:
    if len(typed) > _MAX_TYPED or _SPREADSHEET_NUMBER.fullmatch(typed):
        raise PhoneRefused
    try:
        return phonenumbers.parse(typed, _COUNTRY)
    except NumberParseException:
        raise PhoneRefused from None


def _refusal(typed: str, number: phonenumbers.PhoneNumber) -> PhoneRefused:
    digits = re.sub(r"\D", "", typed)
    if shortnumberinfo.is_possible_short_number_for_region(number, _COUNTRY) and len(digits) <= 6:
        return ShortNumber()
    if number.country_code == _COUNTRY_CODE and digits.startswith("1"):
        return WrongMobile()
    if number.country_code == _COUNTRY_CODE and re.fullmatch(r"[2-9][0-9]{6,7}", digits):
        return AreaCodeMissing()
    return PhoneRefused()


def _kind(number: phonenumbers.PhoneNumber) -> Kind:
    if number.country_code != _COUNTRY_CODE:
        return Kind.ABROAD
    mobile = phonenumbers.number_type(number) == PhoneNumberType.MOBILE
    return Kind.MOBILE if mobile else Kind.FIXED
