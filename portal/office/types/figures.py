"""Words and read models of the figures: what is counted, of whom, where and when."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from portal.core.regions import Place
from portal.notices.types import Target


class Measure(StrEnum):
    """What is counted."""

    TRAINED = "trained"  # person-times: trainings someone attended to the end, whatever the result
    PASSED = "passed"
    PEOPLE = "people"  # each person once a year, with their first training of it
    CERTIFICATES = "certificates"
    SKILLED = "skilled"  # people with their first certificate of qualification or skill level
    HIGH_SKILLED = "high_skilled"  # likewise, of level three and above
    SIGNED_UP = "signed_up"
    WAITING = "waiting"
    CLAIMED = "claimed"
    PAID = "paid"
    WISHES = "wishes"  # open ones


class Basis(StrEnum):
    """By which day something belongs to a month."""

    CLASS_END = "class_end"  # last day of the class, day on the certificate
    RECORDED = "recorded"  # the day on which the result came in
    ONLY = "only"  # there is one day only


SUBJECTS: dict[str, tuple[Measure, ...]] = {
    "trainings": (Measure.TRAINED, Measure.PASSED, Measure.PEOPLE),
    "certificates": (Measure.CERTIFICATES, Measure.SKILLED, Measure.HIGH_SKILLED),
    "sign-ups": (Measure.SIGNED_UP, Measure.WAITING),
    "subsidies": (Measure.CLAIMED, Measure.PAID),
    "wishes": (Measure.WISHES,),
}
"""What a page draws: the first measure as bars, all of them in the tables."""
EVERYONE = ""
"""The slice that holds everybody."""


class CountKey(NamedTuple):
    """What one number counts, in plain words as the database keeps them: the job handles very many.

    Args:
        slice: Everyone (empty), ``group.veteran``, ``type.safety``, ``department.education``,
            or ``set.`` and the name of a set of groups.
        month: Year and month as one number: 202603.
        measure: Value of a ``Measure``.
        basis: Value of a ``Basis``.
    """

    slice: str
    month: int
    region_code: str
    measure: str
    basis: str


class PartialSum(NamedTuple):
    """A sum of counts by one thing: a month, a place or a slice."""

    key: str
    measure: Measure
    number: int


@dataclass(frozen=True, slots=True)
class FiguresAsked:
    """Which figures an officer wants to see.

    Args:
        region_code: Their own region or a place inside it.
        group: Code of a group of people, or empty for everyone.
        subject: What the charts draw: a key of ``SUBJECTS``.
    """

    region_code: str
    year: int
    group: str = EVERYONE
    basis: Basis = Basis.CLASS_END
    subject: str = "trainings"

    @property
    def slice(self) -> str:
        """Of whom the numbers are."""
        return f"group.{self.group}" if self.group else EVERYONE

    @property
    def measures(self) -> tuple[Measure, ...]:
        """What the tables show."""
        return SUBJECTS[self.subject]


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One row of a table: a month, a place, a group, a department or a kind of training, with its numbers."""

    key: str
    numbers: dict[Measure, int]
    place: Place | None = None

    def __getitem__(self, measure: Measure) -> int:
        """Return one number of the row."""
        return self.numbers.get(measure, 0)


@dataclass(frozen=True, slots=True)
class CountedTarget:
    """How a number that a document sets is counted here.

    Args:
        region_code: The place the document speaks of.
        measure: What is counted; None where nothing here can say.
        slice: Of whom, as in ``CountKey``.
        department: The department whose task it is, as printed.
        is_yearly: Whether it is a task of each year.
        uncounted: Key of the sentence that says why it is not counted.
    """

    target: Target
    region_code: str
    first_day: date
    last_day: date
    measure: Measure | None
    slice: str
    department: str | None
    is_yearly: bool
    uncounted: str | None


@dataclass(frozen=True, slots=True)
class TargetProgress:
    """How far a number that a document sets is reached within a place.

    Args:
        region_code: Where it was counted: inside the place of the target and of whoever asks.
        reached: None where nothing here can say.
    """

    counted: CountedTarget
    region_code: str
    first_day: date
    last_day: date
    reached: int | None

    @property
    def share(self) -> float:
        """How much of the target is reached, 1.0 being all."""
        return (self.reached or 0) / self.counted.target.value

    @property
    def is_part(self) -> bool:
        """Whether only part of the place of the target was counted."""
        return self.region_code != self.counted.region_code


@dataclass(frozen=True, slots=True)
class Figures:
    """All that the page of figures shows."""

    asked: FiguresAsked
    total: FigureLine
    months: tuple[FigureLine, ...]
    places: tuple[FigureLine, ...]
    groups: tuple[FigureLine, ...]
    types: tuple[FigureLine, ...]
    departments: tuple[FigureLine, ...]  # of everyone, one without a key is not recorded
    targets: tuple[TargetProgress, ...]
    counted_at: datetime | None
