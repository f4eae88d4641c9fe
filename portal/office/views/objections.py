"""Objections of the region: look into them, answer them."""

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.core import clock, regions
from portal.core.i18n import _
from portal.core.web import see_other
from portal.office.forms import AnswerForm
from portal.office.views.blueprint import bp, reach
from portal.people.access import officer
from portal.records import queries, services
from portal.records.errors import AlreadyAnswered, ClaimStands


@bp.get("/office/objections")
@officer("bureau_officer")
def objections() -> ResponseReturnValue:
    """List what waits for an answer, and what was answered."""
    return render_template(
        "office/objections.html",
        waiting=queries.list_objections(reach(), answered=False),
        answered=queries.list_objections(reach(), answered=True, limit=30),
        today=clock.today(),
        place_of=regions.get,
    )


@bp.route("/office/objections/<int:objection_id>", methods=["GET", "POST"])
@officer("bureau_officer")
def objection(objection_id: int) -> ResponseReturnValue:
    """Show an objection and take its answer."""
    found, form = queries.get_objection(reach(), objection_id), AnswerForm()
    if form.validate_on_submit():
        try:
            services.answer_objection(objection_id, form.said, refuse=bool(form.refuse.data), reach=reach())
        except (AlreadyAnswered, ClaimStands) as error:
            flash(str(error.message), "error")
        else:
            flash(_("The answer is given. Whoever holds the code can read it."), "success")
        return see_other(url_for(".objection", objection_id=objection_id))
    page = render_template(
        "office/objection.html", form=form, found=found, today=clock.today(), place=regions.get(found.region_code)
    )
    return page, 422 if form.is_submitted() else 200


@bp.post("/office/objections/<int:objection_id>/in-hand")
@officer("bureau_officer")
def take_in_hand(objection_id: int) -> ResponseReturnValue:
    """Say that somebody looks into it now."""
    try:
        services.take_in_hand(objection_id, reach=reach())
    except AlreadyAnswered as error:
        flash(str(error.message), "error")
    return see_other(url_for(".objection", objection_id=objection_id))
