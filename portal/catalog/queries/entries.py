"""Read the demand catalogs: what is published, what is in force, what each lists."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, Row, Select, Subquery, and_, case, cast, func, literal, or_, select
from sqlalchemy.orm import aliased

from portal.catalog.errors import EntryNotFound
from portal.catalog.models import CatalogEntry, CatalogIssue, ClassSession, Occupation
from portal.catalog.queries.class_list import OPEN_STATE, for_group
from portal.catalog.queries.editions import changes_published
from portal.catalog.queries.fresh import remembered
from portal.catalog.queries.paging import Key, PageQuery, page_query, read_page
from portal.catalog.types import (
    CatalogKind,
    Cursor,
    EntryCard,
    EntryDetail,
    EntryFilter,
    EntryLevel,
    Facets,
    IssueInfo,
    IssueState,
    Page,
    Shortage,
)
from portal.catalog.types.editions import Difference
from portal.core import clock, regions, search_keys
from portal.core.db import session

_GRADE = case((CatalogEntry.shortage == Shortage.URGENT, 0), (CatalogEntry.shortage == Shortage.SHORT, 1), else_=2)

_COLUMNS: tuple[Any, ...] = (
    CatalogEntry.id,
    CatalogEntry.issue_id,
    CatalogIssue.region_code,
    CatalogEntry.occupation_id,
    Occupation.code,
    Occupation.name,
    func.coalesce(CatalogEntry.name_mn, Occupation.name_mn).label("name_mn"),
    Occupation.trade,
    CatalogEntry.level,
    CatalogEntry.hours,
    CatalogEntry.shortage,
)
_COUNT = select(func.count()).select_from(ClassSession)
_CARDS: Select[Any] = (
    select(*_COLUMNS)
    .join(Occupation, Occupation.id == CatalogEntry.occupation_id)
    .join(CatalogIssue, CatalogIssue.id == CatalogEntry.issue_id)
)
_CARD_FIELDS = tuple(field.name for field in fields(EntryCard))


@dataclass(frozen=True, slots=True)
class _Cell:
    """How many rows of an issue are alike in all that can be chosen; an issue without rows has one cell of none."""

    issue_id: int
    region: str
    trade: str | None
    level: str | None
    shortage: Shortage | None
    number: int


@dataclass(frozen=True, slots=True)
class Overview:
    """All published issues, the newest first, and the rows of all of them counted."""

    issues: tuple[IssueInfo, ...]
    cells: tuple[_Cell, ...]


def list_entries(asked: EntryFilter, cursor: Cursor) -> Page[EntryCard]:
    """Return a page of the rows in force today (or of one issue), what is most needed first."""
    issues = _issues_asked(asked)
    if not issues:
        return Page((), 1, None, None)
    return read_page(_page_query(asked, tuple(issues), cursor, clock.today()), _card)


@lru_cache(maxsize=128)
def _page_query(asked: EntryFilter, issues: tuple[int, ...], cursor: Cursor, _today: date) -> PageQuery:
    stmt = _CARDS.where(CatalogEntry.issue_id.in_(issues), *_choices(asked))
    keys = [Key(_GRADE, int), Key(CatalogEntry.id, int)]
    if asked.q:
        stmt = stmt.where(search_keys.matches(Occupation.search_key, asked.q))
        keys.insert(0, Key(search_keys.rank(Occupation.search_key, asked.q), int))
    return page_query(stmt, keys, cursor, beside=_open_classes)


def get_entry(entry_id: int) -> EntryDetail:
    """Return a row of a published issue, with the other levels of the occupation in the same issue.

    Raises:
        EntryNotFound: there is none.
    """
    own = select(CatalogEntry.issue_id, CatalogEntry.occupation_id).where(CatalogEntry.id == entry_id).subquery()
    stmt = (
        select(CatalogEntry, CatalogIssue, Occupation, _newer_issue().exists())
        .join(own, and_(own.c.issue_id == CatalogEntry.issue_id, own.c.occupation_id == CatalogEntry.occupation_id))
        .join(CatalogIssue, CatalogIssue.id == CatalogEntry.issue_id)
        .join(Occupation, Occupation.id == CatalogEntry.occupation_id)
        .where(CatalogIssue.state != IssueState.DRAFT)
        .order_by(CatalogEntry.level.desc())
    )
    rows = session().execute(stmt).all() if 0 < entry_id < 2**63 else []
    levels = tuple(_level(row[0]) for row in rows)
    found = next((level for level in levels if level.entry_id == entry_id), None)
    if found is None:
        raise EntryNotFound(entry_id)
    _entry, issue, occupation, is_replaced = rows[0]
    return EntryDetail(
        own=found,
        levels=levels,
        issue=_issue_info(issue, in_force=not is_replaced and _lasts(issue, clock.today())),
        occupation_id=occupation.id,
        code=occupation.code,
        name=occupation.name,
        name_mn=rows[0][0].name_mn or occupation.name_mn,
        name_latn=occupation.name_latn,
        trade=occupation.trade,
        policy_term=occupation.policy_term,
        extra_permit=occupation.extra_permit,
        code_warning=occupation.code_warning,
    )


def _newer_issue() -> Select[Any]:
    newer = aliased(CatalogIssue)
    later = or_(
        newer.valid_from > CatalogIssue.valid_from,
        and_(newer.valid_from == CatalogIssue.valid_from, newer.id > CatalogIssue.id),
    )
    same = (newer.region_code == CatalogIssue.region_code, newer.kind == CatalogIssue.kind)
    stmt = select(newer.id).where(*same, newer.state != IssueState.DRAFT, newer.valid_from <= clock.today(), later)
    return stmt.correlate(CatalogIssue)


@remembered
def entry_facets(asked: EntryFilter) -> Facets:
    """Return how many rows answer, and how many would with each further choice."""
    issues = set(_issues_asked(asked, any_region=True))
    counts: dict[str, dict[str, int]] = {name: {} for name in _CHOICES}
    total = 0
    for cell in overview(asked.q, asked.group).cells:
        if cell.issue_id not in issues:
            continue
        against = [name for name, fits in _CHOICES.items() if not fits(cell, asked)]
        total += 0 if against else cell.number
        if len(against) <= 1:
            for name in against or _CHOICES:
                value = str(_VALUES[name](cell))
                counts[name][value] = counts[name].get(value, 0) + cell.number
    return Facets(total, counts)


def list_issues(asked: EntryFilter) -> tuple[IssueInfo, ...]:
    """Return the published issues of one kind of catalog, the newest first; or the one issue asked for."""
    issues = overview(asked.q, asked.group).issues
    return tuple(one for one in issues if one.id == asked.issue or (asked.issue is None and one.kind == asked.kind))


def whats_new(asked: EntryFilter, issues: Sequence[IssueInfo]) -> tuple[IssueInfo | None, Difference | None]:
    """Return the issue of the region asked for that came into force last, and what it changed against the one before.

    Args:
        asked: What is asked of the catalog.
        issues: The issues of its kind, the newest first.
    """
    newest = next((one for one in issues if one.in_force and _about(one.region_code, asked.region)), None)
    if newest is None:
        return None, None
    own = [one.id for one in issues if one.region_code == newest.region_code]
    before = own[own.index(newest.id) + 1 :]
    return newest, changes_published(before[0], newest.id) if before else None


@remembered
def overview(q: str, group: str | None) -> Overview:
    """Read all issues and count their rows in one statement; only rows that answer the words and the group count."""
    hit = case((and_(*_matching(q, group)), 1), else_=0)
    alike = (CatalogEntry.issue_id, Occupation.trade, CatalogEntry.level, CatalogEntry.shortage)
    counted = (
        select(*alike, func.sum(hit).label("number"))
        .join(Occupation, Occupation.id == CatalogEntry.occupation_id)
        .group_by(*alike)
        .subquery()
    )
    stmt = (
        select(CatalogIssue, counted.c.trade, counted.c.level, counted.c.shortage, cast(counted.c.number, Integer))
        .outerjoin(counted, counted.c.issue_id == CatalogIssue.id)
        .where(CatalogIssue.state != IssueState.DRAFT)
        .order_by(CatalogIssue.valid_from.desc(), CatalogIssue.id.desc())
    )
    issues: dict[int, CatalogIssue] = {}
    cells = []
    for issue, trade, level, shortage, number in session().execute(stmt):
        issues[issue.id] = issue
        cells.append(_Cell(issue.id, issue.region_code, trade, level, shortage, number or 0))
    forces = _in_force(issues.values(), clock.today())
    return Overview(
        tuple(_issue_info(issue, in_force=issue.id in forces) for issue in issues.values()),
        tuple(cells),
    )


def _in_force(issues: Collection[CatalogIssue], today: date) -> set[int]:
    """Return, for each kind and region, the issue that began last; issues come the newest first."""
    found: dict[tuple[CatalogKind, str], CatalogIssue] = {}
    for issue in issues:
        if issue.valid_from <= today:
            found.setdefault((issue.kind, issue.region_code), issue)
    return {issue.id for issue in found.values() if _lasts(issue, today)}


def _lasts(issue: CatalogIssue, today: date) -> bool:
    return issue.valid_from <= today and (issue.valid_to is None or issue.valid_to >= today)


def _issues_asked(asked: EntryFilter, *, any_region: bool = False) -> list[int]:
    issues = overview(asked.q, asked.group).issues
    if asked.issue is not None:
        return [issue.id for issue in issues if issue.id == asked.issue]
    return [
        issue.id
        for issue in issues
        if issue.in_force and issue.kind == asked.kind and (any_region or _about(issue.region_code, asked.region))
    ]


def _about(issue_region: str, region: str | None) -> bool:
    """Tell whether an issue says something on a region: its own, one around it or one inside it."""
    if region is None:
        return True
    around = {place.code for place in regions.path(region)}
    return issue_region in around or issue_region.startswith(regions.prefix(region))


_CHOICES: dict[str, Callable[[_Cell, EntryFilter], bool]] = {
    "region": lambda cell, asked: asked.issue is not None or _about(cell.region, asked.region),
    "trade": lambda cell, asked: asked.trade in (None, cell.trade),
    "level": lambda cell, asked: asked.level in (None, cell.level),
    "shortage": lambda cell, asked: not asked.shortage_only or cell.shortage in (Shortage.URGENT, Shortage.SHORT),
}
_VALUES: dict[str, Callable[[_Cell], object]] = {
    "region": lambda cell: cell.region,
    "trade": lambda cell: cell.trade,
    "level": lambda cell: cell.level,
    "shortage": lambda cell: int(cell.shortage in (Shortage.URGENT, Shortage.SHORT)),
}


def _matching(q: str, group: str | None) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [literal(1) == 1]
    if q:
        conditions.append(search_keys.matches(Occupation.search_key, q))
    if group:
        conditions.append(_has_class_for(group))
    return conditions


def _choices(asked: EntryFilter) -> list[ColumnElement[bool]]:
    chosen: list[ColumnElement[bool]] = []
    if asked.trade:
        chosen.append(Occupation.trade == asked.trade)
    if asked.level:
        chosen.append(CatalogEntry.level == asked.level)
    if asked.shortage_only:
        chosen.append(CatalogEntry.shortage.in_([Shortage.URGENT, Shortage.SHORT]))
    if asked.group:
        chosen.append(_has_class_for(asked.group))
    return chosen


def _has_class_for(group: str) -> ColumnElement[bool]:
    """Return the condition that a class to come teaches the row and is for this group of people."""
    stmt = select(ClassSession.id).where(*_teaches(CatalogEntry), for_group(group))
    return stmt.correlate(CatalogEntry).exists()


def _teaches(entry: Any) -> list[ColumnElement[bool]]:
    """Return the conditions that a class takes applications for an entry."""
    return [
        ClassSession.occupation_id == entry.occupation_id,
        ClassSession.level == entry.level,
        OPEN_STATE,
        ClassSession.apply_by >= clock.today(),
    ]


def _open_classes(rows: Subquery) -> ColumnElement[int]:
    """Count the classes that take applications for a row, in the region of its issue."""
    inside = ClassSession.region_code.like(func.rtrim(rows.c.region_code, "0").concat("%"))
    return _COUNT.where(*_teaches(rows.c), inside).correlate(rows).scalar_subquery().label("open_classes")


def _card(row: Row[Any]) -> EntryCard:
    return _card_of((*row[: len(_COLUMNS)], row.open_classes))


@lru_cache(maxsize=1024)
def _card_of(values: tuple[Any, ...]) -> EntryCard:
    """Return the same card for the same row, so that it is drawn once."""
    return EntryCard(**dict(zip(_CARD_FIELDS, values, strict=True)))


def _level(entry: CatalogEntry) -> EntryLevel:
    return EntryLevel(entry.id, entry.level, entry.hours, entry.shortage, entry.amount_fen, entry.document_number)


def _issue_info(issue: CatalogIssue, *, in_force: bool) -> IssueInfo:
    return IssueInfo(
        issue.id,
        issue.title,
        issue.region_code,
        issue.document_number,
        issue.valid_from,
        issue.valid_to,
        issue.state,
        in_force,
        issue.kind,
    )
