"""Writes of the record."""

from portal.records.services.certificates import add_certificate, replace_certificate, revoke_certificate
from portal.records.services.documents import find_or_render_pdf
from portal.records.services.privacy import OWN_DATA
from portal.records.services.results import record_result
from portal.records.services.subsidies import claim_subsidy, set_subsidy_state
from portal.records.services.summaries import count_look_up, issue_summary, switch_off

__all__ = [
    "OWN_DATA",
    "add_certificate",
    "claim_subsidy",
    "count_look_up",
    "find_or_render_pdf",
    "issue_summary",
    "record_result",
    "replace_certificate",
    "revoke_certificate",
    "set_subsidy_state",
    "switch_off",
]
