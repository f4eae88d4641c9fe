"""Whose numbers a list shows to whom, and what the trail says of it."""

from collections.abc import Callable
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core import identity_numbers
from portal.core.audit import AuditEvent
from portal.enrolment.models import Application, Wish
from portal.station import queries
from portal.station.types import Colour
from tests import factories
from tests.station.conftest import fresh_number
from tests.station.rosters import villager
from tests.station.test_rosters import confirm, sent


def test_number_of_a_row_is_hinted_at_and_kept_where_none_is_typed(desk: FlaskClient, session: Session) -> None:
    row = villager(手机号="123")
    upload, number = sent(desk, [row]), row["身份证件号码"]
    address = f"/zh/station/lists/{upload}/rows/2"
    page = desk.get(address).get_data(as_text=True)
    assert (number in page, identity_numbers.mask(number) in page) == (False, True)
    cells = {f"cell{place}": value for place, value in enumerate({**row, "身份证件号码": ""}.values())}

    still_wrong = desk.post(address, data=cells)
    mended = desk.post(address, data={**cells, "cell2": ""})

    assert (still_wrong.status_code, number in still_wrong.get_data(as_text=True)) == (422, False)
    kept = queries.list_rows(upload)[0]
    assert (mended.status_code, kept.colour, kept.cells["身份证件号码"].text) == (303, Colour.GREEN, number)


def test_number_typed_anew_takes_the_place_of_the_one_kept(desk: FlaskClient, session: Session) -> None:
    row, number = villager(身份证件号码="15999919800101"), fresh_number()
    upload = sent(desk, [row])
    address = f"/zh/station/lists/{upload}/rows/2"
    cells = {f"cell{place}": value for place, value in enumerate(row.values())}
    wrong = f"{number[:-2]}{(int(number[-2]) + 1) % 10}{number[-1]}"

    refused = desk.post(address, data={**cells, "cell1": wrong})
    desk.post(address, data={**cells, "cell1": number})

    assert (refused.status_code, wrong in refused.get_data(as_text=True)) == (422, True)  # typed just now
    assert wrong not in desk.get(address).get_data(as_text=True)
    assert queries.list_rows(upload)[0].cells["身份证件号码"].text == number


def test_red_rows_go_only_to_whoever_sent_them_and_each_time_is_written_down(
    desk: FlaskClient, clerk: Any, session: Session, sign_in: Callable[..., FlaskClient]
) -> None:
    upload = sent(desk, [villager(), villager(手机号="123")])
    colleague = factories.ClerkFactory(station=None, station_id=clerk.station_id)
    other, page = sign_in(colleague), f"/zh/station/lists/{upload}"
    assert "refused.xlsx" not in other.get(page).get_data(as_text=True)
    confirm(other, upload)  # they answer for it from now on, and still did not send it

    refused = other.get(f"{page}/refused.xlsx")
    taken = [desk.get(f"{page}/refused.xlsx").status_code for _time in range(2)]

    assert (refused.status_code, taken) == (404, [200, 200])
    assert ("refused.xlsx" in other.get(page).text, "refused.xlsx" in desk.get(page).text) == (False, True)
    lines = list(session.scalars(select(AuditEvent).where(AuditEvent.action == "station.take_refused")))
    assert [(line.subject_type, line.subject_id, line.actor_id) for line in lines] == [
        ("station", clerk.station_id, clerk.id)
    ] * 2
    assert [line.details for line in lines] == [{"list": upload, "rows": 1}] * 2


def trail(session: Session, person_id: int) -> list[tuple[str, Any]]:
    """Return what was done at a station about a person, oldest first."""
    stmt = select(AuditEvent).where(AuditEvent.subject_type == "person", AuditEvent.action.startswith("station."))
    lines = session.scalars(stmt.where(AuditEvent.subject_id == person_id).order_by(AuditEvent.id))
    return [(line.action, {"by": line.actor_id, **line.details}) for line in lines]


def test_person_reads_in_their_trail_what_a_list_did_in_their_name(
    desk: FlaskClient, clerk: Any, session: Session
) -> None:
    known = factories.PersonFactory(name="乌云其木格")
    row = villager(身份证件号码=known.id_number, 姓名="乌云其木格")
    confirm(desk, sent(desk, [row, villager(班次编号=factories.ClassSessionFactory().number)]))
    wish, application = session.scalars(select(Wish)).one(), session.scalars(select(Application)).one()
    here = {"by": clerk.id, "station": clerk.station_id}

    assert trail(session, known.id) == [
        ("station.find", here),
        ("station.wish", {**here, "consent": wish.consent_id, "wish": wish.id}),
    ]
    assert trail(session, application.person_id) == [
        ("station.apply", {**here, "consent": application.consent_id, "application": application.id})
    ]
    confirm(desk, sent(desk, [row]))
    assert [action for action, _details in trail(session, known.id)] == ["station.find", "station.wish", "station.find"]


def test_number_typed_into_a_row_is_a_look_too(desk: FlaskClient, session: Session) -> None:
    known, row = factories.PersonFactory(name="乌云其木格"), villager(手机号="123")
    upload = sent(desk, [row])
    cells = {f"cell{place}": value for place, value in enumerate(row.values())}
    address = f"/zh/station/lists/{upload}/rows/2"

    desk.post(address, data={**cells, "cell1": known.id_number})
    desk.post(address, data={**cells, "cell1": ""})  # the number stays as it was: nobody was looked up

    assert [action for action, _details in trail(session, known.id)] == ["station.find"]
