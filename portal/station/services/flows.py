"""Begin to help someone, go on, and end it. What was typed goes when the flow ends."""

from datetime import timedelta
from uuid import uuid4

from sqlalchemy import Update, update
from sqlalchemy.orm import Session

from portal.core import audit, clock
from portal.core.db import transaction
from portal.core.phones import PhoneNumber
from portal.core.web import forget_drafts, list_draft_paths
from portal.people.services.register import hold
from portal.station import queries, rules
from portal.station.errors import FlowClosed, FlowNotFound, OwnPhoneMissing
from portal.station.models import AssistedFlow, ClerkPhone
from portal.station.services.sheets import new_sheet_number
from portal.station.types import Clerk, CloseReason, FlowView

_FLOWS = "/station/flows/"  # in the addresses of their pages
_TOUCHED_AGAIN = timedelta(minutes=1)


def keep_own_phone(clerk: Clerk, phone: PhoneNumber) -> None:
    """Write down what a clerk says is their own phone; those they said before are never a villager's either."""
    with transaction() as session:
        row = session.get(ClerkPhone, clerk.account_id, with_for_update=True)
        if row is None:
            session.add(ClerkPhone(account_id=clerk.account_id, phone=phone.value))
        else:
            row.phone = " ".join(dict.fromkeys((phone.value, *row.phone.split())))


def own_phone(clerk: Clerk) -> str | None:
    """Return what a clerk says is their own phone, or None where they have not said."""
    return queries.find_own_phone(clerk.account_id)


def require_own_phone(clerk: Clerk) -> None:
    """Make sure that a clerk has said what their own phone is.

    Raises:
        OwnPhoneMissing: they have not.
    """
    if own_phone(clerk) is None:
        raise OwnPhoneMissing


def open_flow(clerk: Clerk) -> str:
    """Begin to help someone and return the random id that stands in the addresses.

    Raises:
        OwnPhoneMissing: the clerk has not said what their own phone is.
    """
    require_own_phone(clerk)
    flow_id, moment = str(uuid4()), clock.now()
    with transaction() as session:
        session.add(
            AssistedFlow(
                id=flow_id,
                station_id=clerk.station_id,
                account_id=clerk.account_id,
                sheet_number=new_sheet_number(clerk.station_id),
                opened_at=moment,
                touched_at=moment,
            )
        )
    return flow_id


def enter_flow(flow_id: str, clerk: Clerk) -> FlowView:
    """Return an open flow of this clerk and keep it from closing itself.

    Raises:
        FlowNotFound: there is none, or it is another clerk's.
        FlowClosed: it was finished, or nobody touched it for too long.
    """
    found = queries.find_flow(flow_id, account_id=clerk.account_id, station_id=clerk.station_id)
    if found is None:
        raise FlowNotFound
    moment = clock.now()
    if found.is_closed:
        raise FlowClosed
    if moment - found.touched_at >= rules.IDLE:
        _close(flow_id, CloseReason.IDLE)
        raise FlowClosed
    if moment - found.touched_at >= _TOUCHED_AGAIN:
        with transaction() as session:
            session.execute(_open(flow_id).values(touched_at=moment))
    return found.view


def finish(flow_id: str, clerk: Clerk) -> None:
    """End a flow and clear what was typed in it; harmless to repeat.

    Raises:
        FlowNotFound: there is none, or it is another clerk's.
    """
    if queries.find_flow(flow_id, account_id=clerk.account_id, station_id=clerk.station_id) is None:
        raise FlowNotFound
    _close(flow_id, CloseReason.FINISHED)


def close_idle() -> int:
    """Close every flow nobody touched for too long and return how many. Periodic.

    A form that came after its flow had closed was kept for a sign-in that leads nowhere: it goes too.
    """
    idle = queries.idle_flows(clock.now() - rules.IDLE)
    for flow_id in idle:
        _close(flow_id, CloseReason.IDLE)
    kept_for = {path.partition(_FLOWS)[2].partition("/")[0] for path in list_draft_paths(_FLOWS)}
    for flow_id in queries.closed_among(kept_for):
        forget_typed(flow_id)
    return len(idle)


def forget_typed(flow_id: str) -> None:
    """Delete what was kept of forms of a flow whose sender had to sign in."""
    forget_drafts(f"{_FLOWS}{flow_id}")


def lock_open(session: Session, flow: FlowView) -> AssistedFlow:
    """Return the row of a flow for a change, fresh; every change passes here.

    Raises:
        FlowClosed: it was closed meanwhile.
    """
    if flow.person_id is not None:
        hold(flow.person_id)
    row = session.get(AssistedFlow, flow.id, with_for_update=True, populate_existing=True)
    if row is None or row.closed_at is not None:
        raise FlowClosed
    row.touched_at = clock.now()
    return row


def _close(flow_id: str, reason: CloseReason) -> None:
    nothing = {"typed_number": None, "typed_person": None, "claim_code": None}
    with transaction() as session:
        row = session.get(AssistedFlow, flow_id, with_for_update=True, populate_existing=True)
        if row is None or row.closed_at is not None:
            return
        session.execute(_open(flow_id).values(closed_at=clock.now(), close_reason=reason, **nothing))
        forget_typed(flow_id)
        if row.person_id is not None:
            audit.record(
                "station.end",
                subject_type="person",
                subject_id=row.person_id,
                actor_id=row.account_id,
                details={"station": row.station_id, "reason": reason.value},
            )


def _open(flow_id: str) -> Update:
    return update(AssistedFlow).where(AssistedFlow.id == flow_id, AssistedFlow.closed_at.is_(None))
