"""The account of the person of a flow: a code that opens it, and the end of what somebody else opened."""

from flask import flash, url_for
from flask.typing import ResponseReturnValue

from portal.core.i18n import _
from portal.core.web import drop_draft, limiter, see_other
from portal.people import queries as people
from portal.people.errors import NobodyHasAccess
from portal.station import queries, services
from portal.station.forms import EndAccessForm
from portal.station.types import FlowView
from portal.station.views.blueprint import asked_language, bp, clerk_key, language_names, pdf_answer
from portal.station.views.flows import FLOW, flow_page, in_flow

ACCOUNT = f"{FLOW}/account"


@bp.route(ACCOUNT, methods=["GET", "POST"])
@limiter.limit("10 per hour", key_func=clerk_key, methods=["POST"])
@in_flow
def account(flow: FlowView) -> ResponseReturnValue:
    """Offer the code, and take the account from somebody who opened it in the person's name."""
    person_id = services.signer_of(flow)
    form = EndAccessForm(done=queries.list_done_alone(person_id))
    if form.validate_on_submit():
        try:
            services.end_access(flow, form.to_undo())
        except NobodyHasAccess as error:
            flash(str(error.message), "warning")
        else:
            flash(_("The access has ended. Now print the code, and write down the person's own phone."), "success")
        drop_draft()
        return see_other(url_for(".account", flow_id=flow.id))
    usable = people.can_sign_in(person_id)
    page = flow_page("station/account.html", flow, form=form, is_open=usable, languages=language_names())
    return page, 422 if form.errors else 200


@bp.post(f"{ACCOUNT}/slip")
@in_flow
def make_code_slip(flow: FlowView) -> ResponseReturnValue:
    """Make the code of the account, once, and print it."""
    services.claim_code(flow)
    return see_other(url_for(".code_slip", flow_id=flow.id, language=asked_language()))


@bp.get(f"{ACCOUNT}/slip.pdf")
@in_flow
def code_slip(flow: FlowView) -> ResponseReturnValue:
    """Print the code of the account; loading it again makes no new one."""
    if flow.claim_code is None:
        return see_other(url_for(".account", flow_id=flow.id))
    return pdf_answer(services.slip(flow, None, asked_language()), "slip.pdf")
