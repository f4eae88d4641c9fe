"""Act for the person who is present and has signed."""

from collections.abc import Callable

from portal.core import audit, idempotency
from portal.core.db import transaction
from portal.core.phones import PhoneNumber
from portal.eligibility.rules.packing import packed
from portal.enrolment import services as enrolment
from portal.enrolment.queries import get_entitlement
from portal.enrolment.services.telling import about_application
from portal.enrolment.types import Actor, Channel, NewWish
from portal.notices import services as notices
from portal.people import queries as people
from portal.people import services as people_services
from portal.people.types import Evidence, PhoneOwner, PhoneRelation, ProfileChange
from portal.station import queries
from portal.station.errors import NotYet
from portal.station.services.flows import lock_open
from portal.station.services.helping import refuse_clerks_phone
from portal.station.types import FlowView


def apply(flow: FlowView, class_id: int, *, token: str | None, clash_accepted: bool) -> int:
    """Apply for a class in the person's name and return the application; they are told that a station did it.

    Raises:
        NotYet: they have not signed.
        FlowClosed: it was closed meanwhile.
        NotFound, CannotApply, ClashNotConfirmed: as when they apply themselves.
    """
    person_id = signer_of(flow)

    def act() -> int:
        application_id = enrolment.apply(
            class_id,
            person_id=person_id,
            actor=_actor(flow),
            clash_accepted=clash_accepted,
            verdict=packed(get_entitlement(class_id, person_id=person_id).answer),
        )
        tell_registered(person_id, flow.station_id, application_id)
        record_act(_actor(flow), person_id, "apply", application=application_id)
        return application_id

    return _once(flow, f"apply.{class_id}", token, act)


def withdraw(flow: FlowView, application_id: int) -> None:
    """Withdraw an application in the person's name; harmless to repeat.

    Raises:
        NotYet: they have not signed.
        FlowClosed: it was closed meanwhile.
        NotFound, CannotWithdraw: as when they withdraw themselves.
    """
    person_id = signer_of(flow)
    with transaction() as session:
        lock_open(session, flow)
        enrolment.withdraw(application_id, person_id=person_id, account_id=flow.account_id)
        record_act(_actor(flow), person_id, "withdraw", application=application_id)


def answer_offer(flow: FlowView, application_id: int, *, accept: bool) -> bool:
    """Take the seat that is kept for the person, or give it back, in their name; False where it is kept no more.

    Raises:
        NotYet: they have not signed.
        FlowClosed: it was closed meanwhile.
        NotFound: as when they answer themselves.
    """
    person_id = signer_of(flow)
    answer = enrolment.accept_offer if accept else enrolment.decline_offer
    with transaction() as session:
        lock_open(session, flow)
        done = answer(application_id, person_id=person_id, account_id=flow.account_id)
        if done:
            record_act(_actor(flow), person_id, "answer_offer", application=application_id, accept=accept)
    return done


def add_wish(flow: FlowView, wish: NewWish, *, token: str | None) -> int:
    """Put a wish of the person into the ledger and return its number.

    Raises:
        NotYet: they have not signed.
        FlowClosed: it was closed meanwhile.
        SameWish, TooManyWishes: as when they leave it themselves.
    """
    person_id = signer_of(flow)

    def act() -> int:
        wish_id = enrolment.add_wish(wish, person_id=person_id, actor=_actor(flow))
        tell_registered(person_id, flow.station_id, wish_id=wish_id)
        record_act(_actor(flow), person_id, "wish", wish=wish_id)
        return wish_id

    return _once(flow, "wish", token, act)


def withdraw_wish(flow: FlowView, wish_id: int) -> None:
    """Take a wish of the person out of the ledger; harmless to repeat.

    Raises:
        NotYet: they have not signed.
        FlowClosed: it was closed meanwhile.
        NotFound, NotAStep: as when they withdraw it themselves.
    """
    person_id = signer_of(flow)
    with transaction() as session:
        lock_open(session, flow)
        enrolment.withdraw_wish(wish_id, person_id=person_id, account_id=flow.account_id)
        record_act(_actor(flow), person_id, "wish_withdraw", wish=wish_id)


def change_phone(
    flow: FlowView, phone: PhoneNumber | None, *, is_own: bool, relation: PhoneRelation | None = None
) -> None:
    """Write down another phone of the person, or none: numbers change, and then messages go astray.

    Raises:
        NotYet: they have not signed.
        ClerksPhone: it is the phone of the clerk or of the station.
        FlowClosed: it was closed meanwhile.
    """
    person_id = signer_of(flow)
    if phone is not None:
        refuse_clerks_phone(phone.value, flow.station_id)
    with transaction() as session:
        lock_open(session, flow)
        person = people.get_person(person_id)
        change = ProfileChange(
            name_mn=person.name_mn,
            present_region=person.present_region,
            language=person.language,
            groups=tuple(group.code for group in person.groups if group.evidence is Evidence.DECLARED),
            phone=phone,
            phone_owner=PhoneOwner.OWN if is_own else PhoneOwner.RELATIVE,
            phone_relation=relation,
            forget_phone=phone is None,
        )
        people_services.change_profile(person_id, change, actor_id=flow.account_id)


def claim_code(flow: FlowView) -> str:
    """Return the code with which the person opens their account; one for the whole flow, so that reloading is safe.

    Raises:
        NotYet: they have not signed, or the clerk has not seen the card.
        FlowClosed: it was closed meanwhile.
    """
    person_id = signer_of(flow)
    if not flow.card_seen:
        raise NotYet
    with transaction() as session:
        row = lock_open(session, flow)
        if row.claim_code is None:
            row.claim_code = people_services.issue_code(
                person_id, clerk_account_id=flow.account_id, station_id=flow.station_id
            )
        return row.claim_code


def tell_registered(
    person_id: int, station_id: int, application_id: int | None = None, wish_id: int | None = None
) -> None:
    """Tell a person that a station acted in their name, and what to do if it was not their will."""
    station = queries.get_station(station_id)
    facts = {"station": station.name, "station_mn": station.name_mn, "station_phone": station.phone}
    about = about_application(application_id) if application_id is not None else {}
    notices.tell(
        person_id, "registered_by_station", {**facts, **about, "application_id": application_id, "wish_id": wish_id}
    )


def record_act(actor: Actor, person_id: int, action: str, **details: int) -> None:
    """Say in the trail of the person who acted for them, where, and on what proof."""
    audit.record(
        f"station.{action}",
        subject_type="person",
        subject_id=person_id,
        actor_id=actor.account_id,
        details={"station": actor.station_id, "consent": actor.consent_id, **details},
    )


def signer_of(flow: FlowView) -> int:
    """Return the person who signed in this flow.

    Raises:
        NotYet: nobody has.
    """
    if flow.person_id is None or flow.consent_id is None:
        raise NotYet
    return flow.person_id


def _once(flow: FlowView, name: str, token: str | None, act: Callable[[], int]) -> int:
    """Do what a form asks for only once, however often it is sent, and return the row it made."""
    key = f"station.{name}.{flow.id}.{token}" if token else None
    with transaction() as session:
        lock_open(session, flow)
        return idempotency.once(key, act, account_id=flow.account_id)


def _actor(flow: FlowView) -> Actor:
    return Actor(flow.account_id, Channel.STATION, flow.station_id, flow.consent_id)
