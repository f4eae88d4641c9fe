"""Tell people things, publish announcements, take reports of wrong words."""

from portal.notices.services.announcements import publish_announcement
from portal.notices.services.messages import OWN_DATA, export_messages, forget_fact, forget_messages, mark_read, tell
from portal.notices.services.outbox import JOB, queue_code, resend
from portal.notices.services.sending import send_text_messages
from portal.notices.services.words import report_word

__all__ = [
    "JOB",
    "OWN_DATA",
    "export_messages",
    "forget_fact",
    "forget_messages",
    "mark_read",
    "publish_announcement",
    "queue_code",
    "report_word",
    "resend",
    "send_text_messages",
    "tell",
]
