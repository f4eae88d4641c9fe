"""Make one search key per row when it is written, and turn what a person types into terms looked up in it.

The key is one text column. It holds every form in which its row may be asked for, each behind a sign of its own, so
that ``LIKE`` finds Chinese, pinyin, initials, codes, Mongolian in any look-alike spelling and in Latin letters:

    ^...$   whole text: plain Chinese, its pinyin, the Mongolian shape keys, the Latin words run together
    " ..."  pinyin from each syllable on, words of Latin letters, codes
    '...    initials of the pinyin, from each character on
    =...    shape key of a Mongolian word
    ~...    consonant skeleton of a Mongolian word, for spellings nobody foresaw

A query matches a row when each of its terms is found in the key. A term has at most three alternatives, tried from the
surest to the vaguest; their number depends neither on the language nor on the length of the key.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from functools import reduce
from itertools import product
from operator import or_ as or_bits

from sqlalchemy import ColumnElement, and_, case, false, or_, true
from sqlalchemy.orm import InstrumentedAttribute

from portal.core import mongolian, pinyin

Column = ColumnElement[str] | InstrumentedAttribute[str]

MAX_QUERY, MAX_TERMS, MAX_TEXT, MAX_WORD = 100, 8, 200, 30
EXACT, BEGINNING, INSIDE, VAGUE, VAGUEST = range(5)
NOT_FOUND = 9

_CYRILLIC = "\u0400-\u04ff"
_RUN = re.compile(
    f"[{pinyin.HAN}]+|[{_CYRILLIC}]+|[^\\W_{pinyin.HAN}{_CYRILLIC}]+(?:[-'\u2019][^\\W_{pinyin.HAN}{_CYRILLIC}]+)*"
)
_MONGOLIAN = re.compile("[\u1800-\u18af\u200c\u200d\u202f]+")
_CODE = re.compile("[0-9][0-9-]*")
_SOUNDS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("kh", "h"), ("ts", "c"), ("v", "u"))
BETWEEN_PARTS = "\n"  # a sign that no query holds
_MIN_BONES, _MIN_BONES_OF_PINYIN = 3, 4  # fewer consonants would find half the table


@dataclass(frozen=True, slots=True)
class Term:
    """One word of a query: what must be found in the key, from the surest form to the vaguest."""

    sure: tuple[str, ...]
    initials: str | None = None
    skeleton: str | None = None

    @property
    def alternatives(self) -> tuple[str, ...]:
        """All forms, the surest first."""
        return self.within(VAGUEST)

    def within(self, tier: int) -> tuple[str, ...]:
        """The forms that are at least as sure as the tier."""
        vague = (self.initials,) if self.initials and tier >= VAGUE else ()
        vaguest = (self.skeleton,) if self.skeleton and tier >= VAGUEST else ()
        return self.sure + vague + vaguest


def index_key(*texts: str | None) -> str:
    """Return the key of a row from its texts: Chinese and Mongolian names, transliterations, codes, in any order."""
    entries: dict[str, None] = {}
    for text in texts:
        entries.update(dict.fromkeys(_entries((text or "")[:MAX_TEXT])))
    return "".join(entries)


def join_keys(*keys: str) -> str:
    """Return one key of several, such as those of an occupation, a provider and a place.

    Many rows share such parts, and ``parts`` gives them back: whoever keeps keys at hand keeps each part once.
    """
    return BETWEEN_PARTS.join(key for key in keys if key)


def parts(key: str) -> tuple[str, ...]:
    """Return the parts of a key; no form of a query reaches from one into the next."""
    return tuple(key.split(BETWEEN_PARTS))


def query_terms(query: str) -> list[Term]:
    """Return the terms of a query, at most eight; none if it holds no letter and no digit."""
    text = _normal(query[:MAX_QUERY])
    terms = [_mongolian_term(word) for word in mongolian.content_words(text)]
    for word, typed in _joined_syllables(_runs(text)):
        terms += _terms(word) if word == typed else [_toneless_term(word, typed)]
    return list(dict.fromkeys(terms))[:MAX_TERMS]


def matches(column: Column, query: str) -> ColumnElement[bool]:
    """Return the condition that a row's key answers the query. An empty query asks for all rows."""
    terms = query_terms(query)
    if not terms:
        return false() if query.strip() else true()
    return and_(*(_any(column, term.alternatives) for term in terms))


def rank(column: Column, query: str) -> ColumnElement[int]:
    """Return what to order matching rows by: whole text, its beginning, inside, by initials, by skeleton."""
    terms, whole = query_terms(query), _whole(query)
    return case(
        (column.contains(f"^{whole}$", autoescape=True), EXACT),
        (column.contains(f"^{whole}", autoescape=True), BEGINNING),
        (and_(true(), *(_any(column, term.within(INSIDE)) for term in terms)), INSIDE),
        (and_(true(), *(_any(column, term.within(VAGUE)) for term in terms)), VAGUE),
        else_=VAGUEST,
    )


def rank_of(key: str, query: str) -> int:
    """Return for one key what ``rank`` gives in the database, or ``NOT_FOUND``."""
    terms, whole = query_terms(query), _whole(query)
    if not terms or not all(any(form in key for form in term.alternatives) for term in terms):
        return NOT_FOUND
    if f"^{whole}" in key:
        return EXACT if f"^{whole}$" in key else BEGINNING
    tiers = (tier for tier in (INSIDE, VAGUE) if all(any(f in key for f in term.within(tier)) for term in terms))
    return next(tiers, VAGUEST)


def ranked(query: str, holding: Callable[[str], int]) -> list[int]:
    """Return for each rank, the surest first, the rows to which ``rank`` gives it, as bits.

    Args:
        query: What was typed.
        holding: Says in the keys of which rows a form stands.
    """
    terms, whole = query_terms(query), _whole(query)
    if not terms:
        return []

    def all_terms(tier: int) -> int:
        found = -1
        for term in terms:
            found &= reduce(or_bits, map(holding, term.within(tier)))
        return found

    left, ranks = all_terms(VAGUEST), []
    for found in (holding(f"^{whole}$"), holding(f"^{whole}"), all_terms(INSIDE), all_terms(VAGUE), left):
        ranks.append(left & found)
        left &= ~found
    return ranks


def without_filler(query: str, filler: Collection[str]) -> str:
    """Return the query without words that say nothing (我想学, 培训班) at its ends, as long as something remains.

    For a second try when the query as typed finds nothing; which words say nothing, the caller knows.
    """
    left = query.strip()
    while True:
        ends = (word for word in filler if left != word and (left.startswith(word) or left.endswith(word)))
        word = max(ends, key=len, default="")
        if not word:
            return left
        left = (left.removeprefix(word) if left.startswith(word) else left.removesuffix(word)).strip()


def latin_forms(word: str) -> list[str]:
    """Return what the key holds of one word of Latin letters: its spellings, and its skeleton behind ``~``."""
    spellings = []
    for throat, rounded in product(("", "h"), "ou"):
        spelled = word.replace("ö", rounded)
        spelled = re.sub("[qk]", throat, spelled) if throat else spelled
        spellings.append(" " + sound(mongolian.plain_latin(spelled)))
    bones = mongolian.skeleton(word)
    return [*dict.fromkeys(spellings), *([f"~{bones}"] if bones else [])]


def plain(text: str) -> str:
    """Return the letters and digits of a text alone, in the form in which Chinese text is compared."""
    return re.sub(r"[\W_]+", "", _MONGOLIAN.sub("", _normal(text)))


def spoken(text: str) -> list[str]:
    """Return how each character of a plain text is typed in Latin letters."""
    return [mongolian.plain_latin(syllable) for syllable in pinyin.syllables(text)]


def sound(latin: str) -> str:
    """Return Latin letters with the pairs made one that dialects and keyboards mix up (zh/z, sh/s, ü/v/u)."""
    for old, new in _SOUNDS:
        latin = latin.replace(old, new)
    return latin[:MAX_WORD]


def _normal(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()


def _any(column: Column, forms: tuple[str, ...]) -> ColumnElement[bool]:
    return or_(*(column.contains(form, autoescape=True) for form in forms))


def _runs(text: str) -> list[str]:
    """Return the words of everything but Mongolian script; a change of script ends a word."""
    return _RUN.findall(_MONGOLIAN.sub(" ", text))


def _is_latin(run: str) -> bool:
    return not re.match(f"[{pinyin.HAN}{_CYRILLIC}]", run)


# Writing the key.


def _entries(text: str) -> Iterator[str]:
    normal = _normal(text)
    if mongolian.is_mongolian(text):
        yield from _mongolian_entries(text)
    if re.search(f"[{pinyin.HAN}]", normal):
        yield from _chinese_entries(plain(text))
    else:
        words = [word for run in _runs(normal) for word in _latin_words(run)]
        yield from _latin_entries(words)


def _chinese_entries(text: str) -> Iterator[str]:
    read = spoken(text)
    yield f"^{text}$"
    yield f"^{sound(''.join(read))}$"
    for start in range(len(read)):
        yield " " + sound("".join(read[start:]))
        yield "'" + "".join(syllable[:1] for syllable in read[start:])[:MAX_WORD]


def _mongolian_entries(text: str) -> Iterator[str]:
    words = mongolian.content_words(text)
    yield "^" + "".join("=" + mongolian.shape_key(word) for word in words) + "$"
    yield from _latin_entries(mongolian.transliterate(text).split())


def _latin_entries(words: list[str]) -> Iterator[str]:
    if words:
        yield "^" + sound("".join(map(mongolian.plain_latin, words))) + "$"
    for place, word in enumerate(words):
        yield " " + sound("".join(map(mongolian.plain_latin, words[place:])))  # for queries without spaces
        if _CODE.fullmatch(word):
            yield f" {word}"
            yield " " + word.replace("-", "")
        else:
            yield from latin_forms(word)


# Reading the query.


def _latin_words(run: str) -> list[str]:
    """Return a run of Latin or Cyrillic letters as Latin words; codes and words with an apostrophe stay whole."""
    if _CODE.fullmatch(run):
        return [run]
    return mongolian.latin_words(mongolian.from_cyrillic(re.sub("['\u2019]", "", run)))


def _joined_syllables(runs: list[str]) -> list[tuple[str, str]]:
    """Return the runs with neighbouring single syllables of pinyin put together: ``yang3 lao`` is ``yanglao``.

    Each comes with what was typed, which may be no pinyin after all.
    """
    joined: list[tuple[str, str]] = []
    open_word = False
    for run in runs:
        word = run
        if _is_latin(run) and "-" not in run:
            word = pinyin.without_tone_digits(mongolian.plain_latin(run))
        typed = run if word != mongolian.plain_latin(run) else word
        single = _is_latin(run) and pinyin.is_syllable(word)
        if single and open_word:
            joined[-1] = (joined[-1][0] + word, joined[-1][1] + typed)
        else:
            joined.append((word, typed))
        open_word = single
    return joined


def _toneless_term(word: str, typed: str) -> Term:
    term = _latin_term(word)
    return replace(term, sure=(*term.sure, " " + sound(mongolian.plain_latin(typed))))


def _terms(word: str) -> list[Term]:
    if re.match(f"[{pinyin.HAN}]", word):
        return [Term((word,))]
    return [_latin_term(part) for part in _latin_words(word)]


def _latin_term(word: str) -> Term:
    letters = mongolian.plain_latin(word)
    sure = (" " + sound(letters),)
    initials = "'" + letters[:MAX_WORD] if re.fullmatch("[a-hj-tw-z]+", letters) else None
    return Term(sure, initials, _skeleton_form(letters))


def _skeleton_form(letters: str) -> str | None:
    bones = mongolian.skeleton(letters)
    enough = _MIN_BONES_OF_PINYIN if pinyin.can_be_pinyin(letters) else _MIN_BONES
    has_vowel = letters.isalpha() and bool(re.search("[aeiou]", letters))
    return f"~{bones}" if has_vowel and len(bones) >= enough else None


def _mongolian_term(word: str) -> Term:
    whole, beginning = mongolian.shape_key(word), mongolian.shape_key_of_beginning(word)
    return Term(tuple(dict.fromkeys(("=" + whole, "=" + beginning))))


def _whole(query: str) -> str:
    """Return the query as the key writes whole texts."""
    text = query[:MAX_QUERY]
    words = mongolian.content_words(text)
    if words:
        return "".join("=" + mongolian.shape_key(word) for word in words)
    run_together = plain(text)
    if re.search(f"[{pinyin.HAN}]", run_together):
        return run_together
    return sound("".join(mongolian.plain_latin(part) for run in _runs(_normal(text)) for part in _latin_words(run)))
