"""Words and read models of alarms: what auditors look for, and what officers found."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any


class AlarmKind(StrEnum):
    """What an alarm is about, in the order of the list."""

    ISSUER_DAY = "issuer_day"
    ISSUER_QUARTER = "issuer_quarter"
    SHARED_PHONE = "shared_phone"
    TWO_PLACES = "two_places"
    SAME_ROLLS = "same_rolls"
    CHANGED_RESULTS = "changed_results"


class AlarmState(StrEnum):
    """Where an alarm stands."""

    WAITING = "waiting"  # nobody looked into it yet, or it grew since
    KEPT_OPEN = "kept_open"
    CLOSED = "closed"


class AlarmStep(StrEnum):
    """What happened to an alarm."""

    FOUND = "found"
    GREW = "grew"  # it was closed, and there is more now
    KEPT_OPEN = "kept_open"
    CLOSED = "closed"


class CloseReason(StrEnum):
    """Why an alarm is closed."""

    EXPLAINED = "explained"
    MENDED = "mended"
    HANDED_ON = "handed_on"


@dataclass(frozen=True, slots=True)
class AlarmRule:
    """From when on something is an alarm. The thresholds are numbers of this portal; no document states any.

    Args:
        limit: The alarm begins above it.
        days: How far back the job looks.
        others: Further thresholds, by name.
        source: Where the pattern is described.
    """

    kind: AlarmKind
    limit: int
    days: int
    grows_by: int
    others: dict[str, int]
    source: str
    quotation: str


@dataclass(frozen=True, slots=True)
class Suspicion:
    """Something a job found: what, where, how much, and on which rows it rests.

    Args:
        key: The same thing has the same key whenever it is found.
        region_code: The smallest place that holds all of it.
        size: What grows when there is more of it.
        evidence: Numbers, days, names of classes and issuers, and ids of people; never a name or number of a person.
    """

    kind: AlarmKind
    key: str
    region_code: str
    size: int
    evidence: dict[str, Any]


@dataclass(frozen=True, slots=True)
class AlarmLine:
    """An alarm in the list."""

    id: int
    kind: AlarmKind
    state: AlarmState
    region_code: str
    size: int
    evidence: dict[str, Any]
    found_at: datetime
    grew_at: datetime
    checked_at: datetime


@dataclass(frozen=True, slots=True)
class MaskedPerson:
    """Someone an alarm is about, masked."""

    name: str = field(repr=False)
    id_number: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class SuspectClass:
    """A class an alarm is about."""

    number: str
    occupation: str
    occupation_mn: str | None
    provider: str
    provider_mn: str | None
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class AlarmNoteLine:
    """One step in the story of an alarm."""

    step: AlarmStep
    at: datetime
    by: str | None  # the officer; None is the portal itself
    reason: CloseReason | None
    text: str | None = field(repr=False)
    size: int = 0


@dataclass(frozen=True, slots=True)
class AlarmView:
    """An alarm with its evidence and its story."""

    line: AlarmLine
    people: tuple[MaskedPerson, ...]
    classes: tuple[SuspectClass, ...]
    notes: tuple[AlarmNoteLine, ...]


@dataclass(frozen=True, slots=True)
class AlarmAnswer:
    """What an officer found out."""

    close: bool
    reason: CloseReason | None
    text: str = field(repr=False)
