"""Receive a list, mend its rows, confirm it or throw it away. Its rows lie sealed and go after the run or a day."""

import json
from uuid import uuid4

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from portal.core import audit, clock
from portal.core.db import session, transaction
from portal.station import queries, rules
from portal.station.errors import NotCheckedYet, UploadNotFound
from portal.station.models import RosterRow, RosterUpload
from portal.station.services.helping import record_found
from portal.station.services.roster_check import ListCheck
from portal.station.services.roster_reading import read_row
from portal.station.services.roster_run import read_list
from portal.station.types import CheckedRow, Clerk, RosterCells, RowView, Stage, UploadView
from portal.station.types.rosters import ID_NUMBER


def receive(data: bytes, filename: str, clerk: Clerk) -> UploadView:
    """Keep the rows of a file sealed, to be checked, and return the list. Columns not asked for are not stored.

    Raises:
        TableRefused: it cannot be read as a table with these columns, or has more than 2,000 rows.
    """
    table = read_list(data, filename)
    upload_id = str(uuid4())
    with transaction() as current:
        current.add(
            RosterUpload(
                id=upload_id,
                station_id=clerk.station_id,
                account_id=clerk.account_id,
                filename=filename[-200:],
                digest=table.digest,
                stage=Stage.CHECKING,
                created_at=clock.now(),
            )
        )
        current.flush()
        current.add_all(
            RosterRow(upload_id=upload_id, number=row.number, content=sealed(RosterCells.of_row(row)), remarks=[])
            for row in table.rows
        )
        record_list("station.send_list", upload_id, clerk, rows=len(table.rows))
    return get_upload(upload_id, clerk)


def get_upload(upload_id: str, clerk: Clerk) -> UploadView:
    """Return a list of the clerk's station.

    Raises:
        UploadNotFound: there is none, or it is another station's.
    """
    found = queries.find_upload(upload_id, station_id=clerk.station_id)
    if found is None:
        raise UploadNotFound
    return found


def mend(upload_id: str, number: int, texts: tuple[str, ...], clerk: Clerk) -> RowView:
    """Put other texts into the cells of a row, check it and those it touches again, and return it.

    Nobody sees the full identity number of a row again, so an empty one leaves the number that is there.

    Raises:
        UploadNotFound: there is no such list or row, or it is another station's.
        NotCheckedYet: the list is being checked or was taken in.
    """
    upload = get_upload(upload_id, clerk)
    with transaction() as current:
        rows = _lock_rows(current, upload_id)
        if number not in rows:
            raise UploadNotFound
        mended = rows[number].mended(texts)
        check = ListCheck.of(list({**rows, number: mended}.values()), upload.station_id)
        for touched in {number, *check.touched_by(read_row(rows[number]), check.readings[number])}:
            checked = check.check(touched)
            keep_checked(upload_id, checked)
            if touched == number and mended[ID_NUMBER] != rows[number][ID_NUMBER]:
                record_found(checked.person_id, clerk)
    return queries.list_rows(upload_id, number=number)[0]


def drop(upload_id: str, number: int, clerk: Clerk) -> None:
    """Take a row off a list, leave nothing of it, and check those again that it touched; harmless to repeat.

    Raises:
        UploadNotFound: there is no such list, or it is another station's.
        NotCheckedYet: the list is being checked or was taken in.
    """
    upload = get_upload(upload_id, clerk)
    with transaction() as current:
        rows = _lock_rows(current, upload_id)
        gone = rows.pop(number, None)
        if gone is None:
            return
        current.execute(delete(RosterRow).where(RosterRow.upload_id == upload_id, RosterRow.number == number))
        check = ListCheck.of(list(rows.values()), upload.station_id)
        for touched in check.touched_by(read_row(gone)):
            keep_checked(upload_id, check.check(touched))
        record_list("station.drop_row", upload_id, clerk, row=number)


def confirm(upload_id: str, clerk: Clerk) -> UploadView:
    """Say that a checked list is to be taken in; harmless to repeat.

    Raises:
        UploadNotFound: there is none, or it is another station's.
        NotCheckedYet: it is still being checked.
    """
    upload = get_upload(upload_id, clerk)
    with transaction() as current:
        checked = (RosterUpload.id == upload_id, RosterUpload.stage == Stage.CHECKED)
        began = {"stage": Stage.RUNNING, "account_id": clerk.account_id, "busy_until": None}
        current.execute(update(RosterUpload).where(*checked).values(began))
    if upload.stage is Stage.CHECKING:
        raise NotCheckedYet
    return get_upload(upload_id, clerk)


def discard(upload_id: str, clerk: Clerk) -> None:
    """Throw a list away that is not being taken in; harmless to repeat.

    Raises:
        NotCheckedYet: it is being taken in at this moment.
    """
    upload = queries.find_upload(upload_id, station_id=clerk.station_id)
    if upload is None:
        return
    if upload.stage is Stage.RUNNING:
        raise NotCheckedYet
    _delete([upload_id])


def forget_old_uploads() -> int:
    """Delete every list a day after it came and return how many. Periodic."""
    old = RosterUpload.created_at < clock.now() - rules.UPLOAD_KEPT
    gone = list(session().scalars(select(RosterUpload.id).where(old, RosterUpload.stage != Stage.RUNNING)))
    _delete(gone)
    return len(gone)


def record_list(action: str, upload_id: str, clerk: Clerk, **numbers: int) -> None:
    """Say in the trail of the station what was done with a list: with how many rows, or with which."""
    details = {"list": upload_id, **numbers}
    audit.record(
        action, subject_type="station", subject_id=clerk.station_id, actor_id=clerk.account_id, details=details
    )


def sealed(cells: RosterCells) -> str:
    """Return the cells of a row as they are sealed."""
    return json.dumps(cells.to_json(), ensure_ascii=False)


def keep_checked(upload_id: str, row: CheckedRow) -> None:
    """Keep what the check says of a row, and its cells."""
    values = {
        "content": sealed(row.cells),
        "colour": row.colour,
        "remarks": [remark.to_json() for remark in row.remarks],
        "id_number_index": row.id_number_index,
    }
    this = (RosterRow.upload_id == upload_id, RosterRow.number == row.cells.number)
    with transaction() as current:
        current.execute(update(RosterRow).where(*this).values(values))


def _lock_rows(current: Session, upload_id: str) -> dict[int, RosterCells]:
    """Return the rows of a list that nobody else changes meanwhile.

    Raises:
        NotCheckedYet: it is being checked or was taken in.
    """
    locked = select(RosterUpload.stage).where(RosterUpload.id == upload_id).with_for_update()
    if current.scalar(locked) is not Stage.CHECKED:
        raise NotCheckedYet
    return {row.number: row.cells for row in queries.list_rows(upload_id) if row.cells is not None}


def _delete(upload_ids: list[str]) -> None:
    with transaction() as current:
        current.execute(delete(RosterRow).where(RosterRow.upload_id.in_(upload_ids)))
        current.execute(delete(RosterUpload).where(RosterUpload.id.in_(upload_ids)))
