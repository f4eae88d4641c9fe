"""Consent by a code: sent to the phone of the person who is present, who reads it out instead of signing a sheet."""

import secrets
from datetime import timedelta

from flask import current_app
from sqlalchemy import select, update

from portal.core import audit, clock, identity_numbers, phones
from portal.core.config import Config
from portal.core.crypto import blind_index, blind_indexes
from portal.core.db import transaction
from portal.notices import services as notices
from portal.people import queries as people
from portal.people import rules as people_rules
from portal.people.types import PhoneOwner
from portal.station import queries
from portal.station.errors import CodeJustSent, CodeWrong, NoPhoneForCode, NotYet, TooManyCodes
from portal.station.models import ConsentCode
from portal.station.services.flows import lock_open
from portal.station.services.helping import keep_consent, refuse_clerks_phone
from portal.station.types import ConsentGiven, FlowView, PhoneForCode

LASTS = timedelta(minutes=10)
PAUSE = timedelta(minutes=1)
MOST_CODES, MOST_TRIES = 3, 5
DEMO_CODE = "246810"  # of invented stations, whose text messages go nowhere


def phone_for_code(flow: FlowView) -> PhoneForCode | None:
    """Return the phone a code can go to, or None: it must be the person's own mobile, and they must not be a child."""
    phone = _phone(flow)
    if phone is None or not phones.parse(phone.value).receives_messages or _needs_sheet(flow):
        return None
    return None if _station_is_demo(flow) and _config().sms.url else phone


def send_code(flow: FlowView) -> None:
    """Send a fresh code to the person's own phone; earlier ones end.

    Raises:
        NotYet: nothing was read back to the person, or they consented already.
        NoPhoneForCode: they have no mobile of their own, or somebody must agree for them.
        ClerksPhone: it is the phone of the clerk or of the station.
        CodeJustSent: the last one is not a minute old.
        TooManyCodes: this flow has sent all it may; the sheet is the way.
        FlowClosed: it was closed meanwhile.
    """
    if not flow.read_back or flow.may_act:
        raise NotYet
    phone = phone_for_code(flow)
    if phone is None:
        raise NoPhoneForCode
    refuse_clerks_phone(phone.value, flow.station_id)
    code = DEMO_CODE if shows_code(flow) else f"{secrets.randbelow(10**6):06d}"
    with transaction() as session:
        lock_open(session, flow)
        now = clock.now()
        moments = list(session.scalars(select(ConsentCode.created_at).where(ConsentCode.flow_id == flow.id)))
        if moments and now - max(moments) < PAUSE:
            raise CodeJustSent
        if len(moments) >= MOST_CODES:
            raise TooManyCodes
        live = (ConsentCode.flow_id == flow.id, ConsentCode.ended_at.is_(None))
        session.execute(update(ConsentCode).where(*live).values(ended_at=now))
        session.add(
            ConsentCode(
                flow_id=flow.id,
                delivery_id=notices.queue_code(phone.value, code, language=phone.language, person_id=flow.person_id),
                code_mark=blind_index(code, _purpose(flow)),
                shown_to=phone.masked,
                created_at=now,
                expires_at=now + LASTS,
            )
        )
        _record(flow)


def consent_by_code(flow: FlowView, code: str, given: ConsentGiven) -> int:
    """Keep the consent of a person who read the code out, and return the person.

    Raises:
        NotYet: nothing was read back to the person.
        CodeWrong: it is another one, it has ended, or it was tried too often.
        AlreadyRegistered: someone wrote the same person down in this minute.
        FlowClosed: it was closed meanwhile.
    """
    if not flow.read_back or _needs_sheet(flow):
        raise NotYet
    proof = _try(flow, code)
    with transaction() as session:
        person_id = keep_consent(flow, given, proof)
        live = (ConsentCode.flow_id == flow.id, ConsentCode.ended_at.is_(None))
        session.execute(update(ConsentCode).where(*live).values(ended_at=clock.now()))
    return person_id


def shows_code(flow: FlowView) -> bool:
    """Tell whether the page may say the code: only where the station is invented and nothing leaves the machine."""
    return _station_is_demo(flow) and _config().sms.url is None


def _try(flow: FlowView, code: str) -> str:
    """Count a try and return the proof; committed at once, so that guessing ends."""
    with transaction() as session:
        live = (
            ConsentCode.flow_id == flow.id,
            ConsentCode.ended_at.is_(None),
            ConsentCode.expires_at > clock.now(),
            ConsentCode.tries < MOST_TRIES,
        )
        row = session.scalar(select(ConsentCode).where(*live).with_for_update())
        if row is not None:
            row.tries += 1
    if row is None or row.code_mark not in blind_indexes(code, _purpose(flow)):
        raise CodeWrong
    moment = clock.to_local(row.created_at)
    return f"SMS {row.shown_to} {moment:%Y-%m-%d %H:%M} {flow.id[:4]}-{row.id}"


def _phone(flow: FlowView) -> PhoneForCode | None:
    if flow.person_id is not None:
        person = people.get_person(flow.person_id)
        own = person.phone is not None and person.phone_owner is PhoneOwner.OWN
        return PhoneForCode(person.phone or "", person.masked_phone or "", person.language) if own else None
    typed = flow.typed_person
    if typed is None or not typed.phone or not typed.phone_is_own:
        return None
    value = phones.parse(typed.phone).value
    return PhoneForCode(value, phones.mask(value), typed.language)


def _needs_sheet(flow: FlowView) -> bool:
    """Tell whether somebody must agree for the person, which only a sheet can show."""
    if flow.typed_person is None:
        return False
    born = identity_numbers.parse(flow.typed_person.id_number).birth_date
    return people_rules.needs_guardian(born, on=clock.today())


def _record(flow: FlowView) -> None:
    audit.record(
        "station.send_code",
        subject_type="person" if flow.person_id else "station",
        subject_id=flow.person_id or flow.station_id,
        actor_id=flow.account_id,
        details={"station": flow.station_id},
    )


def _purpose(flow: FlowView) -> str:
    return f"consent_code.{flow.id}"


def _station_is_demo(flow: FlowView) -> bool:
    return queries.get_station(flow.station_id).is_demo


def _config() -> Config:
    config: Config = current_app.config["PORTAL"]
    return config
