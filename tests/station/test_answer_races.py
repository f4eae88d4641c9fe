"""An officer answers, or a class begins, in the moment someone deletes their data: nothing gets stuck, nothing is left."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal.core import clock, db
from portal.core.errors import NotFound
from portal.enrolment import services as enrolment
from portal.enrolment.models import Wish, WishAct
from portal.enrolment.services import classes, ledger
from portal.enrolment.types import Actor, Channel, NewAnswer
from portal.notices.models import Message
from portal.office.services.rights import answer_request
from portal.people import services as people
from portal.people.models import DataRequest, Person
from portal.people.services import privacy, requests
from portal.people.types import ConsentChannel, GivenConsent, NewRequest, RequestField
from portal.records import services as records
from portal.records.models import FollowUp, FollowUpVisit
from portal.records.services import follow_ups
from portal.records.types import NewVisit, Reach, VisitReach, VisitWay, Work
from portal.station import services
from portal.station.models import WishContest
from portal.station.services import contests
from portal.station.types import Contested, NewContest
from tests import factories
from tests.station.test_deletion_races import TAKEN_BACK, meet

REGION = "150500"


class Someone:
    """A person with an account, and the officer of their bureau."""

    def __init__(self) -> None:
        account = factories.AccountFactory()
        self.id, self.account = account.person_id, account.id
        self.officer = factories.OfficerFactory(region_code=REGION).id

    def erase(self) -> None:
        """Delete all of theirs."""
        people.erase_on_paper(self.id, TAKEN_BACK, actor_id=self.account)

    def left(self, *tables: Any) -> list[Any]:
        """Return what is left in tables that a deletion empties."""
        assert db.session().get_one(Person, self.id).erased_at is not None
        return [row for table in (*tables, Message) for row in db.session().scalars(select(table.id))]

    def ask(self) -> int:
        """Ask for a correction."""
        return people.ask_correction(self.id, NewRequest(RequestField.NAME, "乌云其其格"), account_id=self.account).id

    def wish(self) -> int:
        """Leave a wish at a station of the region."""
        clerk = factories.ClerkFactory()
        helped = {"channel": ConsentChannel.STATION, "station_id": clerk.station_id, "proof": "T1-1"}
        consent = people.add_consent(self.id, GivenConsent("wish", "1", **helped), by_account_id=clerk.id)
        acted = {"channel": Channel.STATION, "station_id": clerk.station_id, "account_id": clerk.id}
        return int(factories.WishFactory(person=None, person_id=self.id, consent_id=consent, **acted).id)

    def wish_for(self, taught: Any) -> int:
        """Wish for what a class teaches, and sign up for it."""
        wanted = {"own_words": None, "occupation_id": taught.occupation_id, "region_code": taught.region_code}
        wish = factories.WishFactory(person=None, person_id=self.id, season="any", **wanted)
        enrolment.apply(taught.id, person_id=self.id, actor=Actor(None))
        return int(wish.id)


@pytest.fixture
def someone(real_app: Flask) -> Someone:
    with real_app.app_context():
        return Someone()


@pytest.fixture
def asked(real_app: Flask, someone: Someone) -> tuple[int, Reach]:
    """A correction they asked for, and the reach of the officer who answers it."""
    with real_app.app_context():
        return someone.ask(), Reach(someone.officer, region_code=REGION)


@pytest.mark.parametrize("accepted", [True, False])
def test_a_correction_is_answered(
    real_app: Flask, monkeypatch: pytest.MonkeyPatch, someone: Someone, asked: tuple[int, Reach], accepted: bool
) -> None:
    request, reach = asked

    wrong = meet(
        real_app,
        monkeypatch,
        (requests.queries, "wrote_the_record"),
        lambda: answer_request(request, "已核对", accepted=accepted, reach=reach),
        someone.erase,
    )

    with real_app.app_context():
        assert wrong == []
        assert someone.left(DataRequest) == []


def test_a_correction_that_is_gone_is_not_found(
    real_app: Flask, monkeypatch: pytest.MonkeyPatch, someone: Someone, asked: tuple[int, Reach]
) -> None:
    request, reach = asked

    wrong = meet(
        real_app,
        monkeypatch,
        (privacy, "add_consent"),
        someone.erase,
        lambda: answer_request(request, "已核对", accepted=True, reach=reach),
    )

    assert wrong == [repr(NotFound())]


def test_a_contest_of_a_wish_is_answered(real_app: Flask, monkeypatch: pytest.MonkeyPatch, someone: Someone) -> None:
    with real_app.app_context():
        mine = {"person_id": someone.id, "account_id": someone.account}
        contest = services.contest(Contested.WISH, someone.wish(), NewContest(None), **mine).id
    answer = {"upheld": True, "answer": "是的", "region": "150000", "account_id": someone.officer}

    wrong = meet(
        real_app,
        monkeypatch,
        (contests.enrolment, "withdraw_wish"),
        lambda: services.answer_contest(Contested.WISH, contest, **answer),
        someone.erase,
    )

    with real_app.app_context():
        assert wrong == []
        assert someone.left(WishContest, Wish, WishAct) == []


def test_a_wish_is_answered(real_app: Flask, monkeypatch: pytest.MonkeyPatch, someone: Someone) -> None:
    with real_app.app_context():
        wish = someone.wish()

    wrong = meet(
        real_app,
        monkeypatch,
        (ledger, "note"),
        lambda: enrolment.answer_wish(
            wish, NewAnswer(None, said="秋天开班", closes=False), region="150000", account_id=someone.officer
        ),
        someone.erase,
    )

    with real_app.app_context():
        assert wrong == []
        assert someone.left(Wish, WishAct) == []


def test_a_wish_that_is_gone_is_not_found(real_app: Flask, monkeypatch: pytest.MonkeyPatch, someone: Someone) -> None:
    with real_app.app_context():
        wish = someone.wish()

    wrong = meet(
        real_app,
        monkeypatch,
        (privacy, "add_consent"),
        someone.erase,
        lambda: enrolment.mark_met(wish, region="150000", account_id=someone.officer),
    )

    assert wrong == [repr(NotFound())]


def test_a_class_begins(real_app: Flask, monkeypatch: pytest.MonkeyPatch, someone: Someone) -> None:
    with real_app.app_context():
        taught = factories.ClassSessionFactory()
        class_id = taught.id
        someone.wish_for(taught)

    wrong = meet(
        real_app,
        monkeypatch,
        (classes, "meet_wishes"),
        lambda: enrolment.start_class(class_id),
        someone.erase,
    )

    with real_app.app_context():
        assert wrong == []
        assert someone.left(Wish, WishAct) == []


def test_a_class_is_arranged_while_it_begins(
    real_app: Flask, monkeypatch: pytest.MonkeyPatch, someone: Someone
) -> None:
    with real_app.app_context():
        taught = factories.ClassSessionFactory()
        class_id = taught.id
        wish_id = someone.wish_for(taught)

    wrong = meet(
        real_app,
        monkeypatch,
        (ledger, "note"),
        lambda: enrolment.arrange_wish(wish_id, class_id, region="150000", account_id=someone.officer),
        lambda: enrolment.start_class(class_id),
    )

    assert wrong == []


def test_a_visit_after_the_course_is_written_down(
    real_app: Flask, monkeypatch: pytest.MonkeyPatch, someone: Someone
) -> None:
    with real_app.app_context():
        line = factories.EnrolmentRecordFactory(person=None, person_id=someone.id)
        with db.transaction() as session:
            plan = FollowUp(
                person_id=someone.id,
                class_number=line.class_number,
                provider_id=None,
                region_code=line.region_code,
                due_on=clock.today(),
                planned_at=clock.now(),
            )
            session.add(plan)
            session.flush()
            plan_id = plan.id
    new = NewVisit(clock.today(), VisitWay.PHONE, Work.LOOKING, None, None, None, None, months_to_next=3)

    wrong = meet(
        real_app,
        monkeypatch,
        (follow_ups.rules, "next_due_on"),
        lambda: records.record_visit(plan_id, new, reach=VisitReach(someone.officer, region_code=REGION)),
        someone.erase,
    )

    with real_app.app_context():
        assert wrong == []
        assert someone.left(FollowUp, FollowUpVisit) == []
