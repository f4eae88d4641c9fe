"""Classes that wait for an officer: look through the plan, publish it, or send it back with a reason.

Also what schools want changed of classes that were published.
"""

from datetime import datetime

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.catalog.errors import NotADraftClass, PlanRefused
from portal.catalog.queries import plans as catalog
from portal.catalog.services import plans
from portal.core import regions
from portal.core.errors import NotFound, PortalError
from portal.core.i18n import _
from portal.core.web import see_other
from portal.enrolment import services as enrolment
from portal.enrolment.rules import most_hours
from portal.office.forms.classes import DepartmentForm, ReasonForm
from portal.office.queries import classes as queries
from portal.office.types.classes import OfficeClass
from portal.office.views.blueprint import bp, reach
from portal.office.views.classes import told_words
from portal.people.access import current_person, officer


@bp.get("/office/reviews")
@officer("bureau_officer")
def reviews() -> ResponseReturnValue:
    """List the classes of the region that wait to be published."""
    return render_template(
        "office/reviews.html",
        lines=queries.list_reviews(reach()),
        asked=queries.list_change_requests(reach()),
        place_of=regions.get,
    )


@bp.get("/office/reviews/<int:class_id>")
@officer("bureau_officer")
def review(class_id: int) -> ResponseReturnValue:
    """Show the plan, its provider, and what it clashes with."""
    found, department = _get_submitted(class_id), DepartmentForm()
    department.offer(found.detail.department)
    return render_template(
        "office/review.html",
        found=found,
        department=department,
        most_hours=most_hours(found.detail.daily_hours, found.detail.days),
        provider=queries.provider_facts(found.detail.provider_id),
        clashes=queries.list_clashes(found.detail),
        place_of=regions.get,
    )


@bp.post("/office/classes/<int:class_id>/department")
@officer("bureau_officer")
def name_department(class_id: int) -> ResponseReturnValue:
    """Say which department arranges a class; the figures count it anew."""
    found, form = queries.get_class(reach(), class_id), DepartmentForm()
    form.offer()
    if form.validate_on_submit():
        plans.name_department(class_id, form.department.data or None, account_id=current_person().account_id)
        flash(_("Saved."), "success")
    else:
        flash(_("Choose one of the departments listed."), "error")
    return see_other(url_for(".review" if found.stage == "submitted" else ".class_desk", class_id=class_id))


@bp.post("/office/reviews/<int:class_id>/publish")
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


@bp.route("/office/reviews/<int:class_id>/send-back", methods=["GET", "POST"])
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


@bp.route("/office/reviews/<int:class_id>/change", methods=["GET", "POST"])
@officer("bureau_officer")
def change_request(class_id: int) -> ResponseReturnValue:
    """Show what a school wants changed of a published class, or refuse it with a reason."""
    found, form = queries.get_class(reach(), class_id), ReasonForm()
    if found.request is None or found.request.refused_reason:
        raise NotFound
    if form.validate_on_submit():
        try:
            plans.refuse_request(class_id, form.said, asked=_seen(), account_id=current_person().account_id)
        except NotADraftClass as error:
            return _say(error, class_id, ".class_desk")
        flash(_("Refused. The institution reads your reason."), "success")
        return see_other(url_for(".reviews"))
    page = render_template(
        "office/change_request.html",
        form=form,
        found=found,
        before=catalog.get_plan(class_id),
    )
    return page, 422 if form.is_submitted() else 200


@bp.post("/office/reviews/<int:class_id>/change/agree")
@officer("bureau_officer")
def agree_to_change(class_id: int) -> ResponseReturnValue:
    """Change a class as its school asked; everyone on it is told."""
    queries.get_class(reach(), class_id)
    try:
        told = enrolment.agree_to_change(class_id, asked=_seen(), account_id=current_person().account_id)
    except NotADraftClass as error:
        return _say(error, class_id, ".class_desk")
    except PlanRefused as error:
        flash(str(error.message), "error")
        cannot = _("This can no longer be done: the days or the seats do not fit any more. Refuse it and say why.")
        flash(cannot, "error")
        return see_other(url_for(".change_request", class_id=class_id))
    flash(told_words(told), "success")
    return see_other(url_for(".class_desk", class_id=class_id))


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


def _say(error: PortalError, class_id: int, where: str = ".review") -> ResponseReturnValue:
    flash(str(error.message), "error")
    return see_other(url_for(where, class_id=class_id))
