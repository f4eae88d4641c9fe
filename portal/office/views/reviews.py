"""Classes that wait for an officer: look through the plan, publish it, or send it back with a reason."""

from datetime import datetime

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.catalog.errors import NotADraftClass, PlanRefused
from portal.catalog.services import plans
from portal.core import regions
from portal.core.errors import NotFound, PortalError
from portal.core.i18n import _
from portal.core.web import see_other
from portal.office.forms.classes import ReasonForm
from portal.office.queries import classes as queries
from portal.office.types.classes import OfficeClass
from portal.office.views.blueprint import ID, bp, reach
from portal.people.access import current_person, officer


@bp.get("/office/reviews")
@officer("bureau_officer")
def reviews() -> ResponseReturnValue:
    """List the classes of the region that wait to be published."""
    return render_template("office/reviews.html", lines=queries.list_reviews(reach()), place_of=regions.get)


@bp.get(f"/office/reviews/<{ID}:class_id>")
@officer("bureau_officer")
def review(class_id: int) -> ResponseReturnValue:
    """Show the plan, its provider, and what it clashes with."""
    found = _get_submitted(class_id)
    return render_template(
        "office/review.html",
        found=found,
        provider=queries.provider_facts(found.detail.provider_id),
        clashes=queries.list_clashes(found.detail),
        place_of=regions.get,
    )


@bp.post(f"/office/reviews/<{ID}:class_id>/publish")
@officer("bureau_officer")
def publish_class(class_id: int) -> ResponseReturnValue:
    """Open a class for sign-up."""
    _get_submitted(class_id)
    try:
        plans.publish_draft(class_id, seen=_seen(), account_id=current_person().account_id)
    except (NotADraftClass, PlanRefused) as error:
        return _say(error, class_id)
    flash(_("Published. People can sign up now, and those with a fitting wish are told."), "success")
    return see_other(url_for(".class_desk", class_id=class_id))


@bp.route(f"/office/reviews/<{ID}:class_id>/send-back", methods=["GET", "POST"])
@officer("bureau_officer")
def send_class_back(class_id: int) -> ResponseReturnValue:
    """Give a class back to its provider with a reason."""
    found, form = _get_submitted(class_id), ReasonForm()
    if form.validate_on_submit():
        try:
            plans.send_draft_back(class_id, form.said, seen=_seen(), account_id=current_person().account_id)
        except NotADraftClass as error:
            return _say(error, class_id)
        flash(_("Sent back. The institution reads your reason."), "success")
        return see_other(url_for(".reviews"))
    page = render_template("office/review_back.html", form=form, found=found)
    return page, 422 if form.is_submitted() else 200


def _get_submitted(class_id: int) -> OfficeClass:
    found = queries.get_class(reach(), class_id)
    if found.stage == "draft" or found.detail.state == "cancelled":
        raise NotFound
    return found


def _seen() -> datetime | None:
    """Return when the draft was submitted that the officer read; None where a form was tampered with."""
    try:
        moment = datetime.fromisoformat(request.form.get("seen", ""))
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _say(error: PortalError, class_id: int) -> ResponseReturnValue:
    flash(str(error.message), "error")
    return see_other(url_for(".review", class_id=class_id))
