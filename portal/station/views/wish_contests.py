"""Say of a wish "this was not me", and answer it."""

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.core.i18n import _
from portal.core.web import drop_draft, see_other
from portal.people.access import current_person, officer, signed_in
from portal.station import queries, services
from portal.station.errors import AlreadyAnswered, CannotContestWish
from portal.station.forms import ContestForm, WishAnswerForm
from portal.station.views.blueprint import bp

WISH = "/me/wishes/<int(max=999999999999):wish_id>"
CONTEST = "/office/contests/wishes/<int(max=999999999999):contest_id>"


@bp.route(f"{WISH}/contest", methods=["GET", "POST"])
@signed_in
def contest_wish(wish_id: int) -> ResponseReturnValue:
    """Show who left a wish in one's name, and take "not me" down."""
    who = current_person()
    person_id = who.person_id or 0
    leaver = queries.find_wish_leaver(wish_id, person_id=person_id)
    if leaver is None:
        raise CannotContestWish
    form = ContestForm()
    if form.validate_on_submit():
        services.contest_wish(wish_id, form.to_contest(), person_id=person_id, account_id=who.account_id)
        drop_draft()
        flash(_("We have taken this down. The bureau answers you."), "success")
        return see_other(url_for(".contest_wish", wish_id=wish_id))
    found = queries.find_wish_contest(wish_id, person_id=person_id)
    page = render_template("station/contest_wish.html", leaver=leaver, found=found, form=form)
    return page, 422 if form.errors else 200


@bp.route(CONTEST, methods=["GET", "POST"])
@officer("bureau_officer")
def answer_wish_contest(contest_id: int) -> ResponseReturnValue:
    """Look into a contest of a wish and answer it."""
    who = current_person()
    region = who.region_code or ""
    found = queries.get_wish_contest(contest_id, region=region)
    form = WishAnswerForm()
    if form.validate_on_submit():
        said = form.to_answer()
        try:
            services.answer_wish_contest(
                contest_id, upheld=form.upheld, answer=said, region=region, account_id=who.account_id
            )
            flash(_("Answered. The person is told."), "success")
        except AlreadyAnswered as error:
            flash(str(error.message), "warning")
        drop_draft()
        return see_other(url_for(".answer_wish_contest", contest_id=contest_id))
    return render_template("station/answer_wish.html", found=found, form=form), 422 if form.errors else 200
