"""Read models of wishes."""

from dataclasses import dataclass
from datetime import date, datetime

from portal.core import clock, names
from portal.core.regions import Place
from portal.enrolment.types.acts import Act, ActClass, By
from portal.enrolment.types.applications import ClassFacts
from portal.enrolment.types.words import ActKind, Season, WishState


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
    evaluation_wish: bool = False

    @property
    def in_mongolian(self) -> bool:
        """Whether the own words are in Mongolian script."""
        return names.is_mongolian(self.own_words or "")


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
    days_open: int
    place: tuple[Place, ...]  # from the league down; the region itself alone
    left_by: str | None = None  # the station that left it for the person
    left_by_mn: str | None = None
    contested: bool = False
    fitting: tuple[ClassFacts, ...] = ()
    acts: tuple[Act, ...] = ()  # oldest first
    arranged: ActClass | None = None

    @property
    def withdrawn_by(self) -> By | None:
        """Who took the wish out of the ledger, where it is out and that was written down."""
        if self.state is not WishState.WITHDRAWN:
            return None
        return next((act.by for act in reversed(self.acts) if act.kind is ActKind.WITHDRAWN), None)

    @property
    def since(self) -> date:
        """Local day on which the wish was made."""
        return clock.to_local(self.created_at).date()
