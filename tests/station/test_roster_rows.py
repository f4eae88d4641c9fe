"""Rows of a list that go, and those that change nothing."""

from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.core.audit import AuditEvent
from portal.station import queries
from portal.station.models import RosterRow
from portal.station.types import Colour, Outcome
from tests.station.conftest import fresh_number
from tests.station.rosters import villager
from tests.station.test_rosters import confirm, sent


def test_row_is_taken_off_in_place_and_its_twin_turns_green(desk: FlaskClient, clerk: Any, session: Session) -> None:
    number = fresh_number()
    rows = [villager(身份证件号码=number, 姓名=name, 手机号="") for name in ("乌云其木格", "苏日娜")]
    upload = sent(desk, rows)
    page = f"/zh/station/lists/{upload}/rows/2"
    assert f'action="{page}/drop"' in desk.get(page).get_data(as_text=True)

    answers = [desk.post(f"{page}/drop").status_code for _press in range(2)]

    assert (answers, desk.get(page).status_code) == ([303, 303], 404)
    assert [(row.number, row.colour) for row in queries.list_rows(upload)] == [(3, Colour.GREEN)]
    assert session.scalar(select(func.count()).select_from(RosterRow)) == 1
    found = queries.find_upload(upload)
    assert found is not None
    assert (found.rows, found.colours[Colour.GREEN], found.colours[Colour.RED]) == (1, 1, 0)
    line = session.scalars(select(AuditEvent).where(AuditEvent.action == "station.drop_row")).one()
    assert (line.subject_type, line.subject_id, line.actor_id) == ("station", clerk.station_id, clerk.id)
    assert line.details == {"list": upload, "row": 2}
    assert confirm(desk, upload).outcomes == {Outcome.ADDED: 1, Outcome.UNCHANGED: 0, Outcome.REFUSED: 0}


def test_last_row_may_go_too_but_none_of_a_list_that_was_taken_in(desk: FlaskClient, session: Session) -> None:
    empty, done = sent(desk, [villager()]), sent(desk, [villager()])
    confirm(desk, done)

    gone = desk.post(f"/zh/station/lists/{empty}/rows/2/drop")
    refused = desk.post(f"/zh/station/lists/{done}/rows/2/drop")

    assert (gone.status_code, desk.get(gone.headers["Location"]).status_code) == (303, 200)
    assert (refused.status_code, len(queries.list_rows(done))) == (409, 1)
