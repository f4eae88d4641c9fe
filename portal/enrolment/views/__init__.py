"""Pages of the room: apply for a class, follow one's applications, keep wishes."""

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.core.errors import NotFound
from portal.core.i18n import _, _l, format_datetime
from portal.core.web import drop_draft, localized_blueprint, see_other, used_token
from portal.eligibility.rules.packing import packed
from portal.enrolment import queries, services
from portal.enrolment.errors import CannotApply, ClashNotConfirmed, NoOffer, SameWish, TooManyWishes
from portal.enrolment.forms import ApplyForm, WishForm
from portal.enrolment.queries.attendance import list_own_days
from portal.enrolment.types import Actor, Refusal
from portal.people.access import current_person, own_person_id, signed_in

bp = localized_blueprint("enrolment", __name__)

CLASS = "/classes/<int:class_id>"
APPLICATION = "/me/applications/<int:application_id>"
WISH = "/me/wishes/<int:wish_id>"

STORY = {  # by the actions of the audit trail
    "apply_accepted": _l("You signed up and got a seat"),
    "apply_waiting": _l("You signed up and joined the waiting list"),
    "offer_seat": _l("A seat came free and was offered to you"),
    "accept_offer": _l("You took the seat"),
    "decline_offer": _l("You gave the seat back"),
    "offer_ran_out": _l("The time to answer passed"),
    "withdraw": _l("You withdrew"),
    "withdraw_contested": _l("The bureau withdrew it: it was not your will"),
    "list_closed": _l("The waiting list ended"),
    "class_cancelled": _l("The class was cancelled"),
    "class_changed": _l("The class changed, and you were told"),
    "provider_withdrawn": _l("The institution left the directory"),
    "provider_back": _l("The institution is in the directory again"),
    "moved_away": _l("The bureau moved you into another class"),
    "moved_here": _l("The bureau moved you into this class"),
    "attend": _l("The training began"),
    "completed": _l("You completed the training"),
    "absent": _l("You did not attend"),
}


@bp.route(f"{CLASS}/apply", methods=["GET", "POST"])
@signed_in
def apply(class_id: int) -> ResponseReturnValue:
    """Show what someone applies for, let them check it, and apply."""
    form = ApplyForm()
    if form.validate_on_submit():
        try:
            return _applied(class_id, clash_known=form.clash_known.data)
        except ClashNotConfirmed as error:
            form.clash_known.errors = [str(error.message)]
    check = queries.check_sign_up(class_id, person_id=own_person_id())
    if check.refusal:
        raise CannotApply(check.refusal, class_id, check.application_id)
    mine = queries.get_entitlement(class_id, person_id=own_person_id())
    return render_template("enrolment/apply.html", check=check, mine=mine, form=form), 422 if form.errors else 200


@bp.errorhandler(CannotApply)
def cannot_apply(error: CannotApply) -> ResponseReturnValue:
    """Say why someone cannot apply, and what they can do instead."""
    offered = queries.get_class(error.class_id)
    others = queries.list_instead_of(offered) if error.refusal is not Refusal.ALREADY_APPLIED else []
    page = render_template("enrolment/cannot_apply.html", error=error, offered=offered, others=others)
    return page, error.status if request.method == "POST" else 200


@bp.get("/me/applications")
@signed_in
def applications() -> ResponseReturnValue:
    """List one's applications, newest first."""
    return render_template("enrolment/applications.html", applications=queries.list_for(own_person_id()))


@bp.get(APPLICATION)
@signed_in
def application(application_id: int) -> ResponseReturnValue:
    """Show where an application stands, what happens next and what happened so far."""
    found = queries.get_application(application_id, person_id=own_person_id())
    steps = [step for step in found.story if step.what in STORY]
    story = [(STORY[step.what], format_datetime(step.at), step is steps[-1]) for step in steps]
    return render_template(
        "enrolment/application.html",
        found=found,
        story=story,
        moved=queries.find_move(application_id),
        days=list_own_days(application_id),
    )


@bp.get(f"{APPLICATION}/entitlement")
@signed_in
def entitlement(application_id: int) -> ResponseReturnValue:
    """Show what the policy gave at sign-up, and what the rules of today say of that same day."""
    found = queries.get_application(application_id, person_id=own_person_id())
    if found.shown_then is None:
        raise NotFound
    again = queries.asked_again(found.shown_then)
    return render_template("enrolment/entitlement.html", found=found, again=again)


@bp.post(f"{APPLICATION}/offer")
@signed_in
def answer_offer(application_id: int) -> ResponseReturnValue:
    """Take the seat that is kept, or give it back."""
    answers = {"accept": services.accept_offer, "decline": services.decline_offer}
    answer = answers.get(request.form.get("answer", ""))
    if answer and not answer(application_id, person_id=own_person_id(), account_id=current_person().account_id):
        flash(str(NoOffer.message), "warning")
    return see_other(url_for(".application", application_id=application_id))


@bp.route(f"{APPLICATION}/withdraw", methods=["GET", "POST"])
@signed_in
def withdraw(application_id: int) -> ResponseReturnValue:
    """Ask once more, then withdraw."""
    if request.method == "POST":
        services.withdraw(application_id, person_id=own_person_id(), account_id=current_person().account_id)
        flash(_("You have withdrawn. Thank you for telling us in time."), "success")
        return see_other(url_for(".application", application_id=application_id))
    found = queries.get_application(application_id, person_id=own_person_id())
    if not found.can_withdraw:
        return see_other(url_for(".application", application_id=application_id))
    return render_template("enrolment/withdraw.html", found=found)


@bp.get("/me/wishes")
@signed_in
def wishes() -> ResponseReturnValue:
    """List one's wishes with the classes that fit."""
    return render_template("enrolment/wishes.html", wishes=queries.list_wishes(own_person_id()))


@bp.route("/me/wishes/new", methods=["GET", "POST"])
@signed_in
def new_wish() -> ResponseReturnValue:
    """Ask what someone would like to learn."""
    known = {"occupation": request.args.get("occupation"), "own_words": request.args.get("own_words")}
    form = WishForm(**known, season="any", language="any", mode="any")
    if form.validate_on_submit():
        try:
            services.add_wish(form.to_wish(), person_id=own_person_id(), actor=_self(), token=used_token())
            drop_draft()
            flash(_("Your wish is in the ledger. We tell you as soon as a class fits."), "success")
            return see_other(url_for(".wishes"))
        except (SameWish, TooManyWishes) as error:
            form.refuse(error)
    return render_template("enrolment/new_wish.html", form=form), 422 if form.errors else 200


@bp.post(f"{WISH}/withdraw")
@signed_in
def withdraw_wish(wish_id: int) -> ResponseReturnValue:
    """Take a wish back."""
    services.withdraw_wish(wish_id, person_id=own_person_id(), account_id=current_person().account_id)
    flash(_("Your wish is withdrawn."), "success")
    return see_other(url_for(".wishes"))


@bp.post(f"{WISH}/still")
@signed_in
def wish_still(wish_id: int) -> ResponseReturnValue:
    """Open a wish again that was answered or noted as met."""
    try:
        services.wish_still(wish_id, person_id=own_person_id(), account_id=current_person().account_id)
    except (SameWish, TooManyWishes) as error:
        flash(str(error.message), "warning")
    else:
        flash(_("Your wish is open again. The bureau sees it in its ledger."), "success")
    return see_other(url_for(".wishes"))


def _applied(class_id: int, *, clash_known: bool) -> ResponseReturnValue:
    application_id = services.apply(
        class_id,
        person_id=own_person_id(),
        actor=_self(),
        token=used_token(),
        clash_accepted=clash_known,
        verdict=packed(queries.get_entitlement(class_id, person_id=own_person_id()).answer),
    )
    drop_draft()
    flash(_("Your application has arrived."), "success")
    return see_other(url_for(".application", application_id=application_id))


def _self() -> Actor:
    return Actor(account_id=current_person().account_id)
