"""Words and read models of the roll and of attendance."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from portal.enrolment.types.words import ApplicationState

ON_ROLL = (
    ApplicationState.ACCEPTED,
    ApplicationState.ATTENDING,
    ApplicationState.COMPLETED,
    ApplicationState.ABSENT,
)


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
class EarlierMark:
    """What stood about someone on a day before it was corrected."""

    hours: int
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands about one person on one day, and what stood there before, the latest first."""

    application_id: int
    hours: int
    how: AttendanceWay
    recorded_at: datetime
    recorded_by: str
    reason: str | None
    earlier: tuple[EarlierMark, ...] = ()


@dataclass(frozen=True, slots=True)
class OnRoll:
    """Someone who has or had a seat in a class, as their teacher sees them."""

    application_id: int
    person_id: int
    state: ApplicationState
    name: str = field(repr=False)
    name_mn: str | None = field(repr=False)
    masked_id_number: str
    is_living: bool  # not asked to be forgotten


@dataclass(frozen=True, slots=True)
class DayCount:
    """How many of the roll were there on a day."""

    day: date
    present: int
    absent: int


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Another class that wants someone of the roll at the same time."""

    application_id: int  # the one of the roll
    class_number: str
    occupation: str
    occupation_mn: str | None
    starts_on: date
    ends_on: date
    daily_hours: str | None
