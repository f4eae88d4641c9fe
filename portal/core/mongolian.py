"""Compare traditional Mongolian (Hudum) words by their shape, and write them in Latin letters.

Several spellings print the same word: ᠣ and ᠤ, ᠥ and ᠦ, ᠲ and ᠳ look alike inside a word, and people type by shape. The
shape key of ``mongol-norm`` joins them; ``fold`` adds the variants found on real pages that draw differently but mean
the same (ᠶᠢ for ᠢ, a missing vowel separator, stray variation selectors). Keys are for comparing, never for showing.

Source:
    Unicode Technical Note 57 (Hudum shaping), key version ``KEY_VERSION``: rebuild stored keys when it changes.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from mongol_norm import MongolianShaper

KEY_VERSION = "mng-canonical/3"

_LETTER = "\u1820-\u1842"
_SELECTORS = "\u180b-\u180d\u180f"
_VOWEL = "ᠠᠡᠣᠤᠥᠦ"
_ANY_LETTER = re.compile(f"[{_LETTER}]")
_CHACHLAG = re.compile(f"(?<=[{_LETTER}])[\u180e\u202f ]([ᠠᠡ])(?![{_LETTER}{_SELECTORS}\u180e])")
_WORD = re.compile("[\u180a-\u180d\u180f\u1820-\u18aa\u200c\u200d\u0001]+")
_PROTECTED = "\u0001"

# Suffixes that stand apart after U+202F, a vowel separator or a space. Most pairs look alike.
_SUFFIX_LIST = (
    "ᠤᠨ ᠦᠨ ᠤ ᠦ ᠶᠢᠨ ᠵᠢᠨ ᠢ ᠶᠢ ᠵᠢ ᠳᠤ ᠳᠦ ᠲᠤ ᠲᠦ ᠳᠤᠷ ᠳᠦᠷ ᠲᠤᠷ ᠲᠦᠷ ᠠᠴᠠ ᠡᠴᠡ ᠪᠠᠷ ᠪᠡᠷ ᠢᠶᠠᠷ ᠢᠶᠡᠷ ᠲᠠᠢ ᠲᠡᠢ ᠪᠠᠨ ᠪᠡᠨ ᠢᠶᠠᠨ ᠢᠶᠡᠨ"
)
_LATIN_SUFFIX_LIST = (
    "un ün u ü yin jin i yi ji du dü tu tü dur dür tur tür ača eče aca ece acha eche bar ber iyar iyer "
    "tai tei ban ben iyan iyen"
)
_SUFFIXES, _LATIN_SUFFIXES = frozenset(_SUFFIX_LIST.split()), frozenset(_LATIN_SUFFIX_LIST.split())

_LETTERS = "ᠠᠡᠢᠣᠤᠥᠦᠧᠨᠩᠪᠫᠬᠭᠮᠯᠰᠱᠲᠳᠴᠵᠶᠷᠸᠹᠺᠻᠼᠽᠾᠿᡀᡁᡂ"
_LETTERS_IN_LATIN = "a e i o u ö ü ė n ng b p q γ m l s š t d č j y r v f k kh c z h ž lh zh ch"
_LATIN_OF = dict(zip(_LETTERS, _LETTERS_IN_LATIN.split(), strict=True))
_BACK, _FRONT = frozenset("aou"), frozenset("eöüė")
_CYRILLIC_LETTERS = "абвгдеёжзийклмноөпрстуүфхцчшщъыьэюя"
_CYRILLIC_IN_LATIN = "a b b g d e yo j j i i k l m n o o p r s t u u f h c c s s _ i _ e yu ya"
_LATIN_OF_CYRILLIC = dict(zip(_CYRILLIC_LETTERS, _CYRILLIC_IN_LATIN.split(), strict=True))
_LIKE_SOUNDS = "ts:c ch:c sh:s kh:h zh:j dz:j ng:n z:j q:h x:h k:h g:h v:b w:b d:t"  # in this order


def is_mongolian(text: str) -> bool:
    """Tell whether the text holds a letter of traditional Mongolian."""
    return bool(_ANY_LETTER.search(text))


@dataclass(frozen=True, slots=True)
class Word:
    """A word and where it stands in its text."""

    text: str
    start: int
    end: int

    @property
    def is_suffix(self) -> bool:
        """Whether it is a suffix that stands apart."""
        return _bare(self.text) in _SUFFIXES


def words(text: str) -> list[Word]:
    """Return the words of a text, suffixes that stand apart as words of their own.

    A final ᠠ or ᠡ behind a vowel separator belongs to its word, also where a space was typed for the separator.
    """
    joined = _CHACHLAG.sub(rf"{_PROTECTED}\1", text)
    return [
        Word(run.group().replace(_PROTECTED, "\u180e"), run.start(), run.end())
        for run in _WORD.finditer(joined)
        if _ANY_LETTER.search(run.group())
    ]


def content_words(text: str) -> list[str]:
    """Return the words without the suffixes behind them."""
    found = words(text)
    return [word.text for place, word in enumerate(found) if place == 0 or not word.is_suffix]


def fold(word: str) -> str:
    """Return the word with the variant spellings of real pages made one; never for display."""
    word = re.sub("[\u180e\u180a]", "", word)
    word = re.sub(f"(?<=[{_VOWEL}])ᠶ[{_SELECTORS}]?ᠢ[{_SELECTORS}]?", "ᠢ", word)
    word = re.sub(f"(?<=[{_VOWEL}])ᠢ[{_SELECTORS}]", "ᠢ", word)
    return re.sub(f"(?<=[{_VOWEL}])ᠶ$", "ᠢ", word)


def shape_key(word: str) -> str:
    """Return the key shared by all spellings of a word that look alike, as ``s+o+r+...+``."""
    return _shape(fold(word))


def shape_key_of_beginning(word: str) -> str:
    """Return the key with which the keys of all longer words begin that start like this one."""
    return _shape(fold(word) + "\u180a").removesuffix("nirugu+") or shape_key(word)


def transliterate(text: str) -> str:
    """Return the words in Latin letters (q and γ beside back vowels, k and g beside front ones), without suffixes."""
    return " ".join(_latin(word) for word in content_words(text))


def latin_words(latin: str) -> list[str]:
    """Return the words of a transliteration without its suffixes: ``ner-e`` is ``nere``, ``mal-un`` is ``mal``."""
    found = []
    for chunk in unicodedata.normalize("NFC", latin).casefold().split():
        stem, *endings = chunk.split("-")
        found.append(stem + "".join(ending for ending in endings if ending not in _LATIN_SUFFIXES))
    return [word for word in found if word]


def skeleton(word: str) -> str:
    """Return the consonants that classical, Khalkha Latin and Cyrillic spellings of one word mostly share.

    It is lossy: use it after everything else, from three consonants up.
    """
    plain = plain_latin(from_cyrillic(word))
    for pair in _LIKE_SOUNDS.split():
        old, new = pair.split(":")
        plain = plain.replace(old, new)
    return re.sub(r"(.)\1+", r"\1", re.sub("[^a-z]|[aeiouy]", "", plain))


def from_cyrillic(word: str) -> str:
    """Return a word of Khalkha Cyrillic in Latin letters; other letters stay."""
    return "".join(_LATIN_OF_CYRILLIC.get(char, char) for char in word.casefold()).replace("_", "")


def plain_latin(text: str) -> str:
    """Return the text in bare ASCII letters: ö is o, ü is u, γ is g, č is c, tone marks are gone."""
    bare = text.casefold().replace("γ", "g").replace("ɣ", "g").replace("ı", "i")
    return "".join(char for char in unicodedata.normalize("NFD", bare) if unicodedata.category(char) != "Mn")


def _bare(word: str) -> str:
    return re.sub(f"[{_SELECTORS}\u200c\u200d]", "", word)


@lru_cache(maxsize=1)
def _shaper() -> MongolianShaper:
    return MongolianShaper(locale="MNG")


def _shape(word: str) -> str:
    try:
        shape = str(_shaper().shape_str(word)).lower()
    except ValueError:  # a sign that no word has
        shape = ""
    return (shape or word) + "+"  # letters of Todo, Sibe and Manchu have no shape here: compared as they are


def _latin(word: str) -> str:
    latin = [_LATIN_OF[char] for char in word if char in _LATIN_OF]
    vowels = [char for char in latin if char in _BACK | _FRONT]
    if not _BACK.intersection(vowels):
        latin = [{"q": "k", "γ": "g"}.get(char, char) for char in latin]
    return "".join(latin)
