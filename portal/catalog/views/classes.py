"""Pages of the classes."""

from datetime import timedelta

from flask import Response, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.catalog import forms, queries, rules
from portal.catalog.types import PAGE_SIZE, ClassDetail
from portal.catalog.views.blueprint import bp
from portal.catalog.views.calendar import calendar_file
from portal.catalog.views.places import place_choices
from portal.catalog.views.words import Words
from portal.core import clock, regions
from portal.core.i18n import _, edition, format_date
from portal.core.terms import terms
from portal.core.web import name_file, same_for_everyone
from portal.people.access import public

_PAST = timedelta(days=365)  # how far back the list of classes that have begun goes


@bp.get("/classes")
@public
@same_for_everyone
def classes() -> ResponseReturnValue:
    """Show the classes that answer what the address asks."""
    asked = forms.read_class_filter(request.args)
    facets = queries.class_facets(asked.filter)
    return render_template(
        "catalog/classes.html",
        asked=asked,
        page=queries.list_classes(asked.filter, asked.cursor),
        facets=facets,
        places=place_choices,
        words=Words(asked.filter.q),
        page_size=PAGE_SIZE,
        past_from=clock.today() - _PAST,
        past_to=clock.today() - timedelta(days=1),
    )


@bp.get("/classes/<int:class_id>")
@public
@same_for_everyone
def class_page(class_id: int) -> ResponseReturnValue:
    """Show all there is to know of a class, and what one can do about it today."""
    found = queries.get_published_class(class_id)
    alike = queries.list_classes_like(occupation_id=found.occupation_id, limit=4)
    alike = [card for card in alike if card.id != found.id][:3]
    return render_template(
        "catalog/class.html",
        found=found,
        alike=alike,
        compare_address=url_for(".compare", id=[found.id, *(card.id for card in alike[:2])]),
        certificate=terms("certificate_kind")[rules.certificate_kind(found.level, found.occupation_code)],
        facts=rules.facts_of(found),
        words=Words(),
    )


@bp.get("/classes/<int:class_id>.ics")
@public
def class_calendar(class_id: int) -> ResponseReturnValue:
    """Give the days of a class to a calendar."""
    found = queries.get_published_class(class_id)
    in_mongolian = edition() == "mn"
    file = calendar_file(
        found,
        summary=(in_mongolian and found.occupation_name_mn) or found.occupation_name,
        place=regions.with_town(found.region_code, found.place, None)[0],
        description=_calendar_text(found),
        address=current_app.config["PORTAL"].base_url + url_for(".class_page", class_id=found.id),
    )
    answer = Response(file, mimetype="text/calendar")
    name_file(answer, f"class-{found.id}.ics")
    return answer


@bp.get("/classes/compare")
@public
@same_for_everyone
def compare() -> ResponseReturnValue:
    """Lay up to three classes side by side."""
    ids = forms.read_compared(request.args.getlist("id"))
    found = [one for one in queries.list_classes_by_ids(ids) if one.state.value != "draft"]
    certificates = [terms("certificate_kind")[rules.certificate_kind(one.level, one.occupation_code)] for one in found]
    return render_template(
        "catalog/compare.html",
        found=found,
        certificates=certificates,
        facts=[rules.facts_of(one) for one in found],
        words=Words(),
    )


def _calendar_text(found: ClassDetail) -> str:
    """Return what one wants to read in the calendar the day before."""
    lines = [
        _("Class number: %(number)s", number=found.number),
        _("First day: %(day)s", day=format_date(found.starts_on)),
        _("Last day: %(day)s", day=format_date(found.ends_on)),
        _("Hours: %(hours)s", hours=found.daily_hours) if found.daily_hours else "",
        _("What to bring: %(things)s", things=found.bring) if found.bring else "",
        _("Ask by phone: %(phone)s", phone=found.contact_phone),
    ]
    return "\n".join(line for line in lines if line)
