"""Reads of the record."""

from portal.records.queries.lines import (
    find_occupation_code,
    list_for,
    lock_person,
    subsidised_keys,
)
from portal.records.queries.summaries import (
    PDF_SIGNED_AS,
    SIGNED_AS,
    belongs_to,
    draft_summary,
    find_own,
    find_pdf,
    find_verification,
    get_own,
    list_documents,
    portal_name,
)

__all__ = [
    "PDF_SIGNED_AS",
    "SIGNED_AS",
    "belongs_to",
    "draft_summary",
    "find_occupation_code",
    "find_own",
    "find_pdf",
    "find_verification",
    "get_own",
    "list_documents",
    "list_for",
    "lock_person",
    "portal_name",
    "subsidised_keys",
]
