"""Public notices of subsidies: masked names, the days, and how to object."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.core import clock, regions
from portal.core.web import limiter, see_other, used_token
from portal.people.access import public
from portal.records import queries, services
from portal.records.forms import BatchObjectionForm
from portal.records.views.blueprint import bp
from portal.records.views.objections import show_code_once


@bp.get("/notices/batches")
@public
def batches() -> ResponseReturnValue:
    """List what was put under public notice."""
    lines = queries.list_published()
    return render_template("records/batches.html", lines=lines, today=clock.today(), place_of=regions.get)


@bp.get("/notices/batches/<int:batch_id>")
@public
def batch(batch_id: int) -> ResponseReturnValue:
    """Show one public notice; its names stand there from its first to its last day."""
    found = queries.get_published(batch_id)
    page = render_template(
        "records/batch.html",
        batch=found,
        today=clock.today(),
        place=regions.get(found.line.region_code),
    )
    return page, {"X-Robots-Tag": "noindex, noarchive"}  # names do not outlive their notice elsewhere


@bp.route("/notices/batches/<int:batch_id>/object", methods=["GET", "POST"])
@public
@limiter.limit("20 per hour", methods=["POST"])
def object(batch_id: int) -> ResponseReturnValue:  # noqa: A001 - the verb of the trade
    """Take what someone finds wrong with a notice, without asking who they are."""
    found = queries.get_published(batch_id)
    form = BatchObjectionForm()
    form.offer(found.entries)
    if form.validate_on_submit():
        show_code_once(services.send_objection(form.to_objection(batch_id), token=used_token()))
        return see_other(url_for(".objection_sent"))
    if not form.is_submitted():
        form.choose(request.args.get("line", ""))
    page = render_template("records/object.html", form=form, batch=found)
    return page, 422 if form.is_submitted() else 200
