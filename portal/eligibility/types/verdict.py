"""Name the words an answer is made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeAlias

Truth: TypeAlias = bool | None
"""True, False, or None for unknown."""

Claim: TypeAlias = tuple[str | None, ...]
FactValue: TypeAlias = str | int | bool | date | Claim | frozenset[str] | tuple[Claim, ...]
Facts: TypeAlias = Mapping[str, FactValue]


class Word(StrEnum):
    """The five words a verdict can be."""

    ELIGIBLE = "eligible"
    MEETS_STATED = "meets_stated"
    NOT_ELIGIBLE = "not_eligible"
    TO_BE_CONFIRMED = "to_be_confirmed"
    OUT_OF_PERIOD = "out_of_period"


class Part(StrEnum):
    """The part of a rule a reason speaks about."""

    DAY = "day"
    PLACE = "place"
    GROUPS = "groups"
    CONDITIONS = "conditions"
    NO_REPEAT = "no_repeat"
    OPEN = "open_conditions"


class Why(StrEnum):
    """Why a part does not hold, or cannot be told."""

    FAILS = "fails"
    """The fact is known and does not meet what is written."""
    MISSING = "missing"
    """A fact is missing."""
    TEXT_IS_OPEN = "text_is_open"
    """The text does not say whether this case is inside."""
    UNSPECIFIED = "unspecified"
    """The text states no such condition at all, or leaves it to other rules."""
    LIST_IS_OPEN = "list_is_open"
    """The text ends its list of groups with 等."""
    PLACE_IS_WIDE = "place_is_wide"
    """The place is known only as a wider area, or by a code without a successor."""
    PLACE_MAY_COUNT = "place_may_count"
    """A place inside is known, but the text does not say whether this place counts."""
    MAY_REPEAT = "may_repeat"
    """An earlier claim may be for the same occupation and level."""
    REPEATS = "repeats"
    """An earlier claim was for the same occupation and level."""
    PARTLY_BARRED = "partly_barred"
    """Some kinds of the outcome are barred by an earlier claim, others are not."""
    NOT_YET = "not_yet"
    """The day lies before the rule's first day."""
    OVER = "over"
    """The day lies after the rule's last day."""
    LEFT_OPEN = "left_open"
    """The text leaves a condition to the bureau."""


class Kind(StrEnum):
    """What a rule gives."""

    FREE_TRAINING = "free_training"
    TRAINING_SUBSIDY = "training_subsidy"
    LIVING_TRANSPORT_ALLOWANCE = "living_transport_allowance"
    EVALUATION_SUBSIDY = "evaluation_subsidy"
    SKILL_UPGRADING_SUBSIDY = "skill_upgrading_subsidy"
    EMPLOYER_SUBSIDY = "employer_subsidy"
    SERVICE = "service"
    PROHIBITION = "prohibition"


@dataclass(frozen=True, slots=True)
class Reason:
    """One part of a rule that fails, is unknown, or is left open."""

    part: Part
    why: Why
    facts: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    op: str = ""
    wanted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a rule stands: document, clause and the words themselves."""

    doc: str
    number: str | None
    file: str
    clause: str
    quote: str
    quote_next: str | None = None
    title: str = ""

    @property
    def quotation(self) -> str:
        """Join the two quotations as they are shown."""
        return f"{self.quote}……{self.quote_next}" if self.quote_next else self.quote


@dataclass(frozen=True, slots=True)
class Period:
    """The days on which a rule holds, both ends inside; no last day means that none can be read."""

    first: date
    last: date | None

    def holds_on(self, day: date) -> bool:
        """Say whether the day lies inside."""
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one rule answers, with everything a person needs to check it."""

    rule_id: str
    word: Word
    title: str
    kinds: tuple[Kind, ...]
    citations: tuple[Citation, ...]
    period: Period
    scope: str
    reasons: tuple[Reason, ...] = ()
    missing: tuple[str, ...] = ()
    open_conditions: tuple[str, ...] = ()
    open_details: tuple[str, ...] = ()
    barred_kinds: tuple[Kind, ...] = ()
    open_kinds: tuple[Kind, ...] = ()
    ask: tuple[str, ...] = ()
    outcome: Mapping[str, str] = field(default_factory=dict)
    explain: Mapping[str, str] = field(default_factory=dict)
    note: str = ""

    @property
    def clause(self) -> Citation:
        """Return the clause the answer rests on."""
        return self.citations[0]
