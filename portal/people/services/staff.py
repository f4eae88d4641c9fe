"""Make accounts for people who work at a station, a training institution or a bureau."""

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from portal.core import audit, clock, regions
from portal.core.db import transaction
from portal.people.errors import StaffRefused
from portal.people.models import Account
from portal.people.rules import check_password
from portal.people.services.passwords import hash_password
from portal.people.services.profile import set_password
from portal.people.types import NewStaff, Role


def add_staff(new: NewStaff, password: str) -> int:
    """Make a staff account and return it.

    Raises:
        StaffRefused: the login name is taken, or what the role acts for is missing or unknown.
        PasswordRefused: the password would not protect.
    """
    if new.role is Role.TRAINEE or (new.region_code and regions.get(new.region_code) is None):
        raise StaffRefused
    check_password(password, personal=(new.login_name,))
    hashed = hash_password(password)
    try:
        with transaction() as current:
            name = new.login_name.strip().casefold()
            if current.scalar(select(Account.id).where(Account.login_name == name)) is not None:
                raise StaffRefused
            account = Account(
                role=new.role,
                login_name=name,
                display_name=new.display_name,
                region_code=regions.resolve(new.region_code),
                provider_id=new.provider_id,
                station_id=new.station_id,
                password_hash=hashed,
                language=new.language,
                created_at=clock.now(),
                is_demo=new.is_demo,
            )
            current.add(account)
            current.flush()
            audit.record("people.add_staff", subject_type="account", subject_id=account.id, actor_id=None)
    except IntegrityError as error:  # a role without what it acts for, or a row that does not exist
        raise StaffRefused from error
    return account.id


def renew_staff_password(account_id: int, login_name: str, password: str) -> None:
    """Give a member of staff who forgot theirs another password, and sign them out everywhere.

    Raises:
        PasswordRefused: the password would not protect.
    """
    check_password(password, personal=(login_name,))
    hashed = hash_password(password)
    with transaction():
        set_password(account_id, hashed)
        audit.record("people.renew_staff_password", subject_type="account", subject_id=account_id, actor_id=None)


def close_staff_account(account_id: int) -> None:
    """Let a member of staff who left in no more, from this moment on; what they did stays. Harmless to repeat."""
    closed = {"disabled_at": clock.now(), "session_epoch": Account.session_epoch + 1}
    with transaction() as current:
        still_open = (Account.id == account_id, Account.disabled_at.is_(None))
        if current.connection().execute(update(Account).where(*still_open).values(closed)).rowcount:
            audit.record("people.close_staff_account", subject_type="account", subject_id=account_id, actor_id=None)
