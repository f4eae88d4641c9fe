"""Put names, places and fixed words into the page's language: many times a page, so each only once a while."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import lru_cache
from time import monotonic

from markupsafe import Markup, escape

from portal.core import regions
from portal.core.i18n import edition, format_date
from portal.core.regions import Place
from portal.core.search_marks import Part, Reason, highlight
from portal.core.terms import terms
from portal.core.web.parts import kept

_SECONDS = 60


@dataclass(frozen=True)
class Words:
    """What cards say, and how it was found where something was looked for."""

    q: str = ""

    term = staticmethod(lambda name, code: term_text(name, code))
    place = staticmethod(lambda code: place_text(code))
    day = staticmethod(format_date)

    def name(self, zh: str, mn: str | None, code: str | None = None) -> Markup:
        """Return a name, with the letters marked that answer what was looked for."""
        if not self.q:
            return named_text(zh, mn)
        found = highlight(self.q, zh, mn or "", code=code or "")
        if edition() == "zh":
            return _marked(found.zh)
        return _marked(found.mn) if mn else _in_chinese(_marked(found.zh))

    def drawn(self, macro: Callable[..., Markup], item: Hashable, *more: Hashable) -> Markup:
        """Return the card of an item, kept by all that it shows and by the words it was found with."""
        return kept(macro, item, self, *more)

    def reasons(self, zh: str, mn: str | None, code: str | None = None) -> tuple[Reason, ...]:
        """Return in what ways a name was found, but for its plain letters, which are marked."""
        if not self.q:
            return ()
        found = highlight(self.q, zh, mn or "", code=code or "").reasons
        return tuple(reason for reason in found if reason is not Reason.CHINESE)


def term_text(name: str, code: str) -> Markup:
    """Return a fixed word; nothing where the list does not have it."""
    return _term(name, code, edition(), int(monotonic() / _SECONDS))


def place_text(code: str) -> Markup:
    """Return the place with the league and banner it lies in."""
    return _place(code, edition(), int(monotonic() / _SECONDS))


def named_text(zh: str, mn: str | None = None) -> Markup:
    """Return the Mongolian name in the Mongolian edition, else the Chinese, marked there as such."""
    if edition() == "zh":
        return escape(zh)
    return escape(mn) if mn else _in_chinese(escape(zh))


@lru_cache(maxsize=512)
def _term(name: str, code: str, _edition: str, _moment: int) -> Markup:
    term = terms(name).get(code)
    return named_text(term.zh, term.mn) if term else Markup("")


@lru_cache(maxsize=2048)
def _place(code: str, _edition: str, _moment: int) -> Markup:
    places = regions.path(code)
    between = Markup(" ") if _edition == "mn" else Markup("")
    return between.join(_place_name(place) for place in places[1:] or places)


def _place_name(place: Place) -> Markup:
    return named_text(place.name, place.name_mn)


def _in_chinese(text: Markup) -> Markup:
    return Markup('<span lang="zh-Hans-CN">{}</span>').format(text)


def _marked(parts: tuple[Part, ...]) -> Markup:
    return Markup("").join(
        Markup("<mark>{}</mark>").format(part.text) if part.marked else escape(part.text) for part in parts
    )
