"""What people see and change about themselves; passwords."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update
from sqlalchemy.orm import Session

from portal.core import clock
from portal.core.audit import AuditEvent
from portal.core.db import transaction
from portal.people import queries, services
from portal.people.errors import CodeRefused, PersonNotFound
from portal.people.models import Account, Consent, Person, PersonGroup, StationCode
from portal.people.services import passwords
from portal.people.services import sign_in as sign_in_service
from portal.people.types import Evidence, LookReason, ProfileChange
from tests.factories import PASSWORD, AccountFactory, ClerkFactory, PersonFactory, PersonGroupFactory, StationFactory

KEPT = {"language": "zh", "phone": "", "name_mn": "", "present_region": ""}


@pytest.fixture
def me(session: Session) -> Account:
    return AccountFactory(person=PersonFactory(phone="+8613810238001", name="乌云其其格"))


@pytest.fixture
def mine(me: Account, sign_in: Any) -> FlaskClient:
    return sign_in(me)


def person(session: Session, account: Account) -> Person:
    session.expire_all()
    found = session.get(Person, account.person_id)
    assert found is not None
    return found


def test_shows_everything_masked_with_its_source(mine: FlaskClient, me: Account) -> None:
    page = mine.get("/zh/me/profile").get_data(as_text=True)

    assert "乌***格" in page
    assert "138****8001" in page
    assert "13810238001" not in page
    assert queries.get_person(me.person_id or 0).masked_id_number in page


def test_leads_to_where_a_correction_is_asked_for(mine: FlaskClient) -> None:
    page = mine.get("/zh/me/profile").get_data(as_text=True)

    for about in ("name", "id-number", "home-region"):
        assert f'href="/zh/me/privacy/correct/{about}"' in page
        assert mine.get(f"/zh/me/privacy/correct/{about}").status_code == 200


def test_changes_phone_language_region_and_groups(mine: FlaskClient, me: Account, session: Session) -> None:
    answer = mine.post(
        "/zh/me/profile",
        data={
            "phone": "13810238002",
            "language": "mn",
            "name_mn": "ᠣᠶᠤᠨᠠ",
            "present_region": "150602",
            "groups": ["veteran"],
        },
    )

    assert (answer.status_code, answer.location) == (303, "/mn/me/profile")
    assert "lang=mn" in answer.headers["Set-Cookie"]
    found = person(session, me)
    assert (found.phone, found.language, found.present_region) == ("+8613810238002", "mn", "150602")
    assert queries.list_person_ids_by_phone("+8613810238002") == [found.id]
    assert list(queries.groups_on(found.id, clock.today())) == ["veteran"]
    event = session.query(AuditEvent).filter_by(action="people.change_profile").one()
    assert event.details == {"fields": ["groups", "language", "name_mn", "phone", "present_region"]}


def test_saving_without_change_leaves_no_trace(mine: FlaskClient, me: Account, session: Session) -> None:
    assert mine.post("/zh/me/profile", data=KEPT).status_code == 303

    assert person(session, me).phone == "+8613810238001"
    assert session.query(AuditEvent).filter_by(action="people.change_profile").count() == 0


def test_phone_can_be_forgotten(mine: FlaskClient, me: Account, session: Session) -> None:
    mine.post("/zh/me/profile", data={**KEPT, "no_phone": "y"})

    found = person(session, me)
    assert (found.phone, found.phone_index, found.phone_owner) == (None, None, None)


@pytest.mark.parametrize(
    "odd", [{"phone": "12333"}, {"language": "xx"}, {"name_mn": "abc"}, {"present_region": "999999"}, {"language": ""}]
)
def test_refuses_odd_changes_beside_the_field(mine: FlaskClient, odd: dict[str, str]) -> None:
    answer = mine.post("/zh/me/profile", data={**KEPT, **odd})

    assert answer.status_code == 422
    assert f'id="{next(iter(odd))}-error"' in answer.get_data(as_text=True)


def test_taking_back_a_group_keeps_its_days_and_the_consent(me: Account, session: Session) -> None:
    today = clock.today()
    old = PersonGroupFactory(person_id=me.person_id, person=None, group_code="woman", valid_from=today - timedelta(9))
    PersonGroupFactory(person_id=me.person_id, person=None, group_code="veteran", evidence=Evidence.SEEN)

    services.change_profile(
        me.person_id or 0, ProfileChange(name_mn=None, present_region=None, language="zh", groups=()), actor_id=me.id
    )

    session.expire_all()
    assert session.get(PersonGroup, old.id).valid_to == today - timedelta(1)  # type: ignore[union-attr]
    assert queries.groups_on(me.person_id or 0, today) == {"veteran": Evidence.SEEN}
    assert [row.given for row in session.query(Consent).filter_by(purpose="groups")] == [False]


def test_a_group_of_today_may_be_taken_back_and_given_again(mine: FlaskClient, me: Account) -> None:
    for groups in (["woman"], [], ["woman"]):
        assert mine.post("/zh/me/profile", data={**KEPT, "groups": groups}).status_code == 303

    assert list(queries.groups_on(me.person_id or 0, clock.today())) == ["woman"]


def test_nobody_changes_who_is_forgotten(session: Session) -> None:
    gone = PersonFactory(erased_at=clock.now())

    with pytest.raises(PersonNotFound):
        services.change_profile(
            gone.id, ProfileChange(name_mn=None, present_region=None, language="zh", groups=()), actor_id=1
        )


def test_new_password_signs_out_other_devices_only(
    mine: FlaskClient, me: Account, sign_in: Any, session: Session
) -> None:
    other = sign_in(me)

    answer = mine.post("/zh/password/change", data={"old_password": PASSWORD, "password": "three small birds"})

    assert (answer.status_code, answer.location) == (303, "/zh/me/profile")
    assert mine.get("/zh/me/profile").status_code == 200
    assert other.get("/zh/me/profile").status_code == 303
    assert session.query(AuditEvent).filter_by(action="people.change_password").count() == 1


def test_a_password_that_ended_while_it_was_checked_lets_nobody_in(
    mine: FlaskClient, client: FlaskClient, me: Account, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked, account_id, stored = passwords.fitting, me.id, me.password_hash

    def keep(hashed: str) -> None:
        with transaction() as current:
            current.execute(update(Account).where(Account.id == account_id).values(password_hash=hashed))

    def end_meanwhile(password: str, several: Any, **options: Any) -> Any:
        found = checked(password, several, **options)
        keep("")
        return found

    monkeypatch.setattr(sign_in_service, "fitting", end_meanwhile)
    monkeypatch.setattr(passwords, "fitting", end_meanwhile)
    entered = client.post("/zh/login", data={"identifier": "13810238001", "password": PASSWORD})
    keep(stored)
    changed = mine.post("/zh/password/change", data={"old_password": PASSWORD, "password": "three small birds"})

    assert (entered.status_code, changed.status_code) == (422, 422)
    session.expire_all()
    assert me.password_hash == ""


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("not mine", "three small birds", "old_password"),
        ("", "three small birds", "old_password"),
        (PASSWORD, "short", "password"),
        (PASSWORD, "13810238001", "password"),
    ],
)
def test_password_change_says_what_is_wrong(mine: FlaskClient, me: Account, old: str, new: str, field: str) -> None:
    answer = mine.post("/zh/password/change", data={"old_password": old, "password": new})

    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.get_data(as_text=True)


def test_staff_change_their_password_too(session: Session, sign_in: Any) -> None:
    clerk = ClerkFactory()
    browser = sign_in(clerk)

    answer = browser.post("/zh/password/change-staff", data={"old_password": PASSWORD, "password": "three small birds"})

    assert answer.location == "/zh/station"


def test_forgotten_password_leads_to_stations_of_the_place(client: FlaskClient, session: Session) -> None:
    StationFactory(name="满都宝力格镇便民服务站", region_code="152522")

    assert "满都宝力格镇" in client.get("/zh/password/forgotten?region=152500").get_data(as_text=True)
    assert "满都宝力格镇" not in client.get("/mn/password/forgotten?region=150100").get_data(as_text=True)
    assert client.get("/zh/password/forgotten?region=%00'").status_code == 200


class TestCodeOfAStation:
    """A clerk who saw the card hands over a code."""

    def test_opens_the_way_to_a_new_password_once(self, client: FlaskClient, session: Session, me: Account) -> None:
        clerk = ClerkFactory()
        code = services.issue_code(me.person_id or 0, clerk_account_id=clerk.id, station_id=clerk.station_id)
        typed = {
            "id_number": person(session, me).id_number,
            "code": f"{code[:4]} {code[4:]}",
            "password": "new birds 77",
        }
        session.commit()

        assert client.post("/zh/password/new", data=typed).location == "/zh/me"
        assert client.get("/zh/me/profile").status_code == 200
        client.post("/zh/logout")
        assert client.post("/zh/password/new", data=typed).status_code == 422
        assert services.check_credentials(typed["id_number"], "new birds 77") == me.id

    def test_gives_an_account_to_whom_a_station_wrote_down(self, client: FlaskClient, session: Session) -> None:
        clerk, row = ClerkFactory(), PersonFactory(language="mn")
        code = services.issue_code(row.id, clerk_account_id=clerk.id, station_id=clerk.station_id)

        client.post("/zh/password/new", data={"id_number": row.id_number, "code": code, "password": "new birds 77"})

        assert session.query(Account).filter_by(person_id=row.id).one().language == "mn"

    def test_ends_after_a_day_five_tries_or_a_newer_one(self, session: Session, me: Account) -> None:
        clerk, number = ClerkFactory(), person(session, me).id_number
        issue = {"clerk_account_id": clerk.id, "station_id": clerk.station_id}
        first = services.issue_code(me.person_id or 0, **issue)
        second = services.issue_code(me.person_id or 0, **issue)
        assert _refused(number, first)
        for _try in range(4):
            assert _refused(number, "00000000" if second != "00000000" else "11111111")
        assert _refused(number, second)

        late = services.issue_code(me.person_id or 0, **issue)
        session.query(StationCode).update({"expires_at": clock.now() - timedelta(seconds=1)})
        session.commit()
        assert _refused(number, late)

    def test_a_weak_password_is_refused_and_the_code_stays(
        self, client: FlaskClient, session: Session, me: Account
    ) -> None:
        clerk = ClerkFactory()
        code = services.issue_code(me.person_id or 0, clerk_account_id=clerk.id, station_id=clerk.station_id)
        typed = {"id_number": person(session, me).id_number, "code": code}

        assert client.post("/zh/password/new", data={**typed, "password": "13810238001"}).status_code == 422
        assert client.post("/zh/password/new", data={**typed, "password": "short"}).status_code == 422
        assert client.post("/zh/password/new", data={**typed, "password": "new birds 77"}).status_code == 303


def _refused(number: str, code: str) -> bool:
    try:
        services.use_code(number, code, "three small birds")
    except CodeRefused:
        return True
    return False


def test_a_look_at_the_full_number_leaves_a_line(session: Session, me: Account) -> None:
    clerk = ClerkFactory()

    number = services.reveal_id_number(
        me.person_id or 0,
        actor_id=clerk.id,
        reason="来电核对",
        purpose=LookReason.OTHER,
        office="满都宝力格镇便民服务站",
    )

    assert number == person(session, me).id_number
    (line,) = queries.list_looks(me.person_id or 0)
    assert (line.action, line.by_self, line.reason) == ("people.reveal_id_number", False, "来电核对")
    with pytest.raises(PersonNotFound):
        services.reveal_id_number(0, actor_id=clerk.id, reason="x", purpose=LookReason.OTHER, office=None)


def test_a_compared_card_raises_the_level(app: Flask, session: Session, me: Account) -> None:
    services.mark_checked(me.person_id or 0, actor_id=ClerkFactory().id)

    assert queries.get_person(me.person_id or 0).real_name_level.value == "station_checked"


def test_help_nearby_lists_the_stations_of_the_place(client: FlaskClient, session: Session) -> None:
    StationFactory(name="满都宝力格镇便民服务站", region_code="152522")

    assert 'href="tel:' in client.get("/zh/help?region=152500").get_data(as_text=True)
    assert client.get("/mn/help").status_code == 200
