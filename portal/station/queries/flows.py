"""Reads about assisted flows, always of one clerk or one person."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from portal.core.db import session
from portal.people.models import Account, Station
from portal.station.models import AssistedFlow, ClerkPhone
from portal.station.types import FlowView, TypedPerson


@dataclass(frozen=True, slots=True)
class FoundFlow:
    """A flow with what decides whether it is still open."""

    view: FlowView
    touched_at: datetime
    is_closed: bool


def find_flow(flow_id: str, *, account_id: int, station_id: int) -> FoundFlow | None:
    """Return a flow of this clerk at this station, or None."""
    stmt = select(AssistedFlow).where(
        AssistedFlow.id == flow_id, AssistedFlow.account_id == account_id, AssistedFlow.station_id == station_id
    )
    row = session().scalar(stmt.execution_options(populate_existing=True))
    if row is None:
        return None
    view = FlowView(
        id=row.id,
        station_id=row.station_id,
        account_id=row.account_id,
        person_id=row.person_id,
        consent_id=row.consent_id,
        sheet_number=row.sheet_number,
        typed_number=row.typed_number,
        typed_person=TypedPerson.of_json(json.loads(row.typed_person)) if row.typed_person else None,
        card_seen=row.card_seen,
        read_back=row.read_back,
        claim_code=row.claim_code,
        opened_at=row.opened_at,
    )
    return FoundFlow(view, row.touched_at, row.closed_at is not None)


def idle_flows(before: datetime) -> list[str]:
    """Return open flows nobody has touched since a moment."""
    stmt = select(AssistedFlow.id).where(AssistedFlow.closed_at.is_(None), AssistedFlow.touched_at < before)
    return list(session().scalars(stmt.order_by(AssistedFlow.touched_at)))


def closed_among(flow_ids: Collection[str]) -> list[str]:
    """Return which of these flows have ended."""
    stmt = select(AssistedFlow.id).where(AssistedFlow.id.in_(flow_ids), AssistedFlow.closed_at.is_not(None))
    return list(session().scalars(stmt.order_by(AssistedFlow.id)))


def list_flows_of(person_id: int) -> list[tuple[datetime, str, str | None]]:
    """Return when, at which station and by whom a person was helped, newest first."""
    stmt = (
        select(AssistedFlow.opened_at, Station.name, Account.display_name)
        .join(Station, Station.id == AssistedFlow.station_id)
        .join(Account, Account.id == AssistedFlow.account_id)
        .where(AssistedFlow.person_id == person_id, AssistedFlow.consent_id.is_not(None))
        .order_by(AssistedFlow.opened_at.desc(), AssistedFlow.id)
    )
    return [(at, station, clerk) for at, station, clerk in session().execute(stmt)]


def find_own_phone(account_id: int) -> str | None:
    """Return what a clerk says is their own phone now, or None."""
    kept = session().scalar(select(ClerkPhone.phone).where(ClerkPhone.account_id == account_id))
    return kept.split()[0] if kept else None


def phones_of_clerks() -> set[str]:
    """Return every phone that a clerk of any station says is their own, or has said so before."""
    return {phone for kept in session().scalars(select(ClerkPhone.phone)) for phone in kept.split()}
