"""Editions of the catalogs as the office keeps them and as everyone reads them."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from portal.catalog.types.words import CatalogKind, Shortage
from portal.core.i18n import LazyText


class EditionState(StrEnum):
    """Where an edition stands today."""

    EDITING = "editing"
    SUBMITTED = "submitted"  # waits for a second officer
    COMING = "coming"  # published, its first day is still to come
    IN_FORCE = "in_force"
    PAST = "past"


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition and what stands above its rows."""

    id: int
    kind: CatalogKind
    region_code: str
    title: str
    source: str | None
    document_number: str | None
    valid_from: date
    past_reason: str | None
    state: EditionState
    version: int
    based_on_id: int | None
    sent_back_reason: str | None
    submitted_at: datetime | None
    published_at: datetime | None
    rows: int

    @property
    def is_draft(self) -> bool:
        """Whether it is not published yet."""
        return self.state in (EditionState.EDITING, EditionState.SUBMITTED)


@dataclass(frozen=True, slots=True)
class EditionRow:
    """One row of an edition with its occupation."""

    id: int
    occupation_id: int
    code: str | None
    name: str
    name_mn: str | None
    trade: str
    level: str
    hours: int
    shortage: Shortage
    amount_fen: int | None
    document_number: str | None
    version: int
    code_warning: str | None

    @property
    def key(self) -> tuple[int, str]:
        """What may stand only once in an edition."""
        return self.occupation_id, self.level

    @property
    def says(self) -> tuple[object, ...]:
        """What an edition says of its key."""
        return self.hours, self.shortage, self.amount_fen, self.document_number, self.name_mn


@dataclass(frozen=True, slots=True)
class Difference:
    """What one edition has that another has not."""

    added: tuple[EditionRow, ...] = ()
    dropped: tuple[EditionRow, ...] = ()
    changed: tuple[tuple[EditionRow, EditionRow], ...] = ()  # before, after

    @property
    def is_empty(self) -> bool:
        """Whether both say the same."""
        return not (self.added or self.dropped or self.changed)


@dataclass(frozen=True, slots=True)
class Compared:
    """An edition held against the one before it."""

    before: Edition | None
    difference: Difference


@dataclass(frozen=True, slots=True)
class Orphan:
    """A class to come whose row a newer edition does not have."""

    class_id: int
    number: str
    name: str
    name_mn: str | None
    level: str
    starts_on: date
    provider: str
    provider_mn: str | None


@dataclass(frozen=True, slots=True)
class AboutEdition:
    """What an officer says of an edition as a whole."""

    title: str
    source: str
    document_number: str
    valid_from: date
    past_reason: str | None = None


@dataclass(frozen=True, slots=True)
class TypedRow:
    """A row as an officer typed it; codes of terms for level and shortage."""

    hours: str
    shortage: str
    level: str
    amount: str = ""
    document_number: str = ""
    name_mn: str = ""
    code: str = ""  # code and name only for a row that is added
    name: str = ""
    craft: bool = False  # a local craft without a code
    checked: bool = False  # the officer looked at the warnings


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong with one field of a row, or what someone should look at."""

    field: str
    reason: LazyText
    refused: bool = True


@dataclass(frozen=True, slots=True)
class RowChange:
    """The last change of a row of a draft."""

    account_id: int
    changed_at: datetime
    is_gone: bool
