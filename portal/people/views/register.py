"""Register, and the text one agrees to."""

from flask import current_app, flash, redirect, render_template
from flask.typing import ResponseReturnValue

from portal.core.config import Config
from portal.core.errors import PortalError
from portal.core.i18n import _
from portal.core.identity_numbers import DEMONSTRATION_PREFIX, Remark
from portal.core.web import drop_draft, limiter, safe_next, see_other
from portal.people import rules, services
from portal.people.access import maybe_signed_in, public, sign_in
from portal.people.errors import AlreadyRegistered, TooManySigningIn
from portal.people.forms import RegisterForm, refuse
from portal.people.types import Role
from portal.people.views.blueprint import bp, home_of, number_key, refused


@bp.route("/register", methods=["GET", "POST"])
@public
@limiter.limit("60 per hour", methods=["POST"])
@limiter.limit("10 per hour", key_func=number_key, methods=["POST"], deduct_when=refused)
def register() -> ResponseReturnValue:
    """Take down someone new."""
    who = maybe_signed_in()
    if who is not None:
        return redirect(home_of(who.role), 303)
    form = RegisterForm()
    if not form.validate_on_submit():
        return _page(form, 422 if form.is_submitted() else 200)
    try:
        account_id = _register(form)
    except AlreadyRegistered as taken:
        refuse(form.id_number, taken)
        return _page(form, 409)
    except TooManySigningIn as busy:
        refuse(form.password, busy)
        return _page(form, busy.status)
    drop_draft()
    sign_in(account_id)
    flash(_("You are registered. Welcome!"), "success")
    _warn_of_prefix(form)
    return see_other(safe_next(home_of(Role.TRAINEE)))


@bp.get("/privacy")
@public
def privacy_text() -> ResponseReturnValue:
    """Show what is stored of whom, why, and for how long."""
    config: Config = current_app.config["PORTAL"]
    return render_template(
        "people/privacy_text.html",
        version=rules.CONSENT_VERSION,
        operator=config.operator,
        contact=config.operator_contact,
    )


def _register(form: RegisterForm) -> int:
    """Register; the same person pressing twice, or registering again with the same password, is signed in."""
    try:
        return services.register(form.to_person(), form.password.data or "", form.to_consents())
    except AlreadyRegistered:
        try:
            return services.check_credentials(form.id_number.read.value, form.password.data or "", in_crowd=False)
        except TooManySigningIn:
            raise
        except PortalError:
            raise AlreadyRegistered from None


def _warn_of_prefix(form: RegisterForm) -> None:
    number = form.id_number.read
    if Remark.UNKNOWN_PREFIX in number.remarks and number.region_code != DEMONSTRATION_PREFIX:
        flash(
            _(
                "We do not know the first six digits of your identity number. Please compare them with the card. "
                "If one is wrong, a service station corrects it."
            ),
            "warning",
        )


def _page(form: RegisterForm, status: int) -> ResponseReturnValue:
    return render_template("people/register.html", form=form), status
