"""Corrections, the deletion and full numbers for the person of a flow."""

from flask import flash, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue

from portal.core import clock, own_data
from portal.core.i18n import _
from portal.core.web import drop_draft, limiter, see_other
from portal.people import queries as people
from portal.people.errors import AlreadyAsked, NothingToCorrect
from portal.people.forms import LookForm, correction_form, place_name, refuse
from portal.people.forms.own_copy import in_words
from portal.people.types import Evidence, PersonView, RequestField
from portal.station import queries, rules, services
from portal.station.errors import SheetRefused
from portal.station.forms import ErasePaperForm
from portal.station.services import rights
from portal.station.types import FlowView
from portal.station.views.blueprint import asked_language, bp, clerk_key, language_names, pdf_answer
from portal.station.views.flows import FLOW, flow_page, in_flow

ABOUT = '<any("name","id-number","home-region","group"):about>'
SECONDS_TO_LOOK = 60
NUMBER = "flow_number"


@bp.get(f"{FLOW}/correct")
@in_flow
def corrections(flow: FlowView) -> ResponseReturnValue:
    """Ask which of the things that only a bureau corrects is wrong."""
    person_id = services.signer_of(flow)
    return flow_page(
        "station/corrections.html",
        flow,
        fields=_fields(people.get_person(person_id)),
        requests=people.list_requests_of(person_id),
    )


@bp.route(f"{FLOW}/correct/{ABOUT}", methods=["GET", "POST"])
@in_flow
def correct(flow: FlowView, about: str) -> ResponseReturnValue:
    """Take down what is wrong and how it is right, in the person's name."""
    person = people.get_person(services.signer_of(flow))
    form = correction_form(RequestField(about.replace("-", "_")), person)
    if not form.validate_on_submit():
        return flow_page("station/correct.html", flow, form=form, about=form.about), 422 if form.errors else 200
    proof = queries.proof_of(flow)
    try:
        rights.ask_correction(flow, form.to_request(station_id=flow.station_id, proof=proof))
    except (AlreadyAsked, NothingToCorrect) as error:
        refuse(form.wanted, error)
        return flow_page("station/correct.html", flow, form=form, about=form.about), error.status
    drop_draft()
    flash(_("The request has arrived. Give the person its number."), "success")
    return see_other(url_for(".corrections", flow_id=flow.id))


@bp.get(f"{FLOW}/copy")
@in_flow
def own_copy(flow: FlowView) -> ResponseReturnValue:
    """Offer everything that is stored on paper, to who showed the card."""
    services.signer_of(flow)
    return flow_page("station/copy.html", flow, languages=language_names())


@bp.get(f"{FLOW}/copy.pdf")
@limiter.limit("30 per hour", key_func=clerk_key)
@in_flow
def own_copy_paper(flow: FlowView) -> ResponseReturnValue:
    """Print everything that is stored."""
    if not flow.card_seen:
        return see_other(url_for(".own_copy", flow_id=flow.id))
    return pdf_answer(services.own_copy(flow, asked_language(), in_words), "copy.pdf")


@bp.route(f"{FLOW}/erase", methods=["GET", "POST"])
@limiter.limit("10 per hour", key_func=clerk_key, methods=["POST"])
@in_flow
def erase(flow: FlowView) -> ResponseReturnValue:
    """Say what goes and what stays, take the number of the signed sheet, and forget."""
    services.signer_of(flow)
    form = ErasePaperForm()
    if form.validate_on_submit():
        try:
            rights.erase(flow, form.sheet_number.data or "")
        except SheetRefused as error:
            refuse(form.sheet_number, error)
        else:
            drop_draft()
            flash(
                _("Everything is deleted. What the law asks us to keep is locked. This visit is finished."), "success"
            )
            return see_other(url_for(".home"))
    paper = rules.sheet_of_deletion(flow.sheet_number)
    page = flow_page("station/erase.html", flow, form=form, parts=own_data.parts(), paper=paper)
    return page, 422 if form.errors else 200


@bp.route(f"{FLOW}/number", methods=["GET", "POST"])
@limiter.limit("60 per hour", key_func=clerk_key, methods=["POST"])
@in_flow
def number(flow: FlowView) -> ResponseReturnValue:
    """Ask why the full number is needed."""
    services.signer_of(flow)
    form = LookForm()
    if not form.validate_on_submit():
        return flow_page("station/number.html", flow, form=form), 422 if form.errors else 200
    rights.reveal_number(flow, reason=form.said, purpose=form.why)
    cookie[NUMBER] = [flow.id, int(clock.now().timestamp())]
    return see_other(url_for(".shown_number", flow_id=flow.id))


@bp.get(f"{FLOW}/number/shown")
@in_flow
def shown_number(flow: FlowView) -> ResponseReturnValue:
    """Show the full number, once."""
    person_id = services.signer_of(flow)
    flow_id, moment = cookie.pop(NUMBER, None) or ("", 0)
    if flow_id != flow.id or clock.now().timestamp() - moment > SECONDS_TO_LOOK:
        return see_other(url_for(".number", flow_id=flow.id))
    return flow_page("station/number_shown.html", flow, stored=people.id_number_of(person_id))


def _fields(person: PersonView) -> list[tuple[str, str | None]]:
    """Return the part of the address and what is stored, of each thing that a bureau corrects."""
    found: list[tuple[str, str | None]] = [
        ("name", person.name),
        ("id-number", person.masked_id_number),
        ("home-region", place_name(person.home_region)),
    ]
    proven = any(group.evidence is not Evidence.DECLARED for group in person.groups)
    return [*found, ("group", None)] if proven else found
