"""Enter providers into the two directories."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.catalog.errors import ChangedMeanwhile, ProviderNotFound, UnknownRegion
from portal.catalog.models import Provider
from portal.catalog.queries import forget
from portal.catalog.types import ProviderKind, ProviderState
from portal.core import audit, clock, credit_codes, regions, search_keys
from portal.core.db import transaction


@dataclass(frozen=True, slots=True)
class NewProvider:
    """What a directory says of a provider."""

    credit_code: str
    name: str
    kind: ProviderKind
    region_code: str
    address: str
    phone: str
    accredited_from: date
    name_mn: str | None = None
    accredited_to: date | None = None
    trades: tuple[str, ...] = ()
    is_demo: bool = False


def enter_provider(new: NewProvider, *, account_id: int | None = None, version: int | None = None) -> int:
    """Enter a provider, or write anew what the directory says of one already there; return its id.

    Args:
        new: What the directory says from now on.
        account_id: Who says so; None for whoever runs the portal.
        version: The version of the entry that was read before it was mended, where that matters.

    Raises:
        ChangedMeanwhile: someone else mended the entry since this version was read.
        CreditCodeRefused: the code cannot be one.
        UnknownRegion: nobody knows the region.
    """
    code, place = credit_codes.parse(new.credit_code).value, regions.get(new.region_code)
    if place is None:
        raise UnknownRegion
    with transaction() as session:
        found = _lock_entry(session, code) or Provider(credit_code=code, version=0)
        if version is not None and found.version != version:
            raise ChangedMeanwhile
        found.name, found.name_mn, found.kind = new.name, new.name_mn, new.kind
        found.region_code, found.address, found.phone = place.code, new.address, new.phone
        found.accredited_from, found.accredited_to = new.accredited_from, new.accredited_to
        found.trades, found.is_demo = list(new.trades), new.is_demo
        found.state = found.state or ProviderState.ACTIVE
        found.search_key = search_keys.index_key(
            new.name, new.name_mn, code, regions.full_name(place.code), new.address
        )
        session.add(found)
        if session.is_modified(found):
            found.version += 1
        session.flush()
        audit.record("catalog.enter_provider", subject_type="provider", subject_id=found.id, actor_id=account_id)
    forget()
    return found.id


def withdraw_provider(provider_id: int, *, on: date, reason: str | None = None, account_id: int | None = None) -> bool:
    """Take a provider out of the directory and return whether it was in it: it stays readable, takes nobody new.

    Raises:
        ProviderNotFound: there is none.
    """
    with transaction() as session:
        found = _lock(session, provider_id)
        if found.state is ProviderState.WITHDRAWN:
            return False
        found.state, found.withdrawn_on, found.withdrawn_reason = ProviderState.WITHDRAWN, on, reason
        found.reinstated_on = found.reinstated_reason = None
        audit.record(
            "catalog.withdraw_provider",
            subject_type="provider",
            subject_id=provider_id,
            actor_id=account_id,
            details={"on": on.isoformat(), "reason": reason},
        )
    forget()
    return True


def reinstate_provider(provider_id: int, *, reason: str, account_id: int | None = None) -> bool:
    """Take a wrong withdrawal back and return whether there was one: the accreditation stands as before.

    Raises:
        ProviderNotFound: there is none.
    """
    with transaction() as session:
        found = _lock(session, provider_id)
        if found.state is not ProviderState.WITHDRAWN:
            return False
        gone_on, gone_reason = found.withdrawn_on, found.withdrawn_reason
        found.state, found.withdrawn_on, found.withdrawn_reason = ProviderState.ACTIVE, None, None
        found.reinstated_on, found.reinstated_reason = clock.today(), reason
        audit.record(
            "catalog.reinstate_provider",
            subject_type="provider",
            subject_id=provider_id,
            actor_id=account_id,
            details={
                "reason": reason,
                "withdrawn_on": gone_on.isoformat() if gone_on else None,
                "withdrawn_reason": gone_reason,
            },
        )
    forget()
    return True


def _lock(session: Session, provider_id: int) -> Provider:
    found = session.get(Provider, provider_id, with_for_update=True, populate_existing=True)
    if found is None:
        raise ProviderNotFound(provider_id)
    return found


def _lock_entry(session: Session, code: str) -> Provider | None:
    stmt = select(Provider).where(Provider.credit_code == code)
    return session.scalar(stmt.with_for_update().execution_options(populate_existing=True))
