"""Change a password; come back without one."""

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.core import regions
from portal.core.i18n import _
from portal.core.web import limiter, see_other
from portal.people import queries, services
from portal.people.access import current_person, officer, public, sign_in, signed_in
from portal.people.errors import CodeRefused, PasswordRefused, TooManySigningIn, WrongPassword
from portal.people.forms import CodeForm, PasswordForm, StationFilterForm, place_name, refuse
from portal.people.types import Role
from portal.people.views.blueprint import bp, home_of, number_key, refused


@bp.route("/password/change", methods=["GET", "POST"])
@signed_in
@limiter.limit("10 per hour", methods=["POST"], deduct_when=refused)
def change_password() -> ResponseReturnValue:
    """Ask for the present password and a new one."""
    return _change_password(url_for(".profile"))


@bp.route("/password/change-staff", methods=["GET", "POST"])
@officer("station_clerk", "provider_staff", "bureau_officer")
@limiter.limit("10 per hour", methods=["POST"], deduct_when=refused)
def change_staff_password() -> ResponseReturnValue:
    """Ask staff for the present password and a new one."""
    return _change_password(home_of(current_person().role))


@bp.get("/password/forgotten")
@public
def forgotten_password() -> ResponseReturnValue:
    """Say how to come back without a password, and where."""
    return render_template("people/password_forgotten.html", **_stations_near())


@bp.get("/help")
@public
def help_nearby() -> ResponseReturnValue:
    """Show where people help, by phone and at a counter."""
    return render_template("people/help.html", **_stations_near())


@bp.route("/password/new", methods=["GET", "POST"])
@public
@limiter.limit("30 per hour", methods=["POST"], deduct_when=refused)
@limiter.limit("10 per hour", key_func=number_key, methods=["POST"], deduct_when=refused)
def new_password() -> ResponseReturnValue:
    """Take the code of a station and a new password."""
    form = CodeForm()
    if not form.validate_on_submit():
        return _code_page(form, 422 if form.is_submitted() else 200)
    try:
        account_id = services.use_code(form.id_number.read.value, form.digits(), form.password.data or "")
    except CodeRefused as error:
        refuse(form.code, error)
        return _code_page(form, error.status)
    except (PasswordRefused, TooManySigningIn) as error:
        refuse(form.password, error)
        return _code_page(form, error.status)
    sign_in(account_id)
    flash(_("Your new password is set. You are signed in."), "success")
    return see_other(home_of(Role.TRAINEE))


def _stations_near() -> dict[str, object]:
    """Return the choice of a league or city and the stations there."""
    form = StationFilterForm(request.args, meta={"csrf": False})
    region = form.region.data if regions.get(form.region.data or "") else None
    stations = queries.list_stations(region) if region else []
    return {"form": form, "region": region, "stations": stations, "place_name": place_name}


def _change_password(after: str) -> ResponseReturnValue:
    form = PasswordForm()
    if not form.validate_on_submit():
        return _password_page(form, 422 if form.is_submitted() else 200)
    account_id = current_person().account_id
    try:
        services.change_password(account_id, form.old_password.data or "", form.password.data or "")
    except WrongPassword as error:
        refuse(form.old_password, error)
        return _password_page(form, error.status)
    except (PasswordRefused, TooManySigningIn) as error:
        refuse(form.password, error)
        return _password_page(form, error.status)
    sign_in(account_id)
    flash(_("Your password is changed. Other devices are signed out."), "success")
    return see_other(after)


def _password_page(form: PasswordForm, status: int) -> ResponseReturnValue:
    return render_template("people/password_change.html", form=form), status


def _code_page(form: CodeForm, status: int) -> ResponseReturnValue:
    return render_template("people/password_new.html", form=form), status
