"""Speak the person's language: editions, messages, dates and numbers.

The Unicode locale data knows no month or weekday names for ``mn_Mong_CN``, so this module supplies the forms
used in Inner Mongolia (ordinary digits, year-month-day, Monday first).
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal, Protocol, cast

from babel.dates import format_date as babel_date
from babel.support import NullTranslations, Translations
from flask import Flask, Request, g, has_app_context
from flask_babel import Babel, force_locale, get_babel
from flask_babel import ngettext as _ngettext
from flask_babel.speaklater import LazyString
from markupsafe import Markup, escape

from portal.core.clock import to_local

EditionCode = Literal["zh", "mn"]
DateStyle = Literal["short", "long", "weekday"]


class LazyText(Protocol):
    """A message that is translated when it is shown."""

    def __str__(self) -> str: ...


@dataclass(frozen=True)
class Edition:
    """One language edition of the portal."""

    code: EditionCode
    tag: str  # BCP 47, for <html lang>
    locale: str  # gettext catalogue
    own_name: str


EDITIONS: dict[str, Edition] = {
    "zh": Edition("zh", "zh-Hans-CN", "zh_Hans_CN", "中文"),
    "mn": Edition("mn", "mn-Mong-CN", "mn_Mong_CN", "ᠮᠣᠩᠭᠣᠯ"),
}
DEFAULT_EDITION: EditionCode = "zh"

_TRANSLATIONS = str(Path(__file__).parent.parent.parent / "translations")
_SHORT_NUMBER = re.compile(r"(?<![\w.:/#*-])[0-9]{1,2}(?![\w.:/;*-])", re.ASCII)
_OPTION = re.compile("<option([^>]*)>(?=[^<]*[\u4e00-\u9fff])")
_CHINESE = re.compile("[\u3400-\u9fff]+(?:[、，。；：！？“”（）《》·*0-9A-Za-z]+[\u3400-\u9fff]+)*[。！？]?")

_NNBSP = "\u202f"
_MN_YEAR, _MN_MONTH, _MN_DAY = f"ᠣᠨ{_NNBSP}ᠤ", f"ᠰᠠᠷ᠎ᠠ{_NNBSP}ᠶᠢᠨ", f"ᠤ{' '}ᠡᠳᠦᠷ"
_MN_WEEKDAYS = ("ᠨᠢᠭᠡᠨ", "ᠬᠣᠶᠠᠷ", "ᠭᠤᠷᠪᠠᠨ", "ᠳᠥᠷᠪᠡᠨ", "ᠲᠠᠪᠤᠨ", "ᠵᠢᠷᠭᠤᠭᠠᠨ", "ᠡᠳᠦᠷ")


def _(message: str, **places: object) -> str:
    """Translate a message into the language of the request."""
    if not has_app_context():
        return message % places if places else message
    text = _catalogue(EDITIONS[edition()].locale).ugettext(message)
    return text % places if places else text


@cache
def _catalogue(locale: str) -> NullTranslations:
    """Keep the catalogue at hand: a page asks for hundreds of sentences."""
    return Translations.load(_TRANSLATIONS, [locale])


def _l(message: str, **places: object) -> str:
    """Keep a message for translation at the moment it is shown (typed as the text it becomes, as forms want it)."""
    return cast(str, LazyString(_, message, **places))


def ngettext(singular: str, plural: str, num: int, **places: object) -> str:
    """Translate a counted sentence; ``%(num)d`` is the count."""
    return cast(str, _ngettext(singular, plural, num, **places))


def edition() -> EditionCode:
    """Return the edition of the request, Chinese where there is none."""
    try:
        code: EditionCode = g.edition
    except (AttributeError, RuntimeError):  # nobody chose one, or nobody asks at all
        return DEFAULT_EDITION
    return code


@contextmanager
def speaking(code: EditionCode) -> Iterator[None]:
    """Speak another edition for a while, for a message or a document in someone's own language."""
    before = g.get("edition")
    g.edition = code
    try:
        with force_locale(EDITIONS[code].locale):
            yield
    finally:
        if before is None:
            g.pop("edition")
        else:
            g.edition = before


def preferred_edition(request: Request) -> EditionCode:
    """Return the edition asked for: ``lang`` of the address, of the cookie, then Accept-Language, else Chinese."""
    for wanted in (request.args.get("lang"), request.cookies.get("lang")):
        if wanted in EDITIONS:
            return EDITIONS[wanted].code
    for tag, quality in request.accept_languages:  # the best liked first
        language = tag.split("-")[0].lower()
        if language in EDITIONS and quality > 0:
            return EDITIONS[language].code
    return DEFAULT_EDITION


def init_i18n(app: Flask, translations: str) -> None:
    """Attach the catalogues to the application."""

    def locale() -> str:
        return EDITIONS[edition()].locale

    Babel(app, default_locale="zh_Hans_CN", default_translation_directories=translations, locale_selector=locale)


def catalogues_loaded() -> bool:
    """Tell whether compiled catalogues are there; pages without them would speak English."""
    return {str(locale) for locale in get_babel().instance.list_translations()} >= {e.locale for e in EDITIONS.values()}


def format_date(day: date, style: DateStyle = "long") -> str:
    """Return a local day in words of the edition; ``short`` is 2026-03-08 in both."""
    return _format_date(day, style, edition())


def format_datetime(moment: datetime) -> str:
    """Return a moment as local day and time to the minute."""
    local = to_local(moment)
    return f"{format_date(local.date())} {local:%H:%M}"


def upright(text: object) -> str:
    """Let numbers of one or two digits stand upright where lines run down; longer ones turn with the text."""
    if edition() != "mn":
        return escape(text)
    return Markup(_SHORT_NUMBER.sub(r'<span class="tcy">\g<0></span>', str(escape(text))))  # noqa: S704  (escaped just before)


def chinese_marked(text: object, tag: str = "span") -> Markup:
    """Mark what is Chinese in a text of the Mongolian edition, so that it is drawn and read aloud as Chinese.

    What is markup already has its marks. Inside a drawing ``tag`` is ``tspan``.
    """
    said = str(text) if isinstance(text, LazyString) else text
    if edition() != "mn" or hasattr(said, "__html__"):
        return escape(said)
    marked = _CHINESE.sub(rf'<{tag} lang="zh-Hans-CN">\g<0></{tag}>', str(escape(said)))
    return Markup(marked)  # noqa: S704  (escaped just before)


def options_marked(select: Markup) -> Markup:
    """Mark the choices of a drop-down list that are Chinese in the Mongolian edition."""
    if edition() != "mn":
        return select
    marked = _OPTION.sub(r'<option lang="zh-Hans-CN"\g<1>>', str(select))
    return Markup(marked)  # noqa: S704  (only attributes were added)


def format_number(value: float) -> str:
    """Return a number with grouped thousands, as both editions write it."""
    return f"{value:,}"


def format_amount(fen: int) -> str:
    """Return an amount of money given in fen (1/100 yuan)."""
    return f"¥{fen / 100:,.2f}"


def listed(items: Iterable[object]) -> Markup:
    """Return things one after another with the sign that the edition puts between them."""
    sign = escape("᠂ " if edition() == "mn" else "、")
    return sign.join(escape(item) for item in items)


@lru_cache(maxsize=4096)
def _format_date(day: date, style: DateStyle, code: EditionCode) -> str:
    if style == "short":
        return day.isoformat()
    if code == "zh":
        return str(babel_date(day, "y年M月d日" if style == "long" else "y年M月d日EEEE", locale="zh_Hans_CN"))
    text = f"{day.year} {_MN_YEAR} {day.month} {_MN_MONTH} {day.day}{_NNBSP}{_MN_DAY}"
    if style == "weekday":
        text += f"᠂ ᠭᠠᠷᠠᠭ{_NNBSP}ᠤᠨ {_MN_WEEKDAYS[day.weekday()]}"
    return text


def translations_context() -> dict[str, Any]:
    """Return what templates need to speak: translation and the formatters."""
    return {
        "edition": edition(),
        "html_lang": EDITIONS[edition()].tag,
        "editions": EDITIONS,
        "format_date": format_date,
        "format_datetime": format_datetime,
        "format_number": format_number,
        "format_amount": format_amount,
    }
