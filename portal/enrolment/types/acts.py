"""What was done about a wish."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from portal.enrolment.types.words import ActKind


class By(StrEnum):
    """Who did something about a wish, as far as everyone may know."""

    SELF = "self"
    STATION = "station"
    BUREAU = "bureau"
    PORTAL = "portal"


@dataclass(frozen=True, slots=True)
class ActClass:
    """The class that something was done about."""

    id: int
    number: str
    name: str
    name_mn: str | None
    starts_on: date
    place: str
    place_mn: str | None
    region_code: str


@dataclass(frozen=True, slots=True)
class Act:
    """One thing done about a wish."""

    kind: ActKind
    at: datetime
    by: By
    class_session: ActClass | None
    code: str | None
    said: str | None = field(repr=False)
