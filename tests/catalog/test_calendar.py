"""The calendar file of a class."""

from datetime import date

import time_machine
from flask.testing import FlaskClient

from tests.factories import ClassSessionFactory


def _lines(answer_text: str) -> list[str]:
    return answer_text.replace("\r\n ", "").split("\r\n")


@time_machine.travel("2026-03-01T08:00:00Z", tick=False)
def test_gives_the_hours_of_each_day_in_utc(client: FlaskClient) -> None:
    row = ClassSessionFactory(
        starts_on=date(2026, 3, 20), daily_hours="09:00-12:00, 14:00-17:00", bring="身份证;照片, 两张"
    )

    answer = client.get(f"/zh/classes/{row.id}.ics")

    lines = _lines(answer.get_data(as_text=True))
    assert answer.mimetype == "text/calendar"
    assert "DTSTART:20260320T010000Z" in lines
    assert "DTEND:20260320T090000Z" in lines
    assert "RRULE:FREQ=DAILY;COUNT=10" in lines
    assert "DTSTAMP:20260301T080000Z" in lines
    alarm = lines[lines.index("BEGIN:VALARM") : lines.index("END:VALARM")]
    assert alarm[1:3] == ["ACTION:DISPLAY", "TRIGGER:-P1D"]
    (words,) = alarm[3:]
    assert words.startswith("DESCRIPTION:养老护理员")
    assert any("身份证\\;照片\\, 两张" in line for line in lines)


def test_takes_whole_days_where_no_hours_are_known(client: FlaskClient) -> None:
    row = ClassSessionFactory(daily_hours=None)

    lines = _lines(client.get(f"/zh/classes/{row.id}.ics").get_data(as_text=True))

    assert f"DTSTART;VALUE=DATE:{row.starts_on:%Y%m%d}" in lines


def test_folds_long_lines_without_cutting_a_character(client: FlaskClient) -> None:
    row = ClassSessionFactory(place="很长的地点" * 30, cancelled=True)

    body = client.get(f"/mn/classes/{row.id}.ics").get_data()

    assert all(len(line) <= 75 for line in body.split(b"\r\n"))
    assert "很长的地点" * 30 in body.replace(b"\r\n ", b"").decode()
    assert b"STATUS:CANCELLED" in body


def test_address_is_that_of_the_portal_whoever_asked_by_what_name(client: FlaskClient) -> None:
    row = ClassSessionFactory()

    answer = client.get(f"/zh/classes/{row.id}.ics", headers={"Host": "evil.example"})

    body = answer.get_data(as_text=True)
    assert "evil.example" not in body
    assert f"URL:http://portal.test/zh/classes/{row.id}" in _lines(body)
    assert f"UID:class-{row.id}@portal.test" in _lines(body)
