"""Pages of guides and of the numbers the documents set."""

from urllib.parse import quote

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.core import clock
from portal.core.i18n import _l, edition
from portal.core.web import same_for_everyone, see_other
from portal.notices import queries
from portal.notices.rules.charts import bar_chart
from portal.notices.types import Guide, GuideKind, Part, Source, TargetSeries
from portal.notices.views.announcements import KINDS as ANNOUNCEMENT_KINDS
from portal.notices.views.announcements import place_of
from portal.notices.views.blueprint import bp
from portal.people.access import public

KINDS = {
    GuideKind.SERVICE: (_l("Get things done"), "yes"),
    GuideKind.TRAINING: (_l("Kinds of training"), "search"),
    GuideKind.SUBSIDY: (_l("Subsidies and money"), "money"),
    GuideKind.STARTUP: (_l("Start a business"), "plus"),
    GuideKind.GROUP: (_l("By who you are"), "person"),
    GuideKind.PROGRAMME: (_l("Special programmes"), "certificate"),
}
PARTS = {
    Part.WHAT: _l("What it is"),
    Part.WHO: _l("Who it is for"),
    Part.GIVES: _l("What the documents give"),
    Part.CONDITIONS: _l("Conditions"),
    Part.STEPS: _l("Steps"),
    Part.PAPERS: _l("Papers needed"),
    Part.LIMITS: _l("Time limits"),
    Part.CARE: _l("Take care"),
    Part.ASK: _l("Where to ask"),
}
UNITS = {
    "times": _l("Trainings (one person may count more than once)"),
    "people": _l("People"),
    "certificates": _l("Certificates"),
    "percent": _l("Per cent"),
    "places": _l("How many"),
}


@bp.get("/guides")
@public
@same_for_everyone
def guides() -> ResponseReturnValue:
    """Lead to a guide by what someone wants to do, by who they are, or by search."""
    query = request.args.get("q", "").strip()[:100]
    if not query:
        return render_template("notices/guides.html", groups=queries.guide_groups(), kinds=KINDS)
    return render_template(
        "notices/guides_found.html",
        query=query,
        guides=queries.search_guides(query),
        announcements=queries.find_announcements(query),
        kinds=KINDS,
        announcement_kinds=ANNOUNCEMENT_KINDS,
        place_of=place_of,
    )


@bp.get("/guides/privacy")
@public
@same_for_everyone
def privacy() -> ResponseReturnValue:
    """Lead to the privacy notice."""
    return see_other(url_for("people.privacy_text"))


@bp.get("/guides/targets")
@public
@same_for_everyone
def targets() -> ResponseReturnValue:
    """Show the numbers the documents set, drawn and in tables."""
    found = [(series, _chart(series)) for series in queries.targets()]
    return render_template("notices/targets.html", found=found, units=UNITS, clause_url=clause_url, amount=amount)


@bp.get("/guides/<slug>")
@public
@same_for_everyone
def guide(slug: str) -> ResponseReturnValue:
    """Show one guide."""
    found = queries.get_guide(slug)
    return render_template(
        "notices/guide.html",
        guide=found,
        kind=KINDS[found.kind][0],
        parts=PARTS,
        past=[document for document in found.documents if document.is_past(clock.today())],
        unwritten=edition() == "mn" and _has_unwritten(found),
        clause_url=clause_url,
    )


def clause_url(source: Source) -> str:
    """Return the address of the clause in its document; browsers that can, mark the very words."""
    page = url_for(".document", name=source.document.id.lower())
    return f"{page}#{source.anchor}:~:text={quote(source.quote, safe='')}"


def amount(value: float, unit: str) -> str:
    """Return a number as its readers write it: 万 where Chinese does, per cent for shares."""
    if unit == "percent":
        return f"{value:g}%"
    if edition() == "zh" and value >= 10_000:
        return f"{value / 10_000:g}万"
    return f"{value:,.0f}"


def _chart(series: TargetSeries) -> object | None:
    if not series.charted:
        return None
    return bar_chart([target.value for target in series.targets], down=edition() == "mn")


def _has_unwritten(guide: Guide) -> bool:
    """Tell whether part of a guide is not yet in Mongolian."""
    return guide.lead.mn is None or any(
        statement.text.mn is None for section in guide.sections for statement in section.statements
    )
