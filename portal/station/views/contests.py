"""Say "not me", and answer it."""

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.core.i18n import _
from portal.core.web import drop_draft, see_other
from portal.enrolment import queries as enrolment
from portal.people.access import current_person, officer, signed_in
from portal.station import queries, services
from portal.station.errors import AlreadyAnswered, CannotContest
from portal.station.forms import AnswerForm, ContestForm
from portal.station.types import ContestState
from portal.station.views.blueprint import bp

APPLICATION = "/me/applications/<int(max=999999999999):application_id>"
CONTEST = "/office/contests/<int(max=999999999999):contest_id>"


@bp.route(f"{APPLICATION}/contest", methods=["GET", "POST"])
@signed_in
def contest(application_id: int) -> ResponseReturnValue:
    """Show who acted in one's name, and take "not me" down."""
    who = current_person()
    person_id = who.person_id or 0
    signer = queries.find_signer(application_id, person_id=person_id)
    if signer is None:
        raise CannotContest
    form = ContestForm()
    if form.validate_on_submit():
        services.contest(application_id, form.to_contest(), person_id=person_id, account_id=who.account_id)
        drop_draft()
        flash(_("We have taken this down. The bureau answers you."), "success")
        return see_other(url_for(".contest", application_id=application_id))
    found = queries.find_contest(application_id, person_id=person_id)
    about = enrolment.get_application(application_id, person_id=person_id).summary.class_session
    page = render_template("station/contest.html", signer=signer, about=about, found=found, form=form)
    return page, 422 if form.errors else 200


@bp.get("/office/contests")
@officer("bureau_officer")
def contests() -> ResponseReturnValue:
    """List what people of the region contest, soonest due first."""
    asked = request.args.get("state", "")
    state = ContestState(asked) if asked in tuple(ContestState) else ContestState.OPEN
    found = queries.list_contests(current_person().region_code or "", state=state)
    wishes = queries.list_wish_contests(current_person().region_code or "", state=state)
    return render_template("station/contests.html", contests=found, wishes=wishes, state=state)


@bp.route(CONTEST, methods=["GET", "POST"])
@officer("bureau_officer")
def answer(contest_id: int) -> ResponseReturnValue:
    """Look into a contest and answer it."""
    who = current_person()
    found = queries.get_contest(contest_id, region=who.region_code or "")
    form = AnswerForm()
    if form.validate_on_submit():
        try:
            services.answer_contest(
                contest_id,
                upheld=form.upheld,
                answer=form.to_answer(),
                region=who.region_code or "",
                account_id=who.account_id,
            )
            flash(_("Answered. The person is told."), "success")
        except AlreadyAnswered as error:
            flash(str(error.message), "warning")
        drop_draft()
        return see_other(url_for(".answer", contest_id=contest_id))
    return render_template("station/answer.html", found=found, form=form), 422 if form.errors else 200
