"""Write people down: by themselves, at a station, from a file. One living record for each identity number."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.core import audit, clock
from portal.core.crypto import blind_index, blind_indexes
from portal.core.db import transaction, wait_in_line
from portal.people.errors import AlreadyRegistered, PersonNotFound
from portal.people.models import Account, Consent, Person, PersonGroup
from portal.people.queries import ID_NUMBER, PHONE
from portal.people.services.passwords import hash_password
from portal.people.types import GivenConsent, NewPerson, PhoneOwner, Role


def register(new: NewPerson, password: str, consents: Sequence[GivenConsent]) -> int:
    """Write down a person who comes by themselves and return their new account.

    Raises:
        AlreadyRegistered: a living record with this identity number exists.
        TooManySigningIn: no turn for hashing became free in time.
    """
    hashed = hash_password(password)  # before the transaction: it takes long
    with transaction():
        person_id = add_person(new, consents, actor_id=None)
        account_id = add_account(person_id, hashed, language=new.language, is_demo=new.is_demo)
        audit.record("people.register", subject_type="person", subject_id=person_id, actor_id=account_id)
    return account_id


def add_person(new: NewPerson, consents: Sequence[GivenConsent], *, actor_id: int | None) -> int:
    """Write down a person without an account and return the row.

    Args:
        new: Who it is.
        consents: What the person agreed to; at least the storing of this record.
        actor_id: Account of the clerk or importer; None for the person themselves.

    Raises:
        AlreadyRegistered: a living record with this identity number exists; nothing was written.
    """
    with transaction() as session:
        person = _insert(session, new)
        today = clock.today()
        session.add_all(
            PersonGroup(person_id=person.id, group_code=code, evidence=new.evidence, valid_from=today)
            for code in dict.fromkeys(new.groups)
        )
        for consent in consents:
            add_consent(person.id, consent, by_account_id=actor_id)
        if actor_id is not None:
            audit.record("people.add", subject_type="person", subject_id=person.id, actor_id=actor_id)
    return person.id


def add_account(person_id: int, password_hash: str, *, language: str, is_demo: bool = False) -> int:
    """Give a person a way to sign in and return the account."""
    with transaction() as session:
        account = Account(
            role=Role.TRAINEE,
            person_id=person_id,
            password_hash=password_hash,
            language=language,
            created_at=clock.now(),
            is_demo=is_demo,
        )
        session.add(account)
        session.flush()
    return account.id


def add_consent(person_id: int, consent: GivenConsent, *, by_account_id: int | None) -> int:
    """Add what a person agreed to (or took back) and return the row."""
    with transaction() as session:
        row = Consent(
            person_id=person_id,
            purpose=consent.purpose,
            text_version=consent.text_version,
            given=consent.given,
            given_at=clock.now(),
            channel=consent.channel,
            station_id=consent.station_id,
            by_account_id=by_account_id,
            proof=consent.proof,
        )
        session.add(row)
        session.flush()
    return row.id


def hold(person_id: int) -> None:
    """Let what is done for a person and their deletion wait for one another, until the transaction ends.

    It comes before every lock of something of theirs: help at a station, a class, a wish, a request.
    """
    wait_in_line(f"person {person_id}")


def hold_living(person_id: int) -> None:
    """Keep a person from being forgotten until the transaction ends.

    Raises:
        PersonNotFound: there is no such living person.
    """
    with transaction() as session:
        hold(person_id)
        if session.scalar(select(Person.id).where(Person.id == person_id, Person.erased_at.is_(None))) is None:
            raise PersonNotFound


def _insert(session: Session, new: NewPerson) -> Person:
    number = new.id_number.value
    # Rows sealed before a change of keys have another index, which the unique index cannot compare.
    taken = select(Person.id).where(
        Person.id_number_index.in_(blind_indexes(number, ID_NUMBER)), Person.erased_at.is_(None)
    )
    if session.scalar(taken) is not None:
        raise AlreadyRegistered
    person = _row(new)
    try:
        with session.begin_nested():  # a refused row must not spoil the transaction around it
            session.add(person)
            session.flush()
    except IntegrityError as error:
        if session.scalar(taken) is None:  # it was something else
            raise
        raise AlreadyRegistered from error
    return person


def _row(new: NewPerson) -> Person:
    phone = new.phone.value if new.phone else None
    return Person(
        name=new.name,
        name_mn=new.name_mn,
        id_number=new.id_number.value,
        id_number_index=blind_index(new.id_number.value, ID_NUMBER),
        phone=phone,
        phone_index=blind_index(phone, PHONE) if phone else None,
        phone_owner=(new.phone_owner or PhoneOwner.OWN) if phone else None,
        phone_relation=new.phone_relation if phone and new.phone_owner is PhoneOwner.RELATIVE else None,
        home_region=new.home_region,
        present_region=new.present_region,
        language=new.language,
        real_name_level=new.real_name_level,
        created_at=clock.now(),
        is_demo=new.is_demo,
    )
