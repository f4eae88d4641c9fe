"""Read the cells of a row one by one and say in words what is wrong with each."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from portal.catalog.services.reports import Problem
from portal.core import mongolian, regions
from portal.core.i18n import LazyText, _l
from portal.core.tables import Row
from portal.core.terms import find_code
from portal.core.typed_text import ascii_digits

Value = TypeVar("Value")

_DAY = re.compile(r"([0-9]{4})\s*[-/.年]\s*([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*日?(?:\s+00:00(?::00)?)?")
_COMPACT_DAY = re.compile(r"(20[0-9]{2})([0-9]{2})([0-9]{2})")
_WHOLE = re.compile(r"([0-9]{1,9})(?:\.0+)?")
_MOST_YUAN = Decimal(1_000_000)
_LIST = re.compile(r"[、,，;；/\s]+")


class Cells:
    """The cells of one row, and what was found wrong with them."""

    def __init__(self, row: Row) -> None:
        self.row = row
        self.problems: list[Problem] = []
        for column, cell in row.cells.items():
            if cell.problem is not None:
                self.refuse(column, cell.problem.message)

    @property
    def refused(self) -> bool:
        """Whether the row cannot go in."""
        return any(problem.refused for problem in self.problems)

    def refuse(self, column: str, reason: LazyText) -> None:
        """Note why a cell cannot be taken."""
        self.problems.append(Problem(self.row.number, column, reason))

    def warn(self, column: str, reason: LazyText) -> None:
        """Note what someone should look at; the row goes in."""
        self.problems.append(Problem(self.row.number, column, reason, refused=False))

    def text(self, column: str, *, longest: int = 200, required: bool = True) -> str:
        """Return a text in one line; the narrow spaces of Mongolian stay as they are."""
        found = re.sub(r"[\x00-\x20]+", " ", self.row.text(column)).strip(" ")
        if required and not found:
            self.refuse(column, _l("This cell must not be empty."))
        if len(found) > longest:
            self.refuse(column, _l("This text is longer than %(most)s characters.", most=longest))
        return found

    def whole(self, column: str, *, least: int, most: int) -> int:
        """Return a whole number within limits."""
        found = _WHOLE.fullmatch(ascii_digits(self.text(column)).replace(",", ""))
        if found and least <= int(found[1]) <= most:
            return int(found[1])
        if self.row.text(column):
            self.refuse(column, _l("Write a whole number from %(least)s to %(most)s.", least=least, most=most))
        return least

    def day(self, column: str) -> date:
        """Return a day, written 2026-03-08, 2026/3/8, 2026年3月8日 or 20260308."""
        text = ascii_digits(self.text(column))
        found = _DAY.fullmatch(text) or _COMPACT_DAY.fullmatch(text)
        try:
            if found:
                return date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError:
            pass
        if text:
            self.refuse(column, _l("Write the day as 2026-03-08."))
        return date.min

    def term(self, column: str, read: Callable[[str], str | None], allowed: str, *, blank: str | None = None) -> str:
        """Return the code of a fixed word; an empty cell stands for ``blank`` where there is one."""
        text = self.text(column, required=blank is None)
        if not text:
            return blank or ""
        found = read(text)
        if found is None:
            self.refuse(column, _l("This word is not known. Write one of: %(words)s", words=allowed))
        return found or ""

    def terms(self, column: str, list_name: str, everyone: frozenset[str]) -> list[str]:
        """Return the codes of several words; none where the cell is empty or says everyone."""
        codes: list[str] = []
        for word in _LIST.split(self.text(column, required=False)):
            if not word or word in everyone:
                continue
            code = find_code(list_name, word)
            if code is None:
                self.refuse(column, _l("This word is not known: %(word)s", word=word))
            elif code not in codes:
                codes.append(code)
        return codes

    def fen(self, column: str) -> int | None:
        """Return an amount of yuan in fen, or None where the cell is empty."""
        text = ascii_digits(self.text(column, required=False)).replace(",", "").removesuffix("元")
        if not text:
            return None
        try:
            yuan = Decimal(text)
        except InvalidOperation:
            yuan = Decimal(-1)
        if not yuan.is_finite() or not 0 < yuan <= _MOST_YUAN or yuan * 100 != int(yuan * 100):
            self.refuse(column, _l("Write an amount in yuan, such as 1200 or 1200.50, or leave the cell empty."))
            return None
        return int(yuan * 100)

    def region(self, column: str) -> str:
        """Return the code of a place of today; a retired code leads there, with a word about it."""
        code = ascii_digits(self.text(column)).removesuffix(".0")
        place = regions.get(code) if code else None
        if place is None:
            if code:
                self.refuse(column, _l("This region code is not known."))
            return ""
        if place.code != code:
            self.warn(column, _l("This code is out of use; %(code)s was taken instead.", code=place.code))
        return place.code

    def mongolian(self, column: str) -> str | None:
        """Return a name in Mongolian letters as it was written, or None where the cell is empty."""
        text = self.text(column, required=False)
        if text and not mongolian.is_mongolian(text):
            self.refuse(column, _l("Write the name in traditional Mongolian letters, or leave the cell empty."))
        return text or None
