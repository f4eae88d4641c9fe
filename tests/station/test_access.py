"""Somebody registered first with another person's identity number; the person comes with the card."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.core import audit
from portal.core.audit import AuditEvent
from portal.enrolment.models import Application, Wish
from portal.enrolment.types import Channel
from portal.notices.models import Delivery
from portal.people.models import Account, Person, StationCode
from portal.people.types import RealNameLevel
from portal.station import services
from portal.station.services.acting import tell_registered
from tests import factories
from tests.station.conftest import help_known, open_flow, who

SAID = {"not_mine": "y", "card_seen": "y"}
PHONE = "+8613900158001"


@pytest.fixture
def stranger(session: Session) -> Any:
    """The account of somebody who registered with a number that is not theirs."""
    return factories.AccountFactory(person__phone=PHONE)


@pytest.fixture
def person(session: Session, stranger: Any) -> Any:
    """Whose number it is."""
    return session.get_one(Person, stranger.person_id)


@pytest.fixture
def flow(desk: FlaskClient, person: Any) -> str:
    """The address of a flow in which they signed and showed the card."""
    return help_known(desk, person, card_seen="y")


def is_open(session: Session, stranger: Any) -> bool:
    return session.get_one(Account, stranger.id, populate_existing=True).password_hash != ""


def test_access_of_the_stranger_ends_and_the_record_stays(
    desk: FlaskClient,
    flow: str,
    person: Any,
    stranger: Any,
    clerk: Any,
    sign_in: Callable[..., FlaskClient],
    session: Session,
) -> None:
    theirs, epoch = sign_in(stranger), stranger.session_epoch
    assert theirs.get("/zh/me/profile").status_code == 200

    answer = desk.post(f"{flow}/account", data=SAID)

    assert answer.location == f"{flow}/account"
    assert not is_open(session, stranger)
    assert session.get_one(Account, stranger.id).session_epoch == epoch + 1
    assert theirs.get("/zh/me/profile").status_code == 303
    kept = session.get_one(Person, person.id, populate_existing=True)
    assert (kept.phone, kept.phone_index, kept.phone_owner, kept.erased_at) == (None, None, None, None)
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "people.end_access")).one()
    assert (event.subject_id, event.actor_id, event.details["station"]) == (person.id, clerk.id, clerk.station_id)
    assert event.details["consent"] is not None
    assert audit.verify() is None


def test_the_person_leaves_with_a_code_that_opens_the_account(
    desk: FlaskClient, flow: str, person: Any, stranger: Any, clerk: Any, client: FlaskClient, session: Session
) -> None:
    before = desk.post(f"{flow}/account/slip").location
    old = desk.get(before)
    desk.post(f"{flow}/account", data=SAID)
    assert desk.get(f"{flow}/account/slip.pdf").location == f"{flow}/account"  # the code of before has ended with it

    paper = desk.post(f"{flow}/account/slip", data={"language": "zh"})

    assert desk.get(paper.location).data.startswith(b"%PDF")
    assert old.data.startswith(b"%PDF")
    unused = select(StationCode).where(StationCode.person_id == person.id, StationCode.used_at.is_(None))
    assert len(session.scalars(unused).all()) == 1
    assert desk.get(f"{flow}/account").get_data(as_text=True).count('name="not_mine"') == 0
    code = services.enter_flow(flow.rpartition("/")[2], who(clerk)).claim_code
    session.commit()
    own = {"id_number": person.id_number, "code": code, "password": "new birds 77"}
    assert client.post("/zh/password/new", data=own).location == "/zh/me"


def test_nothing_goes_to_the_former_phone(
    desk: FlaskClient, flow: str, person: Any, clerk: Any, session: Session
) -> None:
    tell_registered(person.id, clerk.station_id, None)
    session.execute(update(Delivery).values(state="failed", phone=PHONE, words="乌云", attempts=1))
    session.commit()

    desk.post(f"{flow}/account", data=SAID)

    session.expire_all()
    rows = session.scalars(select(Delivery).where(Delivery.person_id == person.id)).all()
    assert rows
    assert {(row.state, row.reason, row.phone, row.words) for row in rows} == {("not_needed", "no_phone", None, None)}


def test_what_the_stranger_did_is_withdrawn_where_the_person_says_so(
    desk: FlaskClient, flow: str, person: Any, stranger: Any, session: Session
) -> None:
    by_self = {"person": None, "person_id": person.id, "account_id": stranger.id}
    gone, stays = (factories.ApplicationFactory(**by_self) for _one in range(2))
    wish = factories.WishFactory(person=None, person_id=person.id, account_id=stranger.id)
    page = desk.get(f"{flow}/account").get_data(as_text=True)
    assert all(
        f"{key}-{one.id}" in page for key, one in (("applications", gone), ("applications", stays), ("wishes", wish))
    )

    desk.post(f"{flow}/account", data={**SAID, "undone": [f"applications-{gone.id}", f"wishes-{wish.id}"]})

    session.expire_all()
    assert session.get_one(Application, gone.id).state == "withdrawn"
    assert session.get_one(Application, stays.id).state != "withdrawn"
    assert session.get_one(Wish, wish.id).state == "withdrawn"
    done = session.scalars(select(AuditEvent.action).where(AuditEvent.action.like("station.%withdraw"))).all()
    assert sorted(done) == ["station.wish_withdraw", "station.withdraw"]


def test_what_others_did_or_somebody_made_up_is_not_withdrawn(
    desk: FlaskClient, flow: str, person: Any, stranger: Any, session: Session
) -> None:
    signed_up = desk.post(f"{flow}/classes/{factories.ClassSessionFactory().id}", data={"form_token": "a" * 22})
    assert signed_up.status_code == 303
    of_station = session.scalars(select(Application).where(Application.channel == Channel.STATION)).one()
    assert of_station.person_id == person.id
    factories.ApplicationFactory(person=None, person_id=person.id, account_id=stranger.id)  # what the page offers

    for other in (of_station.id, factories.ApplicationFactory().id):
        answer = desk.post(f"{flow}/account", data={**SAID, "undone": [f"applications-{other}"]})

        assert answer.status_code == 422
        assert session.get_one(Application, other, populate_existing=True).state != "withdrawn"
        assert is_open(session, stranger)


@pytest.mark.parametrize("missing", ["not_mine", "card_seen"])
def test_without_the_person_or_the_card_nothing_ends(
    desk: FlaskClient, flow: str, stranger: Any, session: Session, missing: str
) -> None:
    answer = desk.post(f"{flow}/account", data={name: value for name, value in SAID.items() if name != missing})

    assert answer.status_code == 422
    assert f'id="{missing}-error"' in answer.get_data(as_text=True)
    assert is_open(session, stranger)
    assert session.get_one(Person, stranger.person_id, populate_existing=True).phone == PHONE


def test_without_a_signed_sheet_nothing_ends(desk: FlaskClient, person: Any, stranger: Any, session: Session) -> None:
    flow = open_flow(desk)
    desk.post(f"{flow}/find", data={"id_number": person.id_number})

    for answer in (
        desk.get(f"{flow}/account"),
        desk.post(f"{flow}/account", data=SAID),
        desk.post(f"{flow}/account/slip"),
    ):
        assert answer.location == flow
    assert is_open(session, stranger)


def test_sent_twice_it_ends_once(desk: FlaskClient, flow: str, stranger: Any, session: Session) -> None:
    desk.post(f"{flow}/account", data=SAID)
    epoch = session.get_one(Account, stranger.id, populate_existing=True).session_epoch

    again = desk.post(f"{flow}/account", data=SAID)

    assert again.location == f"{flow}/account"
    assert session.get_one(Account, stranger.id, populate_existing=True).session_epoch == epoch
    assert len(session.scalars(select(AuditEvent).where(AuditEvent.action == "people.end_access")).all()) == 1


def test_a_card_compared_only_now_counts(desk: FlaskClient, person: Any, stranger: Any, session: Session) -> None:
    flow = help_known(desk, person)
    assert desk.post(f"{flow}/account/slip").location == flow

    desk.post(f"{flow}/account", data=SAID)

    kept = session.get_one(Person, person.id, populate_existing=True)
    assert kept.real_name_level is RealNameLevel.STATION_CHECKED
    assert desk.post(f"{flow}/account/slip").location.startswith(f"{flow}/account/slip.pdf")


def test_who_has_no_account_gets_a_code_all_the_same(desk: FlaskClient, session: Session) -> None:
    flow = help_known(desk, factories.PersonFactory(), card_seen="y")

    page = desk.get(f"{flow}/account").get_data(as_text=True)

    assert 'name="not_mine"' not in page
    assert f"{flow}/account/slip" in page
    assert desk.get(f"{flow.replace('/zh/', '/mn/')}/account").status_code == 200


def test_another_clerk_cannot_end_it(flow: str, stranger: Any, sign_in: Any, session: Session) -> None:
    other = sign_in(factories.ClerkFactory())

    assert other.post(f"{flow}/account", data=SAID).status_code == 404
    assert is_open(session, stranger)
