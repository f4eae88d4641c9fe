"""Write a class as a calendar file (RFC 5545) that a phone takes as it is."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from portal.catalog.types import ClassDetail, SignUpState
from portal.core import clock

_SPAN = re.compile(r"([0-2]?[0-9]):([0-5][0-9])")
_LINE = 75  # octets


def calendar_file(found: ClassDetail, *, summary: str, place: str, description: str, address: str) -> bytes:
    """Return the file: each day of the class at its hours where they are known, else the days as a whole."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Training portal//Classes//ZH",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:class-{found.id}@{_host(address)}",
        f"DTSTAMP:{_moment(clock.now())}",
        *_days(found),
        f"SUMMARY:{_escaped(summary)}",
        f"LOCATION:{_escaped(place)}",
        f"DESCRIPTION:{_escaped(description)}",
        f"URL:{address}",
        f"STATUS:{'CANCELLED' if found.sign_up is SignUpState.CANCELLED else 'CONFIRMED'}",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        "TRIGGER:-P1D",
        f"DESCRIPTION:{_escaped(summary)}",
        "END:VALARM",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(part for line in lines for part in _folded(line)).encode()


def _days(found: ClassDetail) -> list[str]:
    hours = _hours(found.daily_hours)
    if hours is None:
        after = found.ends_on + timedelta(days=1)
        return [f"DTSTART;VALUE=DATE:{found.starts_on:%Y%m%d}", f"DTEND;VALUE=DATE:{after:%Y%m%d}"]
    first, last = hours
    lines = [f"DTSTART:{_local(found.starts_on, first)}", f"DTEND:{_local(found.starts_on, last)}"]
    return [*lines, f"RRULE:FREQ=DAILY;COUNT={found.days}"] if found.days > 1 else lines


def _hours(text: str | None) -> tuple[time, time] | None:
    """Return when a day begins and ends: "09:00-12:00, 14:00-17:00" is 9 to 17."""
    found = [(int(hour), int(minute)) for hour, minute in _SPAN.findall(text or "")]
    if len(found) < 2 or max(found) >= (24, 0) or found[0] >= found[-1]:
        return None
    return time(*found[0]), time(*found[-1])


def _local(day: date, at: time) -> str:
    return _moment(datetime.combine(day, at, clock.LOCAL))


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _host(address: str) -> str:
    return address.partition("://")[2].partition("/")[0]


def _escaped(text: str) -> str:
    for char in "\\;,":
        text = text.replace(char, "\\" + char)
    return "\\n".join(text.splitlines())


def _folded(line: str) -> Iterator[str]:
    """Yield a line in pieces of at most 75 octets, no character cut in two."""
    piece, size = "", 0
    for char in line:
        octets = len(char.encode())
        if size + octets > _LINE:
            yield piece + "\r\n"
            piece, size = " ", 1
        piece, size = piece + char, size + octets
    yield piece + "\r\n"
