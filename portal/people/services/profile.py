"""Change what people may change about themselves."""

from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.core import audit, clock
from portal.core.crypto import blind_index
from portal.core.db import session, transaction
from portal.people.errors import PersonNotFound, WrongPassword
from portal.people.models import Account, Person, PersonGroup
from portal.people.queries import PHONE
from portal.people.rules import CONSENT_VERSION, check_password
from portal.people.services.passwords import hash_password
from portal.people.services.register import add_consent
from portal.people.services.sign_in import confirm_password, is_in_force
from portal.people.types import Evidence, GivenConsent, PhoneOwner, ProfileChange


def change_profile(person_id: int, change: ProfileChange, *, actor_id: int) -> None:
    """Write down what a person changed about themselves.

    Raises:
        PersonNotFound: there is no such living person.
    """
    with transaction() as current:
        person = _lock_living(current, person_id)
        changed = _set_contact(person, change)
        if change.sms_off is not None and change.sms_off != person.sms_off:
            person.sms_off = change.sms_off
            changed.append("sms_off")
        for name in ("name_mn", "present_region", "language"):
            if getattr(person, name) != getattr(change, name):
                setattr(person, name, getattr(change, name))
                changed.append(name)
        if _set_groups(current, person_id, set(change.groups)):
            changed.append("groups")
            given = GivenConsent("groups", CONSENT_VERSION, given=bool(change.groups))
            add_consent(person_id, given, by_account_id=None)
        if "language" in changed:
            current.execute(update(Account).where(Account.person_id == person_id).values(language=change.language))
        if changed:
            details = {"fields": sorted(changed)}
            audit.record(
                "people.change_profile",
                subject_type="person",
                subject_id=person_id,
                actor_id=actor_id,
                details=details,
            )


def change_password(account_id: int, old: str, new: str) -> None:
    """Give an account another password and sign it out everywhere.

    Raises:
        WrongPassword: the present password is another one, or was ended meanwhile.
        PasswordRefused: the new one would not protect.
        TooManySigningIn: no turn for hashing became free in time.
    """
    checked = confirm_password(account_id, old)
    check_password(new, personal=_personal(account_id))
    hashed = hash_password(new)
    with transaction():
        if not is_in_force(account_id, checked):
            raise WrongPassword
        set_password(account_id, hashed)
        audit.record("people.change_password", subject_type="account", subject_id=account_id, actor_id=account_id)


def set_password(account_id: int, hashed: str) -> None:
    """Replace a password; every session of before ends."""
    with transaction() as current:
        fresh = {"password_hash": hashed, "session_epoch": Account.session_epoch + 1}
        current.execute(update(Account).where(Account.id == account_id).values(fresh))


def _lock_living(current: Session, person_id: int) -> Person:
    stmt = select(Person).where(Person.id == person_id, Person.erased_at.is_(None)).with_for_update()
    person = current.scalar(stmt)
    if person is None:
        raise PersonNotFound
    return person


def _set_contact(person: Person, change: ProfileChange) -> list[str]:
    if change.phone is None and not change.forget_phone:
        return []
    before = person.phone, person.phone_owner, person.phone_relation
    person.phone = change.phone.value if change.phone else None
    person.phone_index = blind_index(change.phone.value, PHONE) if change.phone else None
    person.phone_owner = (change.phone_owner or PhoneOwner.OWN) if change.phone else None
    person.phone_relation = change.phone_relation if person.phone_owner is PhoneOwner.RELATIVE else None
    return ["phone"] if (person.phone, person.phone_owner, person.phone_relation) != before else []


def _set_groups(current: Session, person_id: int, wanted: set[str]) -> bool:
    """End declared groups that were unticked and add new ones. What a station saw or a register says is not theirs."""
    today = clock.today()
    rows = current.scalars(select(PersonGroup).where(PersonGroup.person_id == person_id).with_for_update()).all()
    running = [row for row in rows if row.valid_to is None or row.valid_to >= today]
    gone = [row for row in running if row.evidence is Evidence.DECLARED and row.group_code not in wanted]
    for row in gone:
        if row.valid_from >= today:
            current.delete(row)
        else:
            row.valid_to = today - timedelta(days=1)
    current.flush()
    new = wanted - {row.group_code for row in running}
    current.add_all(
        PersonGroup(person_id=person_id, group_code=code, evidence=Evidence.DECLARED, valid_from=today)
        for code in sorted(new)
    )
    return bool(gone or new)


def _personal(account_id: int) -> tuple[str, ...]:
    stmt = select(Person.id_number, Person.phone).join(Account, Account.person_id == Person.id)
    row = session().execute(stmt.where(Account.id == account_id)).first()
    return tuple(value for value in row if value) if row else ()


def sign_out_everywhere(account_id: int) -> None:
    """End every session of an account, copies of its cookie included."""
    with transaction() as current:
        ended = {"session_epoch": Account.session_epoch + 1}
        current.execute(update(Account).where(Account.id == account_id).values(ended))
