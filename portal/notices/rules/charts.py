"""Lay out bars: pure geometry in the units of the drawing, for lines that run across or down."""

from collections.abc import Sequence
from dataclasses import dataclass

LENGTH, BAR, ROW, TEXT = 340.0, 14.0, 46.0, 15.0
_ROOM_FOR_VALUE = 116.0


@dataclass(frozen=True)
class Bar:
    """One bar: where its label begins, its rectangle, and where its value begins."""

    label: tuple[float, float]
    corner: tuple[float, float]
    size: tuple[float, float]
    value: tuple[float, float]


@dataclass(frozen=True)
class Chart:
    """A drawing of bars."""

    width: float
    height: float
    bars: tuple[Bar, ...]


def bar_chart(values: Sequence[float], *, down: bool = False) -> Chart:
    """Return the bars of the values, each as long as its share of the greatest.

    Args:
        values: Not negative.
        down: Whether the lines of the page run down: then the bars do as well, one right of the other.
    """
    greatest = max(values, default=0) or 1
    bars = tuple(_bar(row, value / greatest, down=down) for row, value in enumerate(values))
    across = (LENGTH, ROW * len(values))
    width, height = _turned(across, down=down)
    return Chart(width, height, bars)


def _bar(row: int, share: float, *, down: bool) -> Bar:
    length = max(round(share * (LENGTH - _ROOM_FOR_VALUE), 1), 2.0)
    start = row * ROW
    baseline = start + (TEXT * 0.5 + 2 if down else TEXT)
    middle = start + TEXT + 6 + (BAR / 2 if down else BAR - 2)
    return Bar(
        label=_turned((0.0, baseline), down=down),
        corner=_turned((0.0, start + TEXT + 6), down=down),
        size=_turned((length, BAR), down=down),
        value=_turned((length + 6, middle), down=down),
    )


def _turned(pair: tuple[float, float], *, down: bool) -> tuple[float, float]:
    return (pair[1], pair[0]) if down else pair
