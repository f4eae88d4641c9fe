"""Alarms of a region: what auditors look for, looked into by officers."""

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.core import regions
from portal.core.i18n import _, _l
from portal.core.web import see_other
from portal.office.errors import AlarmIsClosed
from portal.office.forms.alarms import REASONS, AlarmForm
from portal.office.queries.alarms import count_alarms, get_alarm, list_alarms
from portal.office.queries.reading import alarm_rules
from portal.office.services.alarms import answer_alarm
from portal.office.types.alarms import AlarmKind, AlarmState, AlarmStep
from portal.office.views.blueprint import bp, reach
from portal.people.access import officer, own_region

KINDS = {
    AlarmKind.ISSUER_DAY: _l("Very many certificates on one day"),
    AlarmKind.ISSUER_QUARTER: _l("Very many batches in a quarter"),
    AlarmKind.SHARED_PHONE: _l("One phone for many people"),
    AlarmKind.TWO_PLACES: _l("In two classes on the same days"),
    AlarmKind.SAME_ROLLS: _l("The same people in several classes"),
    AlarmKind.CHANGED_RESULTS: _l("Results changed to passed afterwards"),
}
SIZES = {
    AlarmKind.ISSUER_DAY: _l("Certificates"),
    AlarmKind.ISSUER_QUARTER: _l("Batches"),
    AlarmKind.SHARED_PHONE: _l("Number of people"),
    AlarmKind.TWO_PLACES: _l("Number of people"),
    AlarmKind.SAME_ROLLS: _l("Number of classes"),
    AlarmKind.CHANGED_RESULTS: _l("Number of people"),
}
WHY = {
    AlarmKind.ISSUER_DAY: _l("One body tests many people well only with enough staff. Ask how many examiners it had."),
    AlarmKind.ISSUER_QUARTER: _l("Ask the body how it could hold so many batches, and visit one of them."),
    AlarmKind.SHARED_PHONE: _l(
        "Families and neighbours may share a phone. Ask a few of these people themselves whether they know of it."
    ),
    AlarmKind.TWO_PLACES: _l("Nobody can sit in two rooms. Compare the rolls of both classes day by day."),
    AlarmKind.SAME_ROLLS: _l("A roll that is used again may be invented. Ask some of the people what they learned."),
    AlarmKind.CHANGED_RESULTS: _l("Ask for the papers of the test, and who changed the result, and why."),
}
STEPS = {
    AlarmStep.FOUND: _l("Found by the portal"),
    AlarmStep.GREW: _l("There is more of it now: open again"),
    AlarmStep.KEPT_OPEN: _l("Kept open"),
    AlarmStep.CLOSED: _l("Closed"),
}


@bp.get("/office/alarms")
@officer("bureau_officer")
def alarms() -> ResponseReturnValue:
    """List the alarms of the region, those that grew last first."""
    closed, number = request.args.get("closed") == "1", min(max(request.args.get("page", 1, type=int), 1), 500)
    region = own_region()
    lines, has_next = list_alarms(region, closed=closed, page=number)
    counts = count_alarms(region)
    finished = counts.pop(AlarmState.CLOSED, 0)
    return render_template(
        "office/alarms.html",
        lines=lines,
        closed=closed,
        number=number,
        has_next=has_next,
        open_count=sum(counts.values()),
        closed_count=finished,
        kinds=KINDS,
        sizes=SIZES,
        place_of=regions.get,
    )


@bp.route("/office/alarms/<int:alarm_id>", methods=["GET", "POST"])
@officer("bureau_officer")
def alarm(alarm_id: int) -> ResponseReturnValue:
    """Show an alarm with its evidence, and take what an officer found."""
    found, form = get_alarm(own_region(), alarm_id), AlarmForm()
    if form.validate_on_submit():
        answer = form.to_answer()
        try:
            answer_alarm(alarm_id, answer, reach=reach())
        except AlarmIsClosed as error:
            flash(str(error.message), "error")
            return see_other(url_for(".alarm", alarm_id=alarm_id))
        flash(_("The alarm is closed.") if answer.close else _("Noted. The alarm stays open."), "success")
        return see_other(url_for(".alarms") if answer.close else url_for(".alarm", alarm_id=alarm_id))
    page = render_template(
        "office/alarm.html",
        form=form,
        found=found,
        rule=alarm_rules()[found.line.kind],
        kinds=KINDS,
        sizes=SIZES,
        why=WHY,
        steps=STEPS,
        reasons=REASONS,
        place=regions.get(found.line.region_code),
    )
    return page, 422 if form.is_submitted() else 200
