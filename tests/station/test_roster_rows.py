"""Rows of a list that go, and those that change nothing."""

from datetime import timedelta
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.core import clock
from portal.core.audit import AuditEvent
from portal.people.models import PersonGroup
from portal.station import queries
from portal.station.models import RosterRow
from portal.station.services import roster_words as words
from portal.station.types import Colour, Outcome
from tests import factories
from tests.station.conftest import fresh_number, printed
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


def test_someone_in_school_or_with_a_pension_is_looked_at_also_where_only_the_portal_knows(
    desk: FlaskClient, session: Session
) -> None:
    pupil, left = factories.PersonFactory(name="甲其木格"), factories.PersonFactory(name="乙其木格")
    began, yesterday = clock.today() - timedelta(days=400), clock.today() - timedelta(days=1)
    for person, until in ((pupil, None), (left, yesterday)):
        factories.PersonGroupFactory(
            person=None, person_id=person.id, group_code="graduation_year", valid_from=began, valid_to=until
        )
    rows = [villager(身份证件号码=one.id_number, 姓名=one.name, 手机号="") for one in (pupil, left)]
    told = [*rows, villager(人员类别="领取养老金人员、妇女"), villager(人员类别="在校学生")]

    upload = sent(desk, told)

    assert said_of(upload) == [
        (Colour.YELLOW, [("人员类别", str(words.STILL_A_STUDENT))]),
        (Colour.GREEN, []),
        (Colour.YELLOW, [("人员类别", str(words.PENSION))]),
        (Colour.YELLOW, [("人员类别", str(words.STILL_A_STUDENT))]),
    ]
    confirm(desk, upload)
    assert set(session.scalars(select(PersonGroup.group_code))) == {"graduation_year", "woman"}


def test_rows_sent_again_say_that_they_change_nothing(desk: FlaskClient, session: Session) -> None:
    factories.OccupationFactory(name="中式面点师")
    offered = factories.ClassSessionFactory()
    rows = [villager(班次编号=offered.number, 意向工种=""), villager(), villager(意向工种="中式面点师")]
    confirm(desk, sent(desk, rows))
    another = {**rows[1], "意向工种": "电焊", "同意书编号": printed(2)}
    wrong = {**rows[2], "户籍区划代码": "0"}

    again, changed = sent(desk, rows), sent(desk, [another, wrong, villager()])

    assert said_of(again) == [(Colour.GREEN, [("", str(words.WAS_DONE))])] * 3
    assert desk.get(f"/zh/station/lists/{again}").get_data(as_text=True).count(str(words.WAS_DONE)) == 3
    assert "aria-invalid" not in desk.get(f"/zh/station/lists/{again}/rows/2").get_data(as_text=True)
    assert [found for _colour, said in said_of(changed) for found in said] == [
        ("户籍区划代码", str(words.NO_SUCH_PLACE))
    ]
    assert confirm(desk, again).outcomes[Outcome.UNCHANGED] == 3


def test_a_wish_with_a_plain_blank_in_mongolian_is_the_same_wish(desk: FlaskClient, session: Session) -> None:
    row = villager(意向工种="ᠮᠠᠯ ᠤᠨ ᠡᠮᠴᠢ")
    confirm(desk, sent(desk, [row]))

    again = sent(desk, [{**row, "意向工种": "ᠮᠠᠯ\u202fᠤᠨ ᠡᠮᠴᠢ", "同意书编号": printed(3)}])

    assert said_of(again) == [(Colour.GREEN, [("", str(words.WAS_DONE))])]
    assert confirm(desk, again).outcomes[Outcome.UNCHANGED] == 1


def said_of(upload: str) -> list[tuple[Colour | None, list[tuple[str, str]]]]:
    """Return the colour of each row and what is said of it."""
    return [(row.colour, [(one.column, one.zh) for one in row.remarks]) for row in queries.list_rows(upload)]


def test_reason_of_a_yellow_row_is_a_note_and_no_error(desk: FlaskClient, session: Session) -> None:
    upload = sent(desk, [villager(人员类别="毕业年度学生")])

    for edition in ("zh", "mn"):
        page = desk.get(f"/{edition}/station/lists/{upload}/rows/2").get_data(as_text=True)

        assert 'id="cell4-hint"' in page
        assert "aria-invalid" not in page
        assert 'class="error"' not in page
