"""Follow a class through its life: offers that run out, lists that close, a start, a cancellation, an end."""

from collections.abc import Collection

from portal.catalog import services as catalog
from portal.catalog.types import ClassState
from portal.core import clock, jobs
from portal.core.errors import NotFound
from portal.enrolment import queries, rules
from portal.enrolment.errors import NotAStep
from portal.enrolment.models import Application
from portal.enrolment.services import telling
from portal.enrolment.services.seats import HeldClass, get_held, holding, in_states, move, waiting_in_order
from portal.enrolment.services.wish_acts import meet_wishes, release_arranged
from portal.enrolment.types import LIVE_STATES, ApplicationState, EndReason, WhyOpen


def expire_offers() -> int:
    """End offers nobody answered in time, offer freed seats to the next, and return how many classes were touched.

    Periodic: each class in a transaction of its own, so that one never waits for another.
    """
    moment = clock.now()
    due = set(queries.with_offers_past(moment)) | set(queries.with_seat_to_offer(clock.to_local(moment).date()))
    return len(jobs.each(sorted(due), _put_in_order))


def _put_in_order(class_id: int) -> None:
    with holding(class_id):
        pass


def close_waiting_lists() -> int:
    """Tell those who still wait after the deadline that no seat came free, and return how many were told."""
    return sum(jobs.each(queries.with_list_to_close(clock.today()), _close_waiting_list))


def _close_waiting_list(class_id: int) -> int:
    with holding(class_id) as held:
        return _end_waiting(waiting_in_order(held), held) if _offers_are_over(held) else 0


def start_class(class_id: int, *, account_id: int | None = None) -> int:
    """Begin a class: whoever has a seat attends, whoever still waits is told. Return how many attend.

    Raises:
        NotFound: there is no such class.
    """
    with holding(class_id, offering=False) as held:
        catalog.set_class_state(class_id, ClassState.RUNNING, account_id=account_id)
        _end_waiting(in_states(held, ApplicationState.WAITING), held)
        seated = in_states(held, ApplicationState.ACCEPTED)
        for application in seated:
            _attend(application, held, account_id)
        release_arranged(class_id, WhyOpen.CLASS_BEGAN)
    return len(seated)


def attend(class_id: int, application_ids: Collection[int], *, account_id: int) -> None:
    """Begin the training of people who were there, where their class still takes others on its first day.

    From then on nobody leaves the roll of it, so that what they learned can be reported.

    Raises:
        NotFound: there is no such class.
    """
    with holding(class_id, offering=False) as held:
        for application in in_states(held, ApplicationState.ACCEPTED):
            if application.id in application_ids:
                _attend(application, held, account_id)


def _attend(application: Application, held: HeldClass, account_id: int | None) -> None:
    move(application, ApplicationState.ATTENDING, held.moment)
    telling.record("attend", application, account_id=account_id)
    meet_wishes(application.person_id, held.facts)


def finish(
    application_id: int, outcome: ApplicationState, *, account_id: int | None = None, corrected: bool = False
) -> None:
    """Write down how the training ended for someone: completed or absent. Harmless to repeat.

    Someone who has a seat in a class that nobody started in the portal attended it all the same.

    Args:
        application_id: Of whom.
        outcome: How it ended.
        account_id: Who says so.
        corrected: The result is being corrected, so another outcome may stand here; the audit trail keeps both.

    Raises:
        NotFound: there is no such application.
        NotAStep: the person had no seat, or another outcome is written down already.
    """
    class_id = queries.find_class_of(application_id)
    if class_id is None:
        raise NotFound
    with holding(class_id) as held:
        application = get_held(held, application_id)
        if application.state is outcome:
            return
        if outcome not in (ApplicationState.COMPLETED, ApplicationState.ABSENT):
            raise NotAStep(application.state, outcome)
        if corrected and rules.may_correct(application.state, outcome):
            application.state, application.changed_at = outcome, held.moment
        else:
            _end(application, outcome, held)
        telling.record(outcome.value, application, account_id=account_id)


def _end(application: Application, outcome: ApplicationState, held: HeldClass) -> None:
    if application.state is ApplicationState.ACCEPTED:
        move(application, ApplicationState.ATTENDING, held.moment)
        meet_wishes(application.person_id, held.facts)
    move(application, outcome, held.moment)


def cancel_class(class_id: int, reason: str, *, account_id: int | None = None) -> int:
    """Cancel a class before it begins, tell everyone who has or awaits a seat, and return how many were told.

    Raises:
        NotFound: there is no such class.
        NotAStep: it runs already, or is over.
    """
    told = 0
    with holding(class_id, offering=False) as held:
        if held.state in (ClassState.RUNNING, ClassState.FINISHED):
            raise NotAStep(held.state, ClassState.CANCELLED)
        catalog.cancel_class(class_id, reason, account_id=account_id)
        for application in in_states(held, *LIVE_STATES):
            move(application, ApplicationState.DECLINED, held.moment, EndReason.CLASS_CANCELLED)
            telling.record("class_cancelled", application, account_id=account_id)
            telling.tell("class_cancelled", application, held.facts, reason=reason)
            told += 1
        release_arranged(class_id, WhyOpen.CLASS_CANCELLED)
    return told


def end_class(class_id: int) -> None:
    """Write down that a class is over; results may still come in.

    Raises:
        NotFound: there is no such class.
    """
    with holding(class_id, offering=False):
        catalog.set_class_state(class_id, ClassState.FINISHED)


def begin_and_end_classes() -> int:
    """Start the classes whose first day has come, end those whose last day is past, and return how many were moved.

    Periodic: a school that forgets to say so must not leave people in a class that never began.
    """
    today = clock.today()
    due, over = queries.due_to_begin(today), queries.due_to_end(today)
    return len(jobs.each(due, start_class)) + len(jobs.each(over, end_class))


def _offers_are_over(held: HeldClass) -> bool:
    return not rules.offers_run(held.state, held.moment, held.apply_by)


def _end_waiting(left: list[Application], held: HeldClass) -> int:
    for application in left:
        move(application, ApplicationState.EXPIRED, held.moment, EndReason.LIST_CLOSED)
        telling.record("list_closed", application)
        telling.tell("waiting_list_closed", application, held.facts)
    return len(left)
