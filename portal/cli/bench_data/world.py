"""What invented rows are made of: places, trades and providers, a few of them far more common than the rest."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import accumulate
from random import Random
from typing import Any, Generic, TypeVar

from sqlalchemy import Table, select

from portal.core import clock, regions
from portal.core.db import Base, session

BATCH = 10_000  # rows written in one transaction
DAYS_BACK, DAYS_AHEAD = 1000, 90

Row = dict[str, Any]
Advance = Callable[[int], None]
T = TypeVar("T")


@dataclass(frozen=True)
class Trade:
    """A row of the demand catalog."""

    entry_id: int
    level: str
    hours: int
    occupation_id: int
    trade: str
    code: str | None
    name: str
    name_mn: str | None


@dataclass(frozen=True)
class School:
    """A provider."""

    id: int
    name: str


class Skewed(Generic[T]):
    """Things of which the first come up often and the last hardly ever."""

    def __init__(self, random: Random, things: Sequence[T]) -> None:
        self._random = random
        self._things = random.sample(things, len(things))
        self._weights = list(accumulate(1 / (rank + 2) for rank in range(len(things))))

    def pick(self) -> T:
        """Return one of them."""
        return self._random.choices(self._things, cum_weights=self._weights)[0]


@dataclass(frozen=True)
class World:
    """All that rows are made of."""

    random: Random
    today: date
    people: int
    share_ahead: float  # of the classes; a small world has some pages of them too
    places: Skewed[str]
    trades: Skewed[Trade]
    schools: Sequence[School]


def make_world(random: Random, people: int, classes: int) -> World:
    """Read what is offered from the database."""
    places = [county.code for league in regions.prefectures() for county in regions.children(league.code)]
    entry, occupation, provider = table("catalog_entry"), table("occupation"), table("provider")
    taught = (
        select(entry.c.id, entry.c.level, entry.c.hours)
        .add_columns(occupation.c.id, occupation.c.trade, occupation.c.code, occupation.c.name, occupation.c.name_mn)
        .join(occupation, occupation.c.id == entry.c.occupation_id)
        .order_by(entry.c.id)
    )
    schools = select(provider.c.id, provider.c.name).order_by(provider.c.id)
    return World(
        random=random,
        today=clock.today(),
        people=people,
        share_ahead=max(0.08, min(0.6, 60 / classes)),
        places=Skewed(random, places),
        trades=Skewed(random, [Trade(*row) for row in session().execute(taught)]),
        schools=[School(*row) for row in session().execute(schools)],
    )


def table(name: str) -> Table:
    """Return a table: rows are poured in below the rooms, for no room writes a million at once."""
    return Base.metadata.tables[name]


def moment(day: date, hour: int) -> datetime:
    """Return a moment of a day."""
    return datetime.combine(day, time(hour), UTC)
