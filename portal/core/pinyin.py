"""Read Han characters aloud, one toneless syllable each, as they are read in names of trades and places."""

import re
from functools import lru_cache

HAN = "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"

_HAN_RUN = re.compile(f"[{HAN}]+")
_ONE = (
    "(?:[bpmfdtnlgkhjqxrzcsyw]|zh|ch|sh)?"
    "(?:ang|ai|an|ao|a|eng|ei|en|er|e|iang|iong|iao|ian|ing|ia|ie|in|iu|i|ong|ou|o|uang|uai|uan|ua|ue|ui|un|uo|ve|u|v)"
)
_SYLLABLE, _SYLLABLES = re.compile(_ONE), re.compile(f"(?:{_ONE})+")
_TONED = re.compile("(?:[a-z]+[1-5])+")

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
    from pypinyin import lazy_pinyin  # takes 0.3 s to load; only writers and pages with results need it

    _teach()
    read = lazy_pinyin(run)
    if len(read) != len(run):  # characters without a reading come back in one piece
        read = [lazy_pinyin(char)[0] for char in run]
    return tuple(read)


@lru_cache(maxsize=1)
def _teach() -> None:
    from pypinyin import load_phrases_dict, load_single_dict

    load_single_dict({ord(char): reading for char, reading in _USUAL_READINGS.items()})
    load_phrases_dict({phrase: [[reading] for reading in text.split()] for phrase, text in _PHRASES.items()})
