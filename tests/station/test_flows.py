"""Find, write down, read back, sign: and nothing before that."""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.core import clock
from portal.core.audit import AuditEvent
from portal.core.web import limiter
from portal.people import queries as people
from portal.people.models import Consent, Person
from portal.people.types import PhoneOwner, RealNameLevel
from portal.station import rules, services
from portal.station.models import AssistedFlow
from tests import factories
from tests.station.conftest import SHEET, fresh_number, help_known, open_flow, printed

TYPED = {
    "name": "王桂芝",
    "name_mn": "",
    "whose": "own",
    "phone": "13904781234",
    "region": "150822",
    "language": "zh",
    "groups": ["rural_transfer"],
}
SIGNED = {"sheet_number": SHEET, "present": "y", "signed": "y", "card_seen": "y"}


def enter(desk: FlaskClient, number: str, **changes: Any) -> tuple[str, Any]:
    flow = open_flow(desk)
    desk.post(f"{flow}/find", data={"id_number": number})
    return flow, desk.post(f"{flow}/enter", data={**TYPED, **changes})


def test_asks_clerks_own_phone_first(sign_in: Callable[..., FlaskClient], session: Session) -> None:
    desk = sign_in(factories.ClerkFactory())

    answer = desk.post("/zh/station/flows")

    assert answer.headers["Location"] == "/zh/station/own-phone"
    assert desk.get("/zh/station/lists").headers["Location"] == "/zh/station/own-phone"


def test_clerk_says_what_their_phone_is(sign_in: Callable[..., FlaskClient], session: Session) -> None:
    desk = sign_in(factories.ClerkFactory())

    assert desk.get("/zh/station/own-phone").status_code == 200
    assert desk.post("/zh/station/own-phone", data={"phone": "12"}).status_code == 422
    assert desk.post("/zh/station/own-phone", data={"phone": "13904790001"}).status_code == 303
    assert "139****0001" in desk.get("/zh/station").get_data(as_text=True)


def test_writes_someone_new_down_only_after_they_signed(desk: FlaskClient, clerk: Any, session: Session) -> None:
    number = fresh_number()
    flow, answer = enter(desk, number)

    assert answer.headers["Location"].endswith("/read-back")
    read_back = desk.get(f"{flow}/read-back").get_data(as_text=True)
    assert ["王桂芝" in read_back, "消息和单据用哪种文字" in read_back] == [True, True]
    assert number not in desk.get(f"{flow}/read-back").get_data(as_text=True)
    desk.post(f"{flow}/read-back")
    assert people.find_person_by_id_number(number) is None
    assert desk.get(f"{flow}/consent").status_code == 200

    assert desk.post(f"{flow}/consent", data=SIGNED).status_code == 303

    person = people.find_person_by_id_number(number)
    assert person is not None
    assert (person.real_name_level, person.phone) == (RealNameLevel.STATION_CHECKED, "+8613904781234")
    consents = list(session.scalars(select(Consent).where(Consent.person_id == person.id).order_by(Consent.id)))
    assert [row.purpose for row in consents] == ["registration", "groups", "application"]
    assert {(row.proof, row.station_id, row.by_account_id) for row in consents} == {(SHEET, clerk.station_id, clerk.id)}
    row = session.scalars(select(AssistedFlow)).one()
    assert (row.typed_number, row.typed_person, row.person_id) == (None, None, person.id)


def test_finds_someone_and_shows_them_that_they_were_looked_up(desk: FlaskClient, session: Session) -> None:
    person = factories.PersonFactory()

    flow = help_known(desk, person, card_seen="y")

    page = desk.get(flow).get_data(as_text=True)
    assert person.name in page
    assert person.id_number not in page
    assert {line.action for line in people.list_trail(person.id)} >= {
        "station.find",
        "station.consent",
        "people.check_card",
    }


def test_number_of_an_identity_card_is_never_in_an_address_or_a_log(
    desk: FlaskClient, session: Session, caplog: pytest.LogCaptureFixture
) -> None:
    number = fresh_number()

    with caplog.at_level(logging.DEBUG):
        flow, answer = enter(desk, number)
        desk.post(f"{flow}/find", data={"id_number": number[:-1] + "0"})

    assert number not in answer.headers["Location"]
    assert number not in caplog.text
    assert "王桂芝" not in caplog.text
    assert all(number not in str(event.details) for event in session.scalars(select(AuditEvent)))


@pytest.mark.parametrize("typed", ["", "123", "159999195601010", "15999919560101101"])
def test_says_what_is_wrong_with_a_number(desk: FlaskClient, typed: str) -> None:
    flow = open_flow(desk)

    answer = desk.post(f"{flow}/find", data={"id_number": typed})

    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.get_data(as_text=True)


@pytest.mark.parametrize("phone", ["13904790001", "+86 139 0479 0001", "0479-8000000"])
def test_phone_of_clerk_or_station_is_never_a_villagers(desk: FlaskClient, phone: str) -> None:
    _flow, answer = enter(desk, fresh_number(), phone=phone)

    assert answer.status_code == 422
    assert "王桂芝" in answer.get_data(as_text=True)  # what was typed is still there


def test_phone_of_a_colleague_is_refused_too(desk: FlaskClient, clerk: Any) -> None:
    colleague = factories.ClerkFactory(station=None, station_id=clerk.station_id)
    services.keep_own_phone(services_clerk(colleague), services_phone("13904790002"))

    _flow, answer = enter(desk, fresh_number(), phone="13904790002")

    assert answer.status_code == 422


def test_phones_of_clerks_elsewhere_and_those_of_before_are_refused_too(desk: FlaskClient, clerk: Any) -> None:
    for number in ("13904790003", "13904790004", "13904790003"):
        services.keep_own_phone(services_clerk(factories.ClerkFactory()), services_phone("13904790009"))
        services.keep_own_phone(services_clerk(clerk), services_phone(number))

    answers = [
        enter(desk, fresh_number(), phone=phone)[1].status_code
        for phone in ("13904790001", "13904790003", "13904790004", "13904790009", "13904790005")
    ]

    assert answers == [422, 422, 422, 422, 303]
    assert services.own_phone(services_clerk(clerk)) == "+8613904790003"


def services_clerk(account: Any) -> Any:
    from tests.station.conftest import who

    return who(account)


def services_phone(text: str) -> Any:
    from portal.core import phones

    return phones.parse(text)


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"whose": "none", "phone": ""}, 303),
        ({"whose": "none"}, 422),
        ({"whose": "own", "phone": ""}, 422),
        ({"whose": ""}, 422),
        ({"name": ""}, 422),
        ({"region": "999999"}, 422),
        ({"name_mn": "王桂芝"}, 422),
        ({"name_mn": "ᠣᠶᠤᠨ᠎ᠠ"}, 303),
    ],
)
def test_asks_for_what_it_needs_and_no_more(desk: FlaskClient, changes: dict[str, str], status: int) -> None:
    _flow, answer = enter(desk, fresh_number(), **changes)

    assert answer.status_code == status


def test_relatives_phone_is_kept_as_such(desk: FlaskClient, session: Session) -> None:
    number = fresh_number()
    flow, _answer = enter(desk, number, whose="relative", relation="child")
    desk.post(f"{flow}/read-back")
    desk.post(f"{flow}/consent", data=SIGNED)

    person = people.find_person_by_id_number(number)

    assert person is not None
    assert person.phone_owner is PhoneOwner.RELATIVE


@pytest.mark.parametrize("missing", ["present", "signed", "sheet_number"])
def test_nothing_is_stored_without_presence_and_signature(desk: FlaskClient, session: Session, missing: str) -> None:
    number = fresh_number()
    flow, _answer = enter(desk, number)
    desk.post(f"{flow}/read-back")

    answer = desk.post(f"{flow}/consent", data={name: value for name, value in SIGNED.items() if name != missing})

    assert answer.status_code == 422
    assert people.find_person_by_id_number(number) is None


def test_sheet_of_another_person_is_refused(desk: FlaskClient, session: Session) -> None:
    help_known(desk, factories.PersonFactory())
    flow, _answer = enter(desk, fresh_number())
    desk.post(f"{flow}/read-back")

    answer = desk.post(f"{flow}/consent", data=SIGNED)

    assert answer.status_code == 422
    assert desk.post(f"{flow}/consent", data={**SIGNED, "sheet_number": "!!"}).status_code == 422


def test_child_needs_a_guardian_who_signs(desk: FlaskClient, session: Session) -> None:
    born = clock.today() - timedelta(days=12 * 365)
    number = __import__("portal.core.identity_numbers", fromlist=["make"]).make(3, birth_date=born)
    flow, _answer = enter(desk, number)
    desk.post(f"{flow}/read-back")
    assert "by_guardian" in desk.get(f"{flow}/consent").get_data(as_text=True)

    assert desk.post(f"{flow}/consent", data=SIGNED).status_code == 422
    assert desk.post(f"{flow}/consent", data={**SIGNED, "by_guardian": "y"}).status_code == 303


def test_there_is_no_age_limit_above(desk: FlaskClient, session: Session) -> None:
    born = clock.today() - timedelta(days=71 * 365)
    number = __import__("portal.core.identity_numbers", fromlist=["make"]).make(4, birth_date=born)
    flow, _answer = enter(desk, number)
    desk.post(f"{flow}/read-back")

    assert desk.post(f"{flow}/consent", data=SIGNED).status_code == 303


def test_steps_out_of_order_lead_to_the_step_that_is_due(desk: FlaskClient, session: Session) -> None:
    flow = open_flow(desk)

    for path in ("", "/enter", "/read-back", "/consent"):
        assert desk.get(flow + path).status_code == 303
    for path in ("/classes", "/classes/1", "/wishes/new", "/phone", "/applications/1", "/consent.pdf"):
        assert desk.get(flow + path).headers["Location"] == flow
    assert desk.post(f"{flow}/read-back").headers["Location"] == flow
    assert desk.get(flow).headers["Location"] == f"{flow}/find"


def test_wrong_number_is_begun_again_until_they_signed(desk: FlaskClient, session: Session) -> None:
    flow = open_flow(desk)
    desk.post(f"{flow}/find", data={"id_number": factories.PersonFactory().id_number})
    desk.post(f"{flow}/start-over")
    assert desk.get(flow).headers["Location"] == f"{flow}/find"

    signed = help_known(desk, factories.PersonFactory())
    desk.post(f"{signed}/start-over")

    assert desk.get(signed).status_code == 200


def test_two_tabs_never_mix(desk: FlaskClient, session: Session) -> None:
    one, other = factories.PersonFactory(name="甲其木格"), factories.PersonFactory(name="乙其木格")
    first = help_known(desk, one, sheet=printed(2))
    second = help_known(desk, other, sheet=printed(3))

    assert one.name in desk.get(first).get_data(as_text=True)
    assert other.name in desk.get(second).get_data(as_text=True)
    assert other.name not in desk.get(first).get_data(as_text=True)


def test_finished_flow_shows_nothing_of_the_person(desk: FlaskClient, session: Session) -> None:
    person = factories.PersonFactory(name="丙其木格")
    flow = help_known(desk, person)

    assert desk.post(f"{flow}/finish").headers["Location"] == "/zh/station"

    for path in ("", "/find", "/read-back", "/consent", "/classes", "/consent.pdf"):
        answer = desk.get(flow + path)
        assert answer.status_code == 410
        assert person.name not in answer.get_data(as_text=True)
    assert desk.post(f"{flow}/finish").status_code == 303  # pressing twice does no harm


def test_no_page_of_a_flow_is_kept_by_the_browser(desk: FlaskClient, session: Session) -> None:
    flow = help_known(desk, factories.PersonFactory())

    assert desk.get(flow).headers["Cache-Control"] == "no-store"


def test_idle_flow_closes_itself_and_forgets_what_was_typed(
    desk: FlaskClient, clerk: Any, session: Session, sign_in: Callable[..., FlaskClient]
) -> None:
    flow, _answer = enter(desk, fresh_number())

    with time_machine.travel(clock.now() + rules.IDLE + timedelta(minutes=1), tick=False):
        answer = sign_in(clerk).get(f"{flow}/read-back")

    assert answer.status_code == 410
    assert "王桂芝" not in answer.get_data(as_text=True)
    row = session.scalars(select(AssistedFlow).execution_options(populate_existing=True)).one()
    assert (row.typed_number, row.typed_person, row.close_reason) == (None, None, "idle")


def test_job_closes_idle_flows(desk: FlaskClient, session: Session) -> None:
    open_flow(desk)
    assert services.close_idle() == 0

    with time_machine.travel(clock.now() + rules.IDLE + timedelta(minutes=1), tick=False):
        assert services.close_idle() == 1
        assert services.close_idle() == 0


def test_working_on_keeps_a_flow_open(
    desk: FlaskClient, clerk: Any, session: Session, sign_in: Callable[..., FlaskClient]
) -> None:
    flow = open_flow(desk)

    for minutes in (40, 80, 120):
        with time_machine.travel(clock.now() + timedelta(minutes=minutes), tick=False):
            assert sign_in(clerk).get(f"{flow}/find").status_code == 200


def test_flow_belongs_to_one_clerk(
    desk: FlaskClient, clerk: Any, session: Session, sign_in: Callable[..., FlaskClient]
) -> None:
    flow = help_known(desk, factories.PersonFactory())
    elsewhere, colleague = factories.ClerkFactory(), factories.ClerkFactory(station=None, station_id=clerk.station_id)

    for account in (elsewhere, colleague):
        other = sign_in(account)
        assert other.get(flow).status_code == 404
        assert other.post(f"{flow}/finish").status_code == 404


def test_only_clerks_enter(
    client: FlaskClient, sign_in: Callable[..., FlaskClient], resident: Any, officer: Any
) -> None:
    for path in ("/zh/station", "/zh/station/lists", "/zh/station/papers", "/zh/station/papers/list.pdf"):
        assert sign_in(resident).get(path).status_code == 403
        assert sign_in(officer).get(path).status_code == 403
        assert client.get(path).status_code == 303
    assert sign_in(resident).post("/zh/station/flows").status_code == 403


def test_searching_is_slowed_down(desk: FlaskClient, session: Session) -> None:
    flow = open_flow(desk)
    limiter.enabled = True
    limiter.reset()
    try:
        statuses = [desk.post(f"{flow}/find", data={"id_number": "1"}).status_code for _time in range(61)]
    finally:
        limiter.reset()
        limiter.enabled = False

    assert (statuses[0], statuses[-1]) == (422, 429)


def test_person_registered_in_the_same_minute_is_said_so(desk: FlaskClient, session: Session) -> None:
    number = fresh_number()
    flow, _answer = enter(desk, number)
    desk.post(f"{flow}/read-back")
    factories.PersonFactory(id_number=number)

    assert desk.post(f"{flow}/consent", data=SIGNED).status_code == 422


def test_database_refuses_what_makes_no_sense(session: Session, clerk: Any) -> None:
    moment = clock.now()
    common = {
        "station_id": clerk.station_id,
        "account_id": clerk.id,
        "sheet_number": "S-1",
        "opened_at": moment,
        "touched_at": moment,
    }
    for number, wrong in enumerate(
        ({"closed_at": moment}, {"consent_id": 1}, {"closed_at": moment, "close_reason": "idle", "typed_number": "1"})
    ):
        with pytest.raises(IntegrityError), session.begin_nested():
            session.add(AssistedFlow(id=f"flow{number}", **common, **wrong))
            session.flush()


def test_erased_person_is_not_found(desk: FlaskClient, session: Session) -> None:
    person = factories.PersonFactory(erased_at=clock.now())
    flow = open_flow(desk)

    assert desk.post(f"{flow}/find", data={"id_number": person.id_number}).headers["Location"].endswith("/enter")
    assert session.scalar(select(Person.id).where(Person.id == person.id)) == person.id
