"""What stations and lists do, and the ways things can collide."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.core import identity_numbers
from portal.people import queries, services
from portal.people.errors import AlreadyRegistered, CodeRefused, StaffRefused
from portal.people.models import Consent
from portal.people.services import stations
from portal.people.types import ConsentChannel, GivenConsent, NewPerson, NewStaff, Role
from tests.factories import AccountFactory, ClerkFactory, OfficerFactory, PersonFactory


def someone(serial: int = 91, **facts: Any) -> NewPerson:
    return NewPerson("巴图", identity_numbers.parse(identity_numbers.make(serial)), "150525", **facts)


def test_station_writes_down_who_acted_and_the_signed_sheet(session: Session) -> None:
    clerk = ClerkFactory()
    sheet = GivenConsent("registration", "1", channel=ConsentChannel.STATION, station_id=clerk.station_id, proof="纸-7")

    person_id = services.add_person(someone(groups=("veteran", "veteran")), [sheet], actor_id=clerk.id)

    person = queries.get_person(person_id)
    assert (person.has_account, [group.code for group in person.groups]) == (False, ["veteran"])
    (consent,) = queries.list_consents(person_id)
    assert (consent.channel, consent.proof) == (ConsentChannel.STATION, "纸-7")
    (line,) = queries.list_trail(person_id)
    assert (line.action, line.by_self, line.actor_role) == ("people.add", False, Role.STATION_CLERK)


def test_consent_of_a_station_needs_its_sheet(session: Session) -> None:
    person = PersonFactory()
    without_sheet = GivenConsent("registration", "1", channel=ConsentChannel.STATION)

    with pytest.raises(IntegrityError):
        services.add_consent(person.id, without_sheet, by_account_id=None)
    assert session.query(Consent).count() == 0


def test_the_index_decides_where_two_arrive_together(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    services.add_person(someone(), [], actor_id=None)
    whole, answers = Session.scalar, [None]  # the first look-up came a moment too early

    def early(self: Session, *args: Any, **kwargs: Any) -> Any:
        return answers.pop() if answers else whole(self, *args, **kwargs)

    monkeypatch.setattr(Session, "scalar", early)

    with pytest.raises(AlreadyRegistered):
        services.add_person(someone(), [], actor_id=None)


def test_another_broken_rule_is_not_taken_for_a_double(session: Session) -> None:
    nowhere = NewPerson("巴图", identity_numbers.parse(identity_numbers.make(92)), "999999")

    with pytest.raises(IntegrityError):
        services.add_person(nowhere, [], actor_id=None)


@pytest.mark.parametrize("new", [NewStaff(Role.TRAINEE, "a", "a"), NewStaff(Role.BUREAU_OFFICER, "a", "a", "999999")])
def test_staff_must_be_staff_of_somewhere(session: Session, new: NewStaff) -> None:
    with pytest.raises(StaffRefused):
        services.add_staff(new, "three small birds")


def test_a_code_sent_by_two_browsers_works_once(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    clerk, person = ClerkFactory(), PersonFactory()
    code = services.issue_code(person.id, clerk_account_id=clerk.id, station_id=clerk.station_id)
    services.use_code(person.id_number, code, "three small birds")
    monkeypatch.setattr(stations, "_try_code", lambda *_args: True)  # the other had passed this check before

    with pytest.raises(CodeRefused):
        services.use_code(person.id_number, code, "other small birds")


@pytest.mark.parametrize("forged", ["1", "x.1", "1.x", "", "٣.1", "999999.1", "²."])
def test_odd_sessions_are_nobodys(client: FlaskClient, session: Session, forged: str) -> None:
    with client.session_transaction() as cookie:
        cookie["_user_id"] = forged

    assert client.get("/zh/me/profile").status_code == 303
    assert client.post("/zh/me/profile", data={"name_mn": "ᠣ"}).status_code == 303


def test_nobody_enters_another_ones_rooms(sign_in: Any, session: Session) -> None:
    refused = sign_in(OfficerFactory()).get("/zh/me/profile")
    assert refused.status_code == 403
    assert 'href="/zh/office"' in refused.get_data(as_text=True)  # the way back to the desk
    assert sign_in(AccountFactory()).get("/zh/password/change-staff").status_code == 403
