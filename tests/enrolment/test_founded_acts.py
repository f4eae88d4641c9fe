"""The database itself lets nobody act for a person without a consent of theirs, given at the same station."""

from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.enrolment.models import Application, Wish
from portal.enrolment.types import Channel
from portal.people.services import add_consent
from portal.people.types import ConsentChannel, GivenConsent
from tests import factories

Act = type[Application] | type[Wish]
ACTS = pytest.mark.parametrize("act", [Application, Wish])


class Desk:
    """A clerk, someone who agreed there, and how a row reads that the clerk makes for them."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.clerk, self.person = factories.ClerkFactory(), factories.PersonFactory()

    def consent(self, person: Any = None, clerk: Any = None, *, given: bool = True) -> int:
        clerk, person = clerk or self.clerk, person or self.person
        paper = {"channel": ConsentChannel.STATION, "station_id": clerk.station_id, "proof": "T1-0001"}
        return add_consent(person.id, GivenConsent("application", "1", given=given, **paper), by_account_id=clerk.id)

    def make(self, act: Act, **changes: Any) -> Any:
        row = {
            "channel": Channel.STATION, "account_id": self.clerk.id, "station_id": self.clerk.station_id,
            "person": None, "person_id": self.person.id, **changes,
        }  # fmt: skip
        if "consent_id" not in row:
            row["consent_id"] = self.consent()
        if act is Wish:
            return factories.WishFactory(**row)
        return factories.ApplicationFactory(**{"acted_for": row["channel"] is not Channel.SELF, **row})


@pytest.fixture
def desk(session: Session) -> Desk:
    """A desk of a station."""
    return Desk(session)


def unfounded(desk: Desk, what: str) -> dict[str, Any]:
    """Return what is wrong with a row."""
    return {
        "no account": lambda: {"account_id": None},
        "no consent": lambda: {"consent_id": None},
        "a consent that is not there": lambda: {"consent_id": 987_654},
        "the consent of another": lambda: {"consent_id": desk.consent(factories.PersonFactory())},
        "the consent given at another station": lambda: {"consent_id": desk.consent(clerk=factories.ClerkFactory())},
        "a consent that was taken back": lambda: {"consent_id": desk.consent(given=False)},
        "the consent of another, said to act alone": lambda: {
            "channel": Channel.SELF, "station_id": None, "consent_id": desk.consent(factories.PersonFactory()),
        },
    }[what]()  # fmt: skip


WRONG = pytest.mark.parametrize(
    "what",
    [
        "no account", "no consent", "a consent that is not there", "the consent of another",
        "the consent given at another station", "a consent that was taken back",
        "the consent of another, said to act alone",
    ],
)  # fmt: skip


@ACTS
@WRONG
def test_an_act_without_ground_is_refused(desk: Desk, act: Act, what: str) -> None:
    changes = unfounded(desk, what)

    with pytest.raises(IntegrityError):
        desk.make(act, **changes)


@ACTS
@WRONG
def test_an_act_does_not_lose_its_ground_later(desk: Desk, session: Session, act: Act, what: str) -> None:
    row = desk.make(act)
    changes = unfounded(desk, what)
    for name, value in {
        **changes,
        **({"acted_for": False} if "channel" in changes and act is Application else {}),
    }.items():
        setattr(row, name, value)

    with pytest.raises(IntegrityError):
        session.flush()


@ACTS
@pytest.mark.parametrize("channel", [Channel.STATION, Channel.ROSTER])
def test_an_act_on_a_consent_of_the_person_at_this_station_stands(desk: Desk, act: Act, channel: Channel) -> None:
    assert desk.make(act, channel=channel).channel is channel


@ACTS
def test_acting_for_oneself_needs_no_consent(desk: Desk, act: Act) -> None:
    alone = {"channel": Channel.SELF, "station_id": None, "account_id": None, "consent_id": None}

    assert desk.make(act, **alone).consent_id is None
