"""Have something corrected that is compared with cards and registers, and follow the request."""

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.core.errors import NotFound
from portal.core.i18n import _
from portal.core.web import drop_draft, limiter, see_other
from portal.people import queries, services
from portal.people.access import current_person, own_person_id, signed_in
from portal.people.errors import AlreadyAsked, NothingToCorrect
from portal.people.forms import CorrectionForm, correction_form, group_name, place_name, refuse
from portal.people.types import Evidence, PersonView, RequestField, RequestView
from portal.people.views.blueprint import bp, refused

ABOUT = '<any("name","id-number","home-region","group"):about>'


@bp.route(f"/me/privacy/correct/{ABOUT}", methods=["GET", "POST"])
@signed_in
@limiter.limit("20 per hour", methods=["POST"], deduct_when=refused)
def correct(about: str) -> ResponseReturnValue:
    """Take down what is wrong and how it is right."""
    who, asked = current_person(), field_of(about)
    person = queries.get_person(own_person_id())
    if asked is RequestField.GROUP and not _proven(person):
        raise NotFound
    form = correction_form(asked, person)
    if not form.validate_on_submit():
        return _page(form, person, 422 if form.errors else 200)
    try:
        made = services.ask_correction(person.id, form.to_request(), account_id=who.account_id)
    except (AlreadyAsked, NothingToCorrect) as error:
        refuse(form.wanted, error)
        return _page(form, person, error.status)
    drop_draft()
    flash(_("Your request has arrived. The bureau answers you."), "success")
    return see_other(url_for(".own_request", number=made.number))


@bp.get("/me/privacy/requests/<number>")
@signed_in
def own_request(number: str) -> ResponseReturnValue:
    """Show a request with its number, its day and its answer."""
    found = queries.get_own_request(number[:40], person_id=own_person_id())
    return render_template("people/request.html", found=found, pairs=request_pairs(found))


def field_of(about: str) -> RequestField:
    """Return the field that an address names."""
    return RequestField(about.replace("-", "_"))


def present_value(about: RequestField, person: PersonView) -> str | None:
    """Return what is stored now, as its person may see it; None for groups, which are chosen from a list."""
    present = {
        RequestField.NAME: person.name,
        RequestField.ID_NUMBER: person.masked_id_number,
        RequestField.HOME_REGION: place_name(person.home_region),
    }
    return present.get(about)


def request_pairs(found: RequestView) -> list[tuple[str, str | None]]:
    """Return what was wrong and how it is right, in words; identity numbers stay hidden."""
    if found.about is RequestField.GROUP:
        return [(_("Group that is wrong"), group_name(found.wanted))]
    if found.about is RequestField.ID_NUMBER:
        return [(_("As you want it"), _("Hidden: an identity number"))]
    shown = place_name if found.about is RequestField.HOME_REGION else str
    return [
        (_("Stored before"), shown(found.old_value) if found.old_value else None),
        (_("As you want it"), shown(found.wanted)),
    ]


def _proven(person: PersonView) -> bool:
    return any(group.evidence is not Evidence.DECLARED for group in person.groups)


def _page(form: CorrectionForm, person: PersonView, status: int) -> ResponseReturnValue:
    page = render_template(
        "people/correct.html", form=form, about=form.about, present=present_value(form.about, person)
    )
    return page, status
