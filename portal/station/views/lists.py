"""A list of villagers: send it, look at every row, mend, confirm, see what became of it."""

from contextlib import closing
from uuid import UUID

from flask import flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.core.errors import NotFound
from portal.core.i18n import _, edition
from portal.core.tables import TableRefused
from portal.core.terms import terms
from portal.core.web import limiter, see_other, table_answer
from portal.people import queries as people
from portal.people.access import officer
from portal.people.forms import refuse
from portal.station import queries, rules, services
from portal.station.forms import ConfirmForm, MendForm, UploadForm
from portal.station.services import roster_files
from portal.station.types import Colour, Outcome, RowView, Stage, UploadView
from portal.station.types.rosters import COLUMNS, ID_NUMBER
from portal.station.views.blueprint import bp, clerk, clerk_key

LIST = "/station/lists/<uuid:upload_id>"
ROW = f"{LIST}/rows/<int(max=999999):number>"
ROWS_A_PAGE = 40
SECONDS = 3


@bp.route("/station/lists", methods=["GET", "POST"])
@officer("station_clerk")
@limiter.limit("60 per hour", key_func=clerk_key, methods=["POST"])
def lists() -> ResponseReturnValue:
    """Take a list in to be checked."""
    services.require_own_phone(clerk())
    form = UploadForm()
    if form.validate_on_submit():
        try:
            with closing(form.file.data) as file:
                upload = services.receive(file.read(), file.filename or "", clerk())
        except TableRefused as error:
            refuse(form.file, error)
        else:
            services.work_soon(upload)
            return see_other(url_for(".list_page", upload_id=upload.id))
    page = render_template(
        "station/lists.html",
        form=form,
        columns=COLUMNS,
        groups=[*(term.zh for term in terms("group").values()), *rules.BESIDE],
        uploads=queries.list_uploads(clerk().station_id),
        most=rules.ROWS_AT_MOST,
    )
    return page, 422 if form.errors else 200


@bp.get("/station/lists/template.xlsx")
@officer("station_clerk")
def list_template() -> ResponseReturnValue:
    """Hand out the workbook to fill in."""
    return table_answer(services.template_file(), "list.xlsx")


@bp.get(LIST)
@officer("station_clerk")
def list_page(upload_id: UUID) -> ResponseReturnValue:
    """Show a list as it stands: being checked, to be looked at, being taken in, done."""
    upload = services.get_upload(str(upload_id), clerk())
    if upload.stage in (Stage.CHECKING, Stage.RUNNING):
        answer = make_response(render_template("station/list_progress.html", upload=upload))
        answer.headers["Refresh"] = str(SECONDS)  # the page loads itself again without scripts
        return answer
    if upload.stage is Stage.DONE:
        return render_template("station/list_done.html", upload=upload, **_result_page(upload))
    return _checked_page(upload, ConfirmForm(yellow=upload.colours[Colour.YELLOW]))


@bp.post(f"{LIST}/confirm")
@officer("station_clerk")
def confirm_list(upload_id: UUID) -> ResponseReturnValue:
    """Take the green and yellow rows in."""
    upload = services.get_upload(str(upload_id), clerk())
    if upload.stage is Stage.CHECKED:
        form = ConfirmForm(yellow=upload.colours[Colour.YELLOW])
        if not form.validate_on_submit():
            return _checked_page(upload, form)
        services.work_soon(services.confirm(upload.id, clerk()))
    return see_other(url_for(".list_page", upload_id=upload.id))


@bp.post(f"{LIST}/discard")
@officer("station_clerk")
def discard_list(upload_id: UUID) -> ResponseReturnValue:
    """Throw a list away."""
    services.discard(str(upload_id), clerk())
    flash(_("The list is deleted."), "success")
    return see_other(url_for(".lists"))


@bp.route(ROW, methods=["GET", "POST"])
@officer("station_clerk")
def mend_row(upload_id: UUID, number: int) -> ResponseReturnValue:
    """Mend one row in place."""
    upload = services.get_upload(str(upload_id), clerk())
    rows = queries.list_rows(upload.id, number=number)
    if not rows or rows[0].cells is None or upload.stage is not Stage.CHECKED:
        raise NotFound
    texts = enumerate(_cells(rows[0]))
    form = MendForm(data={f"cell{place}": text for place, (column, text) in texts if column != ID_NUMBER})
    if not form.validate_on_submit():
        status = 422 if form.errors else 200  # before the page adds what the check said
        return _mend_page(upload, rows[0], form), status
    mended = services.mend(upload.id, number, form.to_texts(), clerk())
    if mended.colour is Colour.RED:
        return _mend_page(upload, mended, form), 422
    flash(_("Row %(number)s is mended.", number=number), "success")
    return see_other(url_for(".list_page", upload_id=upload.id))


@bp.post(f"{ROW}/drop")
@officer("station_clerk")
def drop_row(upload_id: UUID, number: int) -> ResponseReturnValue:
    """Take one row off the list."""
    services.drop(str(upload_id), number, clerk())
    flash(_("Row %(number)s is deleted.", number=number), "success")
    return see_other(url_for(".list_page", upload_id=upload_id))


@bp.get(f"{LIST}/refused.xlsx")
@officer("station_clerk")
def refused_rows(upload_id: UUID) -> ResponseReturnValue:
    """Hand out the red rows to whoever sent them, to be mended and sent again."""
    return table_answer(services.refused_file(str(upload_id), clerk()), "refused.xlsx")


def _checked_page(upload: UploadView, form: ConfirmForm) -> ResponseReturnValue:
    colour = _asked_colour(upload)
    page = max(request.args.get("page", 1, type=int), 1)
    rows = queries.list_rows(upload.id, colour=colour, offset=(page - 1) * ROWS_A_PAGE, limit=ROWS_A_PAGE)
    shown = upload.colours[colour] if colour else upload.rows
    content = render_template(
        "station/list_checked.html",
        upload=upload,
        rows=[_shown(row) for row in rows],
        colour=colour,
        page=page,
        pages=max((shown + ROWS_A_PAGE - 1) // ROWS_A_PAGE, 1),
        form=form,
        is_sender=queries.sent_it(upload, clerk().account_id),
        takes=upload.colours[Colour.GREEN] + upload.colours[Colour.YELLOW],
    )
    return content, 422 if form.errors else 200


def _asked_colour(upload: UploadView) -> Colour | None:
    """Return which rows are asked for: where nothing is said, those that need a human, else all."""
    asked = request.args.get("colour")
    if asked in tuple(Colour):
        return Colour(asked)
    if asked == "all":
        return None
    return next((colour for colour in (Colour.RED, Colour.YELLOW) if upload.colours[colour]), None)


def _shown(row: RowView) -> dict[str, object]:
    """Return a row in words: the number masked, the reasons in the language of the page."""
    return {"number": row.number, "colour": row.colour, "cells": _cells(row), "remarks": _remarks(row)}


def _cells(row: RowView) -> list[tuple[str, str]]:
    texts = roster_files.masked_texts(row.cells) if row.cells else ("",) * len(COLUMNS)
    return list(zip(COLUMNS, texts, strict=True))


def _remarks(row: RowView) -> list[tuple[str, str]]:
    mongolian = edition() == "mn"
    return [(remark.column, remark.mn if mongolian else remark.zh) for remark in row.remarks]


def _mend_page(upload: UploadView, row: RowView, form: MendForm) -> str:
    said = dict(reversed(_remarks(row)))
    about = {form.cells[place].id: said[column] for place, column in enumerate(COLUMNS) if column in said}
    if row.colour is Colour.RED:  # of a yellow row they are notes to a human, not errors of the cells
        for field in form.cells:
            field.errors = [about.pop(field.id)] if field.id in about else []
    kept, number = dict(_cells(row))[ID_NUMBER], form.cells[COLUMNS.index(ID_NUMBER)]
    number.flags.required = not kept
    return render_template(
        "station/list_row.html", upload=upload, row=row, form=form, number=number, kept=kept, notes=about
    )


def _result_page(upload: UploadView) -> dict[str, object]:
    page = max(request.args.get("page", 1, type=int), 1)
    rows = queries.list_rows(upload.id, offset=(page - 1) * ROWS_A_PAGE, limit=ROWS_A_PAGE)
    names = people.names_of([row.person_id for row in rows if row.person_id is not None])
    lines = [(row, names.get(row.person_id or 0), _remarks(row)) for row in rows]
    pages = max((upload.rows + ROWS_A_PAGE - 1) // ROWS_A_PAGE, 1)
    is_sender = queries.sent_it(upload, clerk().account_id)
    return {"lines": lines, "page": page, "pages": pages, "Outcome": Outcome, "is_sender": is_sender}
