"""Tell people things, publish announcements, take reports of wrong words."""

from portal.notices.services.announcements import publish_announcement
from portal.notices.services.messages import OWN_DATA, export_messages, forget_messages, mark_read, tell
from portal.notices.services.words import report_word

__all__ = [
    "OWN_DATA",
    "export_messages",
    "forget_messages",
    "mark_read",
    "publish_announcement",
    "report_word",
    "tell",
]
