"""Read models of wishes."""

from dataclasses import dataclass
from datetime import datetime

from portal.enrolment.types.applications import ClassFacts
from portal.enrolment.types.words import Season, WishState


@dataclass(frozen=True, slots=True)
class NewWish:
    """What someone would like to learn, as typed."""

    occupation_id: int | None
    own_words: str | None
    region_code: str
    season: Season
    mode: str | None
    language: str | None
    job_wish: bool


@dataclass(frozen=True, slots=True)
class WishSummary:
    """One wish of a person."""

    id: int
    occupation: str | None
    occupation_mn: str | None
    trade: str | None
    wish: NewWish
    state: WishState
    created_at: datetime
    closed_at: datetime | None
    answer: str | None
    days_open: int
    fitting: tuple[ClassFacts, ...] = ()
