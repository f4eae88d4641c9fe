"""Find or write down the person who is present, read it back to them, and keep what they signed.

Nothing about someone new is stored before they signed: until then it lies sealed in the flow and goes with it.
"""

import json
from contextlib import suppress

from sqlalchemy.orm import Session

from portal.core import audit, clock, identity_numbers, phones
from portal.core.db import transaction
from portal.core.identity_numbers import IdentityNumber
from portal.people import queries as people
from portal.people import rules as people_rules
from portal.people import services as people_services
from portal.people.types import (
    ConsentChannel,
    Evidence,
    GivenConsent,
    NewPerson,
    PersonView,
    PhoneOwner,
    PhoneRelation,
    RealNameLevel,
)
from portal.station import queries, rules
from portal.station.errors import ClerksPhone, GuardianMissing, NotYet, SheetRefused, SheetTaken, SheetUnknown
from portal.station.models import AssistedFlow
from portal.station.services.flows import forget_typed, lock_open
from portal.station.services.sheets import is_printed
from portal.station.types import Clerk, ConsentGiven, FlowView, TypedPerson


def find_person(flow: FlowView, number: IdentityNumber) -> PersonView | None:
    """Look for the person with this number, keep the answer in the flow, and return them or None.

    Raises:
        FlowClosed: it was closed meanwhile.
    """
    found = people.find_person_by_id_number(number)
    with transaction() as session:
        row = lock_open(session, flow)
        _forget_person(row)
        if found is None:
            row.typed_number = number.value
        else:
            row.person_id = found.id
            record_found(found.id, Clerk(flow.account_id, flow.station_id))
    return found


def record_found(person_id: int | None, clerk: Clerk) -> None:
    """Say in the trail of whoever was found that a clerk looked them up by their number, alone or in a list."""
    if person_id is not None:
        where = {"station": clerk.station_id}
        audit.record(
            "station.find", subject_type="person", subject_id=person_id, actor_id=clerk.account_id, details=where
        )


def write_down(flow: FlowView, typed: TypedPerson) -> None:
    """Keep what was typed of someone new, sealed, until they signed.

    Raises:
        NotYet: nobody was looked for, or somebody was found.
        ClerksPhone: it is the phone of the clerk or of the station.
        FlowClosed: it was closed meanwhile.
    """
    if flow.typed_number is None:
        raise NotYet
    if typed.phone:
        refuse_clerks_phone(phones.parse(typed.phone).value, flow.station_id)
    with transaction() as session:
        row = lock_open(session, flow)
        row.typed_person = json.dumps(typed.to_json(), ensure_ascii=False)
        row.read_back = False


def confirm_read_back(flow: FlowView) -> None:
    """Note that the person heard what is stored and said that it is right.

    Raises:
        NotYet: there is nobody to read back to.
        FlowClosed: it was closed meanwhile.
    """
    if flow.person_id is None and flow.typed_person is None:
        raise NotYet
    with transaction() as session:
        lock_open(session, flow).read_back = True


def start_over(flow: FlowView) -> None:
    """Forget whom the flow is about, before they signed: it was the wrong number.

    Raises:
        NotYet: they have signed; such a flow is finished, not turned round.
        FlowClosed: it was closed meanwhile.
    """
    if flow.consent_id is not None:
        raise NotYet
    with transaction() as session:
        _forget_person(lock_open(session, flow))


def give_consent(flow: FlowView, given: ConsentGiven) -> int:
    """Keep what the person signed, write them down if they are new, and return the person.

    Raises:
        NotYet: it was not read back to them.
        SheetRefused: the number of the sheet cannot be right, was never printed here, or someone else signed it.
        GuardianMissing: a child, and nobody agreed for them.
        AlreadyRegistered: someone wrote the same person down in this minute.
        FlowClosed: it was closed meanwhile.
    """
    if not flow.read_back:
        raise NotYet
    return keep_consent(flow, given, read_sheet(flow, given.sheet_number))


def keep_consent(flow: FlowView, given: ConsentGiven, proof: str) -> int:
    """Keep what the person agreed to with its proof, write them down if they are new, and return the person.

    Raises:
        SheetRefused: someone else agreed with the same proof.
        GuardianMissing: a child, and nobody agreed for them.
        AlreadyRegistered: someone wrote the same person down in this minute.
        FlowClosed: it was closed meanwhile.
    """
    with transaction() as session:
        row = lock_open(session, flow)
        if row.consent_id is not None and row.person_id is not None:
            return row.person_id
        _refuse_sheet_of_another(flow, proof)
        person_id = flow.person_id or _add(flow, given, proof)
        if given.card_seen:
            people_services.mark_checked(person_id, actor_id=flow.account_id)
        agreed = consent("application", flow.station_id, proof)
        row.person_id, row.card_seen = person_id, given.card_seen
        row.consent_id = people_services.add_consent(person_id, agreed, by_account_id=flow.account_id)
        row.typed_number = row.typed_person = None
        _record(session, row, given)
        return person_id


def read_sheet(flow: FlowView, text: str) -> str:
    """Return the number of a signed sheet.

    The sheet of the flow itself, and a sheet that was taken before, may bear a number from before numbers had a check.

    Raises:
        SheetRefused: it cannot be one.
        SheetUnknown: no such sheet was printed for the station.
    """
    proof = rules.read_sheet_number(text)
    if proof is None:
        raise SheetRefused
    known = proof == flow.sheet_number or is_printed(proof, flow.station_id)
    if not known and not queries.people_of_sheets(flow.station_id, [proof]):
        raise SheetUnknown
    return proof


def consent(purpose: str, station_id: int, proof: str) -> GivenConsent:
    """Return a consent given on a signed sheet."""
    return GivenConsent(
        purpose,
        people_rules.CONSENT_VERSION,
        channel=ConsentChannel.STATION,
        station_id=station_id,
        proof=proof,
    )


def refuse_clerks_phone(e164: str, station_id: int) -> None:
    """Refuse the phone of a clerk of any station, or of this station.

    Raises:
        ClerksPhone: it is one of these.
    """
    if e164 in never_a_villagers(station_id):
        raise ClerksPhone


def never_a_villagers(station_id: int) -> frozenset[str]:
    """Return the phones that must not be taken as those of people who are helped."""
    own = queries.phones_of_clerks()
    with suppress(phones.PhoneRefused):  # a station whose phone was entered in some other form
        own.add(phones.parse(queries.get_station(station_id).phone).value)
    return frozenset(own)


def _add(flow: FlowView, given: ConsentGiven, proof: str) -> int:
    typed = flow.typed_person
    assert typed is not None  # `confirm_read_back` saw to it
    number = identity_numbers.parse(typed.id_number)
    if people_rules.needs_guardian(number.birth_date, on=clock.today()) and not given.by_guardian:
        raise GuardianMissing
    purposes = ["registration"] + (["groups"] if typed.groups else [])
    return people_services.add_person(
        NewPerson(
            name=typed.name,
            name_mn=typed.name_mn,
            id_number=number,
            home_region=typed.home_region,
            phone=phones.parse(typed.phone) if typed.phone else None,
            phone_owner=PhoneOwner.OWN if typed.phone_is_own else PhoneOwner.RELATIVE,
            phone_relation=PhoneRelation(typed.phone_relation) if typed.phone_relation else None,
            groups=typed.groups,
            language=typed.language,
            real_name_level=RealNameLevel.STATION_CHECKED if given.card_seen else RealNameLevel.DECLARED,
            evidence=Evidence.DECLARED,
            is_demo=queries.get_station(flow.station_id).is_demo,
        ),
        [consent(purpose, flow.station_id, proof) for purpose in purposes],
        actor_id=flow.account_id,
    )


def _refuse_sheet_of_another(flow: FlowView, proof: str) -> None:
    signed = queries.people_of_sheets(flow.station_id, [proof]).get(proof, set())
    if signed - {flow.person_id}:
        raise SheetTaken


def _forget_person(row: AssistedFlow) -> None:
    if row.consent_id is not None:
        raise NotYet
    row.person_id = row.typed_number = row.typed_person = None
    row.read_back = False
    forget_typed(row.id)


def _record(session: Session, row: AssistedFlow, given: ConsentGiven) -> None:
    session.flush()
    details = {"station": row.station_id, "consent": row.consent_id, "card_seen": given.card_seen}
    audit.record(
        "station.consent",
        subject_type="person",
        subject_id=row.person_id,
        actor_id=row.account_id,
        details={**details, "by_guardian": given.by_guardian},
    )
