"""Pages of announcements, and their feed."""

from datetime import UTC, datetime, time
from urllib.parse import urlsplit

from flask import current_app, make_response, render_template, request
from flask.typing import ResponseReturnValue

from portal.core import clock, regions
from portal.core.i18n import _l, edition
from portal.core.web import same_for_everyone
from portal.notices import queries
from portal.notices.types import Announcement, AnnouncementKind
from portal.notices.views.blueprint import bp
from portal.people.access import public

FURTHEST_PAGE, IN_FEED = 500, 30

KINDS = {
    AnnouncementKind.POLICY: _l("Policy"),
    AnnouncementKind.CLASSES: _l("Classes"),
    AnnouncementKind.PUBLICATION: _l("Public notice of subsidies"),
    AnnouncementKind.SERVICE: _l("About this service"),
}


@bp.get("/notices")
@public
@same_for_everyone
def announcements() -> ResponseReturnValue:
    """Show what was announced, newest first."""
    asked = request.args.get("kind", "")
    kind = AnnouncementKind(asked) if asked in set(AnnouncementKind) else None
    number = min(max(request.args.get("page", 1, type=int), 1), FURTHEST_PAGE)
    page = queries.list_announcements(kind, number)
    return render_template("notices/announcements.html", page=page, kind=kind, kinds=KINDS, place_of=place_of)


@bp.get("/notices/<int:announcement_id>")
@public
@same_for_everyone
def announcement(announcement_id: int) -> ResponseReturnValue:
    """Show one announcement."""
    found = queries.get_announcement(announcement_id)
    return render_template("notices/announcement.html", item=found, kinds=KINDS, place_of=place_of)


@bp.get("/notices.atom")
@public
def feed() -> ResponseReturnValue:
    """Give feed readers the newest announcements, in the language of the edition."""
    entries = queries.newest_announcements(IN_FEED)
    base = current_app.config["PORTAL"].base_url
    updated = max((entry.updated_at for entry in entries), default=datetime(2026, 1, 1, tzinfo=UTC))
    answer = make_response(
        render_template(
            "notices/feed.xml",
            entries=entries,
            base=base,
            authority=urlsplit(base).hostname,
            updated=updated,
            kinds=KINDS,
            published=_published,
        )
    )
    answer.content_type = "application/atom+xml; charset=utf-8"
    answer.headers["Content-Language"] = "mn-Mong-CN" if edition() == "mn" else "zh-Hans-CN"
    answer.last_modified = updated
    return answer.make_conditional(request)


def place_of(item: Announcement) -> regions.Place | None:
    """Return the place an announcement concerns."""
    return regions.get(item.region) if item.region else None


def _published(item: Announcement) -> datetime:
    """Return the beginning of the day an announcement is dated."""
    return datetime.combine(item.published_on, time(), tzinfo=clock.LOCAL)
