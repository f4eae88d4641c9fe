"""Check that the Mongolian words are well formed: this proves spelling and shape, never that a word is well chosen.

Each message of the Mongolian catalogue names in its comment where its words come from, for instance
``status: composed; glossary: tr.training, ui.search; Chinese: 退役军人``. Chinese is let through only where the comment
names it, Latin letters only where the English sentence has them. In the guides both are let through only where the
Chinese sentence has them, and whoever uses a word of no list has to write ``status: unsure``.
"""

import io
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import uharfbuzz
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from fontTools.ttLib import TTFont
from mongol_norm import MongolianShaper

sys.path.insert(0, str(Path(__file__).parent.parent))
from portal.core import mongolian
from portal.core.terms import terms
from tests import mongolian_guides

ROOT = Path(__file__).parent.parent
CATALOGUE = ROOT / "translations/mn_Mong_CN/LC_MESSAGES/messages.po"
STATUSES = ("attested", "composed", "unsure", "reviewed")

PLACE = re.compile(r"%\(\w+\)[sd]|%[sd%]")
RUN = re.compile("[\u1800-\u18af\u180b-\u180e\u202f\u200d]+")
MONGOLIAN = "\u1800-\u180e\u1820-\u1842\u202f"
OTHER_SIGNS = r"0-9 –+？！《》（）·“”:/.,\-"
FORBIDDEN = re.compile(f"[^{MONGOLIAN}{OTHER_SIGNS}A-Za-z\u4e00-\u9fff、，\n]")
CHINESE = re.compile("[\u4e00-\u9fff]+")
LATIN = re.compile("[A-Za-z]+")
SUFFIXES = "ᠤᠨ ᠦᠨ ᠤ ᠦ ᠶᠢᠨ ᠢ ᠶᠢ ᠳᠤ ᠳᠦ ᠲᠤ ᠲᠦ ᠠᠴᠠ ᠡᠴᠡ ᠪᠠᠷ ᠪᠡᠷ ᠢᠶᠠᠷ ᠢᠶᠡᠷ ᠲᠠᠢ ᠲᠡᠢ ᠪᠠᠨ ᠪᠡᠨ ᠢᠶᠠᠨ ᠢᠶᠡᠨ".replace(" ", "|")
LOOSE_SUFFIX = f"(?:^|[ \u180e])(?:{SUFFIXES})(?![\u1820-\u1842\u180b-\u180e])"
RULES = {
    "spare space": re.compile(r"^\s|\s$| {2}"),
    "space before a stop, or none behind it": re.compile("[ \u202f\u180e][᠂᠃᠄]|[᠂᠃][^ ）》\n]"),
    "suffix behind an ordinary space": re.compile(LOOSE_SUFFIX),
    "suffix on a place, a number, Chinese or Latin": re.compile("[A-Za-z\u4e00-\u9fff)0-9]\u202f"),
}
PRESSED = re.compile(r"\b(?:link_button|button_form|button|_page_link|navigation)\(")
MESSAGE = re.compile(r'_\("([^"]+)"\)')

LONGEST_BUTTON = 20.0  # em: one line at 320x568 (568 px are 28 em there), less the gutters, the padding and an icon


@cache
def font() -> uharfbuzz.Font:
    """Open the font that the pages load."""
    plain = io.BytesIO()
    opened = TTFont(ROOT / "static/fonts/mongolian.woff2")
    opened.flavor = None
    opened.save(plain)
    return uharfbuzz.Font(uharfbuzz.Face(plain.getvalue()))


@cache
def shaped(run: str) -> tuple[bool, float]:
    """Tell whether the font has every glyph of a run, and how long it is in em."""
    buffer = uharfbuzz.Buffer()
    buffer.add_str(run)
    buffer.guess_segment_properties()
    buffer.direction = "ltr"
    uharfbuzz.shape(font(), buffer)
    length = sum(abs(position.x_advance) for position in buffer.glyph_positions) / font().face.upem
    return all(info.codepoint for info in buffer.glyph_infos), length


def length_of(text: str) -> float:
    """Return how long a text is in em; a sign the font does not have counts as one."""
    runs = RUN.findall(text)
    return sum(shaped(run)[1] for run in runs) + len(RUN.sub("", text).replace(" ", "")) + 0.25 * text.count(" ")


@cache
def shaper() -> MongolianShaper:
    """Keep the judge of spellings at hand."""
    return MongolianShaper(locale="MNG")


def is_a_word(word: str) -> bool:
    """Tell whether the letters of a word can be joined in Inner Mongolian writing."""
    try:
        return bool(shaper().shape_str(word))
    except ValueError:
        return False


def faults_of(text: str) -> Iterator[str]:
    """Say what is wrong with the letters of a text."""
    bare = PLACE.sub("", text)
    if signs := sorted(set(FORBIDDEN.findall(bare))):
        yield "sign that does not belong: " + " ".join(f"U+{ord(sign):04X}" for sign in signs)
    yield from (fault for fault, rule in RULES.items() if rule.search(text))
    for run in RUN.findall(bare):
        if not shaped(run)[0]:
            yield f"glyph missing in the font: {run}"
    for word in mongolian.words(bare):
        if not is_a_word(word.text):
            yield f"not a word: {word.text}"


def guests_of(text: str, message: Message, comment: str) -> Iterator[str]:
    """Say which Chinese or Latin a message holds without leave."""
    bare = PLACE.sub("", text)
    listed = comment.partition("Chinese: ")[2]
    for run in CHINESE.findall(bare):
        if run not in listed:
            yield f"Chinese that the comment does not name: {run}"
    for run in LATIN.findall(bare):
        if run.lower() not in source(message).lower():
            yield f"Latin that the English sentence does not have: {run}"


def source(message: Message) -> str:
    """Return the English sentence, the singular of a counted one."""
    return message.id if isinstance(message.id, str) else message.id[0]


def translation(message: Message) -> str:
    """Return the Mongolian of a message."""
    return message.string if isinstance(message.string, str) else message.string[0]


def messages() -> list[Message]:
    """Return the messages of the Mongolian catalogue."""
    with CATALOGUE.open("rb") as file:
        return [message for message in read_po(file, locale="mn_Mong_CN") if message.id]


def pressed_words() -> set[str]:
    """Return the messages that templates put on buttons and into menus."""
    found: set[str] = set()
    for template in (ROOT / "templates").rglob("*.html"):
        text = template.read_text(encoding="utf-8")
        for call in PRESSED.finditer(text):
            found.update(MESSAGE.findall(first_argument(text, call.end())))
    return found


def first_argument(text: str, start: int) -> str:
    """Return what stands between an opening bracket and the comma or bracket that ends the first argument."""
    depth = 0
    for place in range(start, len(text)):
        if text[place] in "([{":
            depth += 1
        elif text[place] in ")]}":
            depth -= 1
        if depth < 0 or (depth == 0 and text[place] == "," and text[place - 1] in "\"')"):
            return text[start:place]
    return text[start:]


def problems_of(message: Message) -> Iterator[str]:
    """Say what is wrong with a message of the catalogue."""
    text, comment = translation(message), " ".join(message.user_comments)
    if not text:
        return  # check_catalogues.py tells
    if not any(comment.startswith(f"status: {status}") for status in STATUSES):
        yield "no status in the comment"
    yield from faults_of(text)
    yield from guests_of(text, message, comment)


def problems_of_guides() -> Iterator[str]:
    """Say what is wrong with the Mongolian of the guides."""
    for name in mongolian_guides.FILES:
        for entry in mongolian_guides.entries(name):
            yield from (f"{name} {entry.chinese}: {problem}" for problem in problems_of_entry(entry))


def problems_of_entry(entry: mongolian_guides.Entry) -> Iterator[str]:
    """Say what is wrong with one text of the guides."""
    yield from faults_of(entry.words)
    for run in CHINESE.findall(entry.words) + LATIN.findall(entry.words):
        if run not in entry.chinese:
            yield f"not in the Chinese sentence: {run}"
    if entry.status not in STATUSES:
        yield f"no such status: {entry.status}"
    origins = mongolian_guides.origins()
    if entry.status == "composed" and any(word in origins.unlisted for word in mongolian.content_words(entry.words)):
        yield "a word of no list, but not called unsure"
    yield from (f"a word nobody knows: {word}" for word in origins.strangers(entry.words))


def main() -> int:
    """Print what is wrong and return 1 if anything is."""
    catalogue = {source(message): message for message in messages()}
    wrong = [f"{name!r}: {problem}" for name, message in catalogue.items() for problem in problems_of(message)]
    for name in sorted(pressed_words() & catalogue.keys()):
        if (length := length_of(translation(catalogue[name]))) > LONGEST_BUTTON:
            wrong.append(f"{name!r}: {length:.1f} em are too long for a button")
    for name in mongolian_guides.LISTS:
        for term in terms(name).values():
            wrong += [f"{name} {term.code}: {problem}" for problem in faults_of(term.mn or "")]
    wrong += problems_of_guides()
    print(*wrong, sep="\n")  # noqa: T201
    print(f"{len(catalogue)} Mongolian messages, {len(wrong)} problems")  # noqa: T201
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
