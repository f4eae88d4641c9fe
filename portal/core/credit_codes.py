"""Check and make unified social credit codes of organisations.

Source:
    GB 32100-2015 (unified social credit identifier): 31 characters without I, O, S, V, Z; weights 3^i mod 31.
"""

import re
from dataclasses import dataclass

from portal.core.errors import PortalError
from portal.core.i18n import _l
from portal.core.typed_text import compact_code

LENGTH = 18
_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_DEMONSTRATION_HEAD = "91159999"  # a company registered in a place that does not exist


class CreditCodeRefused(PortalError):
    """What was typed cannot be a unified social credit code."""

    message = _l("This is not a valid unified social credit code.")


class CreditCodeMissing(CreditCodeRefused):
    """Nothing was typed."""

    message = _l("Enter the unified social credit code.")


class WrongLength(CreditCodeRefused):
    """Not eighteen characters."""

    def __init__(self, length: int) -> None:
        self.message = _l("A unified social credit code has 18 characters; this one has %(count)s.", count=length)
        super().__init__(length)


class WrongCharacters(CreditCodeRefused):
    """A character the code does not have."""

    message = _l(
        "A unified social credit code has only digits and capital letters, never I, O, S, V or Z. "
        "Please check whether 1, 0, 5, U or 2 is meant."
    )


class WrongCheckCharacter(CreditCodeRefused):
    """One character is wrong or two were exchanged."""

    message = _l(
        "The code does not fit together: one character is wrong or two are exchanged. Please compare it again."
    )


@dataclass(frozen=True, slots=True)
class CreditCode:
    """A code that was typed right, in its normal form."""

    value: str

    def __str__(self) -> str:
        return self.value


def parse(text: str) -> CreditCode:
    """Return the code in capitals without spaces or dashes.

    Raises:
        CreditCodeRefused: always one of its kinds, whose ``message`` says what to mend.
    """
    value = compact_code(text)
    if not value:
        raise CreditCodeMissing
    if len(value) != LENGTH:
        raise WrongLength(len(value))
    if not re.fullmatch(rf"[{_ALPHABET}]{{18}}", value):
        raise WrongCharacters
    if check_character(value[:17]) != value[17]:
        raise WrongCheckCharacter
    return CreditCode(value)


def check_character(first17: str) -> str:
    """Return the check character of the first seventeen.

    Source:
        GB 32100-2015, 4.3 and annex: C18 = 31 - MOD(sum(Ci x Wi), 31), Wi = 3^(i-1) mod 31.
    """
    total = sum(_ALPHABET.index(char) * pow(3, place, 31) for place, char in enumerate(first17))
    return _ALPHABET[-total % 31]


def make(serial: int) -> str:
    """Return the demonstration code of this serial: always the same one, and nobody's."""
    if not 0 <= serial <= 999_999_999:
        raise ValueError(f"no demonstration code for serial {serial}")
    first17 = f"{_DEMONSTRATION_HEAD}{serial:09d}"
    return first17 + check_character(first17)
