"""Lay out bars with their names before them: pure geometry, for lines that run across or down."""

from collections.abc import Sequence
from dataclasses import dataclass

NARROW, WIDE = 340.0, 700.0  # lengths of a drawing: of a telephone, and of a desk
ROW, BAR, TEXT, GAP = 26.0, 14.0, 15.0, 6.0
_FOR_VALUE = 76.0
_NAME_LINE = 20.0


@dataclass(frozen=True)
class Bar:
    """One row: where its name begins, the whole length, the length that is filled, and where the value begins."""

    name: tuple[float, float]
    corner: tuple[float, float]
    whole: tuple[float, float]
    filled: tuple[float, float]
    value: tuple[float, float]


@dataclass(frozen=True)
class Drawing:
    """A drawing of bars."""

    width: float
    height: float
    bars: tuple[Bar, ...]


def bars(values: Sequence[float], *, names: float = 0, down: bool = False, length: float = NARROW) -> Drawing:
    """Return the bars of the values, each as long as its share of the greatest.

    Args:
        values: Not negative.
        names: Room for the names before the bars; 0 puts each name on a line of its own above its bar.
        down: Whether the lines of the page run down: then the bars do as well, one right of the other.
        length: Of the drawing, along the lines.
    """
    greatest = max(values, default=0) or 1
    return _drawing([value / greatest for value in values], names, length, down=down, value_follows=True)


def shares(values: Sequence[float], *, names: float = 0, down: bool = False, length: float = NARROW) -> Drawing:
    """Return bars filled by shares of a whole, the value after the whole; more than the whole fills it."""
    within = [min(max(value, 0.0), 1.0) for value in values]
    return _drawing(within, names, length, down=down, value_follows=False)


def _drawing(shown: Sequence[float], names: float, length: float, *, down: bool, value_follows: bool) -> Drawing:
    row = ROW if names else ROW + _NAME_LINE
    drawn = tuple(
        _bar(number * row, share, names, length, down=down, value_follows=value_follows)
        for number, share in enumerate(shown)
    )
    width, height = _turned((length, row * len(shown)), down=down)
    return Drawing(width, height, drawn)


def _bar(start: float, share: float, names: float, whole: float, *, down: bool, value_follows: bool) -> Bar:
    top = start + (0 if names else _NAME_LINE) + GAP / 2
    middle = BAR / 2 if down else BAR - 2  # lines that run down are set by their middle, others by their foot
    room = whole - names - _FOR_VALUE
    length = round(share * room, 1)
    name = (0.0, top + middle if names else start + (TEXT / 2 + 2 if down else TEXT))
    return Bar(
        name=_turned(name, down=down),
        corner=_turned((names, top), down=down),
        whole=_turned((room, BAR), down=down),
        filled=_turned((length, BAR), down=down),
        value=_turned((names + (length if value_follows else room) + GAP, top + middle), down=down),
    )


def _turned(pair: tuple[float, float], *, down: bool) -> tuple[float, float]:
    return (pair[1], pair[0]) if down else pair
