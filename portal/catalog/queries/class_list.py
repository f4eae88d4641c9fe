"""Find classes among many: those to come by what each process keeps of them, those that have begun in the database."""

from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, cast, func, literal_column, or_, select

from portal.catalog.models import ClassSession, Provider
from portal.catalog.queries.classes import card, cards
from portal.catalog.queries.coming_list import coming_facets, list_coming
from portal.catalog.queries.fresh import remembered_for
from portal.catalog.queries.paging import Key, PageQuery, page_query, read_page
from portal.catalog.types import (
    ClassCard,
    ClassFilter,
    ClassState,
    Cursor,
    Facets,
    Page,
    ProviderState,
    TeachingLanguage,
)
from portal.core import clock, regions, search_keys
from portal.core.db import session

_PAST_KEPT = 600  # seconds; nobody signs up for a class that has begun, so its number rests
_COUNTED_AT_MOST = 1000  # there may be a hundred thousand, and each is read to be counted

# Written into the statement, or the indexes on open classes are not used.
OPEN_STATE: ColumnElement[bool] = ClassSession.state == literal_column("'open'")

_GROUPS_TEXT = cast(ClassSession.target_groups, String)


def list_classes(asked: ClassFilter, cursor: Cursor) -> Page[ClassCard]:
    """Return a page of classes: the best answers first where words were typed, then by their first day.

    Without days asked for, classes that begin today or later. Where only past ones are asked for, the latest first.
    """
    if _are_to_come(asked):
        return list_coming(asked, cursor)
    return read_page(_page_query(asked, cursor, clock.today()), card)


@lru_cache(maxsize=128)
def _page_query(asked: ClassFilter, cursor: Cursor, today: date) -> PageQuery:
    stmt = cards().where(*_window(asked), *_choices(asked))
    past = asked.starts_to is not None and asked.starts_to < today
    keys = [Key(ClassSession.starts_on, date.fromisoformat, past), Key(ClassSession.id, int, past)]
    if asked.q:
        stmt = stmt.where(search_keys.matches(ClassSession.search_key, asked.q))
        keys.insert(0, Key(search_keys.rank(ClassSession.search_key, asked.q), int))
    return page_query(stmt, keys, cursor)


def list_classes_like(*, occupation_id: int, level: str | None = None, limit: int = 6) -> list[ClassCard]:
    """Return the next classes in an occupation, full ones included."""
    stmt = _coming().where(ClassSession.occupation_id == occupation_id)
    if level is not None:
        stmt = stmt.where(ClassSession.level == level)
    return _first(stmt, limit)


def list_classes_of_provider(provider_id: int, limit: int = 20) -> list[ClassCard]:
    """Return the next classes of a provider."""
    return _first(_coming().where(ClassSession.provider_id == provider_id), limit)


def _coming() -> Select[Any]:
    return cards().where(
        ClassSession.starts_on >= clock.today(),
        ClassSession.state.not_in([ClassState.DRAFT, ClassState.CANCELLED]),
    )


def _first(stmt: Select[Any], limit: int) -> list[ClassCard]:
    rows = session().execute(stmt.order_by(ClassSession.starts_on, ClassSession.id).limit(limit))
    return [card(row) for row in rows]


def class_facets(asked: ClassFilter) -> Facets:
    """Return how many classes answer, and of those to come how many would with each further choice."""
    return coming_facets(asked) if _are_to_come(asked) else _facets_of_past(asked)


@remembered_for(_PAST_KEPT)
def _facets_of_past(asked: ClassFilter) -> Facets:
    """Count what has begun up to a thousand, and say nothing of further choices: nobody chooses a class among them."""
    stmt = select(ClassSession.id).where(*_window(asked), *_choices(asked))
    if asked.q:
        stmt = stmt.where(search_keys.matches(ClassSession.search_key, asked.q))
    counted = select(func.count()).select_from(stmt.limit(_COUNTED_AT_MOST + 1).subquery())
    total = session().scalar(counted) or 0
    return Facets(min(total, _COUNTED_AT_MOST), more=total > _COUNTED_AT_MOST)


def _are_to_come(asked: ClassFilter) -> bool:
    """Tell whether only classes that begin today or later are asked for."""
    if asked.starts_from is not None:
        return asked.starts_from >= clock.today()
    return asked.starts_to is None or asked.starts_to >= clock.today()


def _window(asked: ClassFilter) -> list[ColumnElement[bool]]:
    return [
        ClassSession.state != ClassState.DRAFT,
        *([ClassSession.starts_on >= asked.starts_from] if asked.starts_from else []),
        *([ClassSession.starts_on <= asked.starts_to] if asked.starts_to else []),
    ]


def _choices(asked: ClassFilter) -> list[ColumnElement[bool]]:
    chosen: list[ColumnElement[bool]] = []
    if asked.region:
        chosen.append(regions.inside(ClassSession.region_code, asked.region))
    if asked.group:
        chosen.append(for_group(asked.group))
    if asked.language:
        languages = [TeachingLanguage(asked.language), TeachingLanguage.BOTH]
        chosen.append(ClassSession.language.in_(languages))
    for column, value in ((ClassSession.trade, asked.trade), (ClassSession.level, asked.level)):
        if value:
            chosen.append(column == value)
    if asked.mode:
        chosen.append(ClassSession.mode == asked.mode)
    if asked.open_only:
        chosen.append(_is_open(clock.today()))
    return chosen


def for_group(group: str) -> ColumnElement[bool]:
    """Return the condition that a class is for a group of people; one that names none is for everyone."""
    return or_(_GROUPS_TEXT == "[]", _GROUPS_TEXT.contains(f'"{group}"', autoescape=True))


def _is_open(today: date) -> ColumnElement[bool]:
    """Return what `rules.sign_up_state` calls open, as a condition."""
    away = select(Provider.id).where(
        or_(
            Provider.state == ProviderState.WITHDRAWN,
            Provider.accredited_from > today,
            Provider.accredited_to < today,
        )
    )
    return and_(
        OPEN_STATE,
        ClassSession.apply_from <= today,
        ClassSession.apply_by >= today,
        ClassSession.seats_taken < ClassSession.capacity,
        ClassSession.waiting == 0,
        ClassSession.provider_id.not_in(away),
    )
