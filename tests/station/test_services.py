"""What the pages never let happen, and the services refuse all the same."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.core import identity_numbers, pdf
from portal.core.errors import NotFound
from portal.core.identity_numbers import parse
from portal.enrolment import services as enrolment
from portal.enrolment.errors import CannotApply, ClashNotConfirmed
from portal.enrolment.types import Actor, Refusal
from portal.people.models import Consent
from portal.station import queries, rules, services
from portal.station.errors import (
    CannotBePrinted,
    CannotContest,
    FlowClosed,
    NotCheckedYet,
    NotYet,
    RowRefused,
    SheetRefused,
    UploadNotFound,
)
from portal.station.models import AssistedFlow
from portal.station.services import contests, documents, roster_run
from portal.station.services.roster_check import ListCheck
from portal.station.services.roster_run import read_list
from portal.station.types import ConsentGiven, Contested, FlowView, NewContest, RosterCells, TypedPerson
from tests import factories
from tests.core.sending import assert_answered_in_words, send_raw
from tests.core.test_tables_hostile import HOSTILE
from tests.station.conftest import SHEET, fresh_number, help_known, open_flow, who
from tests.station.rosters import csv_list, villager, xlsx_list


def view(clerk: Any, address: str) -> FlowView:
    return services.enter_flow(address.rsplit("/", 1)[1], who(clerk))


@pytest.fixture
def empty(desk: FlaskClient, clerk: Any) -> FlowView:
    """A flow in which nobody was found yet."""
    return view(clerk, open_flow(desk))


def test_every_step_waits_for_the_one_before(empty: FlowView) -> None:
    typed = TypedPerson("王桂芝", fresh_number(), "150525")

    for step in (
        lambda: services.write_down(empty, typed),
        lambda: services.confirm_read_back(empty),
        lambda: services.give_consent(empty, ConsentGiven("T1-1", card_seen=True)),
        lambda: services.claim_code(empty),
        lambda: services.consent_sheet(empty, "zh"),
        lambda: services.slip(empty, 1, "zh"),
        lambda: services.withdraw(empty, 1),
    ):
        with pytest.raises(NotYet):
            step()


def test_code_needs_the_card(desk: FlaskClient, clerk: Any, session: Session) -> None:
    flow = view(clerk, help_known(desk, factories.PersonFactory()))

    with pytest.raises(NotYet):
        services.claim_code(flow)


def test_someone_who_signed_is_not_exchanged(desk: FlaskClient, clerk: Any, session: Session) -> None:
    flow = view(clerk, help_known(desk, factories.PersonFactory()))

    with pytest.raises(NotYet):
        services.find_person(flow, parse(fresh_number()))


def test_consent_sent_twice_is_kept_once(desk: FlaskClient, clerk: Any, session: Session) -> None:
    person = factories.PersonFactory()
    flow = view(clerk, help_known(desk, person))

    assert services.give_consent(flow, ConsentGiven(SHEET, card_seen=False)) == person.id
    assert len(list(session.scalars(select(Consent)))) == 1
    with pytest.raises(SheetRefused):
        services.give_consent(flow, ConsentGiven("?", card_seen=False))


def test_closed_meanwhile_takes_nothing(empty: FlowView, clerk: Any, session: Session) -> None:
    services.finish(empty.id, who(clerk))
    services.finish(empty.id, who(clerk))

    with pytest.raises(FlowClosed):
        services.find_person(empty, parse(fresh_number()))
    assert session.scalars(select(AssistedFlow.close_reason)).one() == "finished"


def test_offer_is_only_answered_where_there_is_one(desk: FlaskClient, clerk: Any, session: Session) -> None:
    flow = view(clerk, help_known(desk, factories.PersonFactory()))

    with pytest.raises(NotFound):
        services.answer_offer(flow, 999, accept=True)


def test_name_no_font_has_is_said_so(
    desk: FlaskClient, clerk: Any, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    flow = view(clerk, help_known(desk, factories.PersonFactory()))

    def refuses(*_args: Any, **_more: Any) -> bytes:
        raise pdf.UncoveredCharacters(["\U000323af"])

    monkeypatch.setattr(documents.pdf, "render", refuses)
    with pytest.raises(CannotBePrinted):
        services.consent_sheet(flow, "zh")
    assert desk.get(f"/zh/station/flows/{flow.id}/consent.pdf").status_code == 422


def test_sheet_of_someone_new_names_them_with_the_number_masked(
    desk: FlaskClient, clerk: Any, session: Session
) -> None:
    number = fresh_number()
    address = open_flow(desk)
    services.find_person(view(clerk, address), parse(number))
    services.write_down(view(clerk, address), TypedPerson("王桂芝", number, "150525", name_mn="ᠣᠶᠤᠨ᠎ᠠ"))
    services.confirm_read_back(view(clerk, address))

    assert desk.get(f"{address}/consent.pdf?language=both").data.startswith(b"%PDF")
    page = desk.get(f"{address}/enter").get_data(as_text=True)
    assert "王桂芝" in page
    assert number not in page


def test_station_that_does_not_exist_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        queries.get_station(999)


def test_own_sign_up_cannot_be_contested(resident: Any, session: Session) -> None:
    own = factories.ApplicationFactory(person=None, person_id=resident.person_id)

    with pytest.raises(CannotContest):
        services.contest(
            Contested.APPLICATION, own.id, NewContest(None), person_id=resident.person_id, account_id=resident.id
        )


def test_second_of_two_clicks_gets_the_first_contest(
    desk: FlaskClient, resident: Any, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    flow = help_known(desk, session.get_one(factories.Person, resident.person_id))
    made = desk.post(f"{flow}/classes/{factories.ClassSessionFactory().id}").headers["Location"]
    application = int(made.rsplit("/", 1)[1])
    first = services.contest(
        Contested.APPLICATION, application, NewContest("a"), person_id=resident.person_id, account_id=resident.id
    )
    honest, asked = queries.find_contest, []

    def late(*args: Any, **more: Any) -> Any:
        asked.append(1)
        return None if len(asked) == 1 else honest(*args, **more)

    monkeypatch.setattr(contests.queries, "find_contest", late)
    second = services.contest(
        Contested.APPLICATION, application, NewContest("b"), person_id=resident.person_id, account_id=resident.id
    )

    assert (second.id, second.own_words) == (first.id, "a")


@pytest.mark.parametrize(
    ("error", "kept"),
    [
        (CannotApply(Refusal.ALREADY_APPLIED, 1, 7), 7),
        (CannotApply(Refusal.CLOSED, 1), None),
        (ClashNotConfirmed(), None),
        (NotFound(), None),
    ],
)
def test_row_meets_a_class_that_changed_in_this_moment(
    clerk: Any, session: Session, monkeypatch: pytest.MonkeyPatch, error: Exception, kept: int | None
) -> None:
    offered = factories.ClassSessionFactory()
    check, number = checked_list(clerk, 班次编号=offered.number)

    def refuses(*_args: Any, **_more: Any) -> int:
        raise error

    monkeypatch.setattr(roster_run.enrolment, "apply", refuses)
    if kept is None:
        with pytest.raises(RowRefused):
            roster_run.take(check, number, who(clerk))
    else:
        assert roster_run.take(check, number, who(clerk)).application_id == kept


def checked_list(clerk: Any, **changes: Any) -> tuple[ListCheck, int]:
    table = read_list(csv_list([villager(**changes)]), "list.csv")
    return ListCheck.of([RosterCells.of_row(row) for row in table.rows], clerk.station_id), table.rows[0].number


def test_command_says_which_row_turned_red_while_it_was_taken_in(
    clerk: Any, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = factories.PersonFactory(name="甲其木格")
    for _number in range(10):
        factories.WishFactory(person=None, person_id=known.id)
    data = csv_list([villager(身份证件号码=known.id_number, 姓名="甲其木格", 意向工种="学电焊")])

    report = services.import_roster(data, "list.csv", clerk=who(clerk))

    assert (report.added, len(report.refused), report.rows) == (0, 1, 1)
    assert report.refused[0].remarks[0].column == "意向工种"


def test_shared_phone_never_makes_a_seat_twice(clerk: Any, session: Session) -> None:
    offered, known = factories.ClassSessionFactory(), factories.PersonFactory(name="甲其木格")
    enrolment.apply(offered.id, person_id=known.id, actor=Actor(None))
    check, number = checked_list(clerk, 身份证件号码=known.id_number, 姓名="甲其木格", 班次编号=offered.number)

    assert roster_run.take(check, number, who(clerk)).outcome == "unchanged"


def test_list_is_changed_only_between_check_and_run(clerk: Any, session: Session) -> None:
    upload = services.receive(csv_list([villager()]), "list.csv", who(clerk))
    texts = ("",) * 8

    with pytest.raises(NotCheckedYet):
        services.mend(upload.id, 2, texts, who(clerk))
    with pytest.raises(NotCheckedYet):
        services.confirm(upload.id, who(clerk))
    services.work(upload.id)
    with pytest.raises(UploadNotFound):
        services.mend(upload.id, 99, texts, who(clerk))
    services.discard("no such list", who(clerk))
    services.work("no such list")


def test_contest_that_cannot_be_kept_is_not_passed_over(
    desk: FlaskClient, resident: Any, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    flow = help_known(desk, session.get_one(factories.Person, resident.person_id))
    monkeypatch.setattr(contests, "unused_number", lambda *_of: "Y0")  # two contests of one number
    ids = []
    for _time in range(2):
        made = desk.post(
            f"{flow}/classes/{factories.ClassSessionFactory(daily_hours='00:00-00:00').id}", data={"clash_known": "y"}
        )
        ids.append(int(made.headers["Location"].rsplit("/", 1)[1]))
    services.contest(
        Contested.APPLICATION, ids[0], NewContest(None), person_id=resident.person_id, account_id=resident.id
    )

    with pytest.raises(IntegrityError):
        services.contest(
            Contested.APPLICATION, ids[1], NewContest(None), person_id=resident.person_id, account_id=resident.id
        )


def test_cells_a_spreadsheet_spoilt_are_named(clerk: Any, session: Session) -> None:
    row = villager(手机号="=1+1")
    known = parse(identity_numbers.make(1, prefix="159998"))
    days = (date(1970, 1, 1) + timedelta(days=day) for day in range(100))
    rounded = next(number for day in days if (number := identity_numbers.make(200, birth_date=day)).endswith("000"))
    data = xlsx_list([row, villager(身份证件号码=known.value), villager(身份证件号码=rounded)])

    report = services.import_roster(data, "list.xlsx", clerk=who(clerk), dry_run=True)

    assert [found.remarks[0].column for found in report.refused] == ["手机号"]
    assert [found.remarks[0].column for found in report.yellow] == ["身份证件号码"] * 2


@pytest.mark.parametrize("text", ["T1-261125-AB23CD", " ty－00 12 ", "t1—261125—ab23cd", "1234"])
def test_reads_numbers_of_sheets_as_people_copy_them(text: str) -> None:
    assert rules.read_sheet_number(text) is not None


@pytest.mark.parametrize("text", ["", "12", "同意", "A" * 41, "a;b;c;d"])
def test_refuses_what_is_no_number_of_a_sheet(text: str) -> None:
    assert rules.read_sheet_number(text) is None


def test_reads_places_as_registers_write_them() -> None:
    assert rules.region_or_province("150525100201")[0] == "150525"
    assert rules.region_or_province("150525100") == ["150525100", "150525", "150000"]
    assert rules.region_or_province("abc") == []


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_file_gets_a_sentence_and_never_breaks_the_page(desk: FlaskClient, name: str) -> None:
    answer = send_raw(desk, "/zh/station/lists", HOSTILE[name][0](), "名单.xlsx")

    assert_answered_in_words(desk, answer)
