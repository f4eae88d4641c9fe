"""Read the figures an officer asked for: a few statements on the monthly counts, whatever the number of people."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from portal.core import clock, regions, state
from portal.core.db import session
from portal.core.terms import terms
from portal.office.models import MonthlyCount
from portal.office.queries.reading import counted_targets
from portal.office.rules import figures as rules
from portal.office.types.figures import (
    Basis,
    CountedTarget,
    CountKey,
    FigureLine,
    Figures,
    FiguresAsked,
    Measure,
    TargetProgress,
)

COUNTED_AT = "figures_counted_at"  # the fact that says when the job last counted


def get_figures(asked: FiguresAsked) -> Figures:
    """Return all figures of a place and a year."""
    counts = _read(asked, MonthlyCount.slice == asked.slice)
    places = [place.code for place in regions.children(asked.region_code)]
    sliced = _read(asked, or_(MonthlyCount.slice.startswith("group."), MonthlyCount.slice.startswith("type.")))
    counted_at = state.get(COUNTED_AT)
    return Figures(
        asked=asked,
        total=rules.total(counts),
        months=rules.by_month(counts, asked.year, last=clock.today()),
        places=tuple(_with_place(line) for line in rules.by_place(counts, places)) if places else (),
        groups=rules.by_slice(_of_family(sliced, "group."), "group", terms("group")),
        types=rules.by_slice(_of_family(sliced, "type."), "type", terms("training_type")),
        targets=tuple(_progress(asked)),
        counted_at=datetime.fromisoformat(counted_at) if counted_at else None,
    )


def list_years(region_code: str) -> list[int]:
    """Return the years of which there are figures of a place, and this one, the latest first."""
    stmt = select(func.min(MonthlyCount.month), func.max(MonthlyCount.month)).where(_inside(region_code))
    least, greatest = session().execute(stmt).one()
    this_year = clock.today().year
    first, last = (least or this_year * 100) // 100, max((greatest or 0) // 100, this_year)
    return list(range(last, min(first, this_year) - 1, -1))


def _read(asked: FiguresAsked, which: ColumnElement[bool]) -> dict[CountKey, int]:
    stmt = _counts().where(which, _inside(asked.region_code), _within_months(asked.year * 100, asked.year * 100 + 12))
    return _as_counts(stmt.where(_by(asked.basis)))


def _progress(asked: FiguresAsked) -> Iterator[TargetProgress]:
    """Yield how far each target is reached that a document sets for this place, or for one around or inside it."""
    near = [(found, place) for found, place in _near(asked)]
    slices = {found.slice for found, _place in near if found.measure}
    measures = {found.measure for found, _place in near if found.measure}
    spans = [_span(found, asked.year) for found, _place in near]
    if not near:
        return
    earliest, latest = min(span[0] for span in spans), max(span[1] for span in spans)
    stmt = _counts().where(
        MonthlyCount.slice.in_(sorted(slices)),
        MonthlyCount.measure.in_(sorted(measures)),
        _within_months(rules.month_number(earliest), rules.month_number(latest)),
        _inside(asked.region_code),
        _by(asked.basis),
    )
    counts = _as_counts(stmt) if slices else {}
    for (found, place), (first, last) in zip(near, spans, strict=True):
        reached = None if found.measure is None else _sum(counts, found, place, first, last)
        yield TargetProgress(found, place, first, last, reached)


def _near(asked: FiguresAsked) -> Iterator[tuple[CountedTarget, str]]:
    for found in counted_targets():
        place = rules.narrower(found.region_code, asked.region_code)
        if place is not None:
            yield found, place


def _span(found: CountedTarget, year: int) -> tuple[date, date]:
    return (date(year, 1, 1), date(year, 12, 31)) if found.is_yearly else (found.first_day, found.last_day)


def _sum(counts: dict[CountKey, int], found: CountedTarget, place: str, first: date, last: date) -> int:
    begin, end, inside = rules.month_number(first), rules.month_number(last), regions.prefix(place)
    return sum(
        number
        for counted, number in counts.items()
        if (counted.slice, counted.measure) == (found.slice, found.measure)
        and begin <= counted.month <= end
        and counted.region_code.startswith(inside)
    )


def _counts() -> Select[str, int, str, Measure, Basis, int]:
    return select(
        MonthlyCount.slice,
        MonthlyCount.month,
        MonthlyCount.region_code,
        MonthlyCount.measure,
        MonthlyCount.basis,
        MonthlyCount.number,
    )


def _as_counts(stmt: Select[Any]) -> dict[CountKey, int]:
    return {CountKey(*key): number for *key, number in session().execute(stmt)}


def _within_months(first: int, last: int) -> ColumnElement[bool]:
    return and_(MonthlyCount.month >= first, MonthlyCount.month <= last)


def _inside(region_code: str) -> ColumnElement[bool]:
    return MonthlyCount.region_code.startswith(regions.prefix(region_code), autoescape=True)


def _by(basis: Basis) -> ColumnElement[bool]:
    return MonthlyCount.basis.in_((basis, Basis.ONLY))


def _of_family(counts: dict[CountKey, int], family: str) -> dict[CountKey, int]:
    return {counted: number for counted, number in counts.items() if counted.slice.startswith(family)}


def _with_place(line: FigureLine) -> FigureLine:
    return replace(line, place=regions.get(line.key)) if line.key else line


def all_counts() -> dict[CountKey, int]:
    """Return every number as it is written down now."""
    return _as_counts(_counts())
