"""Publish announcements."""

from sqlalchemy import select

from portal.core import audit, clock, search_keys
from portal.core.db import transaction
from portal.notices.models import AnnouncementRow
from portal.notices.types import NewAnnouncement


def publish_announcement(new: NewAnnouncement, *, actor_id: int | None = None) -> int:
    """Publish an announcement and return its number.

    The same day and title again replaces what was said before, so that a repeated load changes nothing.

    Args:
        new: What is announced.
        actor_id: Account of whoever publishes it; None for the program itself.
    """
    with transaction() as session:
        same = AnnouncementRow.published_on == new.published_on, AnnouncementRow.title_zh == new.title_zh
        row = session.scalar(select(AnnouncementRow).where(*same)) or AnnouncementRow()
        if not _set(row, new):
            return row.id
        session.add(row)
        session.flush()
        audit.record("notices.publish", subject_type="announcement", subject_id=row.id, actor_id=actor_id)
        return row.id


def _set(row: AnnouncementRow, new: NewAnnouncement) -> bool:
    """Write the announcement into its row; tell whether that changed anything."""
    names = ("title_zh", "title_mn", "body_zh", "body_mn", "published_on", "kind", "region", "source")
    wanted = {name: getattr(new, name) for name in names}
    if row.id is not None and all(getattr(row, name) == value for name, value in wanted.items()):
        return False
    for name, value in wanted.items():
        setattr(row, name, value)
    row.search_key = search_keys.index_key(new.title_zh, new.title_mn, new.source)
    row.updated_at = clock.now()
    return True
