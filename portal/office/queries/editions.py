"""Reads of the editions of the catalogs for the office: with the names of who changed what."""

from datetime import datetime

from sqlalchemy import func, select

from portal.catalog.models import CatalogIssue
from portal.catalog.queries import editions
from portal.catalog.types import IssueState
from portal.core import regions
from portal.core.db import session
from portal.office.types.editions import OtherOfficer
from portal.people.models import Account


def officer_of_change(issue_id: int, entry_id: int | None) -> OtherOfficer | None:
    """Return who changed a row of a draft last, or what stands above the rows."""
    change = editions.last_change(issue_id, entry_id)
    return _officer(change.account_id, change.changed_at, change.is_gone) if change else None


def count_waiting(within: str) -> int:
    """Return how many editions of a region wait for a second officer."""
    stmt = select(func.count()).where(
        CatalogIssue.state == IssueState.DRAFT,
        CatalogIssue.submitted_at.is_not(None),
        regions.inside(CatalogIssue.region_code, within),
    )
    return session().scalar(stmt) or 0


def _officer(account_id: int, at: datetime, gone: bool) -> OtherOfficer:
    name = session().scalar(select(Account.display_name).where(Account.id == account_id))
    return OtherOfficer(name or "", at, gone)
