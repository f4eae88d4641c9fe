"""Sign in and out."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.core.errors import PortalError
from portal.core.i18n import _
from portal.core.web import limiter, safe_next, see_other
from portal.people import queries, services
from portal.people.access import current_person, maybe_signed_in, public, sign_in, sign_in_by_half, sign_out
from portal.people.errors import SeveralPeople, TooManySigningIn, WrongCredentials
from portal.people.forms import LoginForm, refuse
from portal.people.types import Role
from portal.people.views.blueprint import bp, home_of, number_key, refused


@bp.route("/login", methods=["GET", "POST"])
@public
@limiter.limit("60 per 10 minutes", methods=["POST"], deduct_when=refused)
@limiter.limit("10 per 10 minutes", key_func=number_key, methods=["POST"], deduct_when=refused)
def login() -> ResponseReturnValue:
    """Let people in by phone or identity number, staff by their login name."""
    who = maybe_signed_in()
    if who is not None:
        return redirect(safe_next(home_of(who.role)), 303)
    form = LoginForm()
    if not form.validate_on_submit():
        return _page(form, 422 if form.is_submitted() else 200)
    try:
        account_id = services.check_credentials(form.identifier.data or "", form.password.data or "")
    except (WrongCredentials, SeveralPeople, TooManySigningIn) as error:
        return _refused_page(form, error)
    if queries.needs_code(account_id):
        sign_in_by_half(account_id)
        return see_other(url_for(".login_code", next=safe_next("") or None))
    sign_in(account_id)
    return see_other(safe_next(home_of(current_person().role)))


@bp.post("/logout")
@public
def logout() -> ResponseReturnValue:
    """End the session; of staff every one, so that no copy of a cookie opens a desk afterwards."""
    who = maybe_signed_in()
    if who is not None and who.role is not Role.TRAINEE:
        services.sign_out_everywhere(who.account_id)
    sign_out()
    flash(_("You are signed out."), "success")
    return see_other(url_for("home.index"))


def _refused_page(form: LoginForm, error: PortalError) -> ResponseReturnValue:
    refuse(form.identifier, error)
    return _page(form, error.status)


def _page(form: LoginForm, status: int) -> ResponseReturnValue:
    return render_template("people/login.html", form=form, next=safe_next("")), status
