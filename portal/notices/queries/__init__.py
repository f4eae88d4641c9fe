"""Reads of messages, announcements, guides and the documents they explain."""

from portal.notices.queries.announcements import (
    find_announcements,
    get_announcement,
    list_announcements,
    newest_announcements,
)
from portal.notices.queries.deliveries import (
    deliveries_of_messages,
    know_contacts_by,
    spending,
)
from portal.notices.queries.documents import all_documents, get_document
from portal.notices.queries.guides import all_guides, get_guide, guide_groups, search_guides, targets
from portal.notices.queries.messages import PAGE, count_unread, list_all, list_messages
from portal.notices.queries.words import list_word_reports

__all__ = [
    "PAGE",
    "all_documents",
    "all_guides",
    "count_unread",
    "deliveries_of_messages",
    "find_announcements",
    "get_announcement",
    "get_document",
    "get_guide",
    "guide_groups",
    "know_contacts_by",
    "list_all",
    "list_announcements",
    "list_messages",
    "list_word_reports",
    "newest_announcements",
    "search_guides",
    "spending",
    "targets",
]
