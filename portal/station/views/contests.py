"""Say "not me" of a sign-up or a wish, and answer it."""

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.core.i18n import _
from portal.core.web import drop_draft, see_other
from portal.people.access import current_person, officer, own_person_id, own_region, signed_in
from portal.station import queries, services
from portal.station.errors import AlreadyAnswered, CannotContest
from portal.station.forms import AnswerForm, ContestForm
from portal.station.types import Contested, ContestState
from portal.station.views.blueprint import bp

OF_SIGN_UP, OF_WISH = ({"defaults": {"subject": subject}, "methods": ["GET", "POST"]} for subject in Contested)


@bp.route("/me/applications/<int:subject_id>/contest", **OF_SIGN_UP)
@bp.route("/me/wishes/<int:subject_id>/contest", **OF_WISH)
@signed_in
def contest(subject: Contested, subject_id: int) -> ResponseReturnValue:
    """Show who acted in one's name, and take "not me" down."""
    who, person_id = current_person(), own_person_id()
    act = queries.find_act(subject, subject_id, person_id=person_id)
    if act is None:
        raise CannotContest(subject)
    form = ContestForm()
    if form.validate_on_submit():
        services.contest(subject, subject_id, form.to_contest(), person_id=person_id, account_id=who.account_id)
        drop_draft()
        flash(_("We have taken this down. The bureau answers you."), "success")
        return see_other(url_for(".contest", subject=subject, subject_id=subject_id))
    found = queries.find_contest(subject, subject_id, person_id=person_id)
    return render_template("station/contest.html", act=act, found=found, form=form), 422 if form.errors else 200


@bp.get("/office/contests")
@officer("bureau_officer")
def contests() -> ResponseReturnValue:
    """List what people of the region contest, soonest due first."""
    asked = request.args.get("state", "")
    state = ContestState(asked) if asked in tuple(ContestState) else ContestState.OPEN
    found = queries.list_contests(own_region(), state=state)
    return render_template("station/contests.html", contests=found, state=state)


@bp.route("/office/contests/<int:contest_id>", **OF_SIGN_UP)
@bp.route("/office/contests/wishes/<int:contest_id>", **OF_WISH)
@officer("bureau_officer")
def answer(subject: Contested, contest_id: int) -> ResponseReturnValue:
    """Look into a contest and answer it."""
    who, region = current_person(), own_region()
    found = queries.get_contest(subject, contest_id, region=region)
    form = AnswerForm()
    form.ask(subject)
    if form.validate_on_submit():
        said = form.to_answer()
        try:
            services.answer_contest(
                subject, contest_id, upheld=form.upheld, answer=said, region=region, account_id=who.account_id
            )
            flash(_("Answered. The person is told."), "success")
        except AlreadyAnswered as error:
            flash(str(error.message), "warning")
        drop_draft()
        return see_other(url_for(".answer", subject=subject, contest_id=contest_id))
    return render_template("station/answer.html", found=found, form=form), 422 if form.errors else 200
