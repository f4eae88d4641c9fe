"""Rows of a draft of a catalog: find, add, change, drop, take back."""

from collections.abc import Callable

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.catalog.errors import ChangedMeanwhile, EditionNotFound, NotADraft, RowNotTaken
from portal.catalog.queries import editions as catalog
from portal.catalog.services import editions as services
from portal.catalog.types.editions import Edition, EditionRow
from portal.core.i18n import _
from portal.core.web import see_other
from portal.office.forms.editions import NewRowForm, RowForm, read_version
from portal.office.queries.editions import officer_of_change
from portal.office.views.blueprint import bp
from portal.office.views.editions import editor, get_draft
from portal.people.access import officer

FURTHEST_PAGE = 100


@bp.get("/office/editions/<int:edition_id>/rows")
@officer("bureau_officer")
def edition_rows(edition_id: int) -> ResponseReturnValue:
    """List the rows of an edition, or those that a search finds."""
    found, q = get_draft(edition_id), request.args.get("q", "").strip()[:60]
    number = min(max(request.args.get("page", 1, type=int), 1), FURTHEST_PAGE)
    size = catalog.ROWS_AT_ONCE
    rows = catalog.list_rows(edition_id, q, limit=size + 1, offset=size * (number - 1))
    return render_template(
        "office/edition_rows.html", found=found, rows=rows[:size], q=q, number=number, more=len(rows) > size
    )


@bp.route("/office/editions/<int:edition_id>/rows/new", methods=["GET", "POST"])
@officer("bureau_officer")
def new_row(edition_id: int) -> ResponseReturnValue:
    """Add an occupation of the list, or a local craft without a code."""
    found, form = get_draft(edition_id), NewRowForm()
    warned = False
    if form.validate_on_submit():
        try:
            services.add_row(edition_id, form.to_row(), editor=editor())
        except RowNotTaken as error:
            form.note(error.problems)
            warned = not any(problem.refused for problem in error.problems)
        except NotADraft as error:
            flash(str(error.message), "error")
            return see_other(url_for(".edition", edition_id=edition_id))
        else:
            flash(_("The row is added."), "success")
            return see_other(url_for(".edition", edition_id=edition_id))
    if not form.is_submitted():
        form.level.data, form.shortage.data = "5", "normal"
    page = render_template("office/edition_new_row.html", form=form, found=found, ask=warned or bool(form.checked.data))
    return page, 422 if form.is_submitted() else 200


@bp.route("/office/editions/<int:edition_id>/rows/<int:entry_id>", methods=["GET", "POST"])
@officer("bureau_officer")
def edition_row(edition_id: int, entry_id: int) -> ResponseReturnValue:
    """Change one row; whoever comes second sees what the first one saved."""
    found, form = get_draft(edition_id), RowForm()
    row, conflict = catalog.get_row(edition_id, entry_id), False
    if row is not None and not form.is_submitted():
        form.show(row)
    if form.validate_on_submit():
        try:
            _save(edition_id, entry_id, form)
        except ChangedMeanwhile:
            conflict = True
        except NotADraft as error:
            flash(str(error.message), "error")
            return see_other(url_for(".edition", edition_id=edition_id))
        if not (conflict or form.errors):
            flash(_("Saved."), "success")
            return see_other(url_for(".edition_rows", edition_id=edition_id, q=row.name if row else None))
    return _show_row(found, entry_id, row, form, conflict=conflict)


def _save(edition_id: int, entry_id: int, form: RowForm) -> None:
    try:
        seen = read_version(form.seen.data)
        services.save_row(edition_id, entry_id, form.to_row(), version=seen, editor=editor())
    except RowNotTaken as error:
        form.note(error.problems)


def _show_row(
    found: Edition, entry_id: int, row: EditionRow | None, form: RowForm, *, conflict: bool
) -> ResponseReturnValue:
    """Show a row with what was typed, and, where someone else was quicker, both beside each other."""
    other = officer_of_change(found.id, entry_id) if conflict or row is None else None
    if row is None and other is None:
        raise EditionNotFound(found.id)
    typed = form.to_row() if conflict else None
    if row and conflict:
        form.seen.data = str(row.version)
    page = render_template("office/edition_row.html", form=form, found=found, row=row, other=other, typed=typed)
    return page, (409 if other else 422) if form.is_submitted() else 200


@bp.post("/office/editions/<int:edition_id>/rows/<int:entry_id>/drop")
@officer("bureau_officer")
def drop_row(edition_id: int, entry_id: int) -> ResponseReturnValue:
    """Take a row out of a draft."""
    seen = read_version(request.form.get("seen"))
    return _change(
        edition_id,
        lambda: services.drop_row(edition_id, entry_id, version=seen, editor=editor()),
        _("The row is dropped from the draft."),
    )


@bp.post("/office/editions/<int:edition_id>/rows/<int:entry_id>/take-back")
@officer("bureau_officer")
def take_row_back(edition_id: int, entry_id: int) -> ResponseReturnValue:
    """Put a dropped row into the draft again."""
    return _change(
        edition_id,
        lambda: services.take_row_back(edition_id, entry_id, editor=editor()),
        _("The row is in the draft again."),
    )


def _change(edition_id: int, take: Callable[[], None], done: str) -> ResponseReturnValue:
    try:
        take()
    except (ChangedMeanwhile, NotADraft) as error:
        flash(str(error.message), "error")
    else:
        flash(done, "success")
    return see_other(url_for(".edition", edition_id=edition_id))
