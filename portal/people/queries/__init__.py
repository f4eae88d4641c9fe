"""Reads about people and accounts."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from sqlalchemy import Select, bindparam, exists, select

from portal.core import identity_numbers, names, phones, regions
from portal.core.crypto import blind_indexes
from portal.core.db import read_as, session
from portal.core.identity_numbers import IdentityNumber, IdentityNumberRefused
from portal.people.errors import PersonNotFound
from portal.people.models import ID_NUMBER as ID_NUMBER
from portal.people.models import PHONE as PHONE
from portal.people.models import Account, Consent, Person, PersonGroup, SecondFactor, Station
from portal.people.queries.rights import can_sign_in as can_sign_in
from portal.people.queries.rights import count_open_requests as count_open_requests
from portal.people.queries.rights import find_account_of as find_account_of
from portal.people.queries.rights import find_factor as find_factor
from portal.people.queries.rights import find_locked_ids as find_locked_ids
from portal.people.queries.rights import find_staff_account as find_staff_account
from portal.people.queries.rights import get_own_request as get_own_request
from portal.people.queries.rights import get_request as get_request
from portal.people.queries.rights import id_number_of as id_number_of
from portal.people.queries.rights import list_requests as list_requests
from portal.people.queries.rights import list_requests_of as list_requests_of
from portal.people.queries.rights import login_name_of as login_name_of
from portal.people.queries.rights import needs_code as needs_code
from portal.people.queries.rights import station_of as station_of
from portal.people.queries.rights import wrote_the_record as wrote_the_record
from portal.people.queries.trail import is_entered_by_others as is_entered_by_others
from portal.people.queries.trail import list_ids_of_same_human as list_ids_of_same_human
from portal.people.queries.trail import list_looks as list_looks
from portal.people.queries.trail import list_trail as list_trail
from portal.people.types import (
    ConsentView,
    Evidence,
    GroupView,
    PersonName,
    PersonView,
    SignedIn,
    StationView,
)

_SIGNED_IN = (  # made once: everybody who is signed in asks it with each page
    select(
        Account.id.label("account_id"),
        Account.role,
        Account.language,
        Account.person_id,
        Account.display_name,
        Account.region_code,
        Account.provider_id,
        Account.station_id,
        Account.is_demo,
        Account.session_epoch,
        Person.name,
        Person.language.label("own_language"),
        SecondFactor.confirmed_at,
    )
    .outerjoin(Person, Person.id == Account.person_id)
    .outerjoin(SecondFactor, SecondFactor.account_id == Account.id)
    .where(Account.id == bindparam("wanted"), Account.disabled_at.is_(None), Person.erased_at.is_(None))
)


def find_signed_in(account_id: int) -> tuple[SignedIn, int] | None:
    """Return who an account is and its session epoch, or None where it may not sign in."""
    row = session().execute(_SIGNED_IN, {"wanted": account_id}).one_or_none()
    if row is None:
        return None
    who = read_as(
        SignedIn,
        row,
        language=row.own_language or row.language,
        name=row.name or row.display_name or "",
        has_factor=row.confirmed_at is not None,
    )
    return who, row.session_epoch


def get_person(person_id: int) -> PersonView:
    """Return a living person.

    Raises:
        PersonNotFound: there is none, or the person asked to be forgotten.
    """
    found = _view(_living().where(Person.id == person_id))
    if found is None:
        raise PersonNotFound
    return found


def find_person_by_id_number(number: str | IdentityNumber) -> PersonView | None:
    """Return the living person with this identity number, typed in any form, or None (also for a malformed one)."""
    try:
        parsed = number if isinstance(number, IdentityNumber) else identity_numbers.parse(number)
    except IdentityNumberRefused:
        return None
    return _view(_living().where(Person.id_number_index.in_(blind_indexes(parsed.value, ID_NUMBER))))


def list_person_ids_by_phone(e164: str) -> list[int]:
    """Return the living people reached by this phone; relatives share one."""
    stmt = select(Person.id).where(Person.erased_at.is_(None), Person.phone_index.in_(blind_indexes(e164, PHONE)))
    return list(session().scalars(stmt.order_by(Person.id)))


def names_of(person_ids: Collection[int]) -> dict[int, PersonName]:
    """Return the names of living people, in one statement, for lists."""
    stmt = select(Person.id, Person.name, Person.name_mn).where(
        Person.id.in_(set(person_ids)), Person.erased_at.is_(None)
    )
    return {row.id: PersonName(row.name, row.name_mn, names.mask(row.name)) for row in session().execute(stmt)}


def groups_on(person_id: int, day: date) -> dict[str, Evidence]:
    """Return the groups someone belongs to on a day, each with the best evidence there is."""
    order = list(Evidence)
    found: dict[str, Evidence] = {}
    for group in _groups([person_id])[person_id]:
        if group.holds_on(day):
            best = max(group.evidence, found.get(group.code, group.evidence), key=order.index)
            found[group.code] = best
    return found


def list_consents(person_id: int) -> list[ConsentView]:
    """Return what a person agreed to or took back, newest first."""
    stmt = (
        select(Consent, Station.name)
        .outerjoin(Station, Station.id == Consent.station_id)
        .where(Consent.person_id == person_id)
        .order_by(Consent.id.desc())
    )
    return [
        ConsentView(row.id, row.purpose, row.text_version, row.given, row.given_at, row.channel, station, row.proof)
        for row, station in session().execute(stmt)
    ]


def list_stations(region: str) -> list[StationView]:
    """Return the service stations inside a region, in the order of their places."""
    stmt = (
        select(Station)
        .where(regions.inside(Station.region_code, region))
        .order_by(Station.region_code, Station.id)
        .limit(200)
    )
    return [
        StationView(row.id, row.name, row.name_mn, row.region_code, row.address, row.phone, row.opening, row.is_demo)
        for row in session().scalars(stmt)
    ]


def _living() -> Select[Person, bool]:
    return select(Person, exists().where(Account.person_id == Person.id)).where(Person.erased_at.is_(None))


def _view(stmt: Select[Person, bool]) -> PersonView | None:
    row = session().execute(stmt).first()
    if row is None:
        return None
    person, has_account = row
    return PersonView(
        id=person.id,
        name=person.name,
        name_mn=person.name_mn,
        masked_name=names.mask(person.name),
        masked_id_number=identity_numbers.mask(person.id_number),
        phone=person.phone,
        masked_phone=phones.mask(person.phone) if person.phone else None,
        phone_owner=person.phone_owner,
        phone_relation=person.phone_relation,
        sms_off=person.sms_off,
        home_region=person.home_region,
        present_region=person.present_region,
        language=person.language,
        real_name_level=person.real_name_level,
        groups=tuple(_groups([person.id])[person.id]),
        has_account=has_account,
        is_demo=person.is_demo,
        created_at=person.created_at,
    )


def _groups(person_ids: Collection[int]) -> dict[int, list[GroupView]]:
    stmt = select(PersonGroup).where(PersonGroup.person_id.in_(person_ids)).order_by(PersonGroup.id)
    found: dict[int, list[GroupView]] = defaultdict(list)
    for row in session().scalars(stmt):
        found[row.person_id].append(GroupView(row.group_code, row.evidence, row.valid_from, row.valid_to))
    return found
