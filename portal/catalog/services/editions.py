"""Keep a catalog by editions: copy the one in force, change it, let a second officer publish it.

Source:
    Notice on training of migrant workers, 2024-02-07, part 3 (2), and 内人社发〔2022〕31号: the bureau publishes the
    demand catalog and the catalog of trades in shortage. That two officers are needed is this portal's own rule.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.catalog import queries, rules
from portal.catalog.errors import (
    BeginsTooEarly,
    ChangedMeanwhile,
    EditionNotFound,
    FirstDayPassed,
    NotADraft,
    NothingChanged,
    NotReady,
    RowNotTaken,
    SecondOfficerMustApprove,
    UnknownRegion,
)
from portal.catalog.models import CatalogChange, CatalogEntry, CatalogIssue
from portal.catalog.queries import editions
from portal.catalog.services.edition_rows import occupation_of, read_change, read_new
from portal.catalog.services.occupations import drop_unused_crafts, name_where_missing
from portal.catalog.services.sealing import seal
from portal.catalog.types import CatalogKind, IssueState
from portal.catalog.types.editions import AboutEdition, RowProblem, TypedRow
from portal.core import audit, clock, regions
from portal.core.db import transaction
from portal.core.i18n import _l

TITLES = {
    CatalogKind.DEMAND: "{place}职业技能培训需求指导目录（{year}年）",
    CatalogKind.SHORTAGE: "{place}急需紧缺技术工种目录（{year}年）",
}
_COPIED = ("occupation_id", "level", "hours", "shortage", "amount_fen", "document_number", "name_mn")
_SAID = ("level", "hours", "shortage", "amount_fen", "document_number", "name_mn")
_ABOUT = ("title", "source", "document_number", "valid_from", "past_reason")


@dataclass(frozen=True, slots=True)
class Editor:
    """An officer at work: the account, and the region it may act for."""

    account_id: int
    region_code: str


def begin_draft(kind: CatalogKind, region: str, *, editor: Editor) -> tuple[int, bool]:
    """Copy the edition in force into a draft and return it, and whether it is new; there is one draft at a time.

    Raises:
        UnknownRegion: nobody knows the region, or it lies outside that of the officer.
    """
    place = regions.get(region)
    if place is None or not _within(place.code, editor) or kind not in TITLES:
        raise UnknownRegion
    try:
        with transaction() as session:
            begun = editions.find_draft(kind, place.code)
            return (begun, False) if begun is not None else (_copy(session, kind, place, editor), True)
    except IntegrityError:
        # The index of drafts had the last word: another officer began one at the same moment.
        begun = editions.find_draft(kind, place.code)
        if begun is None:
            raise
        return begun, False


def _copy(session: Session, kind: CatalogKind, place: regions.Place, editor: Editor) -> int:
    """Make a draft of what is in force, and return it."""
    base = editions.find_in_force(kind, place.code)
    issue = CatalogIssue(
        kind=kind,
        region_code=place.code,
        title=TITLES[kind].format(place=place.name, year=clock.today().year),
        valid_from=clock.today(),
        state=IssueState.DRAFT,
        based_on_id=base,
    )
    session.add(issue)
    session.flush()
    if base is not None:
        columns = [getattr(CatalogEntry, name) for name in _COPIED]
        copied = select(*columns).where(CatalogEntry.issue_id == base).order_by(CatalogEntry.id)
        rows = [{**row._mapping, "issue_id": issue.id, "version": 1} for row in session.execute(copied)]
        if rows:
            session.execute(insert(CatalogEntry), rows)
    _record("begin_edition", issue.id, editor)
    return issue.id


def save_about(issue_id: int, about: AboutEdition, *, version: int, editor: Editor) -> None:
    """Write down title, document and first day of a draft.

    Raises:
        EditionNotFound: there is none in the officer's region.
        NotADraft: it can no longer be changed.
        ChangedMeanwhile: someone else saved since this version was read.
        BeginsTooEarly: the edition that it replaces begins later.
    """
    with transaction() as session:
        issue = _lock_draft(session, issue_id, editor)
        if editions.about_version(issue_id) != version:
            raise ChangedMeanwhile
        before = editions.edition_before(editions.get_edition(issue_id, within=editor.region_code))
        if before is not None and before.region_code == issue.region_code and about.valid_from < before.valid_from:
            raise BeginsTooEarly
        old = _about(issue)
        for name in _ABOUT:
            setattr(issue, name, getattr(about, name))
        if _about(issue) != old:
            _note(session, issue, editor, None, old, _about(issue))


def add_row(issue_id: int, typed: TypedRow, *, editor: Editor) -> int:
    """Add an occupation at a level to a draft and return the row.

    Raises:
        EditionNotFound: there is none in the officer's region.
        NotADraft: it can no longer be changed.
        RowNotTaken: a field is wrong, warns, or the draft has this occupation at this level.
    """
    with transaction() as session:
        issue = _lock_draft(session, issue_id, editor)
        occupation_id, values = read_new(session, typed)
        _refuse_twice(session, issue_id, occupation_id, values["level"])
        row = CatalogEntry(issue_id=issue_id, occupation_id=occupation_id, version=1, **values)
        session.add(row)
        session.flush()
        _note(session, issue, editor, row.id, None, _said(row))
    return row.id


def save_row(issue_id: int, entry_id: int, typed: TypedRow, *, version: int, editor: Editor) -> None:
    """Change what a row of a draft says.

    Raises:
        EditionNotFound: there is no such draft in the officer's region.
        NotADraft: it can no longer be changed.
        ChangedMeanwhile: someone else changed or dropped the row since this version was read.
        RowNotTaken: a field is wrong.
    """
    with transaction() as session:
        issue = _lock_draft(session, issue_id, editor)
        row = _lock_row(session, issue_id, entry_id, version)
        values, old = read_change(typed, occupation_of(session, row.occupation_id)), _said(row)
        if values["level"] != row.level:
            _refuse_twice(session, issue_id, row.occupation_id, values["level"])
        for name in _SAID:
            setattr(row, name, values[name])
        if _said(row) != old:
            row.version += 1
            _note(session, issue, editor, entry_id, old, _said(row))


def drop_row(issue_id: int, entry_id: int, *, version: int, editor: Editor) -> None:
    """Take a row out of a draft.

    Raises:
        EditionNotFound: there is no such draft in the officer's region.
        NotADraft: it can no longer be changed.
        ChangedMeanwhile: someone else changed or dropped the row since this version was read.
    """
    with transaction() as session:
        issue = _lock_draft(session, issue_id, editor)
        row = _lock_row(session, issue_id, entry_id, version)
        _note(session, issue, editor, entry_id, _said(row), None)
        session.delete(row)
        session.flush()
        drop_unused_crafts(session, [row.occupation_id])


def take_row_back(issue_id: int, entry_id: int, *, editor: Editor) -> None:
    """Put a row of the edition before into a draft again, as it stands there; harmless to repeat.

    Raises:
        EditionNotFound: there is no such draft, or no such row.
        NotADraft: it can no longer be changed.
    """
    with transaction() as session:
        issue = _lock_draft(session, issue_id, editor)
        before = editions.edition_before(editions.get_edition(issue_id, within=editor.region_code))
        old = session.get(CatalogEntry, entry_id)
        if before is None or old is None or old.issue_id != before.id:
            raise EditionNotFound(issue_id)
        if _find(session, issue_id, old.occupation_id, old.level) is None:
            row = CatalogEntry(issue_id=issue_id, version=1, **{name: getattr(old, name) for name in _COPIED})
            session.add(row)
            session.flush()
            _note(session, issue, editor, row.id, None, _said(row))


def submit(issue_id: int, *, version: int, editor: Editor) -> None:
    """Hand a draft to a second officer.

    Raises:
        EditionNotFound: there is none in the officer's region.
        NotADraft: it can no longer be changed.
        ChangedMeanwhile: someone else saved since this version was read.
        NotReady: its document or its number is missing, or it has no row.
        NothingChanged: it says what the edition before says.
    """
    with transaction() as session:
        issue = _lock_draft(session, issue_id, editor)
        _check(issue, version)
        edition = editions.get_edition(issue_id, within=editor.region_code)
        if not (issue.source and issue.document_number and edition.rows):
            raise NotReady
        if editions.compare_with_before(edition).difference.is_empty:
            raise NothingChanged
        issue.submitted_at, issue.submitted_by_id = clock.now(), editor.account_id
        issue.sent_back_reason = None
        _record("submit_edition", issue_id, editor)


def send_back(issue_id: int, reason: str | None, *, editor: Editor) -> None:
    """Open a submitted draft for changes again: a second officer says why, an editor takes it back without a word.

    Raises:
        EditionNotFound: there is none in the officer's region.
        NotADraft: it does not wait for a second officer.
    """
    with transaction() as session:
        issue = _lock_submitted(session, issue_id, editor)
        issue.submitted_at, issue.submitted_by_id, issue.sent_back_reason = None, None, reason
        issue.version += 1
        _record("send_edition_back", issue_id, editor, {"reason": reason} if reason else {})


def approve(issue_id: int, *, version: int, before_id: int | None, editor: Editor) -> None:
    """Publish a draft that others made; it is in force from its first day by itself.

    Args:
        issue_id: The draft.
        version: The version that this officer read.
        before_id: The edition that it was held against when this officer read it.
        editor: The officer.

    Raises:
        EditionNotFound: there is none in the officer's region.
        NotADraft: it does not wait for a second officer.
        ChangedMeanwhile: it is not what this officer read, or another edition was published meanwhile.
        SecondOfficerMustApprove: this officer changed something in it.
        FirstDayPassed: it would begin in the past and nobody said why.
    """
    with transaction() as session:
        issue = _lock_submitted(session, issue_id, editor)
        changed_by = editions.editors(issue_id) | {issue.submitted_by_id or 0}
        if not rules.may_approve(editor.account_id, editors=changed_by):
            raise SecondOfficerMustApprove
        _check(issue, version)
        before = editions.edition_before(editions.get_edition(issue_id, within=editor.region_code))
        if (before.id if before else None) != before_id:
            raise ChangedMeanwhile
        if issue.valid_from < clock.today() and not issue.past_reason:
            raise FirstDayPassed
        for row in session.scalars(select(CatalogEntry).where(CatalogEntry.issue_id == issue_id)):
            name_where_missing(occupation_of(session, row.occupation_id), row.name_mn)
        issue.approved_by_id, issue.published_at = editor.account_id, clock.now()
        session.flush()
        seal(session, issue)
        _record("publish_edition", issue_id, editor, {"from": issue.valid_from.isoformat()})
    queries.forget()


def discard(issue_id: int, *, editor: Editor) -> None:
    """Throw a draft away; what was done in it stays in the audit trail.

    Raises:
        EditionNotFound: there is none in the officer's region.
        NotADraft: it waits for a second officer or is published.
    """
    with transaction() as session:
        _lock_draft(session, issue_id, editor)
        named = session.scalars(select(CatalogEntry.occupation_id).where(CatalogEntry.issue_id == issue_id)).all()
        for table in (CatalogChange, CatalogEntry):
            session.execute(delete(table).where(table.issue_id == issue_id))
        session.execute(delete(CatalogIssue).where(CatalogIssue.id == issue_id))
        drop_unused_crafts(session, named)
        _record("discard_edition", issue_id, editor)


def _within(region: str, editor: Editor) -> bool:
    return region.startswith(regions.prefix(editor.region_code))


def _lock(session: Session, issue_id: int, editor: Editor) -> CatalogIssue:
    """Take the one gate to an edition; two officers at once pass it one after the other."""
    found = session.get(CatalogIssue, issue_id, with_for_update=True, populate_existing=True)
    if found is None or not _within(found.region_code, editor):
        raise EditionNotFound(issue_id)
    return found


def _lock_draft(session: Session, issue_id: int, editor: Editor) -> CatalogIssue:
    issue = _lock(session, issue_id, editor)
    if issue.state is not IssueState.DRAFT or issue.submitted_at is not None:
        raise NotADraft
    return issue


def _lock_submitted(session: Session, issue_id: int, editor: Editor) -> CatalogIssue:
    issue = _lock(session, issue_id, editor)
    if issue.state is not IssueState.DRAFT or issue.submitted_at is None:
        raise NotADraft
    return issue


def _check(issue: CatalogIssue, version: int) -> None:
    if issue.version != version:
        raise ChangedMeanwhile


def _lock_row(session: Session, issue_id: int, entry_id: int, version: int) -> CatalogEntry:
    stmt = select(CatalogEntry).where(CatalogEntry.id == entry_id, CatalogEntry.issue_id == issue_id)
    row = session.scalar(stmt.with_for_update().execution_options(populate_existing=True))
    if row is None or row.version != version:
        raise ChangedMeanwhile
    return row


def _find(session: Session, issue_id: int, occupation_id: int, level: str) -> CatalogEntry | None:
    stmt = select(CatalogEntry).where(
        CatalogEntry.issue_id == issue_id, CatalogEntry.occupation_id == occupation_id, CatalogEntry.level == level
    )
    return session.scalar(stmt)


def _refuse_twice(session: Session, issue_id: int, occupation_id: int, level: str) -> None:
    if _find(session, issue_id, occupation_id, level) is not None:
        said = _l("This edition already has the occupation at this level. Change that row instead.")
        raise RowNotTaken((RowProblem("level", said),))


def _said(row: CatalogEntry) -> dict[str, Any]:
    return {**{name: getattr(row, name) for name in _SAID}, "occupation_id": row.occupation_id}


def _about(issue: CatalogIssue) -> dict[str, Any]:
    return {**{name: getattr(issue, name) for name in _ABOUT}, "valid_from": issue.valid_from.isoformat()}


def _note(
    session: Session,
    issue: CatalogIssue,
    editor: Editor,
    entry_id: int | None,
    before: dict[str, Any] | None,
    after: dict[str, Any] | None,
) -> None:
    """Write down one change, and count it, so that whoever read the draft before notices."""
    issue.version += 1
    change = CatalogChange(issue_id=issue.id, account_id=editor.account_id, changed_at=clock.now(), entry_id=entry_id)
    change.before, change.after = before, after
    session.add(change)
    _record("change_edition", issue.id, editor, {"row": entry_id, "before": before, "after": after})


def _record(action: str, issue_id: int, editor: Editor, details: dict[str, Any] | None = None) -> None:
    audit.record(
        f"catalog.{action}",
        subject_type="catalog_issue",
        subject_id=issue_id,
        actor_id=editor.account_id,
        details=details,
    )
