"""The fonts of documents: which there are, when they are loaded, what they cover."""

from collections.abc import Iterable
from functools import cache
from typing import Final, Literal

from portal.core.pdf.places import STATIC

Edition = Literal["zh", "mn", "both"]

DIRECTIONS: Final[dict[Edition, str]] = {"zh": "h", "mn": "v", "both": "hv"}
AT_ONCE: Final = ("h-text", "h-title", "h-mongolian", "v-text", "v-title")
STEPS: Final = ("more", "rare")
"""Fonts with further characters, loaded by the first document that needs them."""

IGNORED: Final = frozenset("\t\n\r\f\u200b\ufeff")
"""Characters that leave no mark on the page."""


def faces(names: Iterable[str]) -> str:
    """Return the style rules that make the fonts known, h-text as "Portal H Text" and so on."""
    families = {name: f"Portal {name.replace('-', ' ').title()}" for name in names}
    return "".join(f'@font-face{{font-family:"{f}";src:url(static:fonts/{n}.ttf)}}' for n, f in families.items())


@cache
def _covered(name: str) -> frozenset[str]:
    from fontTools.ttLib import TTFont  # only those who print need it

    with TTFont(STATIC / "fonts" / f"{name}.ttf", lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap())) | IGNORED


def steps_for(text: Iterable[str]) -> list[str]:
    """Return which further fonts a text needs; those for both directions hold the same characters."""
    rest, steps = set(text) - _covered("v-text"), []
    for step in STEPS:
        if not rest.isdisjoint(_covered(f"h-{step}")):
            steps.append(step)
    return steps


def missing_characters(text: Iterable[str], edition: Edition) -> list[str]:
    """Return the characters no font of the edition can print, each once, in their order.

    h-text and v-text are built from one list of Han characters and signs; h-mongolian gives
    horizontal lines what only v-text has beside them.
    """
    rest = set(text) - _covered("v-text")
    if not rest:
        return []
    printable = [frozenset().union(*(_covered(f"{d}-{step}") for step in STEPS)) for d in DIRECTIONS[edition]]
    return [c for c in dict.fromkeys(text) if c in rest and not all(c in p for p in printable)]
