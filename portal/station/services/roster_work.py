"""Check and take in lists, row by row: at once where they are short, apart from the request where they are long.

A list is worked on by one process at a time, which says so for a minute and renews it. Where that process is killed,
the job of another goes on with the rows that are left; one that is told to end leaves them to it at once.
"""

import logging
from collections.abc import Iterator, Sequence
from datetime import timedelta

from sqlalchemy import or_, update

from portal.core import clock, jobs
from portal.core.db import transaction
from portal.station import queries
from portal.station.errors import RowRefused
from portal.station.models import RosterRow, RosterUpload
from portal.station.services.helping import record_found
from portal.station.services.roster_check import ListCheck
from portal.station.services.roster_lists import keep_checked
from portal.station.services.roster_run import Taken, keep_run, refuse_late, take
from portal.station.types import CheckedRow, Clerk, Colour, Outcome, RowView, Stage, UploadView

log = logging.getLogger(__name__)

JOB = "go_on_with_lists"
ROWS_AT_ONCE = 60  # such lists are answered within the request
_BATCH = 50
_BUSY = timedelta(minutes=1)
_UNDONE = (Stage.CHECKING, Stage.RUNNING)


def work_soon(upload: UploadView) -> None:
    """Do what is to be done about a list: within the request if it is short, else by the job."""
    if upload.rows <= ROWS_AT_ONCE:
        work(upload.id)
    else:
        jobs.soon(JOB)


def work_on_waiting() -> int:
    """Go on with the lists nobody works on, and return how many. Also periodic, for those whose process was killed."""
    waiting = queries.undone_uploads(clock.now())
    for upload_id in waiting:
        try:
            work(upload_id)
        except Exception:  # one list that cannot be worked on does not keep the others waiting
            log.exception("a list of villagers stopped; it is gone on with")
    return len(waiting)


def work(upload_id: str) -> None:
    """Check a list or take it in, whichever is next; nothing where another process does."""
    if not _claim(upload_id):
        return
    upload = queries.find_upload(upload_id)
    assert upload is not None  # it was claimed
    if upload.stage is Stage.CHECKING:
        _check(upload)
    else:
        _take_in(upload)


def _check(upload: UploadView) -> None:
    rows = queries.list_rows(upload.id)
    check = ListCheck.of([row.cells for row in rows if row.cells is not None], upload.station_id)
    clerk = Clerk(upload.account_id, upload.station_id)
    for batch in _batches([row for row in rows if row.colour is None]):
        with transaction():
            for row in batch:
                checked = check.check(row.number)
                keep_checked(upload.id, checked)
                record_found(checked.person_id, clerk)
        if _leave_to_others(upload.id):
            return
    _leave(upload.id, Stage.CHECKED)


def _take_in(upload: UploadView) -> None:
    clerk = Clerk(upload.account_id, upload.station_id)
    rows = queries.list_rows(upload.id)
    left = [row for row in rows if row.outcome is None]
    check = ListCheck.of([row.cells for row in rows if row.cells is not None], upload.station_id)
    for batch in _batches(left):
        for row in batch:
            _take_one(upload.id, row, check, clerk)
        if _leave_to_others(upload.id):
            return
    _leave(upload.id, Stage.DONE)


def _take_one(upload_id: str, row: RowView, check: ListCheck, clerk: Clerk) -> None:
    """Take one row in and note it, both or neither."""
    if row.colour is Colour.RED:
        _note(upload_id, row.number, outcome=Outcome.REFUSED)
        return
    checked = check.check(row.number)  # much may have happened since the clerk looked
    if checked.colour is Colour.RED:
        _refuse(upload_id, checked)
        return
    try:
        with transaction():
            taken = take(check, row.number, clerk)
            _note_taken(upload_id, row.number, taken)
    except RowRefused as error:
        _refuse(upload_id, refuse_late(checked, error))


def _refuse(upload_id: str, row: CheckedRow) -> None:
    """Note that a row turned red since the clerk looked, and why."""
    with transaction():
        keep_checked(upload_id, row)
        _note(upload_id, row.cells.number, outcome=Outcome.REFUSED)


def _note_taken(upload_id: str, number: int, taken: Taken) -> None:
    _note(
        upload_id,
        number,
        outcome=taken.outcome,
        content=None,
        person_id=taken.person_id,
        application_id=taken.application_id,
        wish_id=taken.wish_id,
    )


def _note(upload_id: str, number: int, **values: object) -> None:
    this = (RosterRow.upload_id == upload_id, RosterRow.number == number)
    with transaction() as session:
        session.execute(update(RosterRow).where(*this).values(values))


def _leave(upload_id: str, stage: Stage) -> None:
    """Take a list to its next stage; one that was taken in is written down for good, without its content."""
    with transaction() as session:
        row = session.get_one(RosterUpload, upload_id, with_for_update=True, populate_existing=True)
        row.stage, row.busy_until = stage, None
        if stage is Stage.DONE:
            row.run_id = _keep_run(row)


def _keep_run(upload: RosterUpload) -> int:
    rows = queries.list_rows(upload.id)
    count = {outcome: sum(row.outcome is outcome for row in rows) for outcome in Outcome}
    refused = [(row.number, row.remarks) for row in rows if row.outcome is Outcome.REFUSED]
    return keep_run(upload.digest, upload.filename, upload.account_id, count, refused)


def _claim(upload_id: str) -> bool:
    """Say that this process works on a list, and whether it is the one."""
    moment = clock.now()
    free = or_(RosterUpload.busy_until.is_(None), RosterUpload.busy_until < moment)
    claim = update(RosterUpload).where(RosterUpload.id == upload_id, RosterUpload.stage.in_(_UNDONE), free)
    with transaction() as session:
        return bool(session.connection().execute(claim.values(busy_until=moment + _BUSY)).rowcount)


def _leave_to_others(upload_id: str) -> bool:
    """Say that the work goes on, or, where this process is about to end, that another may go on at once."""
    ends = jobs.stopping()
    until = None if ends else clock.now() + _BUSY
    with transaction() as session:
        session.execute(update(RosterUpload).where(RosterUpload.id == upload_id).values(busy_until=until))
    return ends


def _batches(rows: Sequence[RowView]) -> Iterator[Sequence[RowView]]:
    for start in range(0, len(rows), _BATCH):
        yield rows[start : start + _BATCH]
