"""Words and read models of attendance."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class AttendanceWay(StrEnum):
    """How it was noted that someone was there."""

    PHONE = "phone"  # by the teacher, on a telephone or computer
    STATION = "station"
    PAPER = "paper"  # copied from the sheet that was signed


@dataclass(frozen=True, slots=True)
class NewMark:
    """What is noted about one person on one day."""

    application_id: int
    hours: int  # 0 is absent


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands about one person on one day, and what stood there before."""

    application_id: int
    day: date
    hours: int
    how: AttendanceWay
    recorded_at: datetime
    recorded_by: str
    reason: str | None
    earlier: tuple["Mark", ...] = ()
