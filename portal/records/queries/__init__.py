"""Reads of the record."""

from portal.records.queries.batches import (
    count_open_objections,
    get_batch,
    get_published,
    list_batches,
    list_entries,
    list_living,
    list_published,
    list_waiting,
)
from portal.records.queries.claims import claim_rules, find_earlier, get_roll, in_reach, list_taught
from portal.records.queries.lines import (
    find_occupation_code,
    list_for,
    lock_person,
    lock_same_human,
    subsidised_keys,
)
from portal.records.queries.objections import MARKED_AS, find_tracked, get_objection, list_objections, mark_of
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
    "MARKED_AS",
    "PDF_SIGNED_AS",
    "SIGNED_AS",
    "belongs_to",
    "claim_rules",
    "count_open_objections",
    "draft_summary",
    "find_earlier",
    "find_occupation_code",
    "find_own",
    "find_pdf",
    "find_tracked",
    "find_verification",
    "get_batch",
    "get_objection",
    "get_own",
    "get_published",
    "get_roll",
    "in_reach",
    "list_batches",
    "list_documents",
    "list_entries",
    "list_for",
    "list_living",
    "list_objections",
    "list_published",
    "list_taught",
    "list_waiting",
    "lock_person",
    "lock_same_human",
    "mark_of",
    "portal_name",
    "subsidised_keys",
]
