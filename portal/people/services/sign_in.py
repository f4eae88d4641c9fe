"""Find out who signs in."""

from sqlalchemy import Select, select, update

from portal.core import audit, identity_numbers, phones
from portal.core.crypto import blind_indexes
from portal.core.db import session, transaction
from portal.core.identity_numbers import IdentityNumberRefused
from portal.core.phones import PhoneRefused
from portal.people.errors import SeveralPeople, WrongCredentials, WrongPassword
from portal.people.models import Account, Person
from portal.people.queries import ID_NUMBER, PHONE
from portal.people.services.passwords import fits, fitting, hash_password, is_outdated

SHARING_AT_MOST = 5  # people with one phone, among whom the password decides: each costs a hashing


def check_credentials(identifier: str, password: str, *, in_crowd: bool = True) -> int:
    """Return the account that this phone, identity number or login name and this password belong to.

    Args:
        identifier: What was typed.
        password: What was typed.
        in_crowd: Wait in the short queue of those who sign in.

    Raises:
        WrongCredentials: nobody, or the password is another one; both take the same time.
        SeveralPeople: a phone of more people than are looked at, or of two with one password.
        TooManySigningIn: no turn for checking became free in time.
    """
    found = session().execute(_accounts(identifier).limit(SHARING_AT_MOST + 1)).all()
    crowded = len(found) > SHARING_AT_MOST
    right = fitting(password, [stored for _id, stored in found if stored and not crowded], signing_in=in_crowd)
    owners = [(account_id, stored) for account_id, stored in found if stored and stored in right]
    if len(owners) != 1:
        _note_failure(found[0][0] if len(found) == 1 else None)
        raise SeveralPeople if crowded or owners else WrongCredentials
    ((account_id, stored),) = owners
    fresh = hash_password(password) if is_outdated(stored) else stored
    with transaction() as current:
        if not is_in_force(account_id, stored):
            raise WrongCredentials
        if fresh != stored:
            current.execute(update(Account).where(Account.id == account_id).values(password_hash=fresh))
        audit.record("people.sign_in", subject_type="account", subject_id=account_id, actor_id=account_id)
    return account_id


def is_in_force(account_id: int, checked: str) -> bool:
    """Hold an account, and tell whether a password was neither replaced nor ended while it waited to be checked."""
    stmt = select(Account.password_hash).where(Account.id == account_id).with_for_update()
    return session().scalar(stmt) == checked


def confirm_password(account_id: int, password: str) -> str:
    """Make sure that whoever sits here knows the password, before something grave; return its hash.

    Raises:
        WrongPassword: it is another one.
        TooManySigningIn: no turn for checking became free in time.
    """
    stored = session().scalar(select(Account.password_hash).where(Account.id == account_id))
    if not fits(password, stored):
        _note_failure(account_id)
        raise WrongPassword
    assert stored is not None  # it fits
    return stored


def sign_in_key(identifier: str) -> str:
    """Return the plain form of what is typed to sign in, the same for every way to type one number."""
    for parse in (identity_numbers.parse, phones.parse):
        try:
            return parse(identifier).value
        except (IdentityNumberRefused, PhoneRefused):
            continue
    return identifier.replace("\0", "").strip().casefold()[:100]  # PostgreSQL takes no zero bytes


def _accounts(identifier: str) -> Select[int, str]:
    value = sign_in_key(identifier)
    stmt = (
        select(Account.id, Account.password_hash)
        .outerjoin(Person, Person.id == Account.person_id)
        .where(Account.disabled_at.is_(None), Person.erased_at.is_(None))
        .order_by(Account.id)
    )
    if value.startswith("+"):
        return stmt.where(Person.phone_index.in_(blind_indexes(value, PHONE)))
    if len(value) == identity_numbers.LENGTH and value[:17].isdigit():
        return stmt.where(Person.id_number_index.in_(blind_indexes(value, ID_NUMBER)))
    return stmt.where(Account.login_name == value)


def _note_failure(account_id: int | None) -> None:
    with transaction():
        audit.record("people.sign_in_failed", subject_type="account", subject_id=account_id, actor_id=None)
