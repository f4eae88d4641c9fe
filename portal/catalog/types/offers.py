"""Read models of what is offered; they cross the border of the room."""

from dataclasses import dataclass
from datetime import date

from portal.catalog.types.words import (
    CatalogKind,
    ClassState,
    IssueState,
    Mode,
    ProviderKind,
    ProviderState,
    Shortage,
    SignUpState,
    TeachingLanguage,
)


@dataclass(frozen=True, slots=True)
class ClassCard:
    """A class as lists show it."""

    id: int
    number: str
    occupation_name: str
    occupation_name_mn: str | None
    trade: str
    level: str
    hours: int
    starts_on: date
    ends_on: date
    region_code: str
    place: str
    place_mn: str | None
    language: TeachingLanguage
    mode: Mode
    capacity: int
    seats_taken: int
    waiting: int
    apply_from: date
    apply_by: date
    sign_up: SignUpState
    provider_id: int
    provider_name: str
    provider_name_mn: str | None

    @property
    def seats_left(self) -> int:
        """Seats nobody has or holds."""
        return max(self.capacity - self.seats_taken, 0)

    @property
    def days(self) -> int:
        """Days from the first to the last, both counted."""
        return (self.ends_on - self.starts_on).days + 1


@dataclass(frozen=True, slots=True)
class ClassDetail(ClassCard):
    """A class with all that its own page tells."""

    state: ClassState
    entry_id: int
    occupation_id: int
    occupation_code: str | None
    extra_permit: str | None
    code_warning: str | None
    training_type: str
    department: str | None
    daily_hours: str | None
    target_groups: tuple[str, ...]  # empty is everyone
    bring: str | None
    way_there: str | None
    way_there_mn: str | None
    contact_phone: str
    cancelled_reason: str | None
    amount_fen: int | None
    amount_document: str | None
    provider_phone: str
    provider_credit_code: str
    provider_kind: ProviderKind
    provider_takes_people: bool
    is_demo: bool


@dataclass(frozen=True, slots=True)
class IssueInfo:
    """One published demand catalog."""

    id: int
    title: str
    region_code: str
    document_number: str | None
    valid_from: date
    valid_to: date | None
    state: IssueState
    in_force: bool
    kind: CatalogKind


@dataclass(frozen=True, slots=True)
class EntryCard:
    """A row of a demand catalog as lists show it."""

    id: int
    issue_id: int
    region_code: str
    occupation_id: int
    code: str | None
    name: str
    name_mn: str | None
    trade: str
    level: str
    hours: int
    shortage: Shortage
    open_classes: int


@dataclass(frozen=True, slots=True)
class EntryLevel:
    """One level at which an issue lists an occupation."""

    entry_id: int
    level: str
    hours: int
    shortage: Shortage
    amount_fen: int | None
    document_number: str | None


@dataclass(frozen=True, slots=True)
class EntryDetail:
    """A row of a demand catalog with its occupation, its issue and the other levels in the same issue."""

    own: EntryLevel
    levels: tuple[EntryLevel, ...]
    issue: IssueInfo
    occupation_id: int
    code: str | None
    name: str
    name_mn: str | None
    name_latn: str | None
    trade: str
    policy_term: str | None
    extra_permit: str | None
    code_warning: str | None


@dataclass(frozen=True, slots=True)
class ProviderCard:
    """A provider as the directories show it."""

    id: int
    name: str
    name_mn: str | None
    kind: ProviderKind
    region_code: str
    address: str
    phone: str
    state: ProviderState
    takes_people: bool
    trades: tuple[str, ...]
    open_classes: int


@dataclass(frozen=True, slots=True)
class ProviderDetail(ProviderCard):
    """A provider with all that its own page tells."""

    credit_code: str
    accredited_from: date
    accredited_to: date | None
    withdrawn_on: date | None
    withdrawn_reason: str | None
    reinstated_on: date | None
    reinstated_reason: str | None
