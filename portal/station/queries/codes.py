"""Reads of codes that people read out, always of one flow."""

from sqlalchemy import select

from portal.core import clock
from portal.core.db import session
from portal.notices.models import Delivery
from portal.station.models import ConsentCode
from portal.station.types import SentCode


def find_code(flow_id: str) -> SentCode | None:
    """Return the code that waits to be read out in a flow, with where its text message is, or None."""
    stmt = (
        select(ConsentCode, Delivery.state, Delivery.sent_at)
        .outerjoin(Delivery, Delivery.id == ConsentCode.delivery_id)
        .where(ConsentCode.flow_id == flow_id, ConsentCode.ended_at.is_(None), ConsentCode.expires_at > clock.now())
        .order_by(ConsentCode.id.desc())
        .limit(1)
        .execution_options(populate_existing=True)
    )
    found = session().execute(stmt).one_or_none()
    if found is None:
        return None
    row, state, sent_at = found
    return SentCode(row.shown_to, row.created_at, row.expires_at, row.tries, state, sent_at)
