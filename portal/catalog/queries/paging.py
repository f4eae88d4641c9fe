"""Hand a long list out page by page, each page as cheap as the first."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Row, Select, Subquery, and_, false, or_, select

from portal.catalog.types import PAGE_SIZE, Cursor, Page
from portal.core.db import session

Item = TypeVar("Item")

_OFFSET_AT_MOST = 50  # pages one may jump to by number; beyond, the way leads from page to page


@dataclass(frozen=True)
class Key:
    """One thing a list is ordered by; the last key of a list is unique."""

    column: Any
    read: Callable[[str], Any]  # the value as a cursor holds it -> as the database does
    descending: bool = False


@dataclass(frozen=True)
class PageQuery:
    """One page of a list as a statement: dear to write, so lists that many look at keep theirs."""

    statement: Select[Any]
    keys: Sequence[Key]
    number: int
    back: bool


def page_of(stmt: Select[Any], keys: Sequence[Key], cursor: Cursor, card: Callable[[Row[Any]], Item]) -> Page[Item]:
    """Return the page of a list at the cursor."""
    return read_page(page_query(stmt, keys, cursor), card)


def page_query(
    stmt: Select[Any],
    keys: Sequence[Key],
    cursor: Cursor,
    beside: Callable[[Subquery], ColumnElement[Any]] | None = None,
) -> PageQuery:
    """Return the statement that reads the page at the cursor.

    A cursor that does not fit the list gives its first page.

    Args:
        stmt: The whole list.
        keys: What it is ordered by.
        cursor: Where the page begins.
        beside: A further column that is dear to find, looked up for the rows of the page only.
    """
    values = _values(keys, cursor)
    back = cursor.back and values is not None
    number = cursor.number if values is not None else min(cursor.number, _OFFSET_AT_MOST)
    stmt = stmt.add_columns(*(key.column.label(f"key_{place}") for place, key in enumerate(keys)))
    stmt = stmt.order_by(*(_order(key.column, key, back) for key in keys)).limit(PAGE_SIZE + 1)
    if values is not None:
        stmt = stmt.where(_beyond(keys, values, back))
    elif number > 1:
        stmt = stmt.offset((number - 1) * PAGE_SIZE)
    if beside is not None:
        rows_of_page = stmt.subquery()
        stmt = select(rows_of_page, beside(rows_of_page))
        stmt = stmt.order_by(*(_order(rows_of_page.c[f"key_{place}"], key, back) for place, key in enumerate(keys)))
    return PageQuery(stmt, keys, number, back)


def read_page(query: PageQuery, card: Callable[[Row[Any]], Item]) -> Page[Item]:
    """Return the page, each row made what the page holds."""
    number, back = query.number, query.back
    rows = session().execute(query.statement).all()
    more, rows = len(rows) > PAGE_SIZE, rows[:PAGE_SIZE]
    shown = list(reversed(rows)) if back else list(rows)
    return Page(
        items=tuple(card(row) for row in shown),
        number=number,
        next=_cursor(shown[-1], query.keys, number + 1) if shown and (more or back) else None,
        previous=_cursor(shown[0], query.keys, max(number - 1, 1), back=True)
        if shown and _before(number, more, back)
        else None,
    )


def _before(number: int, more: bool, back: bool) -> bool:
    return more if back else number > 1


def _values(keys: Sequence[Key], cursor: Cursor) -> list[Any] | None:
    if len(cursor.keys) != len(keys):
        return None
    try:
        return [key.read(text) for key, text in zip(keys, cursor.keys, strict=True)]
    except ValueError:
        return None


def _order(column: Any, key: Key, back: bool) -> ColumnElement[Any]:
    falling: ColumnElement[Any] = column.desc()
    rising: ColumnElement[Any] = column.asc()
    return falling if key.descending != back else rising


def _beyond(keys: Sequence[Key], values: Sequence[Any], back: bool) -> ColumnElement[bool]:
    """Return the condition that a row comes after the values in the order of the keys (before them, going back)."""
    condition: ColumnElement[bool] = false()
    for key, value in reversed(list(zip(keys, values, strict=True))):
        further = key.column < value if key.descending != back else key.column > value
        condition = or_(further, and_(key.column == value, condition))
    first = keys[0]
    # Said once more on its own, so that the index on the first key leads straight to the page.
    bound = first.column <= values[0] if first.descending != back else first.column >= values[0]
    return and_(bound, condition)


def _cursor(row: Row[Any], keys: Sequence[Key], number: int, *, back: bool = False) -> Cursor:
    found = row._mapping
    return Cursor(number, tuple(str(found[f"key_{place}"]) for place in range(len(keys))), back)
