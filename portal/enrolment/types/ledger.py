"""Read models of the ledger: what the office sees of wishes, and what became of each."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from portal.core import clock
from portal.core.regions import Place
from portal.enrolment.types.acts import Act, ActClass
from portal.enrolment.types.applications import ClassFacts
from portal.enrolment.types.wishes import NewWish
from portal.enrolment.types.words import ActKind, Channel, Ready, WishState


class Shelf(StrEnum):
    """The parts of the ledger."""

    OPEN = "open"  # nothing arranged
    ARRANGED = "arranged"
    ANSWERED = "answered"
    MET = "met"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class LedgerFilter:
    """What an officer looks for in the ledger."""

    region: str  # of the officer, or inside it
    shelf: Shelf = Shelf.OPEN
    q: str = ""  # name of an occupation
    days: int = 0  # open for at least so long


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One wish as the office sees it. Names and phones are masked; to see them is written down."""

    id: int
    person_id: int
    masked_name: str
    masked_id_number: str
    masked_phone: str | None
    phone_is_own: bool
    language: str
    groups: tuple[str, ...]
    home_region: str
    occupation: str | None
    occupation_mn: str | None
    trade: str | None
    wish: NewWish = field(repr=False)
    place: tuple[Place, ...]
    shelf: Shelf
    state: WishState
    channel: Channel
    station: str | None
    station_mn: str | None
    created_at: datetime
    closed_at: datetime | None
    days_open: int
    due_on: date
    is_overdue: bool
    acts: tuple[Act, ...] = ()  # oldest first
    fitting: tuple[ClassFacts, ...] = ()

    @property
    def since(self) -> date:
        """Local day on which the wish was made."""
        return clock.to_local(self.created_at).date()

    @property
    def last_act(self) -> Act:
        """What was done last; a wish that nobody touched was left."""
        return self.acts[-1]

    @property
    def told(self) -> tuple[Act, ...]:
        """The classes the person was told of."""
        return tuple(act for act in self.acts if act.kind is ActKind.TOLD)

    @property
    def arranged(self) -> ActClass | None:
        """The class that was picked for the person and still stands."""
        if self.shelf is not Shelf.ARRANGED:
            return None
        return next((act.class_session for act in reversed(self.acts) if act.kind is ActKind.ARRANGED), None)


@dataclass(frozen=True, slots=True)
class NewAnswer:
    """What an officer answers: a ready sentence, own words, or both; and whether the wish is closed with it."""

    ready: Ready | None
    said: str | None = field(repr=False)
    closes: bool


@dataclass(frozen=True, slots=True)
class OccupationWords:
    """By which words an occupation is known, to understand what someone wrote."""

    id: int
    names: tuple[str, ...]
    name_mn: str | None
    key: str
