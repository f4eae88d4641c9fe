"""The queue of text messages: what went out, what waits and why, and sending one again."""

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.core.errors import NotFound
from portal.core.i18n import _, _l
from portal.core.web import limiter, see_other
from portal.notices import queries as notices
from portal.notices import services
from portal.notices.errors import ComesTooLate, ResentTooOften
from portal.notices.types.deliveries import DeliveryState
from portal.office.forms.messages import FindForm
from portal.office.queries import messages as queries
from portal.office.services.messages import find_person
from portal.office.types.messages import MessageScope
from portal.office.views.blueprint import account_key, bp
from portal.people.access import current_person, officer
from portal.people.types import Role

KINDS = {
    "seat_confirmed": _l("Seat confirmed"),
    "seat_offered": _l("Seat offered"),
    "offer_ends_soon": _l("Offer ends soon"),
    "class_changed": _l("Class changed"),
    "class_cancelled": _l("Class cancelled"),
    "class_tomorrow": _l("Class tomorrow"),
    "registered_by_station": _l("Signed up by a station"),
    "result_recorded": _l("Training result"),
    "class_fits_wish": _l("A class fits a wish"),
    "consent_code": _l("Code for the consent"),
}


@bp.get("/office/messages")
@officer("bureau_officer", "station_clerk")
def messages() -> ResponseReturnValue:
    """Show the queue of the people of a region or of a station, or of one of them."""
    return _page(FindForm())


@bp.post("/office/messages/find")
@officer("bureau_officer", "station_clerk")
@limiter.limit("60 per hour", key_func=account_key)
def find_messages() -> ResponseReturnValue:
    """Look for the messages of the person with a number."""
    form = FindForm()
    if form.validate_on_submit():
        try:
            found = find_person(form.id_number.read, _scope(), account_id=current_person().account_id)
        except NotFound:
            form.id_number.errors = [_("Among the people you may see, nobody has this number.")]
        else:
            return see_other(url_for(".messages", person=found))
    return _page(form), 422


def _page(form: FindForm) -> str:
    asked, scope = request.args.get("state", ""), _scope()
    state = DeliveryState(asked) if asked in set(DeliveryState) else None
    before, person = _number("before"), _number("person")
    return render_template(
        "office/messages.html",
        form=form,
        page=queries.list_queue(scope, state, before, person),
        person=person,
        name=queries.get_masked_name(person, scope) if person else None,
        spending=notices.spending(),
        state=state,
        states=list(DeliveryState),
        kinds=KINDS,
        frame="station/base.html" if scope.station_id else "office/base.html",
        at_station=scope.station_id is not None,
    )


@bp.post("/office/messages/<int:delivery_id>/resend")
@officer("bureau_officer", "station_clerk")
def resend(delivery_id: int) -> ResponseReturnValue:
    """Send a message once more."""
    queries.require_in_scope(_scope(), delivery_id)
    try:
        services.resend(delivery_id, actor_id=current_person().account_id)
    except (ComesTooLate, ResentTooOften) as error:
        flash(str(error.message), "warning")
    else:
        flash(_("It goes out again now, or in the morning."), "success")
    return see_other(url_for(".messages", person=_number("person")))


def _number(name: str) -> int | None:
    asked = request.args.get(name, type=int)
    return asked if asked and 0 < asked < 10**12 else None


def _scope() -> MessageScope:
    who = current_person()
    if who.role is Role.STATION_CLERK:
        return MessageScope(station_id=who.station_id)
    return MessageScope(region_code=who.region_code)
