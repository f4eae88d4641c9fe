"""Classes as bits: which of them answer a choice, and how many would answer the next one.

Each class has a place in a row, and each value that can be chosen is a whole number in which the bits of its classes
are set. Choosing is then `&`, counting is `bit_count`, and ten thousand classes take a kilobyte and a microsecond.

A class that changed is struck out and gets a new place at the end; bits once set stay. A reader who took `live` first
therefore sees one state of things, whoever writes meanwhile.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from heapq import merge
from typing import Any

Place = tuple[date, int]  # first day and id: the order of the list

EVERYONE = "everyone"
_LOOSE_AT_MOST = 2000  # places out of order or struck out, before all are laid out anew


@dataclass(frozen=True, slots=True)
class ClassLine:
    """What of a class can be chosen or looked for."""

    id: int
    starts_on: date
    values: tuple[tuple[str, str], ...]  # (name of the choice, value); a class may have several of one name
    words: tuple[str, ...]  # the parts of its search key


class ClassBits:
    """The classes of some days."""

    def __init__(self, lines: Iterable[ClassLine]) -> None:
        self.live = 0
        self.answers: dict[Any, Any] = {}  # what was found, for as long as nothing changes
        self._places: list[Place] = []
        self._own: dict[int, tuple[int, int]] = {}  # id -> its place, and a mark of all that is known of it
        self._masks: defaultdict[str, dict[str, int]] = defaultdict(dict)
        self._words: dict[str, int] = {}
        self._holding: dict[str, int] = {}
        for line in sorted(lines, key=lambda line: (line.starts_on, line.id)):
            self.put(line)
        self._in_order = len(self._places)

    @property
    def is_loose(self) -> bool:
        """Whether it is time to lay all classes out anew."""
        return len(self._places) - self._in_order > _LOOSE_AT_MOST

    def put(self, line: ClassLine) -> None:
        """Take a class in, or what is new of it."""
        mark = hash(line)
        if line.id in self._own and self._own[line.id][1] == mark:
            return
        bit = 1 << len(self._places)
        self._places.append((line.starts_on, line.id))
        for name, value in line.values:
            masks = self._masks[name]
            masks[value] = masks.get(value, 0) | bit
        for part in line.words:
            self._words[part] = self._words.get(part, 0) | bit
        before = self._own.get(line.id)
        self._own[line.id] = (len(self._places) - 1, mark)
        self.live = (self.live | bit) & ~(1 << before[0] if before else 0)
        self._changed()

    def drop(self, class_id: int) -> None:
        """Strike a class out; one that is not there is no matter."""
        if (own := self._own.pop(class_id, None)) is not None:
            self.live &= ~(1 << own[0])
            self._changed()

    def _changed(self) -> None:
        if self._holding:
            self._holding = {}
        if self.answers:
            self.answers = {}

    def having(self, name: str, *values: str) -> int:
        """Return the classes that have one of these values."""
        masks, found = self._masks[name], 0
        for value in values:
            found |= masks.get(value, 0)
        return found

    def counts(self, name: str, among: int) -> dict[str, int]:
        """Return how many of the classes have each value; values of none are left out."""
        counted = ((value, (among & mask).bit_count()) for value, mask in list(self._masks[name].items()))
        return {value: number for value, number in counted if number}

    def holding(self, form: str) -> int:
        """Return the classes in whose search key a form stands."""
        kept = self._holding
        if form not in kept:
            found = 0
            for part, mask in list(self._words.items()):
                if form in part:
                    found |= mask
            kept[form] = found
        return kept[form]

    def between(self, first: date | None, last: date | None) -> int:
        """Return the classes that begin on one of these days."""
        start = bisect_left(self._places, (first or date.min, 0), hi=self._in_order)
        end = bisect_left(self._places, ((last or date.max), 2**63), hi=self._in_order)
        found = ((1 << end) - 1) & ~((1 << start) - 1)
        for place in range(self._in_order, len(self._places)):
            if (first or date.min) <= self._places[place][0] <= (last or date.max):
                found |= 1 << place
        return found

    def walk(self, classes: int, *, beyond: Place | None = None, back: bool = False) -> Iterator[Place]:
        """Yield classes in the order of the list (or back), all or those beyond a place."""
        loose_ones = classes >> self._in_order
        classes &= (1 << self._in_order) - 1
        if beyond is not None:
            after = bisect_left(self._places, (beyond[0], beyond[1] + (0 if back else 1)), hi=self._in_order)
            classes = classes & ((1 << after) - 1) if back else (classes >> after) << after
        loose = (self._places[self._in_order + place] for place in _rising(loose_ones))
        reaches: Callable[[Place], bool] = lambda place: beyond is None or (place < beyond if back else place > beyond)  # noqa: E731
        fitting = sorted(filter(reaches, loose), reverse=back)
        ordered = (self._places[place] for place in (_falling(classes) if back else _rising(classes)))
        return merge(ordered, fitting, reverse=back) if fitting else ordered


def _rising(bits: int) -> Iterator[int]:
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


def _falling(bits: int) -> Iterator[int]:
    while bits:
        highest = bits.bit_length() - 1
        yield highest
        bits ^= 1 << highest
