"""Every row has an owner: people of another region, institution or station, and other people, find nothing.

A new route with something in its address fails here until `THINGS` or `EVERYBODYS` says whose it is.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import cached_property
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from portal.catalog.models import ClassChangeRequest
from portal.catalog.types import IssueState
from portal.core import clock, imports, phones
from portal.enrolment.types import ApplicationState, Channel
from portal.notices import services as notices
from portal.notices.models import Delivery
from portal.notices.types.deliveries import DeliveryState
from portal.office.models import Alarm
from portal.office.types.alarms import AlarmKind, AlarmState
from portal.people import services as people
from portal.people.models import Consent, CorrectionNotice
from portal.people.types import ConsentChannel, NewRequest, RequestField, Role
from portal.records import queries, services
from portal.records.models import FollowUp, JobPost
from portal.records.types import NewObjection, Reach
from portal.station import services as station
from portal.station.models import Contest, RosterUpload, WishContest
from portal.station.types import Clerk, ContestState, Stage
from tests import factories
from tests.conftest import SignIn
from tests.records.public_notice import claim_all, new_batch, officer_of, passed
from tests.test_access import may_enter, sample_of

REGION, ELSEWHERE = "150500", "150600"
NOTHING = (403, 404, 410)


class World:
    """One of everything, all of one person, one institution, one station and one region."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def add(self, row: Any) -> Any:
        """Keep a row."""
        self.session.add(row)
        self.session.commit()
        return row

    @cached_property
    def trainee(self) -> Any:
        return factories.AccountFactory(person__name="买买提·乌云")

    @cached_property
    def officer(self) -> Any:
        return factories.OfficerFactory(region_code=REGION)

    @cached_property
    def reach(self) -> Reach:
        return Reach(self.officer.id, region_code=REGION)

    @cached_property
    def clerk(self) -> Any:
        account = factories.ClerkFactory(station=factories.StationFactory(region_code="150525"))
        station.keep_own_phone(Clerk(account.id, account.station_id), phones.parse("13904790001"))
        return account

    @cached_property
    def teacher(self) -> Any:
        return factories.TeacherFactory(provider_id=self.taught.provider_id)

    @cached_property
    def taught(self) -> Any:
        return factories.ClassSessionFactory()

    @cached_property
    def to_be_changed(self) -> Any:
        account_id, place = self.teacher.id, {"place": "新址2号"}
        asked = {"class_session_id": self.taught.id, "asked_at": clock.now(), "asked_by_id": account_id}
        return self.add(ClassChangeRequest(wanted=place, refused_reason=None, **asked))

    @cached_property
    def consent(self) -> Any:
        return self.add(
            Consent(
                person_id=self.trainee.person_id,
                purpose="application",
                text_version="2026-11-24",
                given=True,
                given_at=clock.now(),
                channel=ConsentChannel.STATION,
                station_id=self.clerk.station_id,
                by_account_id=self.clerk.id,
                proof="T1-261125-AB23CD",
            )
        )

    @cached_property
    def by_station(self) -> dict[str, Any]:
        """What a row says that a clerk made in someone's name."""
        return {
            "channel": Channel.STATION,
            "station_id": self.clerk.station_id,
            "account_id": self.clerk.id,
            "consent_id": self.consent.id,
            "person": None,
            "person_id": self.trainee.person_id,
        }

    @cached_property
    def application(self) -> Any:
        seated = {"class_session": None, "class_session_id": self.taught.id, "acted_for": True}
        return factories.ApplicationFactory(**self.by_station, **seated, state=ApplicationState.ACCEPTED)

    @cached_property
    def wish(self) -> Any:
        return factories.WishFactory(**self.by_station, region_code="150502")

    @cached_property
    def contest(self) -> Any:
        return self.add(Contest(number="Y1", subject_id=self.application.id, **self.contested))

    @cached_property
    def wish_contest(self) -> Any:
        return self.add(WishContest(number="W1", subject_id=self.wish.id, **self.contested))

    @property
    def contested(self) -> dict[str, Any]:
        """What every contest says."""
        return {
            "person_id": self.trainee.person_id,
            "state": ContestState.OPEN,
            "opened_at": clock.now(),
            "due_on": clock.today() + timedelta(days=30),
        }

    @cached_property
    def flow(self) -> str:
        return station.open_flow(Clerk(self.clerk.id, self.clerk.station_id))

    @cached_property
    def upload(self) -> Any:
        return self.add(
            RosterUpload(
                id="00000000-0000-4000-8000-00000000000a",
                station_id=self.clerk.station_id,
                account_id=self.clerk.id,
                filename="名单.csv",
                digest="0" * 64,
                stage=Stage.CHECKED,
                created_at=clock.now(),
            )
        )

    @cached_property
    def batch(self) -> int:
        batch = services.make_batch(new_batch(claim_all(self.reach, passed("P1"))), reach=self.reach)
        services.publish_batch(batch, reach=officer_of(REGION))
        return batch

    @cached_property
    def objection(self) -> int:
        services.send_objection(NewObjection("不对", None, batch_id=self.batch, place=1))
        return queries.list_objections(self.reach, answered=False)[0].id

    @cached_property
    def claim(self) -> int:
        return queries.list_entries(self.batch)[0].claim_id

    @cached_property
    def summary(self) -> str:
        record = factories.EnrolmentRecordFactory(person=None, person_id=self.trainee.person_id)
        factories.CertificateFactory(person=None, person_id=self.trainee.person_id, record_id=record.id)
        return services.issue_summary(self.trainee.person_id, "zh", account_id=self.trainee.id, token=None)

    @cached_property
    def request(self) -> Any:
        new = NewRequest(RequestField.NAME, "阿拉坦")
        return people.ask_correction(self.trainee.person_id, new, account_id=self.trainee.id)

    @cached_property
    def notices(self) -> dict[str, int]:
        rows = {
            "provider": CorrectionNotice(provider_id=self.taught.provider_id),
            "region": CorrectionNotice(region_code="150502"),
        }
        for row in rows.values():
            row.request_id, row.told_at = self.request.id, clock.now()
            self.add(row)
        return {name: row.id for name, row in rows.items()}

    @cached_property
    def alarm(self) -> Any:
        moments = dict.fromkeys(("found_at", "grew_at", "checked_at"), clock.now())
        kind, evidence = next(iter(AlarmKind)), dict.fromkeys(("certificates", "batches"), 9)
        found = Alarm(
            kind=kind, key="x", region_code="150525", size=9, evidence=evidence, state=next(iter(AlarmState)), **moments
        )
        return self.add(found)

    @cached_property
    def post(self) -> Any:
        return self.add(
            JobPost(
                title="养老护理员",
                employer="科尔沁养老院",
                region_code="150502",
                occupation_id=self.taught.occupation_id,
                openings=2,
                until_on=clock.today() + timedelta(days=30),
                contact_phone="0475-8000000",
                account_id=self.officer.id,
                entered_at=clock.now(),
            )
        )

    @cached_property
    def follow_up(self) -> Any:
        record = factories.EnrolmentRecordFactory(person=None, person_id=self.trainee.person_id, region_code="150525")
        return self.add(
            FollowUp(
                person_id=self.trainee.person_id,
                class_number=record.class_number,
                provider_id=self.taught.provider_id,
                region_code="150525",
                due_on=clock.today(),
                planned_at=clock.now(),
            )
        )

    @cached_property
    def certificate(self) -> Any:
        taught = {"class_session_id": self.taught.id, "class_number": self.taught.number}
        record = factories.EnrolmentRecordFactory(person=None, person_id=self.application.person_id, **taught)
        return factories.CertificateFactory(person=None, person_id=record.person_id, record_id=record.id)

    @cached_property
    def run(self) -> int:
        return self._run(self.officer.id)

    def _run(self, account_id: int) -> int:
        counts = dict.fromkeys(("rows", "accepted", "unchanged", "refused"), 0)
        return imports.keep_run(
            kind="results", filename="结果.csv", digest="1" * 64, account_id=account_id, counts=counts, problems=[]
        )

    @cached_property
    def delivery(self) -> Any:
        notices.tell(self.trainee.person_id, "seat_confirmed", {"application_id": self.application.id})
        row = self.session.scalars(select(Delivery)).first()
        assert row is not None
        assert row.state in set(DeliveryState)
        return row

    @cached_property
    def entry(self) -> Any:
        issue = factories.CatalogIssueFactory(region_code=REGION, state=IssueState.DRAFT, published_at=None)
        return factories.CatalogEntryFactory(issue=issue)


Thing = Callable[[World], Mapping[str, object]]

THINGS: dict[str, Thing] = {
    "application_id": lambda w: {"application_id": w.application.id},
    "wish_id": lambda w: {"wish_id": w.wish.id},
    "flow_id": lambda w: {"flow_id": w.flow},
    "upload_id": lambda w: {"upload_id": w.upload.id},
    "batch_id": lambda w: {"batch_id": w.batch},
    "objection_id": lambda w: {"objection_id": w.objection},
    "claim_id": lambda w: {"claim_id": w.claim},
    "class_number": lambda w: {
        "class_number": queries.list_taught(w.reach, 1).lines[0].class_number if w.batch else ""
    },
    "code": lambda w: {"code": w.summary},
    "request_id": lambda w: {"request_id": w.request.id},
    "number": lambda w: {"number": w.request.number},
    "notice_id": lambda w: {"notice_id": w.notices["region"]},
    "person_id": lambda w: {"person_id": w.trainee.person_id if w.application else 0},
    "account_id": lambda w: {"account_id": w.clerk.id},
    "alarm_id": lambda w: {"alarm_id": w.alarm.id},
    "post_id": lambda w: {"post_id": w.post.id},
    "follow_up_id": lambda w: {"follow_up_id": w.follow_up.id},
    "run_id": lambda w: {"run_id": w.run},
    "delivery_id": lambda w: {"delivery_id": w.delivery.id},
    "edition_id": lambda w: {"edition_id": w.entry.issue_id},
    "entry_id": lambda w: {"entry_id": w.entry.id},
    "provider_id": lambda w: {"provider_id": w.taught.provider_id},
    "class_id": lambda w: {"class_id": w.taught.id},
    "certificate_id": lambda w: {"certificate_id": w.certificate.id},
    # of two kinds
    "office.change_request": lambda w: {"class_id": w.to_be_changed.class_session_id},
    "station.answer applications": lambda w: {"contest_id": w.contest.id},
    "station.answer wishes": lambda w: {"contest_id": w.wish_contest.id},
    "station.contest applications": lambda w: {"subject_id": w.application.id},
    "station.contest wishes": lambda w: {"subject_id": w.wish.id},
    **dict.fromkeys(("station.mend_row", "station.drop_row"), lambda w: {"upload_id": w.upload.id, "number": 1}),
}
EVERYBODYS = {
    "enrolment.apply": "a class is open to everyone",
    "office.name": "the words are of the whole region",
    "office.figures_file": "the address names a kind of file; the figures are those of one's own region",
    "people.correct": "the address names a field; the person is whoever is signed in",
}


HARMLESS = {
    "station.discard_list": "what is not there for someone is discarded as often as they like",
    "enrolment.answer_offer": "they are told that the offer ran out, and see nothing",
}


def owned_rules(app: Flask) -> list[tuple[Rule, str]]:
    """Return every route with something of someone's in its address, and who may enter it."""
    found = []
    for rule in app.url_map.iter_rules():
        access = getattr(app.view_functions[rule.endpoint], "access", "public")
        if access != "public" and rule.arguments - {"lang"} and rule.endpoint not in EVERYBODYS:
            found.append((rule, access))
    return found


def page_of(rule: Rule) -> tuple[str, set[str]]:
    """Return the name of a page, with its kind where one view serves several, and what stands in its address."""
    fixed = rule.defaults or {}
    return " ".join([rule.endpoint, *map(str, fixed.values())]), rule.arguments - {"lang", *fixed}


def address_of(rule: Rule, world: World) -> str:
    """Return the address of something of the world."""
    page, names = page_of(rule)
    values: dict[str, object] = {"lang": "zh"}
    for name in names:
        if page in THINGS or name in THINGS:
            values.update(THINGS.get(page, THINGS.get(name, lambda _w: {}))(world))
        else:
            values[name] = sample_of(rule, name)
    built = rule.build(values)
    assert built is not None
    return built[1]


@pytest.fixture
def world(session: Session) -> World:
    """One of everything."""
    return World(session)


def test_every_route_says_whose_its_rows_are(app: Flask) -> None:
    chosen = {"about", "kind", "place", "day"}  # words of a fixed list: no row
    unowned = [
        (page, name)
        for page, names in (page_of(rule) for rule, _access in owned_rules(app))
        for name in names - chosen
        if page not in THINGS and name not in THINGS
    ]

    assert unowned == []
    assert set(EVERYBODYS) <= set(app.view_functions)


@pytest.mark.parametrize("role", list(Role))
def test_outsiders_find_nothing(app: Flask, sign_in: SignIn, world: World, role: Role) -> None:
    outsider = sign_in(_outsider(role))
    found = []

    for rule, access in owned_rules(app):
        if may_enter(access, role):
            address = address_of(rule, world)
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                answer = outsider.open(address, method=method)
                if answer.status_code not in NOTHING and rule.endpoint not in HARMLESS:
                    found.append((rule.endpoint, method, answer.status_code))
                answer.close()

    assert found == []
    if role is Role.STATION_CLERK:
        assert world.session.scalars(select(RosterUpload.id)).all() == [world.upload.id]


@pytest.mark.parametrize("role", list(Role))
def test_what_outsiders_look_for_is_really_there(app: Flask, sign_in: SignIn, world: World, role: Role) -> None:
    insiders = {
        Role.TRAINEE: lambda: world.trainee,
        Role.BUREAU_OFFICER: lambda: world.officer,
        Role.PROVIDER_STAFF: lambda: world.teacher,
        Role.STATION_CLERK: lambda: world.clerk,
    }
    browser = sign_in(insiders[role]())
    missing = []

    for rule, access in owned_rules(app):
        if may_enter(access, role) and "GET" in (rule.methods or set()) and rule.endpoint not in _not_of(role):
            answer = browser.get(address_of(rule, world))
            if answer.status_code in NOTHING:
                missing.append((rule.endpoint, answer.status_code))
            answer.close()

    assert missing == []


def _outsider(role: Role) -> Any:
    if role is Role.TRAINEE:
        return factories.AccountFactory()
    if role is Role.BUREAU_OFFICER:
        return factories.OfficerFactory(region_code=ELSEWHERE)
    if role is Role.PROVIDER_STAFF:
        return factories.TeacherFactory()
    account = factories.ClerkFactory()
    station.keep_own_phone(Clerk(account.id, account.station_id), phones.parse("13904790002"))
    return account


def _not_of(role: Role) -> set[str]:
    """Return routes whose sample another member of the same place would find: a file is of whoever sent it."""
    not_here = {"office.attendance_day", "enrolment.entitlement", "station.mend_row", "station.refused_rows"}
    if role is Role.PROVIDER_STAFF:
        return {*not_here, "office.result", "office.refused_rows", "office.claim", "office.revoke", "office.replace"}
    return {*not_here, "office.refused_rows"}
