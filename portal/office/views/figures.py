"""Figures of a region: drawn, in tables, and as files."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.core import clock, regions
from portal.core.i18n import LazyText, _, _l, edition
from portal.core.regions import Place
from portal.core.tables import write_csv, write_xlsx
from portal.core.terms import terms
from portal.core.web import table_answer
from portal.notices.types import Source
from portal.office.queries.figures import get_figures, list_years
from portal.office.rules.bars import NARROW, WIDE, Drawing, bars, shares
from portal.office.types.figures import SUBJECTS, Basis, CountedTarget, FigureLine, Figures, FiguresAsked, Measure
from portal.office.views.blueprint import bp
from portal.people.access import officer, own_region

MEASURES: dict[Measure, LazyText] = {
    Measure.TRAINED: _l("Trainings finished"),
    Measure.PASSED: _l("Passed"),
    Measure.PEOPLE: _l("People trained"),
    Measure.CERTIFICATES: _l("Certificates"),
    Measure.SKILLED: _l("People with their first skill certificate"),
    Measure.HIGH_SKILLED: _l("of these at level three or above"),
    Measure.SIGNED_UP: _l("Sign-ups"),
    Measure.WAITING: _l("Waiting"),
    Measure.CLAIMED: _l("Subsidies claimed"),
    Measure.PAID: _l("Subsidies paid"),
    Measure.WISHES: _l("Open wishes"),
}
SUBJECT_NAMES = {
    "trainings": _l("Trainings"),
    "certificates": _l("Certificates"),
    "sign-ups": _l("Sign-ups"),
    "subsidies": _l("Subsidies"),
    "wishes": _l("Wishes"),
}
BASES = {Basis.CLASS_END: _l("Day the class ended"), Basis.RECORDED: _l("Day the result came in")}
UNCOUNTED = {
    "key_areas": _l("The document does not list the places it means."),
    "other_unit": _l("The document counts certificates, this page counts people."),
}
MONTH_NAMES, SHORT_NAMES = 44.0, 100.0  # room for the names before bars, in the units of the drawing


@bp.get("/office/figures")
@officer("bureau_officer")
def figures() -> ResponseReturnValue:
    """Show the figures of the officer's region or a place inside it."""
    asked = _asked()
    found = _drawn_only(get_figures(asked))
    return render_template(
        "office/figures.html",
        asked=asked,
        found=found,
        charts=_charts(found),
        places=_choices(asked.region_code),
        years=list_years(own_region()),
        measures=MEASURES,
        subjects=SUBJECT_NAMES,
        bases=BASES,
        uncounted=UNCOUNTED,
        place_of=regions.get,
        clause_url=_clause_url,
        address=_address(asked),
        today=clock.today(),
    )


@bp.get("/office/figures/table.<any(xlsx, csv):kind>")
@officer("bureau_officer")
def figures_file(kind: str) -> ResponseReturnValue:
    """Hand the figures out as a file."""
    asked = _asked()
    header = [
        _("Counted by"),
        _("What the line counts"),
        _("Group of people"),
        _("Day that decides the month"),
        *(str(MEASURES[measure]) for measure in Measure),
    ]
    rows = list(_rows(get_figures(asked)))
    content = write_xlsx(header, rows) if kind == "xlsx" else write_csv(header, rows)
    narrowed = "".join(f"-{word}" for word in (asked.group, asked.basis) if word not in ("", Basis.CLASS_END))
    return table_answer(content, f"figures-{asked.region_code}-{asked.year}{narrowed}.{kind}")


def _asked() -> FiguresAsked:
    """Read what is asked for from the address; what cannot be is passed over."""
    own, today = own_region(), clock.today()
    region, year = request.args.get("region", own), request.args.get("year", today.year, type=int)
    group, subject = request.args.get("group", ""), request.args.get("show", "trainings")
    inside = regions.get(region) is not None and region.startswith(regions.prefix(own))
    return FiguresAsked(
        region_code=region if inside else own,
        year=year if 2000 <= year <= today.year + 1 else today.year,
        group=group if group in terms("group") else "",
        basis=Basis.RECORDED if request.args.get("by") == Basis.RECORDED else Basis.CLASS_END,
        subject=subject if subject in SUBJECTS else "trainings",
    )


def _choices(chosen: str) -> list[Place]:
    """Return the officer's region, the places on the way to the chosen one, and those right below."""
    own = own_region()
    way = [place for place in regions.path(chosen) if place.code.startswith(regions.prefix(own))]
    found = {place.code: place for place in (*way, *regions.children(own), *regions.children(chosen))}
    return sorted(found.values(), key=lambda place: (place.code != own, place.code))


def _address(asked: FiguresAsked) -> dict[str, str | int]:
    return {
        "region": asked.region_code,
        "year": asked.year,
        "group": asked.group,
        "by": asked.basis.value,
        "show": asked.subject,
    }


def _clause_url(source: Source) -> str:
    return f"{url_for('notices.document', name=source.document.id.lower())}#{source.anchor}"


def _drawn_only(found: Figures) -> Figures:
    """Leave out lines that have nothing of what is drawn; a file holds them all."""
    drawn = found.asked.measures

    def holding(lines: Sequence[FigureLine]) -> tuple[FigureLine, ...]:
        return tuple(line for line in lines if any(line[measure] for measure in drawn))

    return replace(
        found, groups=holding(found.groups), types=holding(found.types), departments=holding(found.departments)
    )


def _charts(found: Figures) -> dict[str, tuple[Drawing, Drawing]]:
    """Lay each chart out twice, for a narrow and for a wide page, of which a page shows one."""
    narrow, wide = _charts_of(found, NARROW), _charts_of(found, WIDE)
    return {name: (narrow[name], wide[name]) for name in narrow}


def _charts_of(found: Figures, length: float) -> dict[str, Drawing]:
    """Lay the charts out: months and short names stand before their bars, other names above."""
    down, drawn = edition() == "mn", found.asked.measures[0]

    def of(lines: Sequence[FigureLine], names: float = 0) -> Drawing:
        return bars([line[drawn] for line in lines], names=names, down=down, length=length)

    short = not down and all(line.place is None or len(line.place.name) <= 6 for line in found.places)
    counted = [progress.share for progress in found.targets if progress.reached is not None]
    return {
        "months": of(found.months, MONTH_NAMES),
        "places": of(found.places, SHORT_NAMES if short else 0),
        "groups": of(found.groups),
        "departments": of(found.departments),
        "types": of(found.types),
        "targets": shares(counted, down=down, length=length),
    }


def _rows(found: Figures) -> Iterator[list[str | int]]:
    """Yield all numbers of the page, one line each, and the targets below; what is not counted stays empty."""
    asked, group = found.asked, terms("group")
    basis, everyone = str(BASES[asked.basis]), _("Everyone")
    of_whom = group[asked.group].zh if asked.group else everyone
    lines: list[tuple[str, str, str, FigureLine]] = [(_("Year"), str(asked.year), of_whom, found.total)]
    lines += [(_("Month"), f"{line.key[:4]}-{line.key[4:]}", of_whom, line) for line in found.months]
    lines += [(_("Place"), _place(line), of_whom, line) for line in found.places]
    if not asked.group:
        lines += [(_("Group of people"), group[line.key].zh, group[line.key].zh, line) for line in found.groups]
    for by, name, whom, line in lines:
        yield [by, name, whom, basis, *(line[measure] for measure in Measure)]
    if not asked.group:
        named = [(_("Department"), _department(line), line) for line in found.departments]
        named += [(_("Kind of training"), terms("training_type")[line.key].zh, line) for line in found.types]
        for by, name, line in named:
            yield [by, name, everyone, basis, *(_if(one in SUBJECTS["trainings"], line[one]) for one in Measure)]
    for progress in found.targets:
        if progress.counted.measure is not None and progress.reached is not None:
            numbers = (_if(progress.counted.measure is one, progress.reached) for one in Measure)
            yield [_("Target"), _target_name(progress.counted), "", basis, *numbers]


def _place(line: FigureLine) -> str:
    return line.place.name if line.place else _("Named no nearer")


def _target_name(counted: CountedTarget) -> str:
    """Name a target; a task of a department with the place and the years of its plan."""
    place = regions.get(counted.region_code) if counted.department else None
    plan = f"{place.name} {counted.first_day.year}–{counted.last_day.year} " if place else ""
    return f"{plan}{counted.target.label.zh} ({counted.target.value:,.0f})"


def _department(line: FigureLine) -> str:
    return terms("department")[line.key].zh if line.key else _("Not recorded")


def _if(condition: bool, number: int) -> str | int:
    return number if condition else ""
