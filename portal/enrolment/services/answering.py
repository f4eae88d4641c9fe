"""Answer an offer, or withdraw."""

from contextlib import AbstractContextManager

from portal.core.errors import NotFound
from portal.enrolment import queries, rules
from portal.enrolment.errors import CannotWithdraw
from portal.enrolment.services import telling
from portal.enrolment.services.seats import HeldClass, get_held, holding, move
from portal.enrolment.types import ApplicationState, EndReason


def accept_offer(application_id: int, *, person_id: int, account_id: int | None) -> bool:
    """Take the seat that is held for this person, and say whether it is theirs now; harmless to repeat.

    Where it says no, the offer that ran out is written down as such, so whoever asks must not undo that.

    Raises:
        NotFound: there is no such application, or it is someone else's.
    """
    with _holding_class_of(application_id, person_id) as held:
        application = get_held(held, application_id)
        in_time = application.offer_expires_at is not None
        done = in_time or application.state is ApplicationState.ACCEPTED
        if in_time:
            move(application, ApplicationState.ACCEPTED, held.moment)
            telling.record("accept_offer", application, account_id=account_id)
            telling.tell("seat_confirmed", application, held.facts)
        return done


def decline_offer(application_id: int, *, person_id: int, account_id: int | None) -> bool:
    """Give back the seat that is held for this person, and say whether they did; harmless to repeat.

    Raises:
        NotFound: there is no such application, or it is someone else's.
    """
    with _holding_class_of(application_id, person_id) as held:
        application = get_held(held, application_id)
        in_time = application.offer_expires_at is not None
        done = in_time or application.end_reason is EndReason.OFFER_DECLINED
        if in_time:
            move(application, ApplicationState.DECLINED, held.moment, EndReason.OFFER_DECLINED)
            telling.record("decline_offer", application, account_id=account_id)
        return done


def withdraw(application_id: int, *, person_id: int, account_id: int | None) -> None:
    """Withdraw an application before the training begins; its seat goes to the first waiting. Harmless to repeat.

    Raises:
        NotFound: there is no such application, or it is someone else's.
        CannotWithdraw: the training has begun, or the application has ended.
    """
    if not leave(application_id, person_id=person_id, account_id=account_id, tell=True):
        raise CannotWithdraw


def withdraw_contested(application_id: int, *, person_id: int, account_id: int) -> None:
    """Withdraw what was not the person's will, as a bureau found; they read it in its answer, not as their own act.

    Raises:
        NotFound: there is no such application, or it is someone else's.
        CannotWithdraw: the training has begun, or the application has ended.
    """
    with _holding_class_of(application_id, person_id) as held:
        application = get_held(held, application_id)
        if not rules.may_step(application.state, ApplicationState.WITHDRAWN):
            raise CannotWithdraw
        move(application, ApplicationState.WITHDRAWN, held.moment)  # no reason of theirs
        telling.record("withdraw_contested", application, account_id=account_id)


def leave(application_id: int, *, person_id: int, account_id: int | None, tell: bool) -> bool:
    """Withdraw, and say whether the application is withdrawn now; someone who asked to be forgotten is told nothing.

    Raises:
        NotFound: there is no such application, or it is someone else's.
    """
    with _holding_class_of(application_id, person_id) as held:
        application = get_held(held, application_id)
        possible = rules.may_step(application.state, ApplicationState.WITHDRAWN)
        done = possible or application.state is ApplicationState.WITHDRAWN
        if possible:
            move(application, ApplicationState.WITHDRAWN, held.moment, EndReason.WITHDREW)
            telling.record("withdraw", application, account_id=account_id)
            if tell:
                telling.tell("application_withdrawn", application, held.facts)
        return done


def _holding_class_of(application_id: int, person_id: int) -> AbstractContextManager[HeldClass]:
    class_id = queries.find_class_of(application_id, person_id=person_id)
    if class_id is None:
        raise NotFound
    return holding(class_id)
