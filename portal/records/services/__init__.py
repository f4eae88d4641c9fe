"""Writes of the record."""

from portal.records.services.batches import close_batch, discard_batch, make_batch, publish_batch
from portal.records.services.certificates import add_certificate, replace_certificate, revoke_certificate
from portal.records.services.documents import find_or_render_pdf
from portal.records.services.follow_ups import plan_follow_ups, record_visit
from portal.records.services.objections import answer_objection, forget_contacts, send_objection, take_in_hand
from portal.records.services.posts import change_post, close_post, enter_post
from portal.records.services.prints import PRINT_JOB, hand_out, print_waiting
from portal.records.services.privacy import OWN_DATA
from portal.records.services.results import record_result
from portal.records.services.subsidies import claim_for_roll, claim_subsidy, refuse_claim, set_subsidy_state
from portal.records.services.summaries import count_look_up, issue_summary, switch_off

__all__ = [
    "OWN_DATA",
    "PRINT_JOB",
    "add_certificate",
    "answer_objection",
    "change_post",
    "claim_for_roll",
    "claim_subsidy",
    "close_batch",
    "close_post",
    "count_look_up",
    "discard_batch",
    "enter_post",
    "find_or_render_pdf",
    "forget_contacts",
    "hand_out",
    "issue_summary",
    "make_batch",
    "plan_follow_ups",
    "print_waiting",
    "publish_batch",
    "record_result",
    "record_visit",
    "refuse_claim",
    "replace_certificate",
    "revoke_certificate",
    "send_objection",
    "set_subsidy_state",
    "switch_off",
    "take_in_hand",
]
