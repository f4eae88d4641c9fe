"""Read what an address asks of the lists. What cannot be read is left out, never refused."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, TypeVar

from portal.catalog.types import EDITED_KINDS, CatalogKind, ClassFilter, Cursor, EntryFilter, ProviderFilter
from portal.core import regions
from portal.core.terms import terms
from portal.core.typed_text import one_line

Filter = TypeVar("Filter")

LONGEST = 100
COMPARED_AT_MOST = 3

_CURSOR = re.compile(r"([0-9]{1,6})(b?)((?:~[0-9A-Za-z-]{1,32}){0,3})")
_ID = re.compile(r"[0-9]{1,18}")
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]+")


@dataclass(frozen=True)
class Asked(Generic[Filter]):
    """What an address asks for, the same in its shortest writing, and the names of what could not be read."""

    filter: Filter
    cursor: Cursor
    address: dict[str, str]
    unread: tuple[str, ...]

    @property
    def chosen(self) -> int:
        """How many filters are set besides the words looked for."""
        return len(self.address.keys() - {"q", "directory", "issue", "kind"})

    def without(self, name: str) -> dict[str, str]:
        """Return the address but for one thing."""
        return {own: value for own, value in self.address.items() if own != name}

    def with_days(self, first: date, last: date) -> dict[str, str]:
        """Return the address with other days."""
        return {**self.address, "from": first.isoformat(), "to": last.isoformat()}


@dataclass
class _Reader:
    """Takes values from an address one by one and remembers which made no sense."""

    args: Mapping[str, str]
    address: dict[str, str] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)

    def words(self) -> str:
        """Return the words looked for, without what no keyboard types."""
        return self._keep("q", one_line(_UNSEEN.sub(" ", self.args.get("q", "")))[:LONGEST])

    def one_of(self, name: str, list_name: str) -> str | None:
        """Return a code of a list of terms."""
        return self._known(name, self._text(name) in terms(list_name))

    def region(self) -> str | None:
        """Return a region's code of today; retired ones lead there."""
        code = self._text("region")
        place = regions.get(code) if code else None
        if code and place is None:
            self.unread.append("region")
        return self._keep("region", place.code) if place else None

    def day(self, name: str) -> date | None:
        """Return a local day."""
        text = self._text(name)
        try:
            found = date.fromisoformat(text) if text else None
        except ValueError:
            found = None
        if self._known(name, found is not None):
            return found
        return None

    def flag(self, name: str) -> bool:
        """Return whether a box is ticked."""
        return self._known(name, self._text(name) == "1") is not None

    def number(self, name: str) -> int | None:
        """Return the id of a row."""
        found = self._known(name, bool(_ID.fullmatch(self._text(name))))
        return int(found) if found else None

    def kind(self) -> CatalogKind:
        """Return which of the catalogs that are kept by editions; the demand catalog where none is named."""
        known = self._known("kind", self._text("kind") in EDITED_KINDS)
        return CatalogKind(known) if known else CatalogKind.DEMAND

    def cursor(self) -> Cursor:
        """Return where the page begins."""
        found = _CURSOR.fullmatch(self._text("page") or "1")
        if found is None or int(found[1]) == 0:
            self.unread.append("page")
            return Cursor()
        return Cursor(int(found[1]), tuple(found[3].split("~")[1:]), bool(found[2]))

    def drop(self, name: str) -> None:
        """Take a value back that does not go with the others."""
        self.address.pop(name, None)
        self.unread.append(name)

    def _text(self, name: str) -> str:
        return self.args.get(name, "").strip()

    def _known(self, name: str, known: bool) -> str | None:
        text = self._text(name)
        if text and not known:
            self.unread.append(name)
        return self._keep(name, text) if text and known else None

    def _keep(self, name: str, value: str) -> str:
        if value:
            self.address[name] = value
        return value


def read_class_filter(args: Mapping[str, str]) -> Asked[ClassFilter]:
    """Return what is asked of the classes. ``group`` takes a group of people, or of trades as old links have it."""
    reader = _Reader(_with_trade(args))
    starts_from, starts_to = reader.day("from"), reader.day("to")
    if starts_from and starts_to and starts_to < starts_from:
        starts_to = None
        reader.drop("to")
    asked = ClassFilter(
        q=reader.words(),
        region=reader.region(),
        group=reader.one_of("group", "group"),
        trade=reader.one_of("trade", "trade"),
        level=reader.one_of("level", "level"),
        mode=reader.one_of("mode", "mode"),
        language=reader.one_of("language", "teaching_language"),
        open_only=reader.flag("open"),
        starts_from=starts_from,
        starts_to=starts_to,
    )
    return _asked(asked, reader)


def read_entry_filter(args: Mapping[str, str]) -> Asked[EntryFilter]:
    """Return what is asked of the demand catalog. ``group`` takes a group of trades, or of people."""
    reader = _Reader(_with_trade(args))
    asked = EntryFilter(
        q=reader.words(),
        region=reader.region(),
        group=reader.one_of("group", "group"),
        trade=reader.one_of("trade", "trade"),
        level=reader.one_of("level", "level"),
        shortage_only=reader.flag("shortage"),
        issue=reader.number("issue"),
        kind=reader.kind(),
    )
    return _asked(asked, reader)


def read_provider_filter(args: Mapping[str, str]) -> Asked[ProviderFilter]:
    """Return what is asked of the two directories."""
    reader = _Reader(args)
    bases = args.get("directory") == "bases"
    if bases:
        reader.address["directory"] = "bases"
    asked = ProviderFilter(
        q=reader.words(),
        directory="bases" if bases else "institutions",
        region=reader.region(),
        trade=reader.one_of("trade", "trade"),
    )
    return _asked(asked, reader)


def read_compared(values: list[str]) -> list[int]:
    """Return the ids of the classes to lay side by side, at most three."""
    ids = [int(value) for value in values if _ID.fullmatch(value)]
    return list(dict.fromkeys(ids))[:COMPARED_AT_MOST]


def read_kind(args: Mapping[str, str]) -> CatalogKind:
    """Return which kind of catalog an address asks for."""
    return _Reader(args).kind()


def _asked(asked: Filter, reader: _Reader) -> Asked[Filter]:
    return Asked(asked, reader.cursor(), reader.address, tuple(dict.fromkeys(reader.unread)))


def _with_trade(args: Mapping[str, str]) -> Mapping[str, str]:
    """Understand a group of trades under the name of ``group``."""
    group = args.get("group", "")
    if group not in terms("trade"):
        return args
    return {**args, "trade": args.get("trade") or group, "group": ""}
