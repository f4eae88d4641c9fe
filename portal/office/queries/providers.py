"""Reads of the two directories for the office, always within the region of an officer."""

from dataclasses import fields
from typing import Any

from sqlalchemy import Select, func, select

from portal.catalog.errors import ProviderNotFound
from portal.catalog.models import ClassSession, Provider
from portal.catalog.types import ClassState, ProviderKind
from portal.core import clock, regions, search_keys
from portal.core.audit import AuditEvent
from portal.core.db import session
from portal.office.types.editions import OtherOfficer
from portal.office.types.providers import OfficeProvider, ProviderLine
from portal.people.models import Account

LINES = 40
DIRECTORIES = {
    "institutions": (ProviderKind.INSTITUTION, ProviderKind.ENTERPRISE),
    "bases": (ProviderKind.BASE, ProviderKind.ONLINE),
}
_GOES_ON = (ClassState.DRAFT, ClassState.OPEN, ClassState.CLOSED, ClassState.RUNNING)
_LINE: tuple[Any, ...] = (
    Provider.id,
    Provider.name,
    Provider.name_mn,
    Provider.kind,
    Provider.region_code,
    Provider.state,
    Provider.accredited_from,
    Provider.accredited_to,
)  # in the order of the fields of ProviderLine
_MORE: tuple[Any, ...] = (
    Provider.credit_code,
    Provider.address,
    Provider.phone,
    Provider.trades,
    Provider.withdrawn_on,
    Provider.withdrawn_reason,
    Provider.reinstated_on,
    Provider.reinstated_reason,
    Provider.version,
    Provider.is_demo,
)


def list_providers(within: str, directory: str, q: str = "", page: int = 1) -> tuple[list[ProviderLine], bool]:
    """Return a page of one directory, by region and name, and whether there is more."""
    stmt = _within(within, _LINE).where(Provider.kind.in_(DIRECTORIES[directory]))
    if q:
        stmt = stmt.where(search_keys.matches(Provider.search_key, q))
    stmt = stmt.order_by(Provider.region_code, Provider.name, Provider.id).limit(LINES + 1).offset(LINES * (page - 1))
    found = [ProviderLine(*row) for row in session().execute(stmt)]
    return found[:LINES], len(found) > LINES


def get_provider(provider_id: int, within: str | None) -> OfficeProvider:
    """Return a provider of the officer's region.

    Raises:
        ProviderNotFound: there is none.
    """
    row = session().execute(_within(within, _LINE, _MORE).where(Provider.id == provider_id)).first()
    if row is None:
        raise ProviderNotFound(provider_id)
    values = {field.name: row._mapping[field.name] for field in fields(OfficeProvider)}
    return OfficeProvider(**{**values, "trades": tuple(row.trades)})


def find_by_code(credit_code: str) -> int | None:
    """Return the provider with a unified social credit code, of any region, or None."""
    return session().scalar(select(Provider.id).where(Provider.credit_code == credit_code))


def last_officer(provider_id: int) -> OtherOfficer | None:
    """Return who wrote the entry of a provider last, or None where no officer did."""
    stmt = (
        select(AuditEvent.at, Account.display_name)
        .join(Account, Account.id == AuditEvent.actor_id)
        .where(
            AuditEvent.subject_id == provider_id,
            AuditEvent.subject_type == "provider",
            AuditEvent.action == "catalog.enter_provider",
        )
        .order_by(AuditEvent.id.desc())
        .limit(1)
    )
    row = session().execute(stmt).first()
    return OtherOfficer(row[1] or "", row[0], False) if row else None


def has_class(provider_id: int, class_id: int) -> bool:
    """Say whether a class is one of a provider."""
    stmt = select(ClassSession.id).where(ClassSession.id == class_id, ClassSession.provider_id == provider_id)
    return session().scalar(stmt) is not None


def _within(within: str | None, line: tuple[Any, ...], more: tuple[Any, ...] = ()) -> Select[Any]:
    to_settle = (
        select(func.count())
        .select_from(ClassSession)
        .where(
            ClassSession.provider_id == Provider.id,
            ClassSession.state.in_(_GOES_ON),
            ClassSession.ends_on >= clock.today(),
        )
        .correlate(Provider)
        .scalar_subquery()
        .label("to_settle")
    )
    return select(*line, to_settle, *more).where(regions.inside(Provider.region_code, within))
