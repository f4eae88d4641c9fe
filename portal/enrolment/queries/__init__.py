"""Reads of applications, seats and wishes."""

from portal.enrolment.queries.applications import (
    asked_again,
    check_sign_up,
    clashes_of,
    find_class_of,
    find_live,
    get_application,
    list_classes_to_leave,
    list_for,
    list_shown,
    list_that_can_end,
)
from portal.enrolment.queries.classes import get_class, list_instead_of, not_yet_announced
from portal.enrolment.queries.contacts import contacts_of
from portal.enrolment.queries.facts import facts_of_person, get_entitlement
from portal.enrolment.queries.ledger import (
    all_lines,
    classes_for,
    count_ledger,
    count_overdue,
    find_wisher,
    get_line,
    list_ledger,
    name_of,
)
from portal.enrolment.queries.moving import find_move
from portal.enrolment.queries.seats import (
    count_seats,
    due_to_begin,
    due_to_end,
    with_list_to_close,
    with_offers_past,
    with_seat_to_offer,
)
from portal.enrolment.queries.wishes import (
    content_of,
    list_wishes,
    occupations_by_trade,
    open_wishes,
    people_who_wish,
)

__all__ = [
    "all_lines",
    "asked_again",
    "check_sign_up",
    "clashes_of",
    "classes_for",
    "contacts_of",
    "content_of",
    "count_ledger",
    "count_overdue",
    "count_seats",
    "due_to_begin",
    "due_to_end",
    "facts_of_person",
    "find_class_of",
    "find_live",
    "find_move",
    "find_wisher",
    "get_application",
    "get_class",
    "get_entitlement",
    "get_line",
    "list_classes_to_leave",
    "list_for",
    "list_instead_of",
    "list_ledger",
    "list_shown",
    "list_that_can_end",
    "list_wishes",
    "name_of",
    "not_yet_announced",
    "occupations_by_trade",
    "open_wishes",
    "people_who_wish",
    "with_list_to_close",
    "with_offers_past",
    "with_seat_to_offer",
]
