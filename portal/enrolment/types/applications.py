"""Read models of applications."""

from dataclasses import dataclass
from datetime import date, datetime

from portal.catalog.types import ClassState, Mode, ProviderState, TeachingLanguage
from portal.core import clock
from portal.eligibility.types import Answer
from portal.enrolment.types.words import ApplicationState, Channel, EndReason, Refusal


@dataclass(frozen=True, slots=True)
class ClassFacts:
    """A class session as the pages of an application show it."""

    id: int
    number: str
    name: str
    name_mn: str | None
    occupation_id: int
    trade: str
    level: str
    hours: int
    provider: str
    provider_mn: str | None
    provider_state: ProviderState
    accredited_from: date
    accredited_to: date | None
    starts_on: date
    ends_on: date
    daily_hours: str | None
    place: str
    place_mn: str | None
    region_code: str
    mode: Mode
    language: TeachingLanguage
    capacity: int
    seats_taken: int
    waiting: int
    apply_from: date
    apply_by: date
    bring: str | None
    extra_permit: str | None
    contact_phone: str
    state: ClassState
    cancelled_reason: str | None
    way_there: str | None = None
    way_there_mn: str | None = None


@dataclass(frozen=True, slots=True)
class Timespan:
    """The days of a class and, where they are known, its hours."""

    starts_on: date
    ends_on: date
    daily_hours: str | None


@dataclass(frozen=True, slots=True)
class Clash:
    """Another application of the same person for the same days."""

    application_id: int
    state: ApplicationState
    holds_seat: bool
    class_session: ClassFacts


@dataclass(frozen=True, slots=True)
class SignUpCheck:
    """All that the check page says before someone applies."""

    class_session: ClassFacts
    refusal: Refusal | None
    application_id: int | None  # of the live application, where there is one
    place_in_list: int | None  # None: a seat is free
    clashes: tuple[Clash, ...]

    @property
    def needs_tick(self) -> bool:
        """Whether the clash is with a seat the person already has."""
        return any(clash.holds_seat for clash in self.clashes)


@dataclass(frozen=True, slots=True)
class ApplicationSummary:
    """One row of a person's applications."""

    id: int
    number: str
    state: ApplicationState
    offer_expires_at: datetime | None
    end_reason: EndReason | None
    channel: Channel
    applied_at: datetime
    class_session: ClassFacts

    @property
    def shown_state(self) -> str:
        """The state in the words of the pages: an offer and the reason of an end have words of their own."""
        if self.offer_expires_at:
            return "offered" if self.offer_expires_at > clock.now() else EndReason.OFFER_RAN_OUT.value
        if self.state is ApplicationState.WITHDRAWN and self.end_reason is None:
            return "contested"  # not by the person: a bureau found that it was not their will
        if self.end_reason and self.end_reason is not EndReason.WITHDREW:
            return self.end_reason.value
        return self.state.value


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened to an application."""

    at: datetime
    what: str  # the action of the audit trail, without the room


@dataclass(frozen=True, slots=True)
class ApplicationDetail:
    """One application with its place in the list and its story."""

    summary: ApplicationSummary
    place_in_list: int | None
    story: tuple[Happening, ...]
    clashes: tuple[Clash, ...]
    can_withdraw: bool
    shown_then: Answer | None  # the answer of the rules as shown at sign-up
