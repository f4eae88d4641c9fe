"""Reads about lists of villagers, always of one station."""

import json
from collections.abc import Collection
from datetime import datetime
from typing import TypeVar

from sqlalchemy import func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from portal.core.audit import AuditEvent
from portal.core.crypto import blind_indexes
from portal.core.db import session
from portal.people.models import Person
from portal.people.queries import PHONE
from portal.station.models import RosterRow, RosterUpload
from portal.station.types import Colour, Outcome, Remark, RosterCells, RowView, Stage, UploadView

AT_ONCE = 500

Value = TypeVar("Value", Colour, Outcome)
UPLOADS_SHOWN = 20


def find_upload(upload_id: str, *, station_id: int | None = None) -> UploadView | None:
    """Return a list of this station (of any where none is given), or None."""
    stmt = select(RosterUpload).where(RosterUpload.id == upload_id)
    if station_id is not None:
        stmt = stmt.where(RosterUpload.station_id == station_id)
    row = session().scalar(stmt.execution_options(populate_existing=True))
    return _view(row) if row else None


def sent_it(upload: UploadView, account_id: int) -> bool:
    """Tell whether an account sent a list; whoever confirmed it later answers for it, but did not send it."""
    stmt = select(AuditEvent.details).where(
        AuditEvent.subject_type == "station",
        AuditEvent.subject_id == upload.station_id,
        AuditEvent.actor_id == account_id,
        AuditEvent.action == "station.send_list",
        AuditEvent.at >= upload.created_at,
    )
    return any(details["list"] == upload.id for details in session().scalars(stmt))


def list_uploads(station_id: int) -> list[UploadView]:
    """Return the lists of a station that are still here, newest first."""
    stmt = (
        select(RosterUpload)
        .where(RosterUpload.station_id == station_id)
        .order_by(RosterUpload.created_at.desc())
        .limit(UPLOADS_SHOWN)
    )
    return [_view(row) for row in session().scalars(stmt)]


def undone_uploads(moment: datetime) -> list[str]:
    """Return lists that are being checked or taken in while no process works on them."""
    stmt = select(RosterUpload.id).where(
        RosterUpload.stage.in_((Stage.CHECKING, Stage.RUNNING)),
        or_(RosterUpload.busy_until.is_(None), RosterUpload.busy_until < moment),
    )
    return list(session().scalars(stmt.order_by(RosterUpload.created_at)))


def list_rows(
    upload_id: str,
    *,
    colour: Colour | None = None,
    number: int | None = None,
    offset: int = 0,
    limit: int | None = None,
) -> list[RowView]:
    """Return rows of a list in the order of the file, all or those of a colour or a number."""
    stmt = select(RosterRow).where(RosterRow.upload_id == upload_id).order_by(RosterRow.number)
    if colour is not None:
        stmt = stmt.where(RosterRow.colour == colour)
    if number is not None:
        stmt = stmt.where(RosterRow.number == number)
    stmt = stmt.offset(offset).limit(limit).execution_options(populate_existing=True)
    return [_row(row) for row in session().scalars(stmt)]


def phones_shared(phones: Collection[str]) -> dict[str, set[int]]:
    """Return the living people reached by each of these phones."""
    of_index = {index: phone for phone in phones for index in blind_indexes(phone, PHONE)}
    wanted, found = sorted(of_index), dict[str, set[int]]()
    for start in range(0, len(wanted), AT_ONCE):
        stmt = select(Person.phone_index, Person.id).where(
            Person.erased_at.is_(None), Person.phone_index.in_(wanted[start : start + AT_ONCE])
        )
        for index, person_id in session().execute(stmt):
            found.setdefault(of_index[str(index)], set()).add(person_id)
    return found


def _view(row: RosterUpload) -> UploadView:
    colours = _counts(row.id, RosterRow.colour)
    outcomes = _counts(row.id, RosterRow.outcome)
    rows = sum(colours.values())
    undone = outcomes.get(None, 0) if row.stage is Stage.RUNNING else colours.get(None, 0)
    return UploadView(
        id=row.id,
        station_id=row.station_id,
        account_id=row.account_id,
        filename=row.filename,
        stage=row.stage,
        created_at=row.created_at,
        rows=rows,
        done=rows - undone,
        colours={colour: colours.get(colour, 0) for colour in Colour},
        outcomes={outcome: outcomes.get(outcome, 0) for outcome in Outcome},
    )


def _counts(upload_id: str, column: InstrumentedAttribute[Value | None]) -> dict[Value | None, int]:
    stmt = select(column, func.count()).where(RosterRow.upload_id == upload_id).group_by(column)
    return {row[0]: row[1] for row in session().execute(stmt)}


def _row(row: RosterRow) -> RowView:
    return RowView(
        number=row.number,
        cells=RosterCells.of_json(row.number, json.loads(row.content)) if row.content else None,
        colour=row.colour,
        remarks=tuple(Remark(**remark) for remark in row.remarks),
        outcome=row.outcome,
        person_id=row.person_id,
        application_id=row.application_id,
        wish_id=row.wish_id,
    )
