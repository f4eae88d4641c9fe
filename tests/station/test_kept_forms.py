"""What a clerk typed when their session ended: it waits while the help is open, and goes when the help ends."""

from datetime import timedelta
from typing import Any

import time_machine
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.core import clock
from portal.core.web.forms import FormDraft
from portal.people.access import IDLE_STAFF
from portal.station import rules, services
from tests import factories
from tests.factories import PASSWORD
from tests.station.conftest import deletion_of, fresh_number, help_known, open_flow, printed

TYPED = {"name": "王桂芝", "whose": "own", "phone": "13904781234", "region": "150822", "language": "zh"}


def kept(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(FormDraft)) or 0


def end_idle(session: Session) -> None:
    """Run the job; what this session has read so far must not be undone with what the browser wrote since."""
    session.commit()
    services.close_idle()
    session.commit()


def flow_with_kept_form(desk: FlaskClient, traveller: Any) -> str:
    """Type someone new into a form which is sent after the session ended, and return the flow."""
    flow = open_flow(desk)
    desk.post(f"{flow}/find", data={"id_number": fresh_number()})
    traveller.shift(IDLE_STAFF + timedelta(minutes=3))
    assert "/login" in desk.post(f"{flow}/enter", data=TYPED).headers["Location"]
    return flow


def test_clerk_who_signs_in_again_finds_what_they_typed(desk: FlaskClient, clerk: Any, session: Session) -> None:
    with time_machine.travel(clock.now(), tick=False) as traveller:
        flow = flow_with_kept_form(desk, traveller)
        end_idle(session)
        traveller.shift(timedelta(minutes=5))
        back = desk.post(f"/zh/login?next={flow}/enter", data={"identifier": clerk.login_name, "password": PASSWORD})

        page = desk.get(back.headers["Location"])

    assert back.headers["Location"] == f"{flow}/enter"
    assert page.status_code == 200
    assert 'value="王桂芝"' in page.get_data(as_text=True)


def test_help_that_ends_takes_what_was_kept_with_it(desk: FlaskClient, session: Session) -> None:
    with time_machine.travel(clock.now(), tick=False) as traveller:
        flow_with_kept_form(desk, traveller)
        assert kept(session) == 1
        end_idle(session)
        assert kept(session) == 1

        traveller.shift(rules.IDLE + timedelta(minutes=1))
        end_idle(session)

    assert kept(session) == 0


def test_form_that_comes_after_the_end_goes_within_a_minute(desk: FlaskClient, session: Session) -> None:
    with time_machine.travel(clock.now(), tick=False) as traveller:
        flow = open_flow(desk)
        traveller.shift(rules.IDLE + timedelta(minutes=1))
        end_idle(session)
        desk.post(f"{flow}/enter", data=TYPED)
        desk.post("/zh/station/lists", data={"name": "1"})
        assert kept(session) == 2

        end_idle(session)

    assert kept(session) == 1  # the other page is no part of the help


def test_next_person_of_the_same_help_never_sees_it(desk: FlaskClient, clerk: Any, session: Session) -> None:
    with time_machine.travel(clock.now(), tick=False) as traveller:
        flow = flow_with_kept_form(desk, traveller)
        assert kept(session) == 1
        desk.post("/zh/login", data={"identifier": clerk.login_name, "password": PASSWORD})

        desk.post(f"{flow}/start-over")
        desk.post(f"{flow}/find", data={"id_number": fresh_number()})

        page = desk.get(f"{flow}/enter")
        assert (page.status_code, "王桂芝" in page.text) == (200, False)


def test_finishing_and_deleting_a_person_forget_it_too(desk: FlaskClient, session: Session) -> None:
    finished, erased = (help_known(desk, factories.PersonFactory(), sheet=printed(number)) for number in (1, 2))
    for flow in (finished, erased):
        session.add(FormDraft(token=flow, path=f"{flow}/phone", content="{}", created_at=clock.now()))
    session.flush()

    session.commit()
    desk.post(f"{finished}/finish")
    assert kept(session) == 1
    session.commit()
    assert desk.post(f"{erased}/erase", data=deletion_of(session, erased)).status_code == 303

    assert kept(session) == 0
