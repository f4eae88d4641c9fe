"""Mongolian names of what pages show: the office enters the official words."""

from flask import abort, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.core.i18n import _, _l
from portal.core.terms import list_names
from portal.core.web import see_other
from portal.office import queries
from portal.office.forms import MongolianNameForm
from portal.office.services.mongolian_names import enter_name
from portal.office.views.blueprint import bp
from portal.people.access import current_person, officer

KINDS = {
    "occupation": _l("Occupations"),
    "provider": _l("Training institutions"),
    "region": _l("Places"),
    "level": _l("Levels"),
    "certificate_kind": _l("Kinds of certificates"),
    "trade": _l("Groups of trades"),
    "group": _l("Groups of people"),
    "training_type": _l("Kinds of training"),
    "mode": _l("Ways of teaching"),
    "teaching_language": _l("Languages of teaching"),
    "shortage": _l("Grades of shortage"),
    "provider_kind": _l("Kinds of institutions"),
    "department": _l("Departments"),
}


@bp.get("/office/names")
@officer("bureau_officer")
def name_list() -> ResponseReturnValue:
    """List names of one kind, those without Mongolian first."""
    kind = request.args.get("kind", "occupation")
    if kind not in KINDS:
        abort(404)
    q = request.args.get("q", "").strip()[:60]
    return render_template("office/names.html", kinds=KINDS, kind=kind, q=q, names=queries.list_names(kind, q))


@bp.route("/office/names/<kind>/<key>", methods=["GET", "POST"])
@officer("bureau_officer")
def name(kind: str, key: str) -> ResponseReturnValue:
    """Enter, mend or take back the Mongolian name of one thing."""
    if kind not in KINDS:
        abort(404)
    found = queries.get_name(kind, key)
    form = MongolianNameForm(data={"mn": found.mn})
    if form.validate_on_submit():
        enter_name(kind, key, form.to_name(), account_id=current_person().account_id)
        flash(_("The name is entered. Pages show it within a minute."), "success")
        return see_other(url_for(".name_list", kind=kind))
    page = render_template("office/name.html", form=form, found=found, kind=KINDS[kind])
    return page, 422 if form.is_submitted() else 200


assert set(list_names()) <= set(KINDS)  # a new list of terms must be named here
