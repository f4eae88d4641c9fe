"""What is asked of the lists, and how they are handed out page by page."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, TypeVar

from portal.catalog.types.words import CatalogKind

Item = TypeVar("Item")

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page begins: the keys of the row before it (or after it, going back), and its number for the reader."""

    number: int = 1
    keys: tuple[str, ...] = ()
    back: bool = False

    def __str__(self) -> str:
        return "~".join([f"{self.number}{'b' if self.back else ''}", *self.keys])


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """Some rows of a list, with the way on and back."""

    items: tuple[Item, ...]
    number: int
    next: Cursor | None
    previous: Cursor | None


@dataclass(frozen=True, slots=True)
class ClassFilter:
    """What someone looks for among the classes."""

    q: str = ""
    region: str | None = None
    group: str | None = None
    trade: str | None = None
    level: str | None = None
    mode: str | None = None
    language: str | None = None
    open_only: bool = False
    starts_from: date | None = None
    starts_to: date | None = None


@dataclass(frozen=True, slots=True)
class EntryFilter:
    """What someone looks for in the demand catalog."""

    q: str = ""
    region: str | None = None
    group: str | None = None
    trade: str | None = None
    level: str | None = None
    shortage_only: bool = False
    issue: int | None = None
    kind: CatalogKind = CatalogKind.DEMAND


@dataclass(frozen=True, slots=True)
class ProviderFilter:
    """What someone looks for in the two directories."""

    q: str = ""
    directory: str = "institutions"  # or "bases": practice bases and online platforms
    region: str | None = None
    trade: str | None = None


Counts = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True, eq=False)
class Facets:
    """How many rows each further choice would leave: name of the filter -> its value -> number.

    A filter that is not named was not counted: all its values are offered, without numbers.
    """

    total: int
    counts: Counts = field(default_factory=dict)
    more: bool = False  # there are more than the total
