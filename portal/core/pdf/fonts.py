"""The fonts of documents: which there are, when they are loaded, what they cover."""

from collections.abc import Iterable
from functools import cache
from typing import Final, Literal

from fontTools.ttLib import TTFont

from portal.core.pdf.fetcher import STATIC

Edition = Literal["zh", "mn", "both"]
Direction = Literal["h", "v"]

DIRECTIONS: Final[dict[Edition, tuple[Direction, ...]]] = {"zh": ("h",), "mn": ("v",), "both": ("h", "v")}
FAMILIES: Final = {
    "Portal H Text": "h-text",
    "Portal V Text": "v-text",
    "Portal H Title": "h-title",
    "Portal V Title": "v-title",
}
RARE_FAMILIES: Final = {"Portal H Rare": "h-rare", "Portal V Rare": "v-rare"}
IGNORED: Final = frozenset("\t\n\r\f\u200b\ufeff")
"""Characters that leave no mark on the page."""


def faces(families: dict[str, str]) -> str:
    """Return the style rules that make the fonts known under their family names."""
    return "".join(f'@font-face{{font-family:"{f}";src:url(static:fonts/{n}.ttf)}}' for f, n in families.items())


@cache
def _covered(name: str) -> frozenset[str]:
    with TTFont(STATIC / "fonts" / f"{name}.ttf", lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap())) | IGNORED


def uncommon(text: Iterable[str]) -> set[str]:
    """Return the characters that the fonts loaded at once lack.

    h-text and v-text are built from one list; Mongolian, which only v-text has, is taken
    from there in horizontal lines too, where it lies on its side.
    """
    return set(text) - _covered("v-text")


def missing_characters(text: Iterable[str], edition: Edition) -> list[str]:
    """Return the characters no font of the edition can print, each once, in their order."""
    rest = uncommon(text)
    if not rest:
        return []
    printable = [_covered(f"{direction}-rare") for direction in DIRECTIONS[edition]]
    return [c for c in dict.fromkeys(text) if c in rest and not all(c in p for p in printable)]
