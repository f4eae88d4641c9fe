"""Someone says that what a station did in their name was not their will."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class Contested(StrEnum):
    """What is contested, a sign-up or a wish."""

    APPLICATION = "applications"
    WISH = "wishes"


class ContestState(StrEnum):
    """Where a contest stands."""

    OPEN = "open"
    UPHELD = "upheld"  # it was not the person; the application or the wish is withdrawn
    REJECTED = "rejected"  # the signed sheet was found


@dataclass(frozen=True, slots=True)
class DoneAlone:
    """A sign-up or a wish that came from the account itself, with no station between."""

    subject: Contested
    subject_id: int
    name: str = field(repr=False)
    name_mn: str | None = field(repr=False)
    at: datetime


@dataclass(frozen=True, slots=True)
class ActedFor:
    """What a station did for a person: what, where, who, when and with what proof.

    Args:
        subject_id: The application or the wish.
        wished: A wish in the person's own words; None of an application.
        class_number: None of a wish, as is ``starts_on``.
    """

    subject: Contested
    subject_id: int
    occupation: str | None
    occupation_mn: str | None
    wished: str | None = field(repr=False)
    class_number: str | None
    starts_on: date | None
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
    act: ActedFor
    person_id: int
    state: ContestState
    own_words: str | None = field(repr=False)
    opened_at: datetime
    due_on: date
    answered_at: datetime | None
    answer: str | None = field(repr=False)
