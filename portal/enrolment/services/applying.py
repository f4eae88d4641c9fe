"""Apply for a class."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from portal.catalog.types import ClassState
from portal.core import clock, idempotency
from portal.core.db import session, transaction
from portal.core.errors import NotFound
from portal.enrolment import queries, rules
from portal.enrolment.errors import CannotApply, ClashNotConfirmed
from portal.enrolment.models import Application
from portal.enrolment.services import telling
from portal.enrolment.services.seats import HeldClass, holding
from portal.enrolment.types import Actor, ApplicationState, Channel, Refusal
from portal.people.services.register import hold_living


def apply(
    class_id: int,
    *,
    person_id: int,
    actor: Actor,
    token: str | None = None,
    clash_accepted: bool = False,
    verdict: dict[str, Any] | None = None,
) -> int:
    """Apply for a class and return the application: with a seat, or at the end of the waiting list.

    Args:
        class_id: The class.
        person_id: Who wants to learn.
        actor: Who presses the button, and where.
        token: Of the form; the same form sent again gets the same application.
        clash_accepted: The person knows that they already have a seat on the same days.
        verdict: Facts, version of the rules and verdicts as shown before applying, kept as they were.

    Raises:
        NotFound: there is no such class, or the person asked to be forgotten.
        CannotApply: not now, or not twice; it says why.
        ClashNotConfirmed: they have a seat on the same days and have not said that they know.
    """
    try:
        with transaction():
            hold_living(person_id)
            return _apply(class_id, person_id, actor, token, clash_accepted, verdict)
    except IntegrityError as error:
        # The index of live applications had the last word: someone else entered the same one past the lock.
        live = queries.find_live(class_id, person_id=person_id)
        if live is None:
            raise
        raise CannotApply(Refusal.ALREADY_APPLIED, class_id, live) from error


def _apply(
    class_id: int,
    person_id: int,
    actor: Actor,
    token: str | None,
    clash_accepted: bool,
    verdict: dict[str, Any] | None,
) -> int:
    key = f"apply.{class_id}.{person_id}.{token}" if token else None
    with holding(class_id) as held:
        if key and (answered := idempotency.find_answer(key, account_id=actor.account_id)):
            return int(answered)
        _check(held, person_id, clash_accepted)
        application = _enter(held, person_id, actor, verdict)
        _tell(held, application, actor)
        if key:
            idempotency.keep_answer(key, str(application.id), account_id=actor.account_id)
        return application.id


def _check(held: HeldClass, person_id: int, clash_accepted: bool) -> None:
    if held.state is ClassState.DRAFT:
        raise NotFound
    live = queries.find_live(held.id, person_id=person_id)
    refusal = Refusal.ALREADY_APPLIED if live else rules.refusal(held.facts, clock.to_local(held.moment).date())
    if refusal:
        raise CannotApply(refusal, held.id, live)
    clashes = queries.clashes_of(held.facts, person_id=person_id)
    if any(clash.holds_seat for clash in clashes) and not clash_accepted:
        raise ClashNotConfirmed


def _enter(held: HeldClass, person_id: int, actor: Actor, verdict: dict[str, Any] | None) -> Application:
    last = session().scalar(select(func.max(Application.arrival)).where(Application.class_session_id == held.id))
    application = Application(
        person_id=person_id,
        class_session_id=held.id,
        state=ApplicationState.ACCEPTED if held.seats.open_to_newcomers else ApplicationState.WAITING,
        arrival=(last or 0) + 1,
        applied_at=held.moment,
        changed_at=held.moment,
        channel=actor.channel,
        acted_for=actor.channel is not Channel.SELF,
        account_id=actor.account_id,
        station_id=actor.station_id,
        consent_id=actor.consent_id,
        verdict=verdict,
    )
    session().add(application)
    session().flush()
    return application


def _tell(held: HeldClass, application: Application, actor: Actor) -> None:
    state = application.state.value
    telling.record(f"apply_{state}", application, account_id=actor.account_id, details={"channel": actor.channel.value})
    if application.state is ApplicationState.ACCEPTED:
        alone = actor.channel is Channel.SELF  # at a station, its own text message says all of it
        telling.tell("seat_confirmed", application, held.facts, by_sms=alone)
    else:
        telling.tell("placed_in_waiting_list", application, held.facts, place_in_list=held.seats.waiting + 1)
