"""Someone says that what a station did in their name was not their will."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class ContestState(StrEnum):
    """Where a contest stands."""

    OPEN = "open"
    UPHELD = "upheld"  # it was not the person; the application is withdrawn
    REJECTED = "rejected"  # the signed sheet was found


@dataclass(frozen=True, slots=True)
class SignedUpBy:
    """Who acted for a person, where, when and with what proof."""

    application_id: int
    station_id: int
    station: str
    station_mn: str | None
    station_phone: str
    clerk: str | None
    acted_at: datetime
    proof: str | None
    from_list: bool


@dataclass(frozen=True, slots=True)
class NewContest:
    """What someone writes who contests."""

    own_words: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class ContestView:
    """A contest as its person and the bureau see it."""

    id: int
    number: str
    application_id: int
    person_id: int
    state: ContestState
    own_words: str | None = field(repr=False)
    opened_at: datetime
    due_on: date
    answered_at: datetime | None
    answer: str | None
    occupation: str
    occupation_mn: str | None
    class_number: str
    starts_on: date
    station: str
    station_mn: str | None
    station_phone: str
    clerk: str | None
    acted_at: datetime
    proof: str | None


@dataclass(frozen=True, slots=True)
class WishContestView:
    """A contest of a wish as its person and the bureau see it; own words of the wish are not repeated here."""

    id: int
    number: str
    wish_id: int
    person_id: int
    state: ContestState
    own_words: str | None = field(repr=False)
    opened_at: datetime
    due_on: date
    answered_at: datetime | None
    answer: str | None = field(repr=False)
    occupation: str | None
    occupation_mn: str | None
    station: str
    station_mn: str | None
    station_phone: str
    clerk: str | None
    acted_at: datetime
    proof: str | None


@dataclass(frozen=True, slots=True)
class WishLeftBy:
    """Who left a wish for a person, where, when and with what proof."""

    wish_id: int
    occupation: str | None
    occupation_mn: str | None
    wished: str | None = field(repr=False)
    station: str
    station_mn: str | None
    station_phone: str
    clerk: str | None
    acted_at: datetime
    proof: str | None
    from_list: bool
