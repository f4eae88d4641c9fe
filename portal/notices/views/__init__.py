"""Pages of the room."""

from portal.notices.views import announcements, documents, guides, messages, words
from portal.notices.views.blueprint import bp

__all__ = ["announcements", "bp", "documents", "guides", "messages", "words"]
