"""Reads of the queue of summaries that wait to be printed."""

from sqlalchemy import Select, func, or_, select, tuple_

from portal.core import clock
from portal.core.db import session
from portal.records.models import SummaryDocument, SummaryPrint
from portal.records.types import WaitingPrint

_LIVE = SummaryPrint.failed.is_(False)


def find_waiting_print(document_id: int) -> WaitingPrint | None:
    """Return where a summary stands in the queue, or None where it is not in it."""
    mine = session().execute(_lines().where(SummaryPrint.document_id == document_id)).one_or_none()
    if mine is None:
        return None
    before = tuple_(SummaryPrint.round, SummaryPrint.id) < tuple_(mine.round, mine.id)
    ahead = session().scalar(select(func.count()).select_from(SummaryPrint).where(_LIVE, before)) or 0
    return WaitingPrint(mine.id, mine.code, mine.person_id, ahead + 1, mine.failed)


def anyone_waits() -> bool:
    """Tell whether somebody's summary waits to be printed."""
    return session().scalar(select(SummaryPrint.id).where(_LIVE).limit(1)) is not None


def count_waiting_prints() -> int:
    """Return how many summaries wait to be printed."""
    return session().scalar(select(func.count()).select_from(SummaryPrint).where(_LIVE)) or 0


def find_next_print() -> WaitingPrint | None:
    """Return the next summary in the queue that no process prints yet."""
    free = or_(SummaryPrint.busy_until.is_(None), SummaryPrint.busy_until < clock.now())
    stmt = _lines().where(_LIVE, free).order_by(SummaryPrint.round, SummaryPrint.id).limit(1)
    found = session().execute(stmt).one_or_none()
    return None if found is None else WaitingPrint(found.id, found.code, found.person_id, 1, failed=False)


def next_round(person_id: int) -> int:
    """Return the round in which a further document of a person is printed: the present one, or after their last."""
    present = select(func.min(SummaryPrint.round)).where(_LIVE).scalar_subquery()
    own = select(func.max(SummaryPrint.round) + 1).where(_LIVE, SummaryPrint.person_id == person_id).scalar_subquery()
    found = session().execute(select(present, own)).one()
    return max(found[0] or 0, found[1] or 0)


def _lines() -> Select[int, int, int, bool, str]:
    return select(
        SummaryPrint.id,
        SummaryPrint.round,
        SummaryPrint.person_id,
        SummaryPrint.failed,
        SummaryDocument.code,
    ).join(SummaryDocument, SummaryDocument.id == SummaryPrint.document_id)
