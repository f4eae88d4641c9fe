"""Act for the person of a flow: classes, applications, wishes, phone, the slip."""

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue

from portal.catalog import forms as catalog_forms
from portal.catalog import queries as catalog
from portal.core import regions
from portal.core.i18n import _
from portal.core.web import drop_draft, see_other, used_token
from portal.enrolment import queries as enrolment
from portal.enrolment.errors import (
    REASONS,
    CannotApply,
    CannotWithdraw,
    ClashNotConfirmed,
    NoOffer,
    NotAStep,
    SameWish,
    TooManyWishes,
)
from portal.enrolment.forms import ApplyForm, WishForm
from portal.enrolment.types import Refusal
from portal.people import queries as people
from portal.people.forms import refuse
from portal.station import queries, services
from portal.station.errors import ClerksPhone
from portal.station.forms import OtherPhoneForm
from portal.station.types import FlowView
from portal.station.views.blueprint import asked_language, bp, language_names, pdf_answer
from portal.station.views.flows import FLOW, flow_page, in_flow

APPLICATION = f"{FLOW}/applications/<int:application_id>"


@bp.get(f"{FLOW}/classes")
@in_flow
def classes(flow: FlowView) -> ResponseReturnValue:
    """Look for a class together: near the station first."""
    services.signer_of(flow)
    asked = catalog_forms.read_class_filter(request.args)
    league = f"{queries.get_station(flow.station_id).region_code[:4]}00"
    return flow_page(
        "station/classes.html",
        flow,
        asked=asked,
        page=catalog.list_classes(asked.filter, asked.cursor),
        league=regions.get(league),
    )


@bp.route(f"{FLOW}/classes/<int:class_id>", methods=["GET", "POST"])
@in_flow
def apply(flow: FlowView, class_id: int) -> ResponseReturnValue:
    """Look once more, then sign the person up; sending twice does nothing twice."""
    person_id, form = services.signer_of(flow), ApplyForm()
    if form.validate_on_submit():
        try:
            application_id = services.apply(
                flow, class_id, token=used_token(), clash_accepted=bool(form.clash_known.data)
            )
        except ClashNotConfirmed as error:
            refuse(form.clash_known, error)
        except CannotApply as error:
            return _cannot_apply(flow, error)
        else:
            flash(_("The application has arrived. Print the slip for the person."), "success")
            return see_other(url_for(".application", flow_id=flow.id, application_id=application_id))
    check = enrolment.check_sign_up(class_id, person_id=person_id)
    reason = REASONS[check.refusal] if check.refusal else None
    mine = enrolment.get_entitlement(class_id, person_id=person_id)
    page = flow_page("station/apply.html", flow, check=check, reason=reason, mine=mine, form=form)
    return page, 422 if form.errors else 200


@bp.get(APPLICATION)
@in_flow
def application(flow: FlowView, application_id: int) -> ResponseReturnValue:
    """Show where an application stands, and what can be done about it."""
    found = enrolment.get_application(application_id, person_id=services.signer_of(flow))
    return flow_page("station/application.html", flow, found=found, languages=language_names())


@bp.post(f"{APPLICATION}/withdraw")
@in_flow
def withdraw(flow: FlowView, application_id: int) -> ResponseReturnValue:
    """Withdraw in the person's name."""
    try:
        services.withdraw(flow, application_id)
        flash(_("The application is withdrawn."), "success")
    except CannotWithdraw as error:
        flash(str(error.message), "warning")
    return see_other(url_for(".application", flow_id=flow.id, application_id=application_id))


@bp.post(f"{APPLICATION}/offer")
@in_flow
def answer_offer(flow: FlowView, application_id: int) -> ResponseReturnValue:
    """Take the seat that is kept, or give it back, in the person's name."""
    answer = request.form.get("answer")
    if answer in ("accept", "decline") and not services.answer_offer(flow, application_id, accept=answer == "accept"):
        flash(str(NoOffer.message), "warning")
    return see_other(url_for(".application", flow_id=flow.id, application_id=application_id))


@bp.route(f"{FLOW}/wishes/new", methods=["GET", "POST"])
@in_flow
def new_wish(flow: FlowView) -> ResponseReturnValue:
    """Write down what the person would like to learn."""
    home = people.get_person(services.signer_of(flow)).home_region
    form = WishForm(region=home, season="any", language="any", mode="any")
    if form.validate_on_submit():
        try:
            services.add_wish(flow, form.to_wish(), token=used_token())
            flash(_("The wish is in the ledger. The person is told when a class fits."), "success")
            drop_draft()
            return see_other(url_for(".flow", flow_id=flow.id))
        except (SameWish, TooManyWishes) as error:
            form.refuse(error)
    return flow_page("station/new_wish.html", flow, form=form), 422 if form.errors else 200


@bp.post(f"{FLOW}/wishes/<int:wish_id>/withdraw")
@in_flow
def withdraw_wish(flow: FlowView, wish_id: int) -> ResponseReturnValue:
    """Take a wish back in the person's name."""
    try:
        services.withdraw_wish(flow, wish_id)
        flash(_("The wish is withdrawn."), "success")
    except NotAStep as error:
        flash(str(error.message), "warning")
    return see_other(url_for(".flow", flow_id=flow.id))


@bp.route(f"{FLOW}/phone", methods=["GET", "POST"])
@in_flow
def phone(flow: FlowView) -> ResponseReturnValue:
    """Write down another phone, or none any more."""
    services.signer_of(flow)
    form = OtherPhoneForm()
    if form.validate_on_submit():
        try:
            services.change_phone(flow, form.phone.read, is_own=form.is_own, relation=form.chosen_relation)
        except ClerksPhone as error:
            refuse(form.phone, error)
        else:
            flash(_("The phone is changed."), "success")
            return see_other(url_for(".flow", flow_id=flow.id))
    return flow_page("station/phone.html", flow, form=form), 422 if form.errors else 200


@bp.post(f"{APPLICATION}/slip")
@in_flow
def make_slip(flow: FlowView, application_id: int) -> ResponseReturnValue:
    """Make the code for the slip, once, and print."""
    enrolment.get_application(application_id, person_id=services.signer_of(flow))
    if flow.card_seen:
        services.claim_code(flow)
    language = asked_language()
    return see_other(url_for(".slip", flow_id=flow.id, application_id=application_id, language=language))


@bp.get(f"{APPLICATION}/slip.pdf")
@in_flow
def slip(flow: FlowView, application_id: int) -> ResponseReturnValue:
    """Print the slip; loading it again makes no new code."""
    return pdf_answer(services.slip(flow, application_id, asked_language()), "slip.pdf")


def _cannot_apply(flow: FlowView, error: CannotApply) -> ResponseReturnValue:
    if error.refusal is Refusal.ALREADY_APPLIED and error.application_id:
        flash(str(error.message), "warning")
        return see_other(url_for(".application", flow_id=flow.id, application_id=error.application_id))
    return flow_page("station/cannot_apply.html", flow, error=error), error.status
