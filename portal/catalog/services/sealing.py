"""Publish an edition for good: it is sealed, and older ones of its kind and region step back on its first day."""

from sqlalchemy import and_, or_, select, update
from sqlalchemy.orm import Session, aliased

from portal.catalog.models import CatalogIssue
from portal.catalog.types import IssueState
from portal.core import clock
from portal.core.db import transaction


def seal(session: Session, issue: CatalogIssue) -> None:
    """Let the database refuse every further change of an edition, and mark those that it replaces today."""
    issue.state, issue.sealed = IssueState.PUBLISHED, True
    session.flush()
    mark_superseded()


def mark_superseded() -> int:
    """Mark the editions that a newer one of their kind and region has replaced, and return how many. Periodic.

    Which edition is in force is always read from the days, so nothing waits for this mark.
    """
    newer = aliased(CatalogIssue)
    later = or_(
        newer.valid_from > CatalogIssue.valid_from,
        and_(newer.valid_from == CatalogIssue.valid_from, newer.id > CatalogIssue.id),
    )
    replaced = (
        select(newer.id)
        .where(
            newer.kind == CatalogIssue.kind,
            newer.region_code == CatalogIssue.region_code,
            newer.state != IssueState.DRAFT,
            newer.valid_from <= clock.today(),
            later,
        )
        .correlate(CatalogIssue)
        .exists()
    )
    with transaction() as session:
        due = session.scalars(select(CatalogIssue.id).where(CatalogIssue.state == IssueState.PUBLISHED, replaced)).all()
        if due:
            stmt = update(CatalogIssue).where(CatalogIssue.id.in_(due))
            session.execute(stmt.values(state=IssueState.SUPERSEDED))
    return len(due)
