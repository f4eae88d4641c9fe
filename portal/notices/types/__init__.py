"""What this room shows and takes."""

from portal.notices.types.announcements import (
    Announcement,
    AnnouncementKind,
    AnnouncementPage,
    NewAnnouncement,
    WordReport,
)
from portal.notices.types.documents import Line, LineKind, PolicyDocument
from portal.notices.types.guides import (
    Guide,
    GuideKind,
    Part,
    Section,
    Source,
    Statement,
    Target,
    TargetSeries,
    Text,
)
from portal.notices.types.messages import MessagePage, MessageView

__all__ = [
    "Announcement",
    "AnnouncementKind",
    "AnnouncementPage",
    "Guide",
    "GuideKind",
    "Line",
    "LineKind",
    "MessagePage",
    "MessageView",
    "NewAnnouncement",
    "Part",
    "PolicyDocument",
    "Section",
    "Source",
    "Statement",
    "Target",
    "TargetSeries",
    "Text",
    "WordReport",
]
