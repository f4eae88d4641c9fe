"""Visits after a course."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from portal.records.types.lines import Named
from portal.records.types.words import Result


class VisitWay(StrEnum):
    """How someone was asked."""

    PHONE = "phone"
    VISIT = "visit"
    STATION = "station"  # they came


class Work(StrEnum):
    """What someone does now."""

    EMPLOYED = "employed"
    OWN_BUSINESS = "own_business"
    CASUAL = "casual"
    LOOKING = "looking"
    NOT_LOOKING = "not_looking"
    NOT_REACHED = "not_reached"


AT_WORK = (Work.EMPLOYED, Work.OWN_BUSINESS, Work.CASUAL)


@dataclass(frozen=True, slots=True)
class VisitReach:
    """Whose trainings a member of staff follows: of a region, of a provider, or of those who live near a station."""

    account_id: int
    region_code: str | None = None
    provider_id: int | None = None
    home_region: str | None = None


@dataclass(frozen=True, slots=True)
class NewVisit:
    """What someone said who was asked."""

    asked_on: date
    way: VisitWay
    work: Work
    uses_training: bool | None
    employer: str | None = field(repr=False)
    place: str | None = field(repr=False)
    occupation: str | None = field(repr=False)
    months_to_next: int  # 0: nobody asks any more


@dataclass(frozen=True, slots=True)
class VisitLine:
    """One time someone was asked."""

    asked_on: date
    way: VisitWay
    work: Work
    uses_training: bool | None
    employer: str | None = field(repr=False)
    place: str | None = field(repr=False)
    occupation: str | None = field(repr=False)
    next_due_on: date | None
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class FollowUpLine:
    """A training after which someone is to be asked, in a list."""

    id: int
    person_id: int
    masked_name: str
    masked_phone: str | None
    language: str
    occupation: Named
    level: str
    provider: Named
    class_number: str
    region_code: str
    ends_on: date
    result: Result
    due_on: date | None
    visits: tuple[VisitLine, ...] = ()

    @property
    def last(self) -> VisitLine | None:
        """The newest visit."""
        return self.visits[0] if self.visits else None
