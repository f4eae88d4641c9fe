"""Alarms: what is found, who sees it, and what becomes of it. None of them stops anybody."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from portal.catalog.types import Mode
from portal.core import clock, identity_numbers
from portal.core.audit import AuditEvent
from portal.core.errors import NotFound
from portal.enrolment.models import Attendance
from portal.enrolment.services import apply
from portal.enrolment.types import Actor, ApplicationState
from portal.office.errors import AlarmIsClosed
from portal.office.models import Alarm, AlarmNote
from portal.office.queries.alarms import count_alarms, get_alarm, list_alarms
from portal.office.services import answer_alarm, look_for_alarms
from portal.office.types.alarms import AlarmAnswer, AlarmKind, AlarmState, AlarmStep, CloseReason
from portal.records.types import Origin, Reach, Result
from tests import factories
from tests.conftest import SignIn

EXPLAINED = AlarmAnswer(close=True, reason=CloseReason.EXPLAINED, text="七口人是一家")
NOTED = AlarmAnswer(close=False, reason=None, text="已打电话问过两个人")


def sharing(number: int, **changes: Any) -> list[Any]:
    """Write people down who gave the same phone."""
    first = factories.PersonFactory(**changes)
    same = {"phone": first.phone, "phone_index": first.phone_index}
    return [first, *(factories.PersonFactory(**same, **changes) for _ in range(number - 1))]


def trained(people: list[Any], number: str, *, days_ago: int = 40, **changes: Any) -> None:
    """Write down that people finished a class of ten days."""
    starts_on = clock.today() - timedelta(days=days_ago)
    for person in people:
        about = {"class_number": number, "starts_on": starts_on, "ends_on": starts_on + timedelta(days=9)}
        factories.EnrolmentRecordFactory(person=None, person_id=person.id, **{**about, **changes})


def alarms(session: Session) -> dict[AlarmKind, Alarm]:
    session.expire_all()
    return {row.kind: row for row in session.scalars(select(Alarm))}


def of(session: Session, kind: AlarmKind) -> Alarm:
    return alarms(session)[kind]


def reach_of(officer: Any) -> Reach:
    return Reach(officer.id, region_code=officer.region_code)


def test_nothing_unusual_raises_no_alarm(session: Session) -> None:
    people = sharing(5)
    trained(people, "A", days_ago=90)
    trained(people, "B", days_ago=60)

    assert (look_for_alarms(), alarms(session)) == (0, {})


def test_one_phone_for_many_people(session: Session) -> None:
    people = sharing(6)

    assert look_for_alarms() == 1
    found = of(session, AlarmKind.SHARED_PHONE)
    assert (found.size, found.state, found.evidence["people"]) == (6, AlarmState.WAITING, [one.id for one in people])


def test_forgotten_people_share_no_phone(session: Session) -> None:
    sharing(6, erased_at=clock.now())

    assert look_for_alarms() == 0


def test_someone_in_two_classes_on_the_same_days(session: Session) -> None:
    person = factories.PersonFactory()
    trained([person], "A", days_ago=40)
    trained([person], "B", days_ago=35, region_code="150521")
    trained([person], "C", days_ago=20)

    look_for_alarms()

    found = of(session, AlarmKind.TWO_PLACES)
    assert (found.key, found.size, found.region_code) == ("A|B", 1, "150500")


@pytest.mark.parametrize("changes", [{"result": Result.ABSENT}, {"hours_attended": 0}, {"origin": Origin.DECLARED}])
def test_whoever_was_not_there_was_not_in_two_places(session: Session, changes: dict[str, Any]) -> None:
    person = factories.PersonFactory()
    trained([person], "A")
    trained([person], "B", **changes)

    assert look_for_alarms() == 0


def test_an_online_class_is_no_second_place(session: Session) -> None:
    person, online = factories.PersonFactory(), factories.ClassSessionFactory(mode=Mode.ONLINE)
    trained([person], "A")
    trained([person], "B", class_session_id=online.id)

    assert look_for_alarms() == 0


def attended(person: Any, taught: Any, *days: int) -> None:
    """Write a person on the roll of a class, present on some days from its first."""
    application = factories.ApplicationFactory(
        person=None, person_id=person.id, class_session=taught, state=ApplicationState.ATTENDING
    )
    officer = factories.OfficerFactory()
    session = factories.db.session()
    for day in days:
        session.add(
            Attendance(
                application_id=application.id,
                class_session_id=taught.id,
                person_id=person.id,
                day=clock.today() - timedelta(days=30 - day),
                hours=6,
                how="paper",
                recorded_at=clock.now(),
                recorded_by_id=officer.id,
            )
        )
    session.commit()


def test_the_rolls_of_each_day_show_who_was_in_two_places(session: Session) -> None:
    person = factories.PersonFactory()
    one, other = factories.ClassSessionFactory(), factories.ClassSessionFactory()
    attended(person, one, 1, 2, 3)
    attended(person, other, 3, 4)

    look_for_alarms()

    found = of(session, AlarmKind.TWO_PLACES)
    assert found.evidence["days"] == [(clock.today() - timedelta(days=27)).isoformat()]


def test_where_both_classes_keep_rolls_different_days_are_no_alarm(session: Session) -> None:
    person = factories.PersonFactory()
    one, other = factories.ClassSessionFactory(), factories.ClassSessionFactory()
    attended(person, one, 1, 3)
    attended(person, other, 2, 4)
    trained([person], one.number)
    trained([person], other.number)

    assert look_for_alarms() == 0


def test_the_same_people_in_three_classes(session: Session) -> None:
    people = [factories.PersonFactory() for _ in range(7)]
    for serial, number in enumerate("ABC"):
        trained(people, number, days_ago=120 - 30 * serial)

    look_for_alarms()

    found = of(session, AlarmKind.SAME_ROLLS)
    assert (found.size, found.evidence["classes"], found.evidence["shared"]) == (3, ["A", "B", "C"], 7)


def test_people_of_a_graduation_year_learn_together_and_raise_no_alarm(session: Session) -> None:
    people = [factories.PersonFactory() for _ in range(7)]
    for person in people:
        factories.PersonGroupFactory(
            person=person, group_code="graduation_year", valid_from=clock.today() - timedelta(days=200)
        )
    for serial, number in enumerate("ABC"):
        trained(people, number, days_ago=120 - 30 * serial)

    assert look_for_alarms() == 0


def test_results_changed_to_passed_afterwards(session: Session) -> None:
    for _ in range(3):
        person = factories.PersonFactory()
        newer = factories.EnrolmentRecordFactory(person=None, person_id=person.id, class_number=f"x{person.id}")
        trained([person], "A", result=Result.FAILED, replaced_by_id=newer.id)

    look_for_alarms()

    assert of(session, AlarmKind.CHANGED_RESULTS).size == 3


def test_one_result_that_was_corrected_is_no_alarm(session: Session) -> None:
    person = factories.PersonFactory()
    newer = factories.EnrolmentRecordFactory(person=None, person_id=person.id)
    trained([person], "A", result=Result.FAILED, replaced_by_id=newer.id)

    assert look_for_alarms() == 0


def test_the_desk_shows_first_what_waits(session: Session, sign_in: SignIn, officer: Any) -> None:
    browser = sign_in(officer)
    calm = browser.get("/zh/office").get_data(as_text=True)
    sharing(6)
    look_for_alarms()

    page = browser.get("/zh/office").get_data(as_text=True)

    assert "等您处理" not in calm.split("<h1>")[1].split("现在没有等您处理的事")[1]
    assert page.index("/zh/office/alarms") < page.index('/zh/office/results"', page.index("<h1>"))
    assert calm.index("/zh/office/alarms") > calm.index('/zh/office/results"', calm.index("<h1>"))


def test_an_issuer_with_very_many_certificates_of_one_day(session: Session) -> None:
    person, day = factories.PersonFactory(), clock.today() - timedelta(days=3)
    made = [factories.CertificateFactory.build(person=person, issued_on=day) for _ in range(121)]
    session.add_all(made)
    session.commit()

    look_for_alarms()

    found = of(session, AlarmKind.ISSUER_DAY)
    assert (found.size, found.region_code, found.evidence["issuer"]) == (121, "150525", "通辽市职业技能评价中心")


def test_an_issuer_with_very_many_batches_in_a_quarter(session: Session) -> None:
    person = factories.PersonFactory()
    for _ in range(21):
        taught = factories.EnrolmentRecordFactory(person=None, person_id=person.id, hours_attended=0)
        day = clock.today()
        factories.CertificateFactory(person=person, record_id=taught.id, issued_on=day)

    look_for_alarms()

    found = of(session, AlarmKind.ISSUER_QUARTER)
    assert (found.size, found.evidence["certificates"], len(found.evidence["classes"])) == (21, 21, 21)


def test_an_alarm_stops_nobody(session: Session) -> None:
    people = sharing(9)
    look_for_alarms()

    apply(factories.ClassSessionFactory().id, person_id=people[0].id, actor=Actor(account_id=None), verdict=None)


def test_looking_again_finds_the_same_alarm(session: Session) -> None:
    sharing(6)
    look_for_alarms()

    assert look_for_alarms() == 0
    assert [note.step for note in session.scalars(select(AlarmNote))] == [AlarmStep.FOUND]


def test_a_closed_alarm_stays_closed_until_it_grew_enough(session: Session, officer: Any) -> None:
    first = sharing(6)[0]
    look_for_alarms()
    answer_alarm(of(session, AlarmKind.SHARED_PHONE).id, EXPLAINED, reach=reach_of(officer))

    same = {"phone": first.phone, "phone_index": first.phone_index}
    factories.PersonFactory(**same)
    assert look_for_alarms() == 0
    assert of(session, AlarmKind.SHARED_PHONE).state is AlarmState.CLOSED
    factories.PersonFactory(**same)
    assert look_for_alarms() == 1

    found = of(session, AlarmKind.SHARED_PHONE)
    steps = [note.step for note in get_alarm("150500", found.id).notes]
    assert (found.state, found.closed_size) == (AlarmState.WAITING, None)
    assert steps == [AlarmStep.FOUND, AlarmStep.CLOSED, AlarmStep.GREW]


def test_an_alarm_kept_open_stays_with_its_notes(session: Session, officer: Any) -> None:
    sharing(6)
    look_for_alarms()
    alarm_id = of(session, AlarmKind.SHARED_PHONE).id

    answer_alarm(alarm_id, NOTED, reach=reach_of(officer))
    answer_alarm(alarm_id, EXPLAINED, reach=reach_of(officer))

    view = get_alarm("150500", alarm_id)
    assert [(note.step, note.by, note.text) for note in view.notes[1:]] == [
        (AlarmStep.KEPT_OPEN, "赵科长", NOTED.text),
        (AlarmStep.CLOSED, "赵科长", EXPLAINED.text),
    ]
    assert session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)).all() == [
        "office.alarm_kept_open",
        "office.alarm_closed",
    ]
    with pytest.raises(AlarmIsClosed):
        answer_alarm(alarm_id, NOTED, reach=reach_of(officer))


def test_what_officers_write_is_sealed(session: Session, officer: Any) -> None:
    sharing(6)
    look_for_alarms()
    answer_alarm(of(session, AlarmKind.SHARED_PHONE).id, NOTED, reach=reach_of(officer))

    stored = session.execute(text("SELECT text FROM alarm_note WHERE text IS NOT NULL")).scalar_one()
    assert NOTED.text not in stored


def test_officers_see_the_alarms_of_their_region_only(session: Session, officer: Any) -> None:
    sharing(6)
    look_for_alarms()
    alarm_id = of(session, AlarmKind.SHARED_PHONE).id
    elsewhere = factories.OfficerFactory(region_code="152500")

    assert [line.id for line in list_alarms("150500", closed=False)[0]] == [alarm_id]
    assert count_alarms("150000") == {AlarmState.WAITING: 1}
    assert list_alarms("152500", closed=False) == ([], False)
    with pytest.raises(NotFound):
        get_alarm("152500", alarm_id)
    with pytest.raises(NotFound):
        answer_alarm(alarm_id, EXPLAINED, reach=reach_of(elsewhere))


@pytest.mark.parametrize("edition", ["zh", "mn"])
def test_an_officer_reads_an_alarm_with_masked_names(
    session: Session, sign_in: SignIn, officer: Any, edition: str
) -> None:
    people = sharing(6, name="敖日格乐")
    trained(people, "A")
    trained(people, "B")
    look_for_alarms()
    browser = sign_in(officer)

    for row in session.scalars(select(Alarm)).all():
        page = browser.get(f"/{edition}/office/alarms/{row.id}").get_data(as_text=True)
        assert people[0].name not in page
        assert identity_numbers.mask(people[0].id_number) in page
        assert people[0].id_number not in page
    listed = browser.get(f"/{edition}/office/alarms").get_data(as_text=True)
    assert listed.count('<li class="card">') == 2


def test_an_officer_closes_an_alarm_with_a_reason(session: Session, sign_in: SignIn, officer: Any) -> None:
    sharing(6)
    look_for_alarms()
    browser, address = sign_in(officer), f"/zh/office/alarms/{of(session, AlarmKind.SHARED_PHONE).id}"

    nothing = browser.post(address, data={})
    without_reason = browser.post(address, data={"text": "是一家人", "decision": "close"})
    done = browser.post(address, data={"text": "是一家人", "decision": "close", "reason": "explained"})

    assert (nothing.status_code, without_reason.status_code, done.status_code) == (422, 422, 303)
    assert "是一家人" in without_reason.get_data(as_text=True)
    assert "是一家人" in browser.get(address).get_data(as_text=True)
    assert "<form" not in browser.get(address).get_data(as_text=True).split("核查情况")[-1].split("</main>")[0]
    assert '<li class="card">' in browser.get("/zh/office/alarms?closed=1").get_data(as_text=True)


def test_the_second_of_two_officers_is_told_that_it_is_closed(session: Session, sign_in: SignIn, officer: Any) -> None:
    sharing(6)
    look_for_alarms()
    alarm_id = of(session, AlarmKind.SHARED_PHONE).id
    answer_alarm(alarm_id, EXPLAINED, reach=reach_of(officer))

    answer = sign_in(officer).post(f"/zh/office/alarms/{alarm_id}", data={"text": "x", "decision": "keep"})

    assert answer.status_code == 303
    assert len(get_alarm("150500", alarm_id).notes) == 2


@pytest.mark.parametrize("path", ["/zh/office/alarms/999", "/zh/office/alarms/x"])
def test_an_alarm_that_is_not_there_is_not_found(session: Session, sign_in: SignIn, officer: Any, path: str) -> None:
    assert sign_in(officer).get(path).status_code == 404
