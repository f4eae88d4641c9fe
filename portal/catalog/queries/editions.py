"""Read the editions of the catalogs: drafts and what is published, their rows, what changed from one to the next."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select, tuple_

from portal.catalog import rules
from portal.catalog.errors import EditionNotFound
from portal.catalog.models import CatalogChange, CatalogEntry, CatalogIssue, ClassSession, Occupation, Provider
from portal.catalog.queries.fresh import remembered
from portal.catalog.types import CatalogKind, ClassState, IssueState
from portal.catalog.types.editions import Compared, Difference, Edition, EditionRow, EditionState, Orphan, RowChange
from portal.core import clock, regions, search_keys
from portal.core.db import session

ROWS_AT_ONCE = 60

_NUMBER = (
    select(func.count())
    .select_from(CatalogEntry)
    .where(CatalogEntry.issue_id == CatalogIssue.id)
    .correlate(CatalogIssue)
    .scalar_subquery()
)
_ROW: tuple[Any, ...] = (
    CatalogEntry.id,
    CatalogEntry.occupation_id,
    Occupation.code,
    Occupation.name,
    func.coalesce(CatalogEntry.name_mn, Occupation.name_mn),
    Occupation.trade,
    CatalogEntry.level,
    CatalogEntry.hours,
    CatalogEntry.shortage,
    CatalogEntry.amount_fen,
    CatalogEntry.document_number,
    CatalogEntry.version,
    Occupation.code_warning,
)  # in the order of the fields of EditionRow
_ROWS: Select[Any] = (
    select(*_ROW)
    .join(Occupation, Occupation.id == CatalogEntry.occupation_id)
    .order_by(Occupation.trade, Occupation.code.is_(None), Occupation.code, Occupation.id, CatalogEntry.level.desc())
)


def list_editions(kind: CatalogKind, *, within: str | None = None) -> list[Edition]:
    """Return the editions of a kind, region by region, the newest first.

    Args:
        kind: Which catalog.
        within: The region of an officer, whose drafts are shown too; everyone else reads what is published.
    """
    stmt = select(CatalogIssue, _NUMBER).where(CatalogIssue.kind == kind)
    if within is None:
        stmt = stmt.where(CatalogIssue.state != IssueState.DRAFT)
    else:
        stmt = stmt.where(regions.inside(CatalogIssue.region_code, within))
    rows = session().execute(stmt.order_by(CatalogIssue.region_code, *_NEWEST_FIRST)).all()
    in_force = _in_force([row[0] for row in rows], clock.today())
    return [_edition(issue, number, in_force) for issue, number in rows]


def get_edition(issue_id: int, *, within: str | None = None) -> Edition:
    """Return an edition: a published one, or, in the region of an officer, also a draft.

    Raises:
        EditionNotFound: there is none.
    """
    found = session().get(CatalogIssue, issue_id, populate_existing=True) if 0 < issue_id < 2**63 else None
    if found is None or not _may_see(found, within):
        raise EditionNotFound(issue_id)
    same = (CatalogIssue.kind == found.kind, CatalogIssue.region_code == found.region_code)
    siblings = select(CatalogIssue).where(*same)
    in_force = _in_force(session().scalars(siblings.order_by(*_NEWEST_FIRST)).all(), clock.today())
    number = select(func.count()).where(CatalogEntry.issue_id == issue_id)
    return _edition(found, session().scalar(number) or 0, in_force)


def list_rows(issue_id: int, q: str = "", *, limit: int | None = None, offset: int = 0) -> list[EditionRow]:
    """Return rows of an edition by trade and code; those that answer the words, where some are given."""
    stmt = _ROWS.where(CatalogEntry.issue_id == issue_id).limit(limit).offset(offset)
    if q:
        stmt = stmt.where(search_keys.matches(Occupation.search_key, q))
    return [_row(row) for row in session().execute(stmt)]


def get_row(issue_id: int, entry_id: int) -> EditionRow | None:
    """Return a row of an edition as it stands now, or None."""
    stmt = _ROWS.where(CatalogEntry.issue_id == issue_id, CatalogEntry.id == entry_id)
    found = session().execute(stmt).first()
    return _row(found) if found else None


def edition_before(edition: Edition) -> Edition | None:
    """Return the edition that this one replaces: the newest published of the region that begins no later.

    The first edition of a region is held against the one it was copied from.
    """
    earlier = or_(
        CatalogIssue.valid_from < edition.valid_from,
        and_(CatalogIssue.valid_from == edition.valid_from, CatalogIssue.id < edition.id),
    )
    if edition.is_draft:
        earlier = CatalogIssue.id != edition.id
    stmt = (
        select(CatalogIssue.id)
        .where(
            CatalogIssue.kind == edition.kind,
            CatalogIssue.region_code == edition.region_code,
            CatalogIssue.state != IssueState.DRAFT,
            earlier,
        )
        .order_by(*_NEWEST_FIRST)
        .limit(1)
    )
    found = session().scalar(stmt) or edition.based_on_id
    return get_edition(found) if found else None


def compare_with_before(edition: Edition) -> Compared:
    """Return what an edition changes against the one it replaces."""
    before = edition_before(edition)
    if before is None:
        return Compared(None, rules.compare((), list_rows(edition.id)))
    return Compared(before, changes_between(before.id, edition.id))


def changes_between(before_id: int, after_id: int) -> Difference:
    """Return what one edition changes against another, in one statement."""
    stmt = _ROWS.add_columns(CatalogEntry.issue_id).where(CatalogEntry.issue_id.in_((before_id, after_id)))
    found: dict[int, list[EditionRow]] = {before_id: [], after_id: []}
    for row in session().execute(stmt):
        found[row.issue_id].append(_row(row[:-1]))
    return rules.compare(found[before_id], found[after_id])


@remembered
def changes_published(before_id: int, after_id: int) -> Difference:
    """Return what one published edition changes against another; remembered, for it stands beside a list."""
    return changes_between(before_id, after_id)


def find_in_force(kind: CatalogKind, region: str) -> int | None:
    """Return the edition that holds in a region today: its own, else that of the nearest region around it."""
    around = [place.code for place in regions.path(region)]
    stmt = (
        select(CatalogIssue)
        .where(CatalogIssue.kind == kind, CatalogIssue.region_code.in_(around), CatalogIssue.state != IssueState.DRAFT)
        .order_by(*_NEWEST_FIRST)
    )
    issues = session().scalars(stmt).all()
    in_force = _in_force(issues, clock.today())
    found = {issue.region_code: issue.id for issue in issues if issue.id in in_force}
    return next((found[code] for code in reversed(around) if code in found), None)


def find_draft(kind: CatalogKind, region: str) -> int | None:
    """Return the draft of a kind and region, or None."""
    stmt = select(CatalogIssue.id).where(
        CatalogIssue.kind == kind, CatalogIssue.region_code == region, CatalogIssue.state == IssueState.DRAFT
    )
    return session().scalar(stmt)


def list_orphans(issue_id: int) -> list[Orphan]:
    """Return the classes to come inside the region whose row, of an older edition of it or around it, is not here."""
    about = session().get(CatalogIssue, issue_id)
    if about is None:
        return []
    listed = select(CatalogEntry.occupation_id, CatalogEntry.level).where(CatalogEntry.issue_id == issue_id)
    stmt = (
        select(
            ClassSession.id,
            ClassSession.number,
            Occupation.name,
            Occupation.name_mn,
            ClassSession.level,
            ClassSession.starts_on,
            Provider.name,
            Provider.name_mn,
        )
        .join(CatalogEntry, CatalogEntry.id == ClassSession.entry_id)
        .join(CatalogIssue, CatalogIssue.id == CatalogEntry.issue_id)
        .join(Occupation, Occupation.id == ClassSession.occupation_id)
        .join(Provider, Provider.id == ClassSession.provider_id)
        .where(
            CatalogIssue.kind == about.kind,
            CatalogIssue.region_code.in_([place.code for place in regions.path(about.region_code)]),
            regions.inside(ClassSession.region_code, about.region_code),
            ClassSession.starts_on > clock.today(),
            ClassSession.state.in_([ClassState.OPEN, ClassState.CLOSED, ClassState.DRAFT]),
            tuple_(ClassSession.occupation_id, ClassSession.level).not_in(listed),
        )
        .order_by(ClassSession.number)
    )
    return [Orphan(*row) for row in session().execute(stmt)]


def editors(issue_id: int) -> frozenset[int]:
    """Return the accounts that changed something in a draft."""
    stmt = select(CatalogChange.account_id).where(CatalogChange.issue_id == issue_id).distinct()
    return frozenset(session().scalars(stmt))


def about_version(issue_id: int) -> int:
    """Return a number that grows whenever what stands above the rows is changed."""
    stmt = select(func.max(CatalogChange.id)).where(
        CatalogChange.issue_id == issue_id, CatalogChange.entry_id.is_(None)
    )
    return session().scalar(stmt) or 0


def last_change(issue_id: int, entry_id: int | None) -> RowChange | None:
    """Return who changed a row last, or, without a row, what stands above the rows."""
    own = CatalogChange.entry_id.is_(None) if entry_id is None else CatalogChange.entry_id == entry_id
    stmt = select(CatalogChange).where(CatalogChange.issue_id == issue_id, own).order_by(CatalogChange.id.desc())
    found = session().scalar(stmt.limit(1))
    return RowChange(found.account_id, found.changed_at, found.after is None) if found else None


_NEWEST_FIRST: tuple[ColumnElement[Any], ...] = (CatalogIssue.valid_from.desc(), CatalogIssue.id.desc())


def _may_see(issue: CatalogIssue, within: str | None) -> bool:
    if within is not None:
        return issue.region_code.startswith(regions.prefix(within))
    return issue.state is not IssueState.DRAFT


def _in_force(issues: Sequence[CatalogIssue], today: date) -> frozenset[int]:
    """Return, for each region, the published edition that began last; the editions of one kind come newest first."""
    found: dict[str, CatalogIssue] = {}
    for issue in issues:
        if issue.state is not IssueState.DRAFT and issue.valid_from <= today:
            found.setdefault(issue.region_code, issue)
    return frozenset(one.id for one in found.values() if one.valid_to is None or one.valid_to >= today)


def _edition(issue: CatalogIssue, number: int, in_force: frozenset[int]) -> Edition:
    return Edition(
        id=issue.id,
        kind=issue.kind,
        region_code=issue.region_code,
        title=issue.title,
        source=issue.source,
        document_number=issue.document_number,
        valid_from=issue.valid_from,
        past_reason=issue.past_reason,
        state=_state(issue, in_force),
        version=issue.version,
        based_on_id=issue.based_on_id,
        sent_back_reason=issue.sent_back_reason,
        submitted_at=issue.submitted_at,
        published_at=issue.published_at,
        rows=number,
    )


def _state(issue: CatalogIssue, in_force: frozenset[int]) -> EditionState:
    if issue.state is IssueState.DRAFT:
        return EditionState.SUBMITTED if issue.submitted_at else EditionState.EDITING
    if issue.id in in_force:
        return EditionState.IN_FORCE
    return EditionState.COMING if issue.valid_from > clock.today() else EditionState.PAST


def _row(row: Row[Any] | Sequence[Any]) -> EditionRow:
    return EditionRow(*row)
