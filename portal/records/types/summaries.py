"""A summary document: what was frozen when it was issued, and what is known of it today."""

from dataclasses import dataclass, field
from datetime import date, datetime

from portal.records.types.lines import Named
from portal.records.types.words import CertificateKind, CertificateState, DocumentState, Language, Origin, Result


@dataclass(frozen=True, slots=True)
class FrozenTraining:
    """A training as the summary says it."""

    class_number: str
    occupation: Named
    level: Named
    provider: Named
    starts_on: date
    ends_on: date
    hours: int
    result: Result
    origin: Origin


@dataclass(frozen=True, slots=True)
class FrozenCertificate:
    """A certificate as the summary says it."""

    kind: CertificateKind
    kind_name: Named
    number: str
    occupation: Named
    level: Named
    issuer: str
    issued_on: date
    origin: Origin


@dataclass(frozen=True, slots=True)
class SummaryContent:
    """All that a summary says. It is stored as canonical JSON; the fingerprint and the signature are of that text."""

    code: str
    language: Language
    issued_at: datetime  # UTC, whole seconds
    portal: Named
    name: Named = field(repr=False)
    id_number: str = field(repr=False)  # masked
    demonstration: bool
    trainings: tuple[FrozenTraining, ...]
    certificates: tuple[FrozenCertificate, ...]
    version: int = 1


@dataclass(frozen=True, slots=True)
class SummaryDraft:
    """What a summary would hold if it were issued now, and what of it cannot be printed."""

    name: Named = field(repr=False)
    id_number: str = field(repr=False)
    trainings: tuple[FrozenTraining, ...]
    certificates: tuple[FrozenCertificate, ...]
    demonstration: bool
    unprintable: dict[Language, list[str]]


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A summary as its holder sees it in the list."""

    code: str
    language: str
    issued_at: datetime
    state: DocumentState
    state_changed_at: datetime | None
    look_ups: int
    looked_up_at: datetime | None


@dataclass(frozen=True, slots=True)
class IssuedSummary:
    """A summary as stored, opened and checked against its signature."""

    id: int
    person_id: int
    content: SummaryContent
    fingerprint: str
    state: DocumentState
    state_changed_at: datetime | None


@dataclass(frozen=True, slots=True)
class CheckedTraining:
    """A training as issued, and whether the record says something else today."""

    issued: FrozenTraining
    corrected_on: date | None


@dataclass(frozen=True, slots=True)
class CheckedCertificate:
    """A certificate as issued, and its state today."""

    issued: FrozenCertificate
    state: CertificateState
    state_changed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Verification:
    """What anyone who holds the code may see."""

    code: str
    language: Language
    issued_at: datetime
    state: DocumentState
    state_changed_at: datetime | None
    portal: Named
    masked_name: Named
    fingerprint: str  # short, grouped, as on the paper
    demonstration: bool
    trainings: tuple[CheckedTraining, ...]
    certificates: tuple[CheckedCertificate, ...]
    checked_at: datetime
