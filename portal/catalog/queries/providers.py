"""Read the two directories: training institutions; practice bases and online platforms."""

import json
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, Select, String, cast, func, select

from portal.catalog import rules
from portal.catalog.errors import ProviderNotFound
from portal.catalog.models import ClassSession, Provider
from portal.catalog.queries.class_list import OPEN_STATE
from portal.catalog.queries.fresh import remembered
from portal.catalog.queries.paging import Key, page_of
from portal.catalog.types import (
    Cursor,
    Facets,
    Page,
    ProviderCard,
    ProviderDetail,
    ProviderFilter,
    ProviderKind,
)
from portal.core import clock, regions, search_keys
from portal.core.db import session

DIRECTORIES: dict[str, tuple[ProviderKind, ...]] = {
    "institutions": (ProviderKind.INSTITUTION, ProviderKind.ENTERPRISE),
    "bases": (ProviderKind.BASE, ProviderKind.ONLINE),
}
_TRADES_TEXT = cast(Provider.trades, String)


class _Cell(NamedTuple):
    """How many providers are alike in all that can be chosen."""

    directory: str
    region: str
    trades: tuple[str, ...]
    number: int


def list_providers(asked: ProviderFilter, cursor: Cursor) -> Page[ProviderCard]:
    """Return a page of one directory, by region; withdrawn providers are shown as such."""
    stmt = _rows().where(Provider.kind.in_(DIRECTORIES[asked.directory]))
    if asked.region:
        stmt = stmt.where(regions.inside(Provider.region_code, asked.region))
    if asked.trade:
        stmt = stmt.where(_TRADES_TEXT.contains(f'"{asked.trade}"', autoescape=True))
    keys = [Key(Provider.region_code, str), Key(Provider.id, int)]
    if asked.q:
        stmt = stmt.where(search_keys.matches(Provider.search_key, asked.q))
        keys.insert(0, Key(search_keys.rank(Provider.search_key, asked.q), int))
    return page_of(stmt, keys, cursor, _card)


def list_provider_numbers() -> list[tuple[int, str, str]]:
    """Return number, credit code and name of all providers, for whoever makes accounts for their staff."""
    stmt = select(Provider.id, Provider.credit_code, Provider.name).order_by(Provider.region_code, Provider.id)
    return [(number, credit_code, name) for number, credit_code, name in session().execute(stmt)]


def get_provider(provider_id: int) -> ProviderDetail:
    """Return a provider.

    Raises:
        ProviderNotFound: there is none.
    """
    stmt = _rows().where(Provider.id == provider_id)
    row = session().execute(stmt).first() if 0 < provider_id < 2**63 else None
    if row is None:
        raise ProviderNotFound(provider_id)
    return ProviderDetail(
        **_values(row),
        credit_code=row.credit_code,
        accredited_from=row.accredited_from,
        accredited_to=row.accredited_to,
        withdrawn_on=row.withdrawn_on,
        withdrawn_reason=row.withdrawn_reason,
        reinstated_on=row.reinstated_on,
        reinstated_reason=row.reinstated_reason,
    )


@remembered
def provider_facets(asked: ProviderFilter) -> Facets:
    """Return how many providers answer, and how many would with each further choice."""
    counts: dict[str, dict[str, int]] = {name: {} for name in _CHOICES}
    total = 0
    for cell in _cells(asked.q):
        against = [name for name, fits in _CHOICES.items() if not fits(cell, asked)]
        total += 0 if against else cell.number
        if len(against) <= 1:
            for name in against or _CHOICES:
                for value in _VALUES[name](cell):
                    counts[name][value] = counts[name].get(value, 0) + cell.number
    return Facets(total, counts)


@remembered
def _cells(q: str) -> list[_Cell]:
    alike: tuple[Any, ...] = (Provider.kind, Provider.region_code, _TRADES_TEXT)
    stmt: Select[Any] = select(*alike, func.count()).group_by(*alike)
    if q:
        stmt = stmt.where(search_keys.matches(Provider.search_key, q))
    directory = {kind: name for name, kinds in DIRECTORIES.items() for kind in kinds}
    rows = session().execute(stmt)
    return [_Cell(directory[row[0]], row[1], tuple(json.loads(row[2])), row[3]) for row in rows]


_CHOICES: dict[str, Callable[[_Cell, ProviderFilter], bool]] = {
    "directory": lambda cell, asked: cell.directory == asked.directory,
    "region": lambda cell, asked: asked.region is None or cell.region.startswith(regions.prefix(asked.region)),
    "trade": lambda cell, asked: asked.trade is None or asked.trade in cell.trades,
}
_VALUES: dict[str, Callable[[_Cell], Iterable[str]]] = {
    "directory": lambda cell: (cell.directory,),
    "region": lambda cell: (f"{cell.region[:2]}0000", f"{cell.region[:4]}00", cell.region[:6]),
    "trade": lambda cell: cell.trades,
}


def _rows() -> Select[Any]:
    taking: list[ColumnElement[bool]] = [
        ClassSession.provider_id == Provider.id,
        OPEN_STATE,
        ClassSession.apply_by >= clock.today(),
    ]
    open_classes = select(func.count()).select_from(ClassSession).where(*taking).correlate(Provider).scalar_subquery()
    columns: tuple[Any, ...] = (
        Provider.id,
        Provider.name,
        Provider.name_mn,
        Provider.kind,
        Provider.region_code,
        Provider.address,
        Provider.phone,
        Provider.state,
        Provider.trades,
        open_classes.label("open_classes"),
        Provider.credit_code,
        Provider.accredited_from,
        Provider.accredited_to,
        Provider.withdrawn_on,
        Provider.withdrawn_reason,
        Provider.reinstated_on,
        Provider.reinstated_reason,
    )
    return select(*columns)


def _card(row: Row[Any]) -> ProviderCard:
    return ProviderCard(**_values(row))


def _values(row: Row[Any]) -> dict[str, Any]:
    names = ("id", "name", "name_mn", "kind", "region_code", "address", "phone", "state", "open_classes")
    taking = rules.takes_people(
        row.state, accredited_from=row.accredited_from, accredited_to=row.accredited_to, today=clock.today()
    )
    values = {name: row._mapping[name] for name in names}
    return {**values, "trades": tuple(row.trades), "takes_people": taking}
