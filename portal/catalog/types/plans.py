"""A class as its provider plans it, and what may be wrong with the plan."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from portal.catalog.types.words import Mode, TeachingLanguage


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrangement:
    """What of a class may still change after it was published."""

    starts_on: date
    ends_on: date
    apply_by: date
    daily_hours: str | None
    place: str
    place_mn: str | None
    way_there: str | None
    way_there_mn: str | None
    capacity: int
    bring: str | None
    contact_phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassPlan(Arrangement):
    """All that a provider says of a class."""

    occupation_id: int
    level: str  # terms: level
    region_code: str
    training_type: str  # terms: training_type
    department: str | None = None  # terms: department, which arranges it
    language: TeachingLanguage
    mode: Mode
    target_groups: tuple[str, ...]  # terms: group; empty is everyone


class PlanFault(StrEnum):
    """What is wrong with a plan."""

    NOT_IN_CATALOG = "not_in_catalog"
    NOT_APPROVED = "not_approved"
    TAKES_NOBODY = "takes_nobody"
    BEFORE_ACCREDITATION = "before_accreditation"
    AFTER_ACCREDITATION = "after_accreditation"
    STARTED = "started"
    ENDS_EARLY = "ends_early"
    DEADLINE_LATE = "deadline_late"
    DEADLINE_PAST = "deadline_past"
    SEATS_TAKEN = "seats_taken"
    FAR_AWAY = "far_away"


@dataclass(frozen=True, slots=True)
class PlanProblem:
    """What is wrong, and at which field of the plan."""

    field: str
    fault: PlanFault


@dataclass(frozen=True, slots=True)
class Accreditation:
    """Within what a provider may teach."""

    takes_people: bool
    accredited_from: date
    accredited_to: date | None
    trades: tuple[str, ...]  # terms: trade; empty is any


@dataclass(frozen=True, slots=True)
class Offerable:
    """An occupation at a level that some demand catalog in force lists."""

    occupation_id: int
    name: str
    name_mn: str | None
    trade: str
    level: str
    hours: int


@dataclass(frozen=True, slots=True)
class Review:
    """How far a draft has come, and who published it."""

    submitted_at: datetime | None
    submitted_by_id: int | None
    reviewed_at: datetime | None
    reviewed_by_id: int | None
    sent_back_reason: str | None


@dataclass(frozen=True, slots=True)
class ChangeRequest:
    """What a school wants changed of a class that an officer published, column by column as it would be stored."""

    wanted: Mapping[str, str | int | None]
    asked_at: datetime
    refused_reason: str | None

    @property
    def seen(self) -> str:
        """What a form carries so that an officer decides about the request they read."""
        return self.asked_at.isoformat()


@dataclass(frozen=True, slots=True)
class ChangedThing:
    """One thing that a published class said differently before."""

    field: str
    before: str | None
    after: str | None
    changed_at: datetime
    account_id: int
