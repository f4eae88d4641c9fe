"""A list of villagers: every row in its colour with its reasons, nothing doubled, nothing kept that was not asked for."""

import html
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from portal.core import clock, identity_numbers
from portal.core.i18n import speaking
from portal.core.imports import ImportRun
from portal.core.tables import read_table
from portal.core.tables.errors import NotATable
from portal.enrolment import services as enrolment
from portal.enrolment.models import Application, Wish
from portal.enrolment.types import Actor, Channel
from portal.notices.models import Message
from portal.people import queries as people
from portal.people.models import Consent, Person
from portal.people.types import PhoneOwner
from portal.station import queries, services
from portal.station.models import RosterRow, RosterUpload
from portal.station.services.roster_run import TABLE_COLUMNS
from portal.station.services.roster_words import number_twice
from portal.station.types import Colour, Outcome, Stage
from tests import factories
from tests.station.conftest import DESK, fresh_number, printed, who
from tests.station.rosters import csv_list, villager, xlsx_list

CONFIRM = {"each_signed": "y", "yellow_seen": "y"}


def send(desk: FlaskClient, data: bytes, name: str = "list.csv") -> Any:
    return desk.post("/zh/station/lists", data={"file": (io.BytesIO(data), name)})


def sent(desk: FlaskClient, rows: list[dict[str, Any]]) -> str:
    """Send a list and return its id."""
    answer = send(desk, csv_list(rows))
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return str(answer.headers["Location"].rsplit("/", 1)[1])


def checked(desk: FlaskClient, *rows: dict[str, Any]) -> list[Any]:
    return queries.list_rows(sent(desk, list(rows)))


def reasons(row: Any) -> set[str]:
    return {remark.column for remark in row.remarks}


def confirm(desk: FlaskClient, upload: str) -> Any:
    answer = desk.post(f"/zh/station/lists/{upload}/confirm", data=CONFIRM)
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return queries.find_upload(upload)


def count(session: Session, model: Any) -> int:
    session.expire_all()
    return session.scalar(select(func.count()).select_from(model)) or 0


def test_takes_a_village_in_with_one_press(desk: FlaskClient, clerk: Any, session: Session) -> None:
    offered = factories.ClassSessionFactory(capacity=60)
    rows = [villager(班次编号=offered.number, 意向工种="") for _number in range(39)] + [villager()]
    upload = sent(desk, rows)
    page = desk.get(f"/zh/station/lists/{upload}").get_data(as_text=True)
    assert rows[0]["身份证件号码"] not in page
    assert count(session, Person) == 0

    done = confirm(desk, upload)

    assert (done.stage, done.outcomes[Outcome.ADDED]) == (Stage.DONE, 40)
    assert (count(session, Person), count(session, Application), count(session, Wish)) == (40, 39, 1)
    made = session.scalars(select(Application)).first()
    assert all(session.scalars(select(Application.verdict)))
    assert made is not None
    assert (made.channel, made.account_id, made.station_id) == (Channel.ROSTER, clerk.id, clerk.station_id)
    proofs = set(session.scalars(select(Consent.proof)))
    assert proofs == {row["同意书编号"] for row in rows}  # of each villager their own
    told = session.scalar(select(func.count()).where(Message.kind == "registered_by_station"))
    assert told == 40
    assert desk.get(f"/zh/station/lists/{upload}").status_code == 200


def test_same_file_twice_doubles_nothing(desk: FlaskClient, session: Session) -> None:
    offered = factories.ClassSessionFactory()
    rows = [villager(班次编号=offered.number, 意向工种=""), villager()]
    confirm(desk, sent(desk, rows))
    before = [count(session, model) for model in (Person, Application, Wish, Consent, Message)]

    done = confirm(desk, sent(desk, rows))

    assert done.outcomes[Outcome.UNCHANGED] == 2
    assert [count(session, model) for model in (Person, Application, Wish, Consent, Message)] == before


def test_someone_who_withdrew_is_not_signed_up_again_by_the_same_sheet(desk: FlaskClient, session: Session) -> None:
    rows = [villager(班次编号=factories.ClassSessionFactory().number, 意向工种="")]
    confirm(desk, sent(desk, rows))
    made = session.scalars(select(Application)).one()
    enrolment.withdraw(made.id, person_id=made.person_id, account_id=None)

    done = confirm(desk, sent(desk, rows))

    assert (done.outcomes[Outcome.UNCHANGED], count(session, Application)) == (1, 1)


def test_number_kept_as_a_quantity_is_refused(desk: FlaskClient, session: Session) -> None:
    data = xlsx_list([villager(身份证件号码=int("159999198001011234"), 姓名="乌云")])

    upload = send(desk, data, "list.xlsx").headers["Location"].rsplit("/", 1)[1]

    row = queries.list_rows(upload)[0]
    assert (row.colour, reasons(row)) == (Colour.RED, {"身份证件号码"})


def test_title_hidden_column_and_unasked_columns_are_survived_and_not_stored(
    desk: FlaskClient, session: Session
) -> None:
    upload = (
        send(desk, xlsx_list([villager()], "2026年满都宝力格嘎查登记表"), "l.xlsx")
        .headers["Location"]
        .rsplit("/", 1)[1]
    )
    other = sent_extra = (
        send(desk, csv_list([villager()], "gb18030", extra="家庭住址")).headers["Location"].rsplit("/", 1)[1]
    )

    for found in (upload, other, sent_extra):
        row = queries.list_rows(found)[0]
        assert row.colour is Colour.GREEN
        assert "某嘎查" not in str(row.cells.to_json())
        assert "别人的资料" not in str(row.cells.to_json())


def test_rows_wait_sealed(desk: FlaskClient, session: Session) -> None:
    row = villager(姓名="乌云其其格")
    sent(desk, [row])

    stored = str(session.execute(text("select * from roster_row")).all())

    assert row["身份证件号码"] not in stored
    assert "乌云其其格" not in stored


@pytest.mark.parametrize(
    ("changes", "colour", "columns"),
    [
        ({}, Colour.GREEN, set()),
        ({"姓名": "乌 云"}, Colour.GREEN, set()),
        ({"手机号": ""}, Colour.GREEN, set()),
        ({"手机号": "13804770000.0"}, Colour.GREEN, set()),
        ({"户籍区划代码": "150525.0"}, Colour.GREEN, set()),
        ({"户籍区划代码": "110101"}, Colour.GREEN, set()),
        ({"人员类别": "两后生、妇女"}, Colour.GREEN, set()),
        ({"人员类别": ""}, Colour.GREEN, set()),
        ({"人员类别": "失业人员、企业职工"}, Colour.YELLOW, {"人员类别"}),
        ({"人员类别": "毕业年度学生"}, Colour.YELLOW, {"人员类别"}),
        ({"人员类别": "在校生"}, Colour.YELLOW, {"人员类别"}),
        ({"人员类别": "妇女、领取养老金"}, Colour.YELLOW, {"人员类别"}),
        ({"人员类别": "领取养老金、富豪"}, Colour.RED, {"人员类别"}),
        ({"姓名": ""}, Colour.RED, {"姓名"}),
        ({"姓名": "乌云1"}, Colour.RED, {"姓名"}),
        ({"身份证件号码": "15999919800101"}, Colour.RED, {"身份证件号码"}),
        ({"身份证件号码": ""}, Colour.RED, {"身份证件号码"}),
        ({"手机号": "12345"}, Colour.RED, {"手机号"}),
        ({"手机号": "13904790001"}, Colour.RED, {"手机号"}),
        ({"户籍区划代码": "159999"}, Colour.RED, {"户籍区划代码"}),
        ({"户籍区划代码": "奈曼旗"}, Colour.RED, {"户籍区划代码"}),
        ({"户籍区划代码": ""}, Colour.RED, {"户籍区划代码"}),
        ({"人员类别": "富豪"}, Colour.RED, {"人员类别"}),
        ({"班次编号": "X-1"}, Colour.RED, {"班次编号"}),
        ({"意向工种": ""}, Colour.RED, {"班次编号"}),
        ({"意向工种": "想" * 201}, Colour.RED, {"意向工种"}),
        ({"同意书编号": ""}, Colour.RED, {"同意书编号"}),
        ({"同意书编号": "是"}, Colour.RED, {"同意书编号"}),
        ({"同意书编号": "TY-000001"}, Colour.RED, {"同意书编号"}),
        ({"同意书编号": printed(6, DESK + 1)}, Colour.RED, {"同意书编号"}),
    ],
)
def test_says_of_each_cell_what_is_wrong(
    desk: FlaskClient, session: Session, changes: dict[str, str], colour: Colour, columns: set[str]
) -> None:
    row = villager()
    row.update(changes)

    found = checked(desk, row)[0]

    assert (found.colour, reasons(found)) == (colour, columns)
    assert all(remark.zh for remark in found.remarks)


def test_child_comes_in_person(desk: FlaskClient, session: Session) -> None:
    number = identity_numbers.make(7, birth_date=clock.today() - timedelta(days=10 * 365))

    assert checked(desk, villager(身份证件号码=number))[0].colour is Colour.RED


def test_same_number_twice_is_refused_same_name_only_noticed(desk: FlaskClient, session: Session) -> None:
    number = fresh_number()
    doubled = checked(desk, villager(身份证件号码=number), villager(身份证件号码=number, 同意书编号=printed(2)))
    namesakes = checked(desk, villager(姓名="乌云"), villager(姓名="乌 云"))

    assert [row.colour for row in doubled] == [Colour.RED] * 2
    for row, other in (doubled, doubled[::-1]):
        with speaking("zh"):
            assert str(number_twice(other.number)) in [remark.zh for remark in row.remarks]
    assert [(row.colour, reasons(row)) for row in namesakes] == [(Colour.YELLOW, {"姓名"})] * 2


def test_each_signs_their_own_sheet(desk: FlaskClient, session: Session) -> None:
    rows = checked(desk, villager(同意书编号=printed(3)), villager(同意书编号=printed(3).lower().replace("-", "")))
    confirm(desk, sent(desk, [villager(同意书编号=printed(4))]))
    later = checked(desk, villager(同意书编号=printed(4)))

    assert [(row.colour, reasons(row)) for row in (*rows, *later)] == [(Colour.RED, {"同意书编号"})] * 3


def test_other_name_than_registered_is_refused(desk: FlaskClient, session: Session) -> None:
    known = factories.PersonFactory(name="乌云其木格")

    other = checked(desk, villager(身份证件号码=known.id_number, 姓名="李四"))[0]
    same = checked(desk, villager(身份证件号码=known.id_number, 姓名="乌云 其木格"))[0]

    assert (other.colour, reasons(other)) == (Colour.RED, {"姓名"})
    assert same.colour is Colour.GREEN


def test_registered_person_keeps_their_details(desk: FlaskClient, session: Session) -> None:
    known = factories.PersonFactory(name="乌云其木格", phone="+8613812345678")

    confirm(desk, sent(desk, [villager(身份证件号码=known.id_number, 姓名="乌云其木格", 手机号="13899999999")]))

    assert people.get_person(known.id).phone == "+8613812345678"
    assert count(session, Person) == 1


def test_shared_phone_is_a_relatives_and_many_are_looked_at(desk: FlaskClient, session: Session) -> None:
    two = sent(desk, [villager(手机号="13800000001") for _number in range(2)])
    confirm(desk, two)
    many = checked(desk, *(villager(手机号="13800000002") for _number in range(5)))

    assert {person.phone_owner for person in session.scalars(select(Person))} == {PhoneOwner.RELATIVE}
    assert {row.colour for row in many} == {Colour.YELLOW}


def test_clash_full_and_closed_classes(desk: FlaskClient, session: Session) -> None:
    one, other = factories.ClassSessionFactory(), factories.ClassSessionFactory()
    full = factories.ClassSessionFactory(full=True)
    closed = factories.ClassSessionFactory(apply_by=clock.today() - timedelta(days=1))
    seated, waits = factories.PersonFactory(name="甲"), factories.PersonFactory(name="乙")
    enrolment.apply(one.id, person_id=seated.id, actor=Actor(None))
    factories.ApplicationFactory(
        person=None, person_id=waits.id, class_session=None, class_session_id=one.id, state="waiting", arrival=77
    )

    rows = checked(
        desk,
        villager(身份证件号码=seated.id_number, 姓名="甲", 班次编号=other.number),
        villager(身份证件号码=waits.id_number, 姓名="乙", 班次编号=other.number),
        villager(班次编号=full.number),
        villager(班次编号=closed.number),
        villager(身份证件号码=seated.id_number[:-1] + "0", 姓名="丙"),
    )

    assert [row.colour for row in rows] == [Colour.RED, Colour.YELLOW, Colour.YELLOW, Colour.RED, Colour.RED]


def test_already_signed_up_is_no_fault(desk: FlaskClient, session: Session) -> None:
    offered, known = factories.ClassSessionFactory(), factories.PersonFactory(name="甲其木格")
    enrolment.apply(offered.id, person_id=known.id, actor=Actor(None))
    upload = sent(desk, [villager(身份证件号码=known.id_number, 姓名="甲其木格", 班次编号=offered.number)])
    assert queries.list_rows(upload)[0].colour is Colour.GREEN

    assert confirm(desk, upload).outcomes[Outcome.UNCHANGED] == 1
    assert count(session, Application) == 1


def test_wish_names_an_occupation_where_there_is_one(desk: FlaskClient, session: Session) -> None:
    occupation = factories.OccupationFactory(name="中式面点师")

    confirm(desk, sent(desk, [villager(意向工种="中式面点师")]))

    assert session.scalars(select(Wish.occupation_id)).one() == occupation.id


def test_nothing_is_signed_up_unless_each_signed_and_yellow_was_seen(desk: FlaskClient, session: Session) -> None:
    upload = sent(desk, [villager(人员类别="毕业年度学生")])

    for ticks in ({}, {"each_signed": "y"}, {"yellow_seen": "y"}):
        assert desk.post(f"/zh/station/lists/{upload}/confirm", data=ticks).status_code == 422
    assert count(session, Person) == 0


def test_mends_a_row_in_place(desk: FlaskClient, session: Session) -> None:
    row = villager(手机号="123")
    upload = sent(desk, [row, villager()])
    address = f"/zh/station/lists/{upload}/rows/2"
    asked = desk.get(address)
    assert (asked.status_code, 'aria-invalid="true"' in asked.get_data(as_text=True)) == (200, True)
    cells = {f"cell{place}": value for place, value in enumerate(row.values())}

    again = desk.post(address, data={**cells, "cell2": "456"})
    mended = desk.post(address, data={**cells, "cell2": "13812345678"})

    assert (again.status_code, mended.status_code) == (422, 303)
    assert queries.list_rows(upload, number=2)[0].colour is Colour.GREEN
    assert desk.get(f"/zh/station/lists/{upload}/rows/99").status_code == 404


def test_mending_one_of_two_mends_the_other(desk: FlaskClient, session: Session) -> None:
    row, other = villager(同意书编号=printed(3)), villager(同意书编号=printed(3))
    upload = sent(desk, [row, other])
    cells = {f"cell{place}": value for place, value in enumerate(row.values())}

    desk.post(f"/zh/station/lists/{upload}/rows/2", data={**cells, "cell7": printed(5)})

    assert [found.colour for found in queries.list_rows(upload)] == [Colour.GREEN] * 2


@pytest.mark.parametrize("written", [str.lower, lambda number: f"{number[:6]} {number[6:]}"])
def test_mending_one_of_two_with_one_number_mends_the_other_however_it_is_written(
    desk: FlaskClient, session: Session, written: Callable[[str], str]
) -> None:
    number = next(found for found in iter(fresh_number, "") if found.endswith("X"))
    row = villager(身份证件号码=number)
    twin = villager(姓名="苏日娜", 手机号="", 户籍区划代码="150502", 人员类别="", 意向工种="电焊")
    upload = sent(desk, [row, {**twin, "身份证件号码": written(number)}])
    assert [found.colour for found in queries.list_rows(upload)] == [Colour.RED] * 2
    cells = {f"cell{place}": value for place, value in enumerate({**row, "身份证件号码": fresh_number()}.values())}

    desk.post(f"/zh/station/lists/{upload}/rows/2", data=cells)

    assert [(found.colour, found.remarks) for found in queries.list_rows(upload)] == [(Colour.GREEN, ())] * 2


def test_row_of_which_nothing_is_understood_is_checked_again_too(desk: FlaskClient, session: Session) -> None:
    empty = {"姓名": "", "身份证件号码": "1", "手机号": "", "同意书编号": "", "户籍区划代码": "0"}
    upload = sent(desk, [{**villager(), **empty}])

    answer = desk.post(f"/zh/station/lists/{upload}/rows/2", data={"cell3": "150525"})

    assert answer.status_code == 422
    assert reasons(queries.list_rows(upload)[0]) == {"姓名", "身份证件号码", "同意书编号"}


def test_red_rows_are_downloaded_mended_and_sent_again(desk: FlaskClient, session: Session) -> None:
    good, bad = villager(), villager(手机号="123")
    upload = sent(desk, [good, bad])
    confirm(desk, upload)

    file = desk.get(f"/zh/station/lists/{upload}/refused.xlsx").data

    table = read_table(file, "refused.xlsx", TABLE_COLUMNS)
    assert [row.text("姓名") for row in table.rows] == [bad["姓名"]]
    assert "手机号" in str(load_workbook(io.BytesIO(file)).worksheets[0]["I2"].value)
    bad["手机号"] = ""
    assert confirm(desk, sent(desk, [good, bad])).outcomes == {
        Outcome.ADDED: 1,
        Outcome.UNCHANGED: 1,
        Outcome.REFUSED: 0,
    }


def test_template_keeps_text_and_is_read_again(desk: FlaskClient, session: Session) -> None:
    file = desk.get("/zh/station/lists/template.xlsx").data
    sheet = load_workbook(io.BytesIO(file)).worksheets[0]

    assert {sheet.cell(2, place).number_format for place in range(1, 9)} == {"@"}
    assert read_table(file, "list.xlsx", TABLE_COLUMNS).rows == ()


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"", "a.csv"),
        (b"PK\x03\x04broken", "a.xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.xls"),
        ("姓名,手机号\n甲,1".encode(), "a.csv"),
    ],
)
def test_file_that_is_no_list_gets_a_sentence(desk: FlaskClient, session: Session, data: bytes, name: str) -> None:
    assert send(desk, data, name).status_code == 422


def test_picture_under_the_name_of_a_table_is_told_what_is_taken(desk: FlaskClient, session: Session) -> None:
    answer = send(desk, b"\x89PNG\r\n\x1a\n\x00\x00", "名单.xlsx")

    assert str(NotATable.message) in html.unescape(answer.get_data(as_text=True))


def test_says_the_limit(desk: FlaskClient, session: Session) -> None:
    answer = send(desk, csv_list([villager()] * 2001))

    assert answer.status_code == 422
    assert "2000" in answer.get_data(as_text=True).replace(",", "")
    assert desk.post("/zh/station/lists", data={}).status_code == 422


def test_list_belongs_to_the_station(desk: FlaskClient, session: Session, sign_in: Callable[..., FlaskClient]) -> None:
    upload = sent(desk, [villager()])
    elsewhere = factories.ClerkFactory()
    other = sign_in(elsewhere)

    for path in ("", "/rows/2", "/refused.xlsx"):
        assert other.get(f"/zh/station/lists/{upload}{path}").status_code == 404
    assert other.post(f"/zh/station/lists/{upload}/confirm", data=CONFIRM).status_code == 404
    other.post(f"/zh/station/lists/{upload}/discard")
    assert desk.get(f"/zh/station/lists/{upload}").status_code == 200


def test_list_is_thrown_away_at_will_or_after_a_day(desk: FlaskClient, session: Session) -> None:
    gone, old = sent(desk, [villager()]), sent(desk, [villager()])

    desk.post(f"/zh/station/lists/{gone}/discard")
    assert desk.get(f"/zh/station/lists/{gone}").status_code == 404
    assert services.forget_old_uploads() == 0
    with time_machine.travel(clock.now() + timedelta(hours=25), tick=False):
        assert services.forget_old_uploads() == 1
    assert queries.find_upload(old) is None
    assert (count(session, RosterUpload), count(session, RosterRow)) == (0, 0)


def test_rows_taken_in_are_forgotten_here_and_the_run_holds_no_content(desk: FlaskClient, session: Session) -> None:
    good, bad = villager(), villager(手机号="123")
    confirm(desk, sent(desk, [good, bad]))

    session.expire_all()
    rows = list(session.scalars(select(RosterRow).order_by(RosterRow.number)))
    assert [row.content is None for row in rows] == [True, False]
    run = session.scalars(select(ImportRun)).one()
    assert (run.kind, run.rows, run.accepted, run.refused) == ("roster", 2, 1, 1)
    assert bad["姓名"] not in str(run.problems)


def test_long_list_goes_on_in_the_background_with_a_page_that_loads_itself(
    desk: FlaskClient, clerk: Any, session: Session
) -> None:
    upload = sent(desk, [villager() for _number in range(services.ROWS_AT_ONCE + 1)])
    page = desk.get(f"/zh/station/lists/{upload}")
    assert page.headers["Refresh"] == "3"
    assert (
        desk.post(f"/zh/station/lists/{upload}/confirm", data=CONFIRM).status_code == 303
    )  # not checked: nothing happens

    assert services.work_on_waiting() == 1
    assert desk.get(f"/zh/station/lists/{upload}?colour=green&page=2").status_code == 200
    confirm(desk, upload)
    assert desk.get(f"/zh/station/lists/{upload}").headers["Refresh"] == "3"
    assert desk.post(f"/zh/station/lists/{upload}/discard").status_code == 409
    assert services.work_on_waiting() == 1

    assert queries.find_upload(upload).outcomes[Outcome.ADDED] == 61  # type: ignore[union-attr]
    assert services.work_on_waiting() == 0
    assert desk.get(f"/zh/station/lists/{upload}?page=2").status_code == 200
    assert who(clerk).station_id == clerk.station_id
