"""Know the places: province, league or city, banner or county, sum or township, by their GB/T 2260 codes.

Codes that were retired lead to the place that bears the name today. The table changes once a year, so it is read once
a process and kept.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask import current_app
from sqlalchemy import ColumnElement, ForeignKey, and_, false, select, update
from sqlalchemy.orm import Mapped, mapped_column

from portal.core import clock, state
from portal.core.db import Base, session, transaction

_VERSION = "regions"  # the fact that says when a name was last changed
HOME_PROVINCE = "150000"


class Region(Base):
    """One place of today."""

    __tablename__ = "region"

    code: Mapped[str] = mapped_column(primary_key=True)  # 6 digits, or 9 for a sum, township or street
    level: Mapped[str]  # province, prefecture, county, functional_zone, township
    kind: Mapped[str]  # 旗, 县, 苏木 ...
    name: Mapped[str]
    name_mn: Mapped[str | None]
    parent_code: Mapped[str | None] = mapped_column(ForeignKey("region.code"), index=True)


class RetiredRegion(Base):
    """One code out of use, with the code that took its place."""

    __tablename__ = "region_retired"

    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    last_changed_year: Mapped[int] = mapped_column(primary_key=True)
    change: Mapped[str]
    successor_code: Mapped[str | None]
    successor_name: Mapped[str | None]
    in_use_today: Mapped[bool]


@dataclass(frozen=True)
class Place:
    """A place as pages show it."""

    code: str
    level: str
    kind: str
    name: str
    name_mn: str | None
    parent_code: str | None


@dataclass(frozen=True)
class _Atlas:
    places: dict[str, Place]
    children: dict[str, tuple[str, ...]]
    retired: dict[str, str | None]


def get(code: str) -> Place | None:
    """Return the place with this code (a retired code finds its successor), or None."""
    return _atlas().places.get(resolve(code) or "")


def resolve(code: str | None) -> str | None:
    """Return the code of today for a code that may be retired; None where nothing is known."""
    atlas = _atlas()
    for _step in range(9):  # a chain of successors is short; a loop in the data must not hang
        if code is None or code in atlas.places:
            return code
        code = atlas.retired.get(code)
    return None


def children(code: str) -> list[Place]:
    """Return the places right below, in the order of their codes."""
    atlas = _atlas()
    return [atlas.places[child] for child in atlas.children.get(code, ())]


def path(code: str | None) -> list[Place]:
    """Return the places from the province down to this one."""
    found: list[Place] = []
    place = get(code) if code else None
    while place is not None:
        found.insert(0, place)
        place = _atlas().places.get(place.parent_code or "")
    return found


def full_name(code: str | None) -> str:
    """Return the Chinese name with the places above, without the province."""
    return "".join(place.name for place in path(code)[1:]) or (path(code)[0].name if path(code) else "")


def with_town(code: str | None, zh: str, mn: str | None) -> tuple[str, str | None]:
    """Return a street and house with the league and banner before it, but for what its own words name already."""
    above = [place for place in path(code)[1:] or path(code) if place.name not in zh]
    in_mongolian = [place.name_mn or place.name for place in above if not mn or (place.name_mn or place.name) not in mn]
    return "".join(place.name for place in above) + zh, " ".join([*in_mongolian, mn]) if mn else None


def prefix(code: str) -> str:
    """Return the beginning that all codes inside this place share: 150600 is 1506, 150000 is 15."""
    if len(code) > 6:
        return code
    return code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code


def inside(column: Any, code: str | None) -> ColumnElement[bool]:
    """Return the condition that a place lies inside another, as a range that an index can follow.

    Args:
        column: The code of the place.
        code: The other place; None is the reach of someone who has none, and nothing lies inside.

    Raises:
        ValueError: it is no code. An empty one would be the beginning of every code there is.
    """
    if code is None:
        return false()
    first = prefix(code)
    return and_(column >= first, column < str(int(first) + 1))


def prefectures() -> list[Place]:
    """Return the leagues and cities of Inner Mongolia."""
    return children(HOME_PROVINCE)


def name_in_mongolian(code: str, mn: str | None) -> None:
    """Enter the Mongolian name of a place, or take it back; every process follows within seconds."""
    with transaction() as current:
        current.execute(update(Region).where(Region.code == code).values(name_mn=mn))
        state.put(_VERSION, clock.now().isoformat())
    forget()


def forget() -> None:
    """Read the table again next time, after it was loaded anew."""
    _load.cache_clear()


def _atlas() -> _Atlas:
    return _load(str(current_app.config["PORTAL"].database_url), state.get(_VERSION))


@lru_cache(maxsize=2)
def _load(_database: str, _version: str | None) -> _Atlas:
    places = {
        row.code: Place(row.code, row.level, row.kind, row.name, row.name_mn, row.parent_code)
        for row in session().scalars(select(Region).order_by(Region.code))
    }
    below: dict[str, list[str]] = {}
    for place in places.values():
        below.setdefault(place.parent_code or "", []).append(place.code)
    return _Atlas(places, {code: tuple(codes) for code, codes in below.items()}, _retired(places))


def _retired(places: Iterable[str]) -> dict[str, str | None]:
    in_use = set(places)
    rows = session().scalars(select(RetiredRegion).order_by(RetiredRegion.last_changed_year))
    # A code used twice leads where it led last.
    return {row.code: row.successor_code for row in rows if not row.in_use_today and row.code not in in_use}
