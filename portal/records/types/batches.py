"""Public notice of claims, and what anyone says against it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from portal.records.types.claims import Amount
from portal.records.types.words import SubsidyState


class BatchState(StrEnum):
    """Where a batch stands."""

    DRAFT = "draft"  # waits for a second officer
    PUBLISHED = "published"
    CLOSED = "closed"  # paid
    DISCARDED = "discarded"


class ObjectionState(StrEnum):
    """Where an objection stands."""

    RECEIVED = "received"
    IN_HAND = "in_hand"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class NewBatch:
    """What is needed to make a batch."""

    opens_on: date
    closes_on: date
    document_number: str | None
    claim_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class WaitingClaim:
    """A claim as the officer sees it who puts it into a batch or refuses it."""

    id: int
    masked_name: str
    occupation: str
    level: str
    year: int
    kind: str
    provider: str
    clause: str
    amount: Amount | None
    batch_id: int | None = None


@dataclass(frozen=True, slots=True)
class BatchLine:
    """A batch in a list."""

    id: int
    region_code: str
    opens_on: date
    closes_on: date
    state: BatchState
    claims: int

    def is_open_on(self, day: date) -> bool:
        """Say whether the batch stands under public notice on a day."""
        return self.state is BatchState.PUBLISHED and self.opens_on <= day <= self.closes_on


@dataclass(frozen=True, slots=True)
class BatchEntry:
    """One line of a public notice. No name in full, no identity number."""

    place: int  # 1, 2, 3 ... within the batch
    claim_id: int
    masked_name: str
    occupation: str
    level: str
    year: int
    kind: str
    provider: str
    clause: str
    state: SubsidyState
    amount: Amount | None


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch with its lines."""

    line: BatchLine
    document_number: str | None
    made_by_id: int
    published_on: date | None
    closed_on: date | None
    entries: tuple[BatchEntry, ...]
    open_objections: int


@dataclass(frozen=True, slots=True)
class NewObjection:
    """What someone says is wrong."""

    text: str = field(repr=False)
    contact: str | None = field(repr=False)
    region_code: str | None = None  # where no batch says it
    batch_id: int | None = None
    place: int | None = None  # line of the batch


@dataclass(frozen=True, slots=True)
class TrackedObjection:
    """What whoever holds the code may see."""

    state: ObjectionState
    text: str = field(repr=False)
    batch_id: int | None
    place: int | None
    received_on: date
    due_on: date
    answer: str | None = field(repr=False)
    answered_on: date | None


@dataclass(frozen=True, slots=True)
class ObjectionLine:
    """An objection as the officer who answers sees it."""

    id: int
    state: ObjectionState
    text: str = field(repr=False)
    contact: str | None = field(repr=False)
    region_code: str
    batch_id: int | None
    entry: BatchEntry | None
    received_at: datetime
    due_on: date
    answer: str | None = field(repr=False)
    answered_on: date | None
