"""What can be done with applications and wishes."""

from portal.enrolment.services.answering import accept_offer, decline_offer, withdraw, withdraw_contested
from portal.enrolment.services.applying import apply
from portal.enrolment.services.attendance import mark_day
from portal.enrolment.services.changing import agree_to_change, ask_change, change_class
from portal.enrolment.services.classes import (
    begin_and_end_classes,
    cancel_class,
    close_waiting_lists,
    end_class,
    expire_offers,
    finish,
    start_class,
)
from portal.enrolment.services.ledger import (
    answer_wish,
    arrange_wish,
    contest_wish,
    mark_met,
    seal_old_answers,
    wish_still,
)
from portal.enrolment.services.moving import dissolve_class, tell_of_return, tell_of_withdrawal
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
    "agree_to_change",
    "answer_wish",
    "apply",
    "arrange_wish",
    "ask_change",
    "begin_and_end_classes",
    "cancel_class",
    "change_class",
    "close_waiting_lists",
    "contest_wish",
    "decline_offer",
    "dissolve_class",
    "end_class",
    "expire_offers",
    "finish",
    "mark_day",
    "mark_met",
    "remind",
    "seal_old_answers",
    "start_class",
    "tell_of_return",
    "tell_of_withdrawal",
    "tell_wishes",
    "tell_wishes_of_new_classes",
    "wish_still",
    "withdraw",
    "withdraw_contested",
    "withdraw_wish",
]
