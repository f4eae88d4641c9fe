"""Claims of subsidies: who may make one, on which clause it rests, and what stood in its way."""

from dataclasses import dataclass, field
from datetime import date

from portal.core import clock
from portal.records.types.lines import Named
from portal.records.types.words import Result, SubsidyState


@dataclass(frozen=True, slots=True)
class Reach:
    """What staff may see and do: a region and all places inside it, or the classes of one provider."""

    account_id: int
    region_code: str | None = None
    provider_id: int | None = None


@dataclass(frozen=True, slots=True)
class EarlierClaim:
    """The claim that another one would repeat, told so that nobody learns whose it is."""

    year: int
    occupation: str
    level: str  # terms: level
    masked_name: str
    record_id: int | None  # the training it rests on


@dataclass(frozen=True, slots=True)
class ClaimName:
    """Whose claim it is and of which class, as a page may name it to whoever reported the result."""

    masked_name: str
    class_number: str


@dataclass(frozen=True, slots=True)
class ClaimRule:
    """A rule that a claim may rest on, with the kind of subsidy it gives."""

    rule_id: str
    kind: str
    title: str
    document: str
    clause: str
    quotation: str

    @property
    def key(self) -> str:
        """What stands for the rule and the kind in a form."""
        return f"{self.rule_id}:{self.kind}"


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum that a published catalog states, with the document it rests on."""

    fen: int
    document_number: str


@dataclass(frozen=True, slots=True)
class TaughtLine:
    """A class whose results are in: how many passed, and for how many of them a claim was made."""

    class_number: str
    occupation: Named
    occupation_code: str | None
    level: str
    provider: Named
    region_code: str
    starts_on: date
    ends_on: date
    passed: int
    claimed: int

    @property
    def is_over(self) -> bool:
        """Whether the last day has come: from then on subsidies are claimed."""
        return self.ends_on <= clock.today()


@dataclass(frozen=True, slots=True)
class TaughtPage:
    """A page of classes, the latest first."""

    lines: tuple[TaughtLine, ...]
    number: int
    has_next: bool


@dataclass(frozen=True, slots=True)
class Graduate:
    """Someone who passed a class, and what was claimed for them."""

    record_id: int
    person_id: int
    name: Named = field(repr=False)
    masked_id_number: str
    certificate: bool
    state: SubsidyState | None  # of the claim that rests on this training
    earlier: EarlierClaim | None  # a claim of before that bars one


@dataclass(frozen=True, slots=True)
class TaughtRoll:
    """A class with everyone who passed it."""

    line: TaughtLine
    amount: Amount | None
    graduates: tuple[Graduate, ...]


@dataclass(frozen=True, slots=True)
class ClaimsMade:
    """What became of a list of claims."""

    made: int
    refused: tuple[EarlierClaim, ...]


@dataclass(frozen=True, slots=True)
class PaidCorrected:
    """A subsidy that was paid for a result that is no longer "passed"."""

    claim_id: int
    masked_name: str
    occupation: str
    level: str  # terms: level
    year: int
    class_number: str
    class_id: int | None
    result: Result  # as it stands today
    corrected_on: date
    reason: str | None
