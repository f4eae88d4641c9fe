"""Reads about people and accounts."""

from sqlalchemy import select

from portal.core.db import session
from portal.people.models import Account, Person
from portal.people.types import SignedIn


def find_signed_in(account_id: int) -> tuple[SignedIn, int] | None:
    """Return who an account is and its session epoch, or None where it may not sign in."""
    stmt = (
        select(Account, Person.name, Person.language)
        .outerjoin(Person, Person.id == Account.person_id)
        .where(Account.id == account_id, Account.disabled_at.is_(None), Person.erased_at.is_(None))
    )
    row = session().execute(stmt).one_or_none()
    if row is None:
        return None
    account, name, language = row
    who = SignedIn(
        account_id=account.id,
        role=account.role,
        language=language or account.language,
        person_id=account.person_id,
        name=name or account.display_name or "",
        region_code=account.region_code,
        provider_id=account.provider_id,
        station_id=account.station_id,
        is_demo=account.is_demo,
    )
    return who, account.session_epoch
