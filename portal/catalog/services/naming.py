"""Find the occupation that a file means by a name, a code and a level."""

import re
from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.catalog.models import Occupation, Provider
from portal.catalog.services.cells import Cells
from portal.core import regions, search_keys
from portal.core.i18n import _l
from portal.core.terms import find_code, terms
from portal.core.typed_text import ascii_digits

CODE, NAME, LEVEL = "职业编码", "职业(工种)", "等级"

_CODE = re.compile(r"[1-8]-[0-9]{2}-[0-9]{2}-[0-9]{2}")
_BESIDE_THE_STANDARD = frozenset(("special", "chief", "none"))  # levels above and beside the five of a standard


class Occupations:
    """All occupations known, by name and by code, old codes included."""

    def __init__(self, rows: Iterable[Occupation]) -> None:
        self.by_code: dict[str, Occupation] = {}
        self.by_old_code: dict[str, set[int]] = {}
        self.by_name: dict[str, Occupation] = {}
        for row in rows:
            self._learn(row)

    @classmethod
    def read(cls, session: Session) -> "Occupations":
        """Return all occupations of the database."""
        return cls(session.scalars(select(Occupation).order_by(Occupation.id)))

    def find(self, name: str) -> Occupation | None:
        """Return the occupation of this name: its own, else the word the documents use for it."""
        return self.by_name.get(search_keys.plain(name))

    def identify(self, cells: Cells) -> Occupation | None:
        """Return the occupation of a row, or None for one that is not known yet; say what does not fit."""
        name, code = cells.text(NAME), self._code(cells)
        known = self.find(name)
        if code is None:
            return known
        if known is None:
            return self._by_code_alone(cells, name, code)
        if known.code == code:
            return known
        if known.id in self.by_old_code.get(code, set()):
            now = known.code or ""
            cells.warn(CODE, _l("%(old)s is an old code of this occupation; today it is %(now)s.", old=code, now=now))
        elif known.code is None:
            cells.warn(CODE, _l("We know this craft without a code. Please check the code."))
        else:
            cells.refuse(CODE, _l("This code is not that of the occupation, which is %(code)s.", code=known.code))
        return known

    def _by_code_alone(self, cells: Cells, name: str, code: str) -> Occupation | None:
        owner = self.by_code.get(code)
        if owner is None:
            cells.warn(CODE, _l("This code is not in our list of the 2022 classification. Please check it."))
        elif name:
            cells.refuse(NAME, _l("This code belongs to another occupation: %(name)s", name=owner.name))
        return owner

    def _code(self, cells: Cells) -> str | None:
        text = ascii_digits(cells.text(CODE, required=False))
        if not text:
            return None
        if not _CODE.fullmatch(text):
            cells.refuse(CODE, _l("Write the code as 4-10-01-05, or leave the cell empty for a local craft."))
            return None
        return text

    def _learn(self, row: Occupation) -> None:
        if row.code:
            self.by_code[row.code] = row
        for old in _CODE.findall(row.code_warning or ""):
            self.by_old_code.setdefault(old, set()).add(row.id)
        self.by_name[search_keys.plain(row.name)] = row
        for word in re.split("/", row.policy_term or ""):
            self.by_name.setdefault(search_keys.plain(word), row)


def read_level(cells: Cells, occupation: Occupation | None) -> str:
    """Return the level of a row; one that the national standard of the occupation does not have is refused."""
    allowed = "、".join(term.policy_word for term in terms("level").values())
    level = cells.term(LEVEL, lambda text: find_code("level", text), allowed, blank="none")
    known: list[Any] = occupation.levels if occupation else []
    if level and known and level not in known and level not in _BESIDE_THE_STANDARD:
        words = "、".join(terms("level")[own].policy_word for own in known)
        cells.refuse(LEVEL, _l("The national standard has only these levels: %(words)s", words=words))
    return level


def trade_key(code: str) -> str:
    """Return the words of a group of trades, by which all its classes are found."""
    trade = terms("trade").get(code)
    return search_keys.index_key(trade.zh, trade.mn) if trade else ""


def class_search_key(occupation: Occupation, provider: Provider, place: str, region_code: str) -> str:
    """Return the words by which a class is found, in the parts that it shares with others."""
    named = (occupation.name, occupation.name_mn, occupation.name_latn, occupation.code, occupation.policy_term)
    return search_keys.join_keys(
        search_keys.index_key(*named),
        trade_key(occupation.trade),
        search_keys.index_key(provider.name, provider.name_mn),
        search_keys.index_key(place),
        search_keys.index_key(regions.full_name(region_code)),
    )
