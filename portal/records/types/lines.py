"""Lines of the record: what comes in, what is read."""

from dataclasses import dataclass, field
from datetime import date, datetime

from portal.core import clock
from portal.records.types.words import CertificateKind, CertificateState, Origin, Result, SubsidyState


@dataclass(frozen=True, slots=True)
class Named:
    """A name in Chinese and, where there is one, in Mongolian."""

    zh: str
    mn: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a line came from and whose hand wrote it down."""

    origin: Origin
    import_run_id: int | None = None
    account_id: int | None = None


@dataclass(frozen=True, slots=True)
class TrainedClass:
    """A class as the record repeats it, so that it outlives catalogs and providers."""

    class_session_id: int | None
    number: str
    occupation_code: str | None
    occupation: Named
    level: str  # terms: level
    provider: Named
    region_code: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class Evaluation:
    """When and by whom a training was evaluated, and when its result was known: yearly counts may go by either day."""

    evaluated_on: date | None = None
    result_on: date | None = None
    evaluator: str | None = None


@dataclass(frozen=True, slots=True)
class NewCertificate:
    """A certificate as its issuer reported it."""

    kind: CertificateKind
    number: str = field(repr=False)
    level: str  # terms: level
    occupation_code: str | None
    occupation: Named
    issuer: str
    issued_on: date


@dataclass(frozen=True, slots=True)
class NewClaim:
    """A subsidy someone claims."""

    kind: str  # outcome kind of the rules
    occupation_code: str | None
    occupation: str
    level: str  # terms: level, or a word for one
    year: int
    rule_id: str
    clause: str
    region_code: str | None = None  # whose bureau pays
    record_id: int | None = None  # the training it rests on
    amount_fen: int | None = None  # only what a published catalog states
    amount_document: str | None = None


@dataclass(frozen=True, slots=True)
class TrainingLine:
    """One training of a person, in its newest version."""

    id: int
    class_session_id: int | None
    class_number: str
    occupation: Named
    occupation_code: str | None
    level: str
    provider: Named
    region_code: str
    starts_on: date
    ends_on: date
    hours: int
    result: Result
    origin: Origin
    recorded_at: datetime
    reason: str | None
    earlier: tuple["EarlierVersion", ...] = ()
    evaluation: Evaluation = Evaluation()

    @property
    def recorded_on(self) -> date:
        """The local day on which the line was written down."""
        return clock.to_local(self.recorded_at).date()


@dataclass(frozen=True, slots=True)
class EarlierVersion:
    """What was written down before a correction."""

    hours: int
    result: Result
    recorded_on: date


@dataclass(frozen=True, slots=True)
class CertificateLine:
    """One certificate of a person."""

    id: int
    kind: CertificateKind
    number: str
    level: str
    occupation: Named
    issuer: str
    issued_on: date
    state: CertificateState
    state_changed_at: datetime | None
    state_reason: str | None
    origin: Origin
    recorded_at: datetime

    @property
    def state_changed_on(self) -> date | None:
        """The local day on which it was revoked or replaced."""
        return clock.to_local(self.state_changed_at).date() if self.state_changed_at else None

    @property
    def recorded_on(self) -> date:
        """The local day on which the line was written down."""
        return clock.to_local(self.recorded_at).date()


@dataclass(frozen=True, slots=True)
class SubsidyLine:
    """One subsidy of a person."""

    id: int
    kind: str
    occupation: str
    level: str
    year: int
    clause: str
    state: SubsidyState
    claimed_at: datetime
    state_reason: str | None
    batch_id: int | None

    @property
    def claimed_on(self) -> date:
        """The local day on which it was claimed."""
        return clock.to_local(self.claimed_at).date()


@dataclass(frozen=True, slots=True)
class LifelongRecord:
    """All that is kept about a person's learning."""

    trainings: tuple[TrainingLine, ...]
    certificates: tuple[CertificateLine, ...]
    subsidies: tuple[SubsidyLine, ...]
