"""Read Han characters aloud, one toneless syllable each, as they are read in names of trades and places."""

import json
import re
import sys
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from unicodedata import combining, normalize

HAN = "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"

_HAN_RUN = re.compile(f"[{HAN}]+")
_ONE = (
    "(?:[bpmfdtnlgkhjqxrzcsyw]|zh|ch|sh)?"
    "(?:ang|ai|an|ao|a|eng|ei|en|er|e|iang|iong|iao|ian|ing|ia|ie|in|iu|i|ong|ou|o|uang|uai|uan|ua|ue|ui|un|uo|ve|u|v)"
)
_SYLLABLE, _SYLLABLES = re.compile(_ONE), re.compile(f"(?:{_ONE})+")
_TONED = re.compile("(?:[a-z]+[1-5])+")
_SINGLE = re.compile(r'"(\d+)":\s*"([^",]+)')  # the first of its readings
_PHRASE = re.compile(r'"([^"]{2,})":\s*(\[[^:]*\])')

# The library reads these as they stand alone in running text; in names of trades and places they are read otherwise.
_USUAL_READINGS = {"勒": "lè", "什": "shí", "都": "dū", "长": "cháng", "调": "tiáo", "轧": "zhá", "珲": "hún"}
_PHRASES = {
    "西安": "xī ān", "弹棉花": "tán mián huā", "调度": "diào dù", "调查": "diào chá", "调运": "diào yùn",
    "店长": "diàn zhǎng", "班长": "bān zhǎng", "组长": "zǔ zhǎng", "站长": "zhàn zhǎng", "园长": "yuán zhǎng",
    "厨师长": "chú shī zhǎng", "护士长": "hù shi zhǎng", "调酒师": "tiáo jiǔ shī", "冷轧": "lěng zhá",
    "热轧": "rè zhá", "商都": "shāng dū", "长白": "cháng bái", "克什克腾": "kè shí kè téng",
}  # fmt: skip


def syllables(text: str) -> list[str]:
    """Return one entry for each character: the syllable of a Han character (ü as v), any other character itself."""
    read: list[str] = []
    end = 0
    for run in _HAN_RUN.finditer(text):
        read += text[end : run.start()]
        read += _read(run.group())
        end = run.end()
    return read + list(text[end:])


def is_syllable(text: str) -> bool:
    """Tell whether the letters can be one syllable of pinyin."""
    return bool(_SYLLABLE.fullmatch(text))


def can_be_pinyin(letters: str) -> bool:
    """Tell whether the letters can be syllables of pinyin one after the other."""
    return bool(_SYLLABLES.fullmatch(letters[:24]))  # the cut bounds the time; the last syllable may be begun only


def without_tone_digits(word: str) -> str:
    """Return ``yang3lao3`` as ``yanglao``; words with other digits, such as ``b2``, stay as they are."""
    if not _TONED.fullmatch(word) or not all(is_syllable(part) for part in re.findall("[a-z]+", word)):
        return word
    return re.sub("[1-5]", "", word) if len(word) > 2 else word


@lru_cache(maxsize=4096)
def _read(run: str) -> tuple[str, ...]:
    """Read the longest phrase that is known, then the rest."""
    tables, read = _tables(), []
    while run:
        for length in range(min(tables.longest, len(run)), 1, -1):
            if (phrase := tables.phrases.get(run[:length])) is not None:
                read += phrase.split()
                break
        else:
            length = 1
            read.append(tables.singles.get(ord(run[0]), run[0]))
        run = run[length:]
    return tuple(read)


@dataclass(frozen=True)
class _Tables:
    """What is read otherwise than its characters one by one, and the characters; all without tones."""

    phrases: dict[str, str]
    singles: dict[int, str]  # by code point
    longest: int


@lru_cache(maxsize=1)
def _tables() -> _Tables:
    """Take the tables of the library without the library, which holds 55 MiB of them for good.

    They are read entry by entry, for taking all of a file apart at once leaves as much behind.
    """
    singles = {int(entry[1]): _toneless(entry[2]) for entry in _SINGLE.finditer(_text_of("pinyin_dict"))}
    phrases = {
        entry[1]: " ".join(_toneless(reading[0]) for reading in json.loads(entry[2]))
        for entry in _PHRASE.finditer(_text_of("phrases_dict"))
    }
    singles |= {ord(char): _toneless(reading) for char, reading in _USUAL_READINGS.items()}
    phrases |= {phrase: " ".join(map(_toneless, reading.split())) for phrase, reading in _PHRASES.items()}
    return _Tables(phrases, singles, max(map(len, phrases)))


def _text_of(table: str) -> str:
    library = find_spec("pypinyin")  # finds it and does not load it
    if library is None or library.origin is None:
        raise ModuleNotFoundError("pypinyin")
    return Path(library.origin).with_name(f"{table}.json").read_text(encoding="utf-8")


@cache
def _toneless(syllable: str) -> str:
    """Return ``lǜ`` as ``lv``."""
    letters = normalize("NFD", syllable).replace("u\u0308", "v")
    return sys.intern("".join(letter for letter in letters if not combining(letter)))
