"""Which rows of the demand catalogs hold today, and which of them holds for a place."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.catalog.models import CatalogEntry, CatalogIssue, Occupation
from portal.catalog.types import CatalogKind, IssueState
from portal.catalog.types.plans import Offerable
from portal.core import clock, regions
from portal.core.db import session

Known = dict[tuple[int, str], list[tuple[str, CatalogEntry]]]
"""Occupation and level -> the rows in force, each with the region of its edition."""


def entries_in_force(current: Session) -> Known:
    """Return the rows of the demand catalogs that hold today."""
    in_force = _editions_in_force(current)
    found: Known = {}
    for entry in current.scalars(select(CatalogEntry).where(CatalogEntry.issue_id.in_(in_force))):
        found.setdefault((entry.occupation_id, entry.level), []).append((in_force[entry.issue_id], entry))
    return found


def closest(known: Known, occupation_id: int, level: str, region: str) -> CatalogEntry | None:
    """Return the row that says most closely what a place needs: of its own edition before those around it."""
    around = {place.code: depth for depth, place in enumerate(regions.path(region))}
    found = [(around[code], entry) for code, entry in known.get((occupation_id, level), []) if code in around]
    return max(found, key=lambda one: one[0])[1] if found else None


def list_offerable(trades: tuple[str, ...]) -> list[Offerable]:
    """Return what may be taught today, of these groups of trades or of all, each occupation and level once."""
    stmt = (
        select(
            Occupation.id, Occupation.name, Occupation.name_mn, Occupation.trade, CatalogEntry.level, CatalogEntry.hours
        )
        .join(CatalogEntry, CatalogEntry.occupation_id == Occupation.id)
        .where(CatalogEntry.issue_id.in_(_editions_in_force(session())))
        .order_by(Occupation.trade, Occupation.id, CatalogEntry.level.desc(), CatalogEntry.id)
    )
    if trades:
        stmt = stmt.where(Occupation.trade.in_(trades))
    found = (Offerable(*row) for row in session().execute(stmt))
    return list({(one.occupation_id, one.level): one for one in found}.values())


def _editions_in_force(current: Session) -> dict[int, str]:
    today = clock.today()
    issues = current.scalars(
        select(CatalogIssue)
        .where(
            CatalogIssue.kind == CatalogKind.DEMAND,
            CatalogIssue.state != IssueState.DRAFT,
            CatalogIssue.valid_from <= today,
        )
        .order_by(CatalogIssue.valid_from, CatalogIssue.id)
    )
    latest = {issue.region_code: issue for issue in issues}
    return {issue.id: code for code, issue in latest.items() if issue.valid_to is None or issue.valid_to >= today}
