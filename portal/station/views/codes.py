"""Consent by a code: send it, and take what the person reads out."""

from flask import flash, url_for
from flask.typing import ResponseReturnValue

from portal.core.i18n import _
from portal.core.web import limiter, see_other
from portal.people.errors import AlreadyRegistered
from portal.people.forms import refuse
from portal.station import queries, services
from portal.station.errors import ClerksPhone, CodeJustSent, CodeWrong, NoPhoneForCode, TooManyCodes
from portal.station.forms import CodeConsentForm
from portal.station.services.codes import DEMO_CODE
from portal.station.types import FlowView
from portal.station.views.blueprint import bp, clerk_key
from portal.station.views.flows import FLOW, flow_page, in_flow

CODE = f"{FLOW}/code"


@bp.route(CODE, methods=["GET", "POST"])
@limiter.limit("60 per hour", key_func=clerk_key, methods=["POST"])
@in_flow
def code(flow: FlowView) -> ResponseReturnValue:
    """Offer to send a code, and take it once it was sent."""
    phone = services.phone_for_code(flow)
    if flow.may_act or not flow.read_back or phone is None:
        return see_other(url_for(".flow", flow_id=flow.id))
    form, sent = CodeConsentForm(), queries.find_code(flow.id)
    if form.validate_on_submit():
        try:
            services.consent_by_code(flow, form.digits(), form.to_consent())
        except (CodeWrong, AlreadyRegistered) as error:
            refuse(form.code, error)
        else:
            flash(_("Thank you. Now choose together what to do."), "success")
            return see_other(url_for(".flow", flow_id=flow.id))
    demo = DEMO_CODE if services.shows_code(flow) else None
    page = flow_page("station/code.html", flow, form=form, phone=phone, sent=sent, demo_code=demo)
    return page, 422 if form.errors else 200


@bp.post(f"{CODE}/send")
@limiter.limit("20 per hour", key_func=clerk_key)
@in_flow
def send_code(flow: FlowView) -> ResponseReturnValue:
    """Send a fresh code."""
    try:
        services.send_code(flow)
    except (ClerksPhone, CodeJustSent, NoPhoneForCode, TooManyCodes) as error:
        flash(str(error.message), "warning")
    return see_other(url_for(".code", flow_id=flow.id))
