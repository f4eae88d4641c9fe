"""Reads of announcements, newest first."""

from sqlalchemy import select

from portal.core import search_keys
from portal.core.db import session
from portal.notices.errors import NoSuchAnnouncement
from portal.notices.models import AnnouncementRow
from portal.notices.types import Announcement, AnnouncementKind, AnnouncementPage

PAGE = 20
_NEWEST = (AnnouncementRow.published_on.desc(), AnnouncementRow.id.desc())


def list_announcements(kind: AnnouncementKind | None = None, page: int = 1) -> AnnouncementPage:
    """Return a page of announcements, of one kind or of all."""
    stmt = select(AnnouncementRow).order_by(*_NEWEST).limit(PAGE + 1).offset((page - 1) * PAGE)
    if kind is not None:
        stmt = stmt.where(AnnouncementRow.kind == kind)
    rows = session().scalars(stmt).all()
    return AnnouncementPage(tuple(_view(row) for row in rows[:PAGE]), page, len(rows) > PAGE)


def newest_announcements(count: int) -> tuple[Announcement, ...]:
    """Return the newest announcements."""
    return tuple(_view(row) for row in session().scalars(select(AnnouncementRow).order_by(*_NEWEST).limit(count)))


def find_announcements(query: str, count: int = 10) -> tuple[Announcement, ...]:
    """Return the announcements whose titles answer a query, the surest first."""
    key = AnnouncementRow.search_key
    stmt = select(AnnouncementRow).where(search_keys.matches(key, query))
    stmt = stmt.order_by(search_keys.rank(key, query), *_NEWEST).limit(count)
    return tuple(_view(row) for row in session().scalars(stmt))


def get_announcement(announcement_id: int) -> Announcement:
    """Return an announcement.

    Raises:
        NoSuchAnnouncement: there is none.
    """
    row = session().get(AnnouncementRow, announcement_id)
    if row is None:
        raise NoSuchAnnouncement(announcement_id)
    return _view(row)


def _view(row: AnnouncementRow) -> Announcement:
    return Announcement(
        id=row.id,
        title_zh=row.title_zh,
        title_mn=row.title_mn,
        body_zh=row.body_zh,
        body_mn=row.body_mn,
        published_on=row.published_on,
        kind=row.kind,
        region=row.region,
        source=row.source,
        updated_at=row.updated_at,
    )
