"""What a station may do after it has seen the identity card."""

import secrets
from datetime import timedelta

from sqlalchemy import select, update

from portal.core import audit, clock
from portal.core.crypto import blind_index, blind_indexes
from portal.core.db import session, transaction
from portal.people import queries
from portal.people.errors import CodeRefused, NobodyHasAccess
from portal.people.models import Account, Person, StationCode
from portal.people.rules import check_password
from portal.people.services.passwords import hash_password
from portal.people.services.profile import set_password
from portal.people.services.register import add_account, hold_living
from portal.people.types import RealNameLevel

CODE_LASTS = timedelta(hours=24)
MOST_TRIES = 5


def issue_code(person_id: int, *, clerk_account_id: int, station_id: int) -> str:
    """Return a code of eight digits with which the person chooses a password; earlier codes end.

    Raises:
        PersonNotFound: there is no such living person.
    """
    queries.get_person(person_id)
    code = f"{secrets.randbelow(10**8):08d}"
    with transaction() as current:
        moment = clock.now()
        live = (StationCode.person_id == person_id, StationCode.used_at.is_(None))
        current.execute(update(StationCode).where(*live).values(used_at=moment))
        current.add(
            StationCode(
                person_id=person_id,
                code_mark=_mark(person_id, code),
                account_id=clerk_account_id,
                station_id=station_id,
                created_at=moment,
                expires_at=moment + CODE_LASTS,
            )
        )
        audit.record("people.issue_code", subject_type="person", subject_id=person_id, actor_id=clerk_account_id)
    return code


def use_code(id_number: str, code: str, password: str) -> int:
    """Give the owner of a station's code a new password, and an account where there was none; return the account.

    Raises:
        CodeRefused: the number, the code or its time is wrong, or it was tried too often.
        PasswordRefused: the password would not protect; the code stays good.
        TooManySigningIn: no turn for hashing became free in time.
    """
    person = queries.find_person_by_id_number(id_number)
    if person is None or not _try_code(person.id, code):
        raise CodeRefused
    check_password(password, personal=_personal(person.id))
    hashed = hash_password(password)
    with transaction() as current:
        used = (StationCode.person_id == person.id, StationCode.used_at.is_(None))
        if not current.connection().execute(update(StationCode).where(*used).values(used_at=clock.now())).rowcount:
            raise CodeRefused  # two browsers sent it together
        account_id = current.scalar(select(Account.id).where(Account.person_id == person.id))
        if account_id is None:
            account_id = add_account(person.id, hashed, language=person.language, is_demo=person.is_demo)
        else:
            set_password(account_id, hashed)
        audit.record("people.use_code", subject_type="person", subject_id=person.id, actor_id=account_id)
    return account_id


def end_access(person_id: int, *, actor_id: int, station_id: int, consent_id: int) -> None:
    """End what somebody else opened in a person's name: password, sessions, phone and codes. The record stays.

    Args:
        person_id: Who is present and showed the card.
        actor_id: Account of the clerk who compared it.
        station_id: Where.
        consent_id: What the person signed, with the number of the sheet.

    Raises:
        PersonNotFound: there is no such living person.
        NobodyHasAccess: there is no account, or its access has ended already.
    """
    with transaction() as current:
        hold_living(person_id)
        usable = (Account.person_id == person_id, Account.password_hash != "")
        ended = {"password_hash": "", "session_epoch": Account.session_epoch + 1}
        if not current.connection().execute(update(Account).where(*usable).values(ended)).rowcount:
            raise NobodyHasAccess
        phone = dict.fromkeys(("phone", "phone_index", "phone_owner", "phone_relation"))
        current.execute(update(Person).where(Person.id == person_id).values(phone))
        live = (StationCode.person_id == person_id, StationCode.used_at.is_(None))
        current.execute(update(StationCode).where(*live).values(used_at=clock.now()))
        details = {"station": station_id, "consent": consent_id}
        audit.record(
            "people.end_access", subject_type="person", subject_id=person_id, actor_id=actor_id, details=details
        )


def mark_checked(person_id: int, *, actor_id: int) -> None:
    """Write down that a clerk compared the record with the identity card."""
    with transaction() as current:
        level = {"real_name_level": RealNameLevel.STATION_CHECKED}
        declared = (Person.id == person_id, Person.real_name_level == RealNameLevel.DECLARED)
        current.execute(update(Person).where(*declared).values(level))
        audit.record("people.check_card", subject_type="person", subject_id=person_id, actor_id=actor_id)


def _try_code(person_id: int, code: str) -> bool:
    """Count a try and tell whether the code is right; committed at once, so that guessing ends."""
    with transaction() as current:
        live = (
            StationCode.person_id == person_id,
            StationCode.used_at.is_(None),
            StationCode.expires_at > clock.now(),
            StationCode.tries < MOST_TRIES,
        )
        marks = list(current.scalars(select(StationCode.code_mark).where(*live).with_for_update()))
        current.execute(update(StationCode).where(*live).values(tries=StationCode.tries + 1))
    return any(mark in marks for mark in blind_indexes(code, _purpose(person_id)))


def _mark(person_id: int, code: str) -> str:
    return blind_index(code, _purpose(person_id))


def _purpose(person_id: int) -> str:
    return f"station_code.{person_id}"


def _personal(person_id: int) -> tuple[str, ...]:
    row = session().execute(select(Person.id_number, Person.phone).where(Person.id == person_id)).one()
    return tuple(value for value in row if value)
