"""Add numbers up for the tables and charts of the figures, as pure functions."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from portal.core.regions import prefix
from portal.office.types.figures import FigureLine, Measure, PartialSum

NOWHERE = ""  # inside the region, but in none of the places below it; of no department that is written down


def total(sums: Iterable[PartialSum]) -> FigureLine:
    """Return the sum of all."""
    return FigureLine("", _add_up(part._replace(key="") for part in sums).get("", {}))


def by_month(sums: Iterable[PartialSum], year: int, *, last: date) -> tuple[FigureLine, ...]:
    """Return a line for each month of the year that has come, empty ones too, and later ones that hold something."""
    lines = _add_up(sums)
    come = month_number(last)
    months = [year * 100 + month for month in range(1, 13)]
    return tuple(
        FigureLine(str(month), lines.get(str(month), {})) for month in months if month <= come or str(month) in lines
    )


def by_place(sums: Iterable[PartialSum], places: Sequence[str]) -> tuple[FigureLine, ...]:
    """Return a line for each place, empty ones too, and one for what is named no nearer where there is such a thing."""
    lines = _add_up(part._replace(key=place_within(part.key, places)) for part in sums)
    elsewhere = [FigureLine(NOWHERE, lines[NOWHERE])] if NOWHERE in lines else []
    return (*(FigureLine(place, lines.get(place, {})) for place in places), *elsewhere)


def by_slice(sums: Iterable[PartialSum], family: str, order: Collection[str]) -> tuple[FigureLine, ...]:
    """Return a line for each slice of a family that holds anything, in the order given."""
    lines = _add_up(sums)
    return tuple(FigureLine(code, lines[f"{family}.{code}"]) for code in order if f"{family}.{code}" in lines)


def with_rest(lines: tuple[FigureLine, ...], whole: FigureLine, measures: Iterable[Measure]) -> tuple[FigureLine, ...]:
    """Return the lines and, where they do not hold all, one more for what none of them does."""
    rest = {measure: whole[measure] - sum(line[measure] for line in lines) for measure in measures}
    return (*lines, FigureLine(NOWHERE, rest)) if any(rest.values()) else lines


def place_within(code: str, places: Iterable[str]) -> str:
    """Return which of the places a code lies in."""
    return next((place for place in places if code.startswith(prefix(place))), NOWHERE)


def narrower(one: str, other: str) -> str | None:
    """Return the smaller of two places where one lies inside the other, else None."""
    if one.startswith(prefix(other)):
        return one
    return other if other.startswith(prefix(one)) else None


def month_number(day: date) -> int:
    """Return the month of a day as one number: 202603."""
    return day.year * 100 + day.month


def _add_up(sums: Iterable[PartialSum]) -> dict[str, dict[Measure, int]]:
    lines: dict[str, dict[Measure, int]] = {}
    for key, measure, number in sums:
        line = lines.setdefault(key, {})
        line[measure] = line.get(measure, 0) + number
    return lines
