"""Add numbers up for the tables and charts of the figures, as pure functions."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date

from portal.core.regions import prefix
from portal.office.types.figures import CountKey, FigureLine, Measure

Counts = Mapping[CountKey, int]
NOWHERE = ""  # inside the region, but in none of the places below it


def add_up(counts: Counts, key_of: Callable[[CountKey], str | None]) -> dict[str, dict[Measure, int]]:
    """Return the sums of each measure by whatever ``key_of`` says; what it gives None for is left out."""
    sums: dict[str, dict[Measure, int]] = {}
    for counted, number in counts.items():
        key = key_of(counted)
        if key is not None:
            line = sums.setdefault(key, {})
            line[counted.measure] = line.get(counted.measure, 0) + number
    return sums


def total(counts: Counts) -> FigureLine:
    """Return the sum of all counts."""
    return FigureLine("", add_up(counts, lambda _counted: "").get("", {}))


def by_month(counts: Counts, year: int, *, last: date) -> tuple[FigureLine, ...]:
    """Return a line for each month of the year that has come, empty ones too, and later ones that hold something."""
    sums = add_up(counts, lambda counted: f"{counted.month:06d}")
    months = [year * 100 + month for month in range(1, 13)]
    come = last.year * 100 + last.month
    return tuple(
        FigureLine(f"{month:06d}", sums.get(f"{month:06d}", {}))
        for month in months
        if month <= come or f"{month:06d}" in sums
    )


def by_place(counts: Counts, places: Iterable[str]) -> tuple[FigureLine, ...]:
    """Return a line for each place, empty ones too, and one for what is named no nearer where there is such a thing."""
    known = list(places)
    sums = add_up(counts, lambda counted: place_within(counted.region_code, known))
    return tuple(FigureLine(place, sums.get(place, {})) for place in (*known, NOWHERE) if place or NOWHERE in sums)


def by_slice(counts: Counts, family: str, order: Collection[str]) -> tuple[FigureLine, ...]:
    """Return a line for each slice of a family that holds anything, in the order given."""
    sums = add_up(counts, lambda counted: counted.slice.removeprefix(f"{family}."))
    return tuple(FigureLine(code, sums[code]) for code in order if code in sums)


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
