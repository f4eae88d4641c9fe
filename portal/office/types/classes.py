"""Classes, rolls, results and certificates as providers and bureaus see them."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from portal.catalog.types import ClassDetail, ClassState, ProviderState, SignUpState
from portal.catalog.types.plans import ChangeRequest
from portal.core import clock
from portal.enrolment.types.attendance import Elsewhere, OnRoll
from portal.records.types import CertificateKind, CertificateState, Evaluation, Result


class Shelf(StrEnum):
    """Which classes a list shows."""

    NOW = "now"  # in preparation, open, running
    OVER = "over"


@dataclass(frozen=True, slots=True)
class ClassLine:
    """A class in a list of the office."""

    id: int
    number: str
    name: str
    name_mn: str | None
    level: str
    provider: str
    provider_mn: str | None
    region_code: str
    place: str
    place_mn: str | None
    starts_on: date
    ends_on: date
    daily_hours: str | None
    capacity: int
    seats_taken: int
    waiting: int
    state: ClassState
    submitted_at: datetime | None
    sent_back_reason: str | None
    sign_up: SignUpState

    @property
    def stage(self) -> str:
        """The state; of a draft, how far it has come."""
        return stage_of(self.sign_up, self.submitted_at, self.sent_back_reason)


@dataclass(frozen=True, slots=True)
class ClassPage:
    """A page of classes."""

    lines: tuple[ClassLine, ...]
    number: int
    has_next: bool


@dataclass(frozen=True, slots=True)
class ProviderFacts:
    """What an officer looks at of the provider of a class."""

    accredited_from: date
    accredited_to: date | None
    state: ProviderState
    trades: tuple[str, ...]
    classes_now: int


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One thing that a published class said differently before."""

    field: str
    before: str | None
    after: str | None
    changed_at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class OfficeClass:
    """A class with what its provider and its bureau know of it."""

    detail: ClassDetail
    submitted_at: datetime | None
    submitted_by: str | None
    reviewed_at: datetime | None
    reviewed_by: str | None
    sent_back_reason: str | None
    changes: tuple[ChangeLine, ...]
    request: ChangeRequest | None  # what the school wants changed; None where nothing waits

    @property
    def stage(self) -> str:
        """The state; of a draft, how far it has come."""
        return stage_of(self.detail.sign_up, self.submitted_at, self.sent_back_reason)

    @property
    def seen(self) -> str:
        """What a form carries so that an officer decides about the draft they read."""
        return self.submitted_at.isoformat() if self.submitted_at else ""


@dataclass(frozen=True, slots=True)
class ResultNow:
    """The result that stands for someone in a class."""

    record_id: int
    hours: int
    result: Result
    evaluation: Evaluation
    reason: str | None

    @property
    def says(self) -> tuple[int, Result, Evaluation]:
        """What a correction would change."""
        return self.hours, self.result, self.evaluation


@dataclass(frozen=True, slots=True)
class HeldCertificate:
    """A certificate that a class led to."""

    id: int
    person_id: int
    name: str = field(repr=False)
    name_mn: str | None = field(repr=False)
    masked_id_number: str
    kind: CertificateKind
    number: str = field(repr=False)
    level: str
    issuer: str
    issued_on: date
    state: CertificateState
    state_changed_at: datetime | None
    state_reason: str | None
    class_id: int
    class_number: str
    provider: str
    is_living: bool

    @property
    def state_changed_on(self) -> date | None:
        """The local day on which it was revoked or replaced."""
        return clock.to_local(self.state_changed_at).date() if self.state_changed_at else None


@dataclass(frozen=True, slots=True)
class RollEntry:
    """Someone on the roll with all that a teacher and an office need to know of them."""

    who: OnRoll
    hours: int | None  # noted day by day
    result: ResultNow | None
    certificates: int  # that stand
    elsewhere: tuple[Elsewhere, ...]


def stage_of(sign_up: SignUpState, submitted_at: datetime | None, sent_back_reason: str | None) -> str:
    """Return where a class stands in one word: of what is published, the word that everyone reads."""
    if sign_up is not SignUpState.DRAFT:
        return sign_up.value
    return "submitted" if submitted_at else "sent_back" if sent_back_reason else "draft"
