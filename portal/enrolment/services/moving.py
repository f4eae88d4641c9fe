"""End a class whose provider left the directory, and bring its people into another one.

Source:
    内人社发〔2022〕31号, part 2 (1) 5: platforms are reviewed and leave ("审核、评价与退出机制").
    What becomes of their trainees stands in no document; that they are told and moved is this portal's own promise.
"""

from contextlib import ExitStack

from sqlalchemy import func, select

from portal.catalog import services as catalog
from portal.catalog.types import ClassState, ProviderState
from portal.core import clock
from portal.core.db import session, transaction
from portal.enrolment import queries, rules
from portal.enrolment.errors import CannotTakeThem, NotAStep, ProviderStillThere
from portal.enrolment.models import Application
from portal.enrolment.queries import moving
from portal.enrolment.rules import Seats
from portal.enrolment.services import telling
from portal.enrolment.services.seats import HeldClass, holding, in_states, move
from portal.enrolment.services.wish_acts import release_arranged
from portal.enrolment.types import LIVE_STATES, ApplicationState, EndReason, WhyOpen
from portal.enrolment.types.moving import Moved


def tell_of_withdrawal(provider_id: int, reason: str, *, account_id: int) -> int:
    """Tell everyone who has or awaits a seat with a provider that it left the directory, and return how many."""
    return _tell_people_of(provider_id, "provider_withdrawn", reason, account_id)


def tell_of_return(provider_id: int, reason: str, *, account_id: int) -> int:
    """Tell everyone who still has or awaits a seat with a provider that it stays after all, and return how many."""
    return _tell_people_of(provider_id, "provider_back", reason, account_id)


def _tell_people_of(provider_id: int, kind: str, reason: str, account_id: int) -> int:
    with transaction():
        people = moving.list_people_of(provider_id)
        classes = {one: queries.get_class(one, drafts=True) for one in {class_id for _application, class_id in people}}
        for application, class_id in people:
            telling.record(kind, application, account_id=account_id)
            telling.tell(kind, application, classes[class_id], reason=reason)
    return len(people)


def dissolve_class(class_id: int, *, into: int | None, reason: str, account_id: int) -> Moved:
    """End a class of a withdrawn provider, running or to come, and move its people in order of arrival.

    Each gets a seat in the other class where one is free and nothing else of theirs is on the same days, else a place
    at the end of its waiting list while seats are still offered there. Everyone is told what became of them. All of it
    happens or nothing; a class that is ended already stays as it is.

    Args:
        class_id: The class that ends.
        into: The class its people go to; None where no class fits.
        reason: Why, in words everyone may read.
        account_id: The officer.

    Raises:
        NotFound: there is no such class.
        ProviderStillThere: its provider was not withdrawn.
        NotAStep: it is over.
        CannotTakeThem: the other class cannot take these people.
    """
    with transaction(), ExitStack() as locks:
        # Always in the same order, so that two officers never wait for each other.
        ids = sorted({class_id, into if into is not None else class_id})
        held = {one: locks.enter_context(holding(one, offering=one != class_id)) for one in ids}
        ended, other = held[class_id], held[into] if into is not None and into != class_id else None
        if ended.state is ClassState.CANCELLED:
            return Moved()
        _check(ended, other, into)
        catalog.cancel_class(class_id, reason, account_id=account_id)
        moved = Moved()
        for application in in_states(ended, *LIVE_STATES):
            moved = _settle(application, ended, other, reason, account_id, moved)
        release_arranged(class_id, WhyOpen.CLASS_CANCELLED)
    return moved


def _check(ended: HeldClass, other: HeldClass | None, into: int | None) -> None:
    if ended.facts.provider_state is not ProviderState.WITHDRAWN:
        raise ProviderStillThere
    if ended.state is ClassState.FINISHED:
        raise NotAStep(ended.state, ClassState.CANCELLED)
    if into is not None and (other is None or not rules.fits_instead(ended.facts, other.facts, clock.today())):
        raise CannotTakeThem


def _settle(
    application: Application, ended: HeldClass, other: HeldClass | None, reason: str, account_id: int, moved: Moved
) -> Moved:
    """Take someone out of the class that ends, give them what the other one has, and tell them."""
    move(application, ApplicationState.DECLINED, ended.moment, EndReason.CLASS_CANCELLED)
    session().flush()
    why_not = _why_not(application, other) if other else None
    if other is None or why_not:
        telling.record("class_cancelled", application, account_id=account_id)
        telling.tell("class_cancelled", application, ended.facts, reason=reason, why_not_moved=why_not)
        return Moved(moved.seated, moved.waiting, moved.told + 1)
    placed = _place(application, other, reason, account_id)
    telling.record("moved_away", application, account_id=account_id, details={"to": placed.id})
    telling.record("moved_here", placed, account_id=account_id, details={"from": application.id, "reason": reason})
    old = ended.facts.number
    if placed.state is ApplicationState.ACCEPTED:
        telling.tell("class_moved", placed, other.facts, reason=reason, old_class_number=old)
        return Moved(moved.seated + 1, moved.waiting, moved.told)
    last = other.seats.waiting
    telling.tell("class_moved_waiting", placed, other.facts, reason=reason, old_class_number=old, place_in_list=last)
    return Moved(moved.seated, moved.waiting + 1, moved.told)


def _why_not(application: Application, other: HeldClass) -> str | None:
    """Return why someone cannot be moved into a class: there already, busy on these days, or nothing left; or None."""
    person_id = application.person_id
    if queries.find_live(other.id, person_id=person_id) is not None:
        return "there_already"
    if any(clash.holds_seat for clash in queries.clashes_of(other.facts, person_id=person_id)):
        return "clash"
    waits = rules.offers_run(other.state, other.moment, other.apply_by)
    return None if other.seats.open_to_newcomers or waits else "full"


def _place(application: Application, other: HeldClass, reason: str, account_id: int) -> Application:
    """Enter someone into the other class, by the channel and with the consent they came in with."""
    seat, seats = other.seats.open_to_newcomers, other.seats
    last = session().scalar(select(func.max(Application.arrival)).where(Application.class_session_id == other.id))
    placed = Application(
        person_id=application.person_id,
        class_session_id=other.id,
        state=ApplicationState.ACCEPTED if seat else ApplicationState.WAITING,
        arrival=(last or 0) + 1,
        applied_at=application.applied_at,
        changed_at=other.moment,
        channel=application.channel,
        acted_for=application.acted_for,
        account_id=application.account_id,
        station_id=application.station_id,
        consent_id=application.consent_id,
        moved_from_id=application.id,
        moved_by_id=account_id,
        moved_reason=reason,
    )
    session().add(placed)
    session().flush()
    other.seats = Seats(seats.capacity, seats.taken + seat, seats.waiting + (not seat))
    return placed
