"""The second step of staff: set it up, pass it, keep the codes for the day the telephone is lost."""

import json

from flask import current_app, flash, redirect, render_template, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_limiter.util import get_remote_address

from portal.core import crypto
from portal.core.crypto import Unreadable
from portal.core.i18n import _
from portal.core.pdf.qr import qr_data
from portal.core.web import limiter, safe_next, see_other
from portal.people import queries, services
from portal.people.access import current_person, find_half, maybe_signed_in, officer, public, sign_in
from portal.people.errors import SecondStepEnded, TooManyCodes, WrongCode
from portal.people.forms import StepForm, refuse
from portal.people.views.blueprint import bp, home_of, refused

ISSUER = "nmg-training"  # plain letters: some telephones show nothing else
SHOWN_ONCE = "recovery_codes"


def half_key() -> str:
    """Return what the limits of one account count under."""
    who = maybe_signed_in()
    account_id = who.account_id if who else find_half()
    return f"second-step.{account_id}" if account_id else get_remote_address()


@bp.route("/login/code", methods=["GET", "POST"])
@public
@limiter.limit("20 per 10 minutes", key_func=half_key, methods=["POST"], deduct_when=refused)
def login_code() -> ResponseReturnValue:
    """Ask for the code after the password."""
    if maybe_signed_in() is not None:
        return redirect(safe_next(home_of(current_person().role)), 303)
    account_id = find_half()
    if account_id is None:
        flash(str(SecondStepEnded.message), "warning")
        return redirect(url_for(".login", next=safe_next("") or None), 303)
    form = StepForm()
    if not form.validate_on_submit():
        return _code_page(form, 422 if form.is_submitted() else 200)
    try:
        services.check_factor(account_id, form.typed)
    except (WrongCode, TooManyCodes) as error:
        refuse(form.code, error)
        return _code_page(form, error.status)
    sign_in(account_id)
    return see_other(safe_next(home_of(current_person().role)))


@bp.route("/second-step", methods=["GET", "POST"])
@officer("bureau_officer", "provider_staff", "station_clerk")
@limiter.limit("20 per 10 minutes", key_func=half_key, methods=["POST"], deduct_when=refused)
def second_factor() -> ResponseReturnValue:
    """Set the second step up; once it is on, give new recovery codes or take another telephone."""
    who, form = current_person(), StepForm()
    if not form.validate_on_submit():
        return _page(form, 422 if form.is_submitted() else 200)
    try:
        if not who.has_factor:
            return _show_once(services.confirm_factor(who.account_id, form.typed))
        if request.form.get("what") == "codes":
            return _show_once(services.renew_codes(who.account_id, form.typed))
        services.drop_factor(who.account_id, form.typed)
    except (WrongCode, TooManyCodes) as error:
        refuse(form.code, error)
        return _page(form, error.status)
    sign_in(who.account_id)  # every session ended, this one too
    flash(_("The old telephone no longer counts. Set up the new one now."), "success")
    return see_other(url_for(".second_factor"))


@bp.get("/second-step/codes")
@officer("bureau_officer", "provider_staff", "station_clerk")
def recovery_codes() -> ResponseReturnValue:
    """Show the recovery codes, once."""
    try:
        codes = json.loads(crypto.unseal(cookie.pop(SHOWN_ONCE, ""), SHOWN_ONCE))
    except Unreadable:
        return see_other(url_for(".second_factor"))
    groups = [f"{code[:5]} {code[5:]}" for code in codes]
    return render_template("people/recovery_codes.html", codes=groups)


def _show_once(codes: list[str]) -> ResponseReturnValue:
    sign_in(current_person().account_id)  # a fresh session: the ones of before may have ended
    cookie[SHOWN_ONCE] = crypto.seal(json.dumps(codes), SHOWN_ONCE)
    return see_other(url_for(".recovery_codes"))


def _code_page(form: StepForm, status: int) -> ResponseReturnValue:
    return render_template("people/login_code.html", form=form), status


def _page(form: StepForm, status: int) -> ResponseReturnValue:
    who = current_person()
    if who.has_factor:
        page = render_template("people/second_factor.html", form=form, factor=queries.find_factor(who.account_id))
        return page, status
    secret = services.begin_factor(who.account_id)
    address = services.factor_address(secret, login_name=queries.login_name_of(who.account_id), issuer=ISSUER)
    page = render_template(
        "people/second_factor_new.html",
        form=form,
        secret=" ".join(secret[place : place + 4] for place in range(0, len(secret), 4)),
        picture=qr_data(address),
        needed=current_app.config["PORTAL"].second_step == "required" and not who.is_demo,
    )
    return page, status
