"""Show a reader why a row was found: which letters of its names answer the query, and in what way."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from portal.core import mongolian
from portal.core.search_keys import Term, index_key, latin_forms, query_terms, sound, spoken


class Reason(StrEnum):
    """In what way a word of the query was found."""

    CODE = "code"
    CHINESE = "chinese"
    PINYIN = "pinyin"
    INITIALS = "initials"
    MONGOLIAN = "mongolian"
    LATIN = "latin"  # Mongolian in Latin or Cyrillic letters


class Part(NamedTuple):
    """A stretch of a name, marked or not."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Found:
    """What to show of a row: its names in parts, and the reasons in the order of the query."""

    zh: tuple[Part, ...]
    mn: tuple[Part, ...]
    reasons: tuple[Reason, ...]


@lru_cache(maxsize=2048)
def highlight(query: str, zh: str, mn: str = "", *, code: str = "") -> Found:
    """Return the names of a row with the letters marked that answer the query."""
    marks_zh: set[int] = set()
    marks_mn: set[int] = set()
    reasons: dict[Reason, None] = {}
    finder = _Finder(zh, mn, code)
    for term in query_terms(query):
        reason = finder.find(term, marks_zh, marks_mn)
        if reason:
            reasons[reason] = None
    return Found(_parts(zh, marks_zh), _parts(mn, marks_mn), tuple(reasons))


class _Finder:
    """Look for the forms of a term in the names of one row."""

    def __init__(self, zh: str, mn: str, code: str) -> None:
        self.places = list(_plain_places(zh))
        self.plain = "".join(char for char, _place in self.places)
        self.read = spoken(self.plain)
        self.words = mongolian.words(mn)
        self.code_key = index_key(code)

    def find(self, term: Term, marks_zh: set[int], marks_mn: set[int]) -> Reason | None:
        """Mark where the surest form stands that the row holds, and say in what way it was found."""
        for form in term.alternatives:
            for reason, look, marks in (
                (Reason.CHINESE, self._chinese, marks_zh),
                (Reason.PINYIN, self._pinyin, marks_zh),
                (Reason.INITIALS, self._initials, marks_zh),
                (Reason.MONGOLIAN, self._mongolian, marks_mn),
                (Reason.LATIN, self._latin, marks_mn),
            ):
                found = look(form)
                if found:
                    marks.update(found)
                    return reason
            if form in self.code_key:
                return Reason.CODE
        return None

    def _chinese(self, form: str) -> set[int]:
        written = form.removeprefix(" ")
        starts = (hit.start() for hit in re.finditer(re.escape(written), self.plain))
        return {place for start in starts for place in self._originals(start, start + len(written))}

    def _pinyin(self, form: str) -> set[int]:
        if not form.startswith(" "):
            return set()
        return self._read_as(form[1:], lambda start, end: sound("".join(self.read[start:end])))

    def _initials(self, form: str) -> set[int]:
        if not form.startswith("'"):
            return set()
        return self._read_as(form[1:], lambda start, end: "".join(s[:1] for s in self.read[start:end]))

    def _read_as(self, wanted: str, spell: Callable[[int, int], str]) -> set[int]:
        """Return the places of the shortest stretches from each character on whose spelling begins as wanted."""
        found: set[int] = set()
        for start in range(len(self.read)):
            for end in range(start + 1, min(start + len(wanted), len(self.read)) + 1):
                spelled = spell(start, end)
                if spelled.startswith(wanted):
                    found.update(self._originals(start, end))
                if len(spelled) >= len(wanted) or not wanted.startswith(spelled):
                    break
        return found

    def _mongolian(self, form: str) -> set[int]:
        return self._words_where(lambda word: ("=" + mongolian.shape_key(word.text)).startswith(form))

    def _latin(self, form: str) -> set[int]:
        return self._words_where(
            lambda word: any(own.startswith(form) for own in latin_forms(mongolian.transliterate(word.text)))
        )

    def _words_where(self, answers: Callable[[mongolian.Word], bool]) -> set[int]:
        return {place for word in self.words if answers(word) for place in range(word.start, word.end)}

    def _originals(self, start: int, end: int) -> set[int]:
        return {place for _char, place in self.places[start:end]}


def _plain_places(text: str) -> Iterator[tuple[str, int]]:
    """Yield the letters and digits of a text as they are compared, each with its place in the text."""
    for place, char in enumerate(text):
        for plain in unicodedata.normalize("NFKC", char).lower():
            if plain.isalnum() and not mongolian.is_mongolian(plain):
                yield plain, place


def _parts(text: str, marks: set[int]) -> tuple[Part, ...]:
    runs = groupby(enumerate(text), key=lambda item: item[0] in marks)
    return tuple(Part("".join(char for _place, char in run), marked) for marked, run in runs)
