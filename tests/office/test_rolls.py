"""Attendance day by day, on the page of a teacher's telephone."""

import re
import subprocess
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core import clock
from portal.enrolment import services
from portal.enrolment.errors import CannotWithdraw, NotADayOfClass, NotOnRoll, ReasonNeeded, TooManyHours
from portal.enrolment.models import Attendance
from portal.enrolment.queries import attendance
from portal.enrolment.rules import hours_of_day, most_hours_of_day
from portal.enrolment.services.own_data import export_attendance, leave_classes
from portal.enrolment.types import ApplicationState
from portal.enrolment.types.attendance import AttendanceWay, NewMark
from tests import factories
from tests.conftest import SignIn
from tests.office.conftest import Application


@pytest.fixture
def running(session: Session) -> Any:
    """A class that began two days ago."""
    return factories.ClassSessionFactory(starts_on=clock.today() - timedelta(days=2), state="running")


@pytest.fixture
def pupils(running: Any) -> list[Application]:
    """Two people who attend it."""
    return [Application(factories.PersonFactory(), running) for _number in range(2)]


@pytest.fixture
def teacher(running: Any) -> Any:
    """Staff of its provider."""
    return factories.TeacherFactory(provider_id=running.provider_id)


def day_page(running: Any, day: date) -> str:
    return f"/zh/office/classes/{running.id}/attendance/{day.isoformat()}"


def ticked(pupils: list[Application], *hours: int, **more: str) -> dict[str, str]:
    """Return what a teacher sends: hours of each person, 0 where the tick was taken away."""
    sent = {"how": "phone", **more}
    for pupil, length in zip(pupils, hours, strict=True):
        sent[f"hours_{pupil.row.id}"] = str(length or 6)
        if length:
            sent[f"present_{pupil.row.id}"] = "y"
    return sent


def mark(running: Any, teacher: Any, day: date, *marks: NewMark, reason: str | None = None) -> int:
    how = AttendanceWay.PAPER
    return services.mark_day(running.id, day, marks, how=how, reason=reason, account_id=teacher.id)


def test_a_day_is_noted_with_who_and_how(
    sign_in: SignIn, session: Session, running: Any, pupils: list[Application], teacher: Any
) -> None:
    browser = sign_in(teacher)
    page = browser.get(day_page(running, clock.today())).get_data(as_text=True)
    assert all(pupil.person.name in page for pupil in pupils)
    assert all(pupil.person.id_number not in page for pupil in pupils)
    assert 'value="6"' in page

    assert browser.post(day_page(running, clock.today()), data=ticked(pupils, 6, 0)).status_code == 303

    rows = session.scalars(select(Attendance).order_by(Attendance.application_id)).all()
    assert [(row.hours, row.how, row.recorded_by_id) for row in rows] == [
        (6, AttendanceWay.PHONE, teacher.id),
        (0, AttendanceWay.PHONE, teacher.id),
    ]
    assert "高老师" in browser.get(day_page(running, clock.today())).get_data(as_text=True)
    assert attendance.hours_attended(running.id) == {pupils[0].row.id: 6, pupils[1].row.id: 0}


def test_a_past_day_changes_only_with_a_reason_and_keeps_the_old_value(
    sign_in: SignIn, session: Session, running: Any, pupils: list[Application], teacher: Any
) -> None:
    browser, day = sign_in(teacher), clock.today() - timedelta(days=1)
    assert browser.post(day_page(running, day), data=ticked(pupils, 6, 0)).status_code == 303

    refused = browser.post(day_page(running, day), data=ticked(pupils, 6, 4))
    taken = browser.post(day_page(running, day), data=ticked(pupils, 6, 4, reason="签到表上有签名"))

    assert refused.status_code == 422
    assert 'id="reason-error"' in refused.get_data(as_text=True)
    assert taken.status_code == 303
    session.expire_all()
    now = attendance.marks_of_day(running.id, day)[pupils[1].row.id]
    assert (now.hours, now.reason, [old.hours for old in now.earlier]) == (4, "签到表上有签名", [0])
    assert "签到表上有签名" in browser.get(day_page(running, day)).get_data(as_text=True)


def test_the_same_day_is_mended_without_a_reason_and_twice_the_same_changes_nothing(
    running: Any, pupils: list[Application], teacher: Any
) -> None:
    own = pupils[0].row.id

    assert mark(running, teacher, clock.today(), NewMark(own, 6)) == 1
    assert mark(running, teacher, clock.today(), NewMark(own, 6)) == 0
    assert mark(running, teacher, clock.today(), NewMark(own, 5)) == 1
    assert attendance.hours_attended(running.id) == {own: 5}


def test_only_days_of_the_class_that_have_come(
    sign_in: SignIn, running: Any, pupils: list[Application], teacher: Any
) -> None:
    own = NewMark(pupils[0].row.id, 6)
    wrong = (
        clock.today() + timedelta(days=1),
        running.starts_on - timedelta(days=1),
        running.ends_on + timedelta(days=9),
    )

    for day in wrong:
        with pytest.raises(NotADayOfClass):
            mark(running, teacher, day, own)
        assert sign_in(teacher).get(day_page(running, day)).status_code == 404
    assert sign_in(teacher).get(f"/zh/office/classes/{running.id}/attendance/tomorrow").status_code == 404


def test_only_people_on_the_roll_and_hours_of_a_day(running: Any, pupils: list[Application], teacher: Any) -> None:
    waiting = Application(factories.PersonFactory(), running, ApplicationState.WAITING)
    other = Application(factories.PersonFactory(), factories.ClassSessionFactory())

    for stranger in (waiting, other):
        with pytest.raises(NotOnRoll):
            mark(running, teacher, clock.today(), NewMark(stranger.row.id, 6))
    with pytest.raises(TooManyHours):
        mark(running, teacher, clock.today(), NewMark(pupils[0].row.id, 25))
    with pytest.raises(ReasonNeeded):
        mark(running, teacher, running.starts_on, NewMark(pupils[0].row.id, 6))
        mark(running, teacher, running.starts_on, NewMark(pupils[0].row.id, 5))


@pytest.mark.parametrize("hours", ["", "0", "7", "25", "-1", "six", "9" * 30])
def test_hours_that_cannot_be_stand_beside_their_field(
    sign_in: SignIn, running: Any, pupils: list[Application], teacher: Any, hours: str
) -> None:
    own = pupils[0].row.id

    data = ticked(pupils, 6, 6)
    answer = sign_in(teacher).post(day_page(running, clock.today()), data={**data, f"hours_{own}": hours})

    assert answer.status_code == 422
    assert f'id="hours_{own}-error"' in answer.get_data(as_text=True)
    assert attendance.hours_attended(running.id) == {}


def test_who_got_a_seat_while_the_page_was_open_is_not_noted_absent(
    sign_in: SignIn, running: Any, pupils: list[Application], teacher: Any
) -> None:
    sent = ticked(pupils, 6, 6)
    late = Application(factories.PersonFactory(), running)

    assert sign_in(teacher).post(day_page(running, clock.today()), data=sent).status_code == 303
    assert late.row.id not in attendance.hours_attended(running.id)


def test_whoever_was_there_on_a_first_day_stays_on_the_roll_although_others_still_sign_up(session: Session) -> None:
    begun = factories.ClassSessionFactory(starts_on=clock.today(), ends_on=clock.today(), apply_by=clock.today())
    teacher = factories.TeacherFactory(provider_id=begun.provider_id)
    there, absent = (Application(factories.PersonFactory(), begun, ApplicationState.ACCEPTED) for _number in range(2))
    mark(begun, teacher, clock.today(), NewMark(there.row.id, 6), NewMark(absent.row.id, 0))

    with pytest.raises(CannotWithdraw):
        services.withdraw(there.row.id, person_id=there.person.id, account_id=None)
    for pupil in (there, absent):
        leave_classes(pupil.person.id)

    assert [line.application_id for line in attendance.list_roll(begun.id)] == [there.row.id]
    assert services.cancel_class(begun.id, "停电") == 1
    assert attendance.list_roll(begun.id) == []


def test_two_classes_at_the_same_hour_are_warned_of(
    sign_in: SignIn, running: Any, pupils: list[Application], teacher: Any
) -> None:
    evening = factories.ClassSessionFactory(starts_on=clock.today(), state="running", daily_hours="19:00-21:00")
    other = factories.ClassSessionFactory(starts_on=clock.today(), state="running")
    Application(pupils[0].person, other)
    Application(pupils[1].person, evening)

    roll = sign_in(teacher).get(f"/zh/office/classes/{running.id}/roll").get_data(as_text=True)
    day = sign_in(teacher).get(day_page(running, clock.today())).get_data(as_text=True)

    assert other.number in roll
    assert evening.number not in roll
    assert other.number in day


def test_the_sheet_to_sign_is_a_pdf_in_both_editions(
    sign_in: SignIn, running: Any, pupils: list[Application], teacher: Any
) -> None:
    for edition in ("zh", "mn"):
        answer = sign_in(teacher).get(f"/{edition}/office/classes/{running.id}/sign-in-sheet.pdf")

        assert answer.mimetype == "application/pdf"
        assert answer.data.startswith(b"%PDF")


def test_what_stands_in_the_sheet_keeps_off_its_lines_as_the_heads_do(
    sign_in: SignIn, running: Any, pupils: list[Application], teacher: Any
) -> None:
    sheet = sign_in(teacher).get(f"/zh/office/classes/{running.id}/sign-in-sheet.pdf").data
    said = subprocess.run(
        ["pdftotext", "-bbox", "-", "-"], input=sheet, capture_output=True, check=True
    ).stdout.decode()

    left = {word: float(place) for place, word in re.findall(r'xMin="([\d.]+)"[^>]*>([^<]*)</word>', said)}

    assert left[pupils[0].person.name] == pytest.approx(left["姓名"], abs=0.5)


def test_a_person_gets_their_days_with_their_own_data(running: Any, pupils: list[Application], teacher: Any) -> None:
    mark(running, teacher, clock.today(), NewMark(pupils[0].row.id, 6))

    assert export_attendance(pupils[0].person.id) == [{"class": running.number, "day": clock.today(), "hours": 6}]
    assert export_attendance(pupils[1].person.id) == []


@pytest.mark.parametrize(
    ("text", "hours", "most"),
    [
        ("09:00-12:00, 14:00-17:00", 6, 6),
        ("19:00-21:30", 2, 3),
        ("09:00-12:00", 3, 3),
        ("17:00-09:00", None, 24),
        (None, None, 24),
        ("上午", None, 24),
    ],
)
def test_hours_of_a_day(text: str | None, hours: int | None, most: int) -> None:
    assert (hours_of_day(text), most_hours_of_day(text)) == (hours, most)


def test_more_hours_than_the_day_has_are_refused_and_those_of_before_stay(
    sign_in: SignIn, session: Session, running: Any, pupils: list[Application], teacher: Any
) -> None:
    mark(running, teacher, clock.today(), NewMark(pupils[0].row.id, 6))
    running.daily_hours = "09:00-12:00"
    session.flush()
    browser = sign_in(teacher)

    refused = browser.post(day_page(running, clock.today()), data=ticked(pupils, 6, 4))
    taken = browser.post(day_page(running, clock.today()), data=ticked(pupils, 6, 3))

    page = refused.get_data(as_text=True)
    fields = [f'id="hours_{pupil.row.id}-error"' in page for pupil in pupils]
    assert (refused.status_code, taken.status_code, fields) == (422, 303, [False, True])
    assert attendance.hours_attended(running.id) == {pupils[0].row.id: 6, pupils[1].row.id: 3}


def test_a_trainee_reads_their_own_days_and_nobody_elses(
    sign_in: SignIn, running: Any, pupils: list[Application], teacher: Any
) -> None:
    me, other = pupils
    for ago, hours in ((2, 6), (1, 0), (0, 5)):
        day = clock.today() - timedelta(days=ago)
        marks = [NewMark(me.row.id, hours), NewMark(other.row.id, 4)]
        services.mark_day(running.id, day, marks, how=AttendanceWay.PHONE, reason=None, account_id=teacher.id)
    phone = sign_in(factories.AccountFactory(person=None, person_id=me.person.id))

    page = phone.get(f"/zh/me/applications/{me.row.id}").get_data(as_text=True)

    assert "我的考勤" in page
    rows = page.partition("出勤天数")[2].replace("\n", "")
    assert rows.startswith("</dt><dd>2</dd></div><div><dt>缺勤天数</dt><dd>1</dd>")
    assert "<dd>11</dd>" in rows
    assert phone.get(f"/zh/me/applications/{other.row.id}").status_code == 404


def test_a_class_that_runs_says_where_nothing_is_noted(sign_in: SignIn, pupils: list[Application]) -> None:
    phone = sign_in(factories.AccountFactory(person=None, person_id=pupils[0].person.id))

    page = phone.get(f"/zh/me/applications/{pupils[0].row.id}").get_data(as_text=True)

    assert "我的考勤" in page
    assert "没有考勤登记" in page
