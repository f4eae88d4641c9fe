"""What can be done with applications and wishes."""

from portal.enrolment.services.answering import accept_offer, decline_offer, withdraw
from portal.enrolment.services.applying import apply
from portal.enrolment.services.classes import (
    begin_and_end_classes,
    cancel_class,
    close_waiting_lists,
    end_class,
    expire_offers,
    finish,
    start_class,
)
from portal.enrolment.services.own_data import OWN_DATA
from portal.enrolment.services.reminders import remind
from portal.enrolment.services.wishes import (
    add_wish,
    tell_wishes,
    tell_wishes_of_new_classes,
    withdraw_wish,
)

__all__ = [
    "OWN_DATA",
    "accept_offer",
    "add_wish",
    "apply",
    "begin_and_end_classes",
    "cancel_class",
    "close_waiting_lists",
    "decline_offer",
    "end_class",
    "expire_offers",
    "finish",
    "remind",
    "start_class",
    "tell_wishes",
    "tell_wishes_of_new_classes",
    "withdraw",
    "withdraw_wish",
]
