"""Hand out summaries: at once while it is quiet, in turn while many are asked for.

A process prints one summary at a time. Whoever asks meanwhile joins a queue in the database and is told their place; a
job prints the queue, and whoever is first in it may be printed by the request that asks. So the portal stays quick for
everybody else however many summaries are asked for, and a killed process loses no place.
"""

import logging
import threading
from datetime import timedelta

from sqlalchemy import delete, insert, or_, update
from sqlalchemy.exc import IntegrityError

from portal.core import clock, jobs
from portal.core.db import transaction
from portal.core.errors import PortalError
from portal.records import queries
from portal.records.errors import SummaryNotFound
from portal.records.models import SummaryPrint
from portal.records.services.documents import find_or_render_pdf
from portal.records.types import IssuedSummary, WaitingPrint

log = logging.getLogger(__name__)

PRINT_JOB = "print_summaries"
_BUSY = timedelta(seconds=20)
_press = threading.Lock()  # one print at a time for requests, so that the other threads serve pages


def hand_out(code: str, *, person_id: int) -> bytes | WaitingPrint:
    """Return the PDF of a summary, or its place in the queue while many are asked for.

    Raises:
        SummaryNotFound: it does not exist, belongs to someone else or was switched off.
        SummaryAltered: what is stored is not what was issued.
        CannotBePrinted: a character is in none of the fonts.
    """
    issued = queries.get_own(code, person_id=person_id)
    kept = queries.find_pdf(issued.id)
    if kept is not None:
        return kept
    waiting = queries.find_waiting_print(issued.id)
    printed = _print_now(code, person_id, waiting)
    if printed is not None:
        return printed
    return waiting or _join(issued)


def print_waiting() -> int:
    """Print what waits, in turn, and return how many. Run soon after someone joined, and periodically."""
    printed = 0
    while not jobs.stopping() and (waiting := queries.find_next_print()) is not None:
        if _claim(waiting.id):
            _print_claimed(waiting)
            printed += 1
    return printed


def _print_now(code: str, person_id: int, waiting: WaitingPrint | None) -> bytes | None:
    """Print within the request where nobody would be overtaken and this process prints nothing else."""
    if not _is_ones_turn(waiting) or not _press.acquire(blocking=False):
        return None
    try:
        if waiting is None:
            return find_or_render_pdf(code, person_id=person_id)
        return _print_place(waiting) if _claim(waiting.id) else None
    finally:
        _press.release()


def _is_ones_turn(waiting: WaitingPrint | None) -> bool:
    if waiting is None:
        return not queries.anyone_waits()
    return waiting.failed or waiting.place == 1


def _print_place(waiting: WaitingPrint) -> bytes:
    try:
        return find_or_render_pdf(waiting.code, person_id=waiting.person_id)
    finally:
        _leave(waiting.id)


def _print_claimed(waiting: WaitingPrint) -> None:
    try:
        find_or_render_pdf(waiting.code, person_id=waiting.person_id)
    except SummaryNotFound:  # it was switched off meanwhile
        _leave(waiting.id)
    except Exception as error:  # whatever it was: its holder is told when they ask, and the others go on
        _fail(waiting.id)
        if not isinstance(error, PortalError):
            log.exception("a summary could not be printed")
    else:
        _leave(waiting.id)


def _join(issued: IssuedSummary) -> WaitingPrint:
    try:
        with transaction() as session:
            session.execute(
                insert(SummaryPrint).values(
                    document_id=issued.id,
                    person_id=issued.person_id,
                    round=queries.next_round(issued.person_id),
                    asked_at=clock.now(),
                    failed=False,
                )
            )
            jobs.soon(PRINT_JOB)
    except IntegrityError:  # asked for twice in one moment
        log.info("a summary is in the queue already")
    found = queries.find_waiting_print(issued.id)
    return found or WaitingPrint(0, issued.content.code, issued.person_id, 1, failed=False)  # printed already


def _claim(print_id: int) -> bool:
    """Say that this process prints it, and whether it is the one."""
    moment = clock.now()
    free = or_(SummaryPrint.busy_until.is_(None), SummaryPrint.busy_until < moment)
    claim = update(SummaryPrint).where(SummaryPrint.id == print_id, free).values(busy_until=moment + _BUSY)
    with transaction() as session:
        return bool(session.connection().execute(claim).rowcount)


def _leave(print_id: int) -> None:
    with transaction() as session:
        session.execute(delete(SummaryPrint).where(SummaryPrint.id == print_id))


def _fail(print_id: int) -> None:
    with transaction() as session:
        session.execute(update(SummaryPrint).where(SummaryPrint.id == print_id).values(failed=True, busy_until=None))
