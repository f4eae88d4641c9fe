"""Batches of claims: make one, publish what another officer made, close it."""

from collections.abc import Callable
from typing import cast

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.core import clock, regions
from portal.core.errors import PortalError
from portal.core.i18n import _
from portal.core.web import see_other, used_token
from portal.office.forms import BatchForm
from portal.office.views.blueprint import bp, reach
from portal.people.access import current_person, officer
from portal.records import queries, services
from portal.records.errors import (
    BatchNotThere,
    ClaimMoved,
    NobodyChosen,
    NoticeStillRuns,
    ObjectionsOpen,
    PeriodPast,
    SecondOfficerNeeded,
)

_NOT_NOW = (BatchNotThere, NobodyChosen, NoticeStillRuns, ObjectionsOpen, PeriodPast, SecondOfficerNeeded)


@bp.route("/office/batches", methods=["GET", "POST"])
@officer("bureau_officer")
def batches() -> ResponseReturnValue:
    """List the batches of the region; make one of the claims that wait."""
    waiting, form = queries.list_waiting(reach()), BatchForm()
    form.offer(waiting)
    if form.validate_on_submit():
        try:
            made = services.make_batch(form.to_batch(), reach=reach(), token=used_token())
        except ClaimMoved as error:
            flash(str(error.message), "error")
            return see_other(url_for(".batches"))
        flash(_("The batch is made. Another officer must look through it and publish it."), "success")
        return see_other(url_for(".batch", batch_id=made))
    if not form.is_submitted():
        form.claims.data = [claim.id for claim in waiting]
    page = render_template(
        "office/batches.html",
        form=form,
        waiting=waiting,
        lines=queries.list_batches(reach()),
        today=clock.today(),
        place_of=regions.get,
    )
    return page, 422 if form.is_submitted() else 200


@bp.get("/office/batches/<int:batch_id>")
@officer("bureau_officer")
def batch(batch_id: int) -> ResponseReturnValue:
    """Show a batch and the step it can take."""
    found = queries.get_batch(reach(), batch_id)
    return render_template(
        "office/batch.html",
        batch=found,
        own=found.made_by_id == current_person().account_id,
        today=clock.today(),
        place=regions.get(found.line.region_code),
    )


@bp.post("/office/batches/<int:batch_id>/publish")
@officer("bureau_officer")
def publish(batch_id: int) -> ResponseReturnValue:
    """Put a batch under public notice that another officer made."""
    done = _("The batch is under public notice.")
    return _step(batch_id, lambda: services.publish_batch(batch_id, reach=reach()), done)


@bp.post("/office/batches/<int:batch_id>/close")
@officer("bureau_officer")
def close(batch_id: int) -> ResponseReturnValue:
    """Note that the claims of a batch were paid."""
    return _step(batch_id, lambda: services.close_batch(batch_id, reach=reach()), _("The batch is paid and closed."))


@bp.post("/office/batches/<int:batch_id>/discard")
@officer("bureau_officer")
def discard(batch_id: int) -> ResponseReturnValue:
    """Take a draft apart."""
    services.discard_batch(batch_id, reach=reach())
    flash(_("The draft is discarded. Its claims wait again."), "success")
    return see_other(url_for(".batches"))


def _step(batch_id: int, take: Callable[[], None], done: str) -> ResponseReturnValue:
    """Take a step, or say on the page of the batch why it cannot be taken now."""
    try:
        take()
    except _NOT_NOW as error:
        flash(str(cast(PortalError, error).message), "error")
    else:
        flash(done, "success")
    return see_other(url_for(".batch", batch_id=batch_id))
