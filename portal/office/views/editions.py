"""Editions of the catalogs: begin one, say what it rests on, hand it to a second officer, publish it."""

from collections.abc import Callable
from typing import cast

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.catalog.errors import (
    BeginsTooEarly,
    ChangedMeanwhile,
    FirstDayPassed,
    NotADraft,
    NothingChanged,
    NotReady,
    SecondOfficerMustApprove,
)
from portal.catalog.queries import editions as catalog
from portal.catalog.services import editions as services
from portal.catalog.services.editions import Editor
from portal.catalog.types import EDITED_KINDS, CatalogKind
from portal.catalog.types.editions import Edition
from portal.core import clock, regions
from portal.core.errors import PortalError
from portal.core.i18n import _
from portal.core.web import see_other
from portal.office.forms.editions import AboutForm, BeginForm, SendBackForm, read_version
from portal.office.queries.editions import officer_of_change
from portal.office.views.blueprint import bp
from portal.people.access import current_person, officer, own_region

_NOT_NOW = (ChangedMeanwhile, FirstDayPassed, NotADraft, NothingChanged, NotReady, SecondOfficerMustApprove)


def editor() -> Editor:
    """Return the officer at work."""
    who = current_person()
    return Editor(who.account_id, own_region())


def get_draft(edition_id: int) -> Edition:
    """Return an edition of the officer's region."""
    return catalog.get_edition(edition_id, within=editor().region_code)


@bp.route("/office/editions", methods=["GET", "POST"])
@officer("bureau_officer")
def editions() -> ResponseReturnValue:
    """List the editions of one catalog of the region; begin a new one."""
    asked, form = request.args.get("kind", ""), BeginForm()
    kind = CatalogKind(asked) if asked in EDITED_KINDS else CatalogKind.DEMAND
    form.offer(editor().region_code)
    if form.validate_on_submit():
        made, is_new = services.begin_draft(CatalogKind(form.kind.data), form.region.data, editor=editor())
        flash(_about_draft(made, is_new=is_new), "success" if is_new else "info")
        return see_other(url_for(".edition", edition_id=made))
    if not form.is_submitted():
        form.kind.data = kind.value
    page = render_template(
        "office/editions.html",
        form=form,
        kind=kind,
        kinds=EDITED_KINDS,
        found=catalog.list_editions(kind, within=editor().region_code),
        place_of=regions.get,
    )
    return page, 422 if form.is_submitted() else 200


def _about_draft(edition_id: int, *, is_new: bool) -> str:
    """Say what can be done with the draft that someone wished to begin."""
    if is_new:
        return _("The draft is a copy of what is in force. Change it, then submit it.")
    if get_draft(edition_id).state == "submitted":
        return _("An edition was submitted already and waits for the second officer. It cannot be changed meanwhile.")
    return _("A draft was begun already. Here it is.")


@bp.get("/office/editions/<int:edition_id>")
@officer("bureau_officer")
def edition(edition_id: int) -> ResponseReturnValue:
    """Show an edition: what changed, which classes lose their row, and the step it can take."""
    found = get_draft(edition_id)
    compared = catalog.compare_with_before(found)
    changed_by = catalog.editors(edition_id)
    rows = catalog.list_rows(edition_id)
    return render_template(
        "office/edition.html",
        found=found,
        compared=compared,
        orphans=catalog.list_orphans(edition_id),
        own=current_person().account_id in changed_by,
        last=officer_of_change(edition_id, None),
        without_mongolian=sum(row.name_mn is None for row in rows),
        place=regions.get(found.region_code),
        today=clock.today(),
    )


@bp.route("/office/editions/<int:edition_id>/about", methods=["GET", "POST"])
@officer("bureau_officer")
def about(edition_id: int) -> ResponseReturnValue:
    """Ask for title, document and first day of a draft."""
    found, form = get_draft(edition_id), AboutForm()
    other = None
    if form.validate_on_submit():
        try:
            services.save_about(edition_id, form.to_about(), version=read_version(form.seen.data), editor=editor())
        except BeginsTooEarly as error:
            form.valid_from.errors = [str(error.message)]
        except ChangedMeanwhile:
            other = officer_of_change(edition_id, None)
            form.seen.data = str(catalog.about_version(edition_id))
        except NotADraft as error:
            flash(str(error.message), "error")
            return see_other(url_for(".edition", edition_id=edition_id))
        else:
            flash(_("Saved."), "success")
            return see_other(url_for(".edition", edition_id=edition_id))
    if not form.is_submitted():
        form.show(found, catalog.about_version(edition_id))
    page = render_template("office/edition_about.html", form=form, found=found, other=other)
    return page, (409 if other else 422) if form.is_submitted() else 200


@bp.post("/office/editions/<int:edition_id>/submit")
@officer("bureau_officer")
def submit_edition(edition_id: int) -> ResponseReturnValue:
    """Hand a draft to a second officer."""
    seen = read_version(request.form.get("seen"))
    done = _("Submitted. Another officer must look through it and publish it.")
    return _step(edition_id, lambda: services.submit(edition_id, version=seen, editor=editor()), done)


@bp.post("/office/editions/<int:edition_id>/take-back")
@officer("bureau_officer")
def take_edition_back(edition_id: int) -> ResponseReturnValue:
    """Open a submitted draft for changes again."""
    done = _("The draft can be changed again.")
    return _step(edition_id, lambda: services.send_back(edition_id, None, editor=editor()), done)


@bp.route("/office/editions/<int:edition_id>/send-back", methods=["GET", "POST"])
@officer("bureau_officer")
def send_edition_back(edition_id: int) -> ResponseReturnValue:
    """Send a submitted draft back with a reason."""
    found, form = get_draft(edition_id), SendBackForm()
    if form.validate_on_submit():
        done = _("Sent back. The officer who made it reads your reason.")
        return _step(edition_id, lambda: services.send_back(edition_id, form.said, editor=editor()), done)
    page = render_template("office/edition_back.html", form=form, found=found)
    return page, 422 if form.is_submitted() else 200


@bp.post("/office/editions/<int:edition_id>/approve")
@officer("bureau_officer")
def approve_edition(edition_id: int) -> ResponseReturnValue:
    """Publish a draft that others made."""
    seen, before = read_version(request.form.get("seen")), read_version(request.form.get("before"))
    return _step(
        edition_id,
        lambda: services.approve(edition_id, version=seen, before_id=before or None, editor=editor()),
        _("The edition is published."),
    )


@bp.post("/office/editions/<int:edition_id>/discard")
@officer("bureau_officer")
def discard_edition(edition_id: int) -> ResponseReturnValue:
    """Throw a draft away."""
    found = get_draft(edition_id)
    try:
        services.discard(edition_id, editor=editor())
    except NotADraft as error:
        flash(str(error.message), "error")
        return see_other(url_for(".edition", edition_id=edition_id))
    flash(_("The draft is discarded. What is published stays as it is."), "success")
    return see_other(url_for(".editions", kind=found.kind))


def _step(edition_id: int, take: Callable[[], None], done: str) -> ResponseReturnValue:
    """Take a step, or say on the page of the edition why it cannot be taken now."""
    try:
        take()
    except _NOT_NOW as error:
        flash(str(cast(PortalError, error).message), "error")
    else:
        flash(done, "success")
    return see_other(url_for(".edition", edition_id=edition_id))
