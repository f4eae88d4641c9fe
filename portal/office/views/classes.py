"""Classes of a provider: list, draft, submit; what was published, changed and told."""

from collections.abc import Callable

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.catalog.errors import ClassStateRefused, NotADraftClass, PlanRefused
from portal.catalog.queries import get_provider
from portal.catalog.queries.in_force import list_offerable
from portal.catalog.queries.plans import get_plan
from portal.catalog.services import plans
from portal.catalog.types.plans import Arrangement
from portal.core import regions
from portal.core.errors import NotFound, PortalError
from portal.core.i18n import _, ngettext
from portal.core.web import see_other
from portal.enrolment import services as enrolment
from portal.enrolment.errors import NotAStep
from portal.enrolment.rules import most_hours
from portal.office.forms.classes import ArrangementForm, CancelForm, ClassForm, DepartmentForm
from portal.office.queries import classes as queries
from portal.office.types.classes import OfficeClass, Shelf
from portal.office.views.blueprint import bp, reach
from portal.people.access import current_person, officer

FURTHEST_PAGE = 500


@bp.get("/office/classes")
@officer("bureau_officer", "provider_staff")
def classes() -> ResponseReturnValue:
    """List the classes of the provider, or of the region; or lead to one by its number."""
    if number := request.args.get("number", "").strip()[:60]:
        found = queries.find_class_id(reach(), number)
        if found is not None:
            return see_other(url_for(".class_desk", class_id=found))
        flash(_("There is no class with this number."), "error")
    asked = request.args.get("shelf", "")
    shelf = Shelf(asked) if asked in list(Shelf) else Shelf.NOW
    page = min(max(request.args.get("page", 1, type=int), 1), FURTHEST_PAGE)
    return render_template(
        "office/classes.html",
        page=queries.list_classes(reach(), shelf, page),
        shelf=shelf,
        own=reach().provider_id is not None,
        place_of=regions.get,
    )


@bp.route("/office/classes/new", methods=["GET", "POST"])
@officer("provider_staff")
def new_class() -> ResponseReturnValue:
    """Draft a class within the accreditation."""
    provider = get_provider(own_provider())
    form = ClassForm()
    form.offer(list_offerable(tuple(provider.trades)))
    if form.validate_on_submit():
        try:
            made = plans.draft_class(form.to_plan(), provider_id=provider.id, account_id=current_person().account_id)
        except PlanRefused as error:
            form.note(error)
        else:
            flash(_("The draft is kept. Look through it, then submit it."), "success")
            return see_other(url_for(".class_desk", class_id=made))
    if not form.is_submitted():
        form.begin(provider.phone, provider.region_code)
    page = render_template("office/class_form.html", form=form, found=None, provider=provider)
    return page, 422 if form.is_submitted() else 200


@bp.get("/office/classes/<int:class_id>")
@officer("bureau_officer", "provider_staff")
def class_desk(class_id: int) -> ResponseReturnValue:
    """Show a class and the step it can take."""
    found, department = queries.get_class(reach(), class_id), DepartmentForm()
    department.offer(found.detail.department)
    return render_template(
        "office/class_desk.html",
        found=found,
        department=department,
        own=reach().provider_id is not None,
        changeable=found.detail.state in plans.CHANGEABLE,
        most_hours=most_hours(found.detail.daily_hours, found.detail.days),
    )


@bp.route("/office/classes/<int:class_id>/edit", methods=["GET", "POST"])
@officer("provider_staff")
def edit_class(class_id: int) -> ResponseReturnValue:
    """Change a draft."""
    found, provider = own_class(class_id), get_provider(own_provider())
    if found.stage not in ("draft", "sent_back"):
        return _say(NotADraftClass(class_id), class_id)
    form = ClassForm()
    form.offer(list_offerable(tuple(provider.trades)))
    if form.validate_on_submit():
        try:
            plans.save_draft(class_id, form.to_plan(), provider_id=provider.id, account_id=current_person().account_id)
        except PlanRefused as error:
            form.note(error)
        except NotADraftClass as error:
            return _say(error, class_id)
        else:
            flash(_("Saved."), "success")
            return see_other(url_for(".class_desk", class_id=class_id))
    if not form.is_submitted() and not form.entry.raw_data:
        form.show_plan(get_plan(class_id))
    page = render_template("office/class_form.html", form=form, found=found, provider=provider)
    return page, 422 if form.is_submitted() else 200


@bp.post("/office/classes/<int:class_id>/submit")
@officer("provider_staff")
def submit_class(class_id: int) -> ResponseReturnValue:
    """Hand a draft to the bureau."""
    done = _("Submitted. The bureau looks through it; you see its answer here.")
    return _step(class_id, plans.submit_draft, done)


@bp.post("/office/classes/<int:class_id>/take-back")
@officer("provider_staff")
def take_class_back(class_id: int) -> ResponseReturnValue:
    """Open a submitted draft for changes again."""
    return _step(class_id, plans.take_draft_back, _("The draft can be changed again."))


@bp.post("/office/classes/<int:class_id>/discard")
@officer("provider_staff")
def discard_class(class_id: int) -> ResponseReturnValue:
    """Throw a draft away."""
    own_class(class_id)
    try:
        plans.discard_draft(class_id, provider_id=own_provider(), account_id=current_person().account_id)
    except NotADraftClass as error:
        return _say(error, class_id)
    flash(_("The draft is discarded."), "success")
    return see_other(url_for(".classes"))


@bp.route("/office/classes/<int:class_id>/change", methods=["GET", "POST"])
@officer("bureau_officer", "provider_staff")
def change_class(class_id: int) -> ResponseReturnValue:
    """Change a published class; the people on it are told."""
    found, form = queries.get_class(reach(), class_id), ArrangementForm()
    if found.detail.state not in plans.CHANGEABLE:
        return _say(NotADraftClass(class_id), class_id)
    if form.validate_on_submit():
        try:
            told, waiting = _change(class_id, form.to_arrangement())
        except PlanRefused as error:
            form.note(error)
        except NotADraftClass as error:
            return _say(error, class_id)
        else:
            _say_what_changed(told, waits=bool(waiting))
            return see_other(url_for(".class_desk", class_id=class_id))
    if not form.is_submitted() and not form.place.raw_data:
        form.show(get_plan(class_id))
    page = render_template(
        "office/class_change.html",
        form=form,
        found=found,
        begun=found.detail.state == "running",
        own=reach().provider_id is not None,
    )
    return page, 422 if form.is_submitted() else 200


@bp.post("/office/classes/<int:class_id>/change/take-back")
@officer("provider_staff")
def drop_change(class_id: int) -> ResponseReturnValue:
    """Take back what was asked for a class, or put away a refusal that was read."""
    own_class(class_id)
    plans.drop_request(class_id, provider_id=own_provider(), account_id=current_person().account_id)
    flash(_("Done. The class stays as it was published."), "success")
    return see_other(url_for(".class_desk", class_id=class_id))


@bp.route("/office/classes/<int:class_id>/cancel", methods=["GET", "POST"])
@officer("bureau_officer", "provider_staff")
def cancel_class(class_id: int) -> ResponseReturnValue:
    """Cancel a class before it begins; everyone on it is told why."""
    found, form = queries.get_class(reach(), class_id), CancelForm()
    if found.detail.state not in ("open", "closed"):
        return _say(NotADraftClass(class_id), class_id)
    if form.validate_on_submit():
        try:
            told = enrolment.cancel_class(class_id, form.said, account_id=current_person().account_id)
        except (ClassStateRefused, NotAStep) as error:
            return _say(error, class_id)
        flash(_cancelled(told), "success")
        return see_other(url_for(".class_desk", class_id=class_id))
    page = render_template("office/class_cancel.html", form=form, found=found)
    return page, 422 if form.is_submitted() else 200


def own_provider() -> int:
    """Return the provider whose staff is signed in."""
    provider_id = current_person().provider_id
    if provider_id is None:
        raise NotFound
    return provider_id


def own_class(class_id: int) -> OfficeClass:
    """Return a class of the provider whose staff is signed in."""
    return queries.get_class(reach(), class_id)


def _change(class_id: int, wanted: Arrangement) -> tuple[int | None, tuple[str, ...]]:
    """Change a class; a school only asks for other days, hours or places and for fewer seats."""
    who, provider_id = current_person(), reach().provider_id
    if provider_id is None:
        return enrolment.change_class(class_id, wanted, account_id=who.account_id), ()
    return enrolment.ask_change(class_id, wanted, provider_id=provider_id, account_id=who.account_id)


def _say_what_changed(told: int | None, *, waits: bool) -> None:
    if told is not None or not waits:
        flash(told_words(told), "success")
    if waits:
        flash(_("The bureau looks at it first. Until it agrees, the class stays as it was published."), "info")


def told_words(told: int | None) -> str:
    """Say how many people were told of a change; None: nothing was changed."""
    if told is None:
        return _("Nothing was changed.")
    if told == 0:
        return _("Saved. The old values are kept.")
    return ngettext(
        "Saved. %(num)d person on the class is told; the old values are kept.",
        "Saved. %(num)d people on the class are told; the old values are kept.",
        told,
    )


def _cancelled(told: int) -> str:
    return ngettext(
        "The class is cancelled. %(num)d person is told.", "The class is cancelled. %(num)d people are told.", told
    )


def _step(class_id: int, take: Callable[..., None], done: str) -> ResponseReturnValue:
    """Take a step with an own class, or say on its page why it cannot be taken now."""
    own_class(class_id)
    try:
        take(class_id, provider_id=own_provider(), account_id=current_person().account_id)
    except (NotADraftClass, PlanRefused) as error:
        return _say(error, class_id)
    flash(done, "success")
    return see_other(url_for(".class_desk", class_id=class_id))


def _say(error: PortalError, class_id: int) -> ResponseReturnValue:
    flash(str(error.message), "error")
    return see_other(url_for(".class_desk", class_id=class_id))
