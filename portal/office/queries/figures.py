"""Read the figures an officer asked for: a few statements on the monthly counts, whatever the number of people."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, String, and_, func, or_, select, type_coerce

from portal.core import clock, regions, state
from portal.core.db import session
from portal.core.terms import terms
from portal.office.models import MonthlyCount
from portal.office.queries.reading import counted_targets
from portal.office.rules import figures as rules
from portal.office.types.figures import (
    EVERYONE,
    SUBJECTS,
    Basis,
    CountedTarget,
    CountKey,
    FigureLine,
    Figures,
    FiguresAsked,
    PartialSum,
    TargetProgress,
)

COUNTED_AT = "figures_counted_at"  # the fact that says when the job last counted


def get_figures(asked: FiguresAsked) -> Figures:
    """Return all figures of a place and a year."""
    of_slice = MonthlyCount.slice == asked.slice
    families = or_(*(MonthlyCount.slice.startswith(f"{family}.") for family in ("group", "type", "department")))
    months = _sums(asked, MonthlyCount.month, of_slice)
    places = [place.code for place in regions.children(asked.region_code)]
    by_code = _sums(asked, MonthlyCount.region_code, of_slice) if places else []
    slices = _sums(asked, MonthlyCount.slice, families)
    departments = rules.by_slice(slices, "department", terms("department"))
    total, counted_at = rules.total(months), state.get(COUNTED_AT)
    return Figures(
        asked=asked,
        total=total,
        months=rules.by_month(months, asked.year, last=clock.today()),
        places=tuple(_with_place(line) for line in rules.by_place(by_code, places)),
        groups=rules.by_slice(slices, "group", terms("group")),
        types=rules.by_slice(slices, "type", terms("training_type")),
        departments=departments if asked.group else rules.with_rest(departments, total, SUBJECTS["trainings"]),
        targets=tuple(_progress(asked)),
        counted_at=datetime.fromisoformat(counted_at) if counted_at else None,
    )


def list_years(region_code: str) -> list[int]:
    """Return the years of which there are figures of a place, and this one, the latest first."""
    stmt = select(func.min(MonthlyCount.month), func.max(MonthlyCount.month)).where(
        MonthlyCount.slice == EVERYONE, _inside(region_code)
    )
    least, greatest = session().execute(stmt).one()
    this_year = clock.today().year
    first, last = (least or this_year * 100) // 100, max((greatest or 0) // 100, this_year)
    return list(range(last, min(first, this_year) - 1, -1))


def all_counts() -> dict[CountKey, int]:
    """Return every number as it is written down now."""
    words = (type_coerce(MonthlyCount.measure, String), type_coerce(MonthlyCount.basis, String))
    stmt = select(MonthlyCount.slice, MonthlyCount.month, MonthlyCount.region_code, *words, MonthlyCount.number)
    return {CountKey(*row[:5]): row[5] for row in session().execute(stmt)}


def _sums(asked: FiguresAsked, key: Any, which: ColumnElement[bool]) -> list[PartialSum]:
    """Return the numbers of a year, added up by one thing."""
    stmt = (
        select(key, MonthlyCount.measure, func.sum(MonthlyCount.number))
        .where(
            which,
            _within_months(asked.year * 100, asked.year * 100 + 12),
            _inside(asked.region_code),
            _by(asked.basis),
        )
        .group_by(key, MonthlyCount.measure)
        .order_by(key, MonthlyCount.measure)
    )
    return [PartialSum(str(name), measure, int(number)) for name, measure, number in session().execute(stmt)]


def _progress(asked: FiguresAsked) -> Iterator[TargetProgress]:
    """Yield how far each target is reached that a document sets for this place, or for one around or inside it."""
    near = list(_near(asked))
    counts = _counts_of_targets(asked, [found for found, _place in near if found.measure])
    for found, place in near:
        first, last = _span(found, asked.year)
        reached = None if found.measure is None else _sum(counts, found, place, first, last)
        yield TargetProgress(found, place, first, last, reached)


def _counts_of_targets(asked: FiguresAsked, counted: list[CountedTarget]) -> list[Any]:
    """Return the counts of all targets, added up by month and league, in one statement."""
    if not counted:
        return []
    spans = [_span(found, asked.year) for found in counted]
    months = [rules.month_number(day) for span in spans for day in span]
    keys = (
        MonthlyCount.slice,
        MonthlyCount.measure,
        MonthlyCount.month,
        func.substr(MonthlyCount.region_code, 1, 4).label("league"),
    )
    stmt = (
        select(*keys, func.sum(MonthlyCount.number))
        .where(
            MonthlyCount.slice.in_(sorted({found.slice for found in counted})),
            MonthlyCount.measure.in_(sorted({found.measure for found in counted if found.measure})),
            _within_months(min(months), max(months)),
            _inside(asked.region_code),
            _by(asked.basis),
        )
        .group_by(*keys)
    )
    return list(session().execute(stmt))


def _near(asked: FiguresAsked) -> Iterator[tuple[CountedTarget, str]]:
    for found in counted_targets():
        place = rules.narrower(found.region_code, asked.region_code)
        if place is not None:
            yield found, place


def _span(found: CountedTarget, year: int) -> tuple[date, date]:
    return (date(year, 1, 1), date(year, 12, 31)) if found.is_yearly else (found.first_day, found.last_day)


def _sum(counts: list[Any], found: CountedTarget, place: str, first: date, last: date) -> int:
    begin, end, inside = rules.month_number(first), rules.month_number(last), regions.prefix(place)[:4]
    return sum(
        int(number)
        for sliced, measure, month, league, number in counts
        if (sliced, measure) == (found.slice, found.measure) and begin <= month <= end and league.startswith(inside)
    )


def _within_months(first: int, last: int) -> ColumnElement[bool]:
    return and_(MonthlyCount.month >= first, MonthlyCount.month <= last)


def _inside(region_code: str) -> ColumnElement[bool]:
    return regions.inside(MonthlyCount.region_code, region_code)


def _by(basis: Basis) -> ColumnElement[bool]:
    return MonthlyCount.basis.in_((basis, Basis.ONLY))


def _with_place(line: FigureLine) -> FigureLine:
    return replace(line, place=regions.get(line.key)) if line.key else line
