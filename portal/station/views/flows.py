"""Help one person: find or write down, read back, consent, act, finish. Each flow has its own random address."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.core import identity_numbers, names, phones
from portal.core.errors import PortalError
from portal.core.i18n import _, edition
from portal.core.identity_numbers import DEMONSTRATION_PREFIX, Remark
from portal.core.web import drop_draft, limiter, see_other
from portal.enrolment import queries as enrolment
from portal.people import queries as people
from portal.people.access import officer
from portal.people.errors import AlreadyRegistered
from portal.people.forms import group_name, place_name, refuse
from portal.people.types import PhoneRelation
from portal.people.types.phones import RELATION_WORDS
from portal.station import services
from portal.station.errors import ClerksPhone, GuardianMissing, NotYet, SheetRefused
from portal.station.forms import ConsentForm, EnterForm, FindForm
from portal.station.types import FlowView, Whose
from portal.station.views.blueprint import asked_language, bp, clerk, clerk_key, language_names, pdf_answer

FLOW = "/station/flows/<uuid:flow_id>"
P = ParamSpec("P")


def in_flow(
    view: Callable[Concatenate[FlowView, P], ResponseReturnValue],
) -> Callable[..., ResponseReturnValue]:
    """Hand a view its open flow, if it is this clerk's; a step out of order leads to the step that is due."""

    @officer("station_clerk")
    @wraps(view)
    def entered(flow_id: UUID, *args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        flow = services.enter_flow(str(flow_id), clerk())
        try:
            return view(flow, *args, **kwargs)
        except NotYet as error:
            flash(str(error.message), "warning")
            return see_other(url_for("station.flow", flow_id=flow.id))

    return entered


def flow_page(template: str, flow: FlowView, **values: object) -> str:
    """Return a page of a flow, which always says whom it is about."""
    person = people.get_person(flow.person_id) if flow.person_id is not None else None
    return render_template(template, flow=flow, person=person, **values)


@bp.post("/station/flows")
@officer("station_clerk")
def open_flow() -> ResponseReturnValue:
    """Begin to help someone."""
    return see_other(url_for(".find", flow_id=services.open_flow(clerk())))


@bp.get(FLOW)
@in_flow
def flow(flow: FlowView) -> ResponseReturnValue:
    """Show what can be done for the person, or lead to the step that comes first."""
    if not flow.may_act:
        return see_other(url_for(_step_due(flow), flow_id=flow.id))
    assert flow.person_id is not None
    return flow_page(
        "station/hub.html",
        flow,
        applications=enrolment.list_for(flow.person_id),
        wishes=enrolment.list_wishes(flow.person_id),
        languages=language_names(),
    )


@bp.post(f"{FLOW}/finish")
@officer("station_clerk")
def finish(flow_id: UUID) -> ResponseReturnValue:
    """End the flow and clear what was typed."""
    services.finish(str(flow_id), clerk())
    flash(_("Finished and cleared. The next person may come."), "success")
    return see_other(url_for(".home"))


@bp.route(f"{FLOW}/find", methods=["GET", "POST"])
@limiter.limit("60 per hour", key_func=clerk_key, methods=["POST"])
@in_flow
def find(flow: FlowView) -> ResponseReturnValue:
    """Ask for the number on the card; there is no list to browse."""
    form = FindForm()
    if not form.validate_on_submit():
        return flow_page("station/find.html", flow, form=form), 422 if form.errors else 200
    number = form.id_number.read
    if Remark.UNKNOWN_PREFIX in number.remarks and number.region_code != DEMONSTRATION_PREFIX:
        flash(_("The first six digits are not known to us. Please compare the number with the card."), "warning")
    found = services.find_person(flow, number)
    drop_draft()
    return see_other(url_for(".read_back" if found else ".enter", flow_id=flow.id))


@bp.route(f"{FLOW}/enter", methods=["GET", "POST"])
@in_flow
def enter(flow: FlowView) -> ResponseReturnValue:
    """Write down someone new; nothing is stored for good before they sign."""
    if flow.typed_number is None:
        return see_other(url_for(".flow", flow_id=flow.id))
    form = EnterForm(data=_typed_before(flow))
    if form.validate_on_submit():
        try:
            services.write_down(flow, form.to_person(flow.typed_number))
        except ClerksPhone as error:
            refuse(form.phone, error)
        else:
            drop_draft()
            return see_other(url_for(".read_back", flow_id=flow.id))
    masked = identity_numbers.mask(flow.typed_number)
    return flow_page("station/enter.html", flow, form=form, masked=masked), 422 if form.errors else 200


@bp.get(f"{FLOW}/read-back")
@in_flow
def read_back(flow: FlowView) -> ResponseReturnValue:
    """Show in large type what is stored or will be, to be read to the person."""
    if flow.person_id is None and flow.typed_person is None:
        return see_other(url_for(".flow", flow_id=flow.id))
    return flow_page("station/read_back.html", flow, pairs=_to_read(flow))


@bp.post(f"{FLOW}/read-back")
@in_flow
def confirm_read_back(flow: FlowView) -> ResponseReturnValue:
    """Note that the person said that it is right."""
    services.confirm_read_back(flow)
    return see_other(url_for(".flow", flow_id=flow.id))


@bp.post(f"{FLOW}/start-over")
@in_flow
def start_over(flow: FlowView) -> ResponseReturnValue:
    """Forget whom the flow is about: it was the wrong number."""
    services.start_over(flow)
    return see_other(url_for(".find", flow_id=flow.id))


@bp.route(f"{FLOW}/consent", methods=["GET", "POST"])
@in_flow
def consent(flow: FlowView) -> ResponseReturnValue:
    """Keep what the person signed."""
    if flow.may_act or not flow.read_back:
        return see_other(url_for(".flow", flow_id=flow.id))
    typed = flow.typed_person
    form = ConsentForm(number=identity_numbers.parse(typed.id_number) if typed else None)
    if form.validate_on_submit():
        try:
            services.give_consent(flow, form.to_consent())
        except (SheetRefused, GuardianMissing, AlreadyRegistered) as error:
            _refuse_consent(form, error)
        else:
            flash(_("Thank you. Now choose together what to do."), "success")
            return see_other(url_for(".flow", flow_id=flow.id))
    phone = services.phone_for_code(flow)
    page = flow_page("station/consent.html", flow, form=form, languages=language_names(), phone=phone)
    return page, 422 if form.errors else 200


@bp.get(f"{FLOW}/consent.pdf")
@in_flow
def consent_sheet(flow: FlowView) -> ResponseReturnValue:
    """Print the sheet to sign."""
    return pdf_answer(services.consent_sheet(flow, asked_language()), "consent.pdf")


def _refuse_consent(form: ConsentForm, error: PortalError) -> None:
    guardian = isinstance(error, GuardianMissing) and "by_guardian" in form
    refuse(form.by_guardian if guardian else form.sheet_number, error)


def _step_due(flow: FlowView) -> str:
    if flow.person_id is None and flow.typed_person is None:
        return ".find" if flow.typed_number is None else ".enter"
    return ".consent" if flow.read_back else ".read_back"


def _typed_before(flow: FlowView) -> dict[str, object]:
    typed = flow.typed_person
    if typed is None:
        return {"language": edition()}
    owner = (Whose.OWN if typed.phone_is_own else Whose.RELATIVE) if typed.phone else Whose.NONE
    return {
        "name": typed.name,
        "name_mn": typed.name_mn,
        "region": typed.home_region,
        "phone": phones.display(typed.phone) if typed.phone else "",
        "whose": owner.value,
        "relation": typed.phone_relation or "",
        "groups": list(typed.groups),
        "language": typed.language,
    }


def _to_read(flow: FlowView) -> list[tuple[str, str | None, bool]]:
    """Return label, value and whether the value is in Mongolian script."""
    return [(label, value, bool(value) and names.is_mongolian(str(value))) for label, value in _stored(flow)]


def _stored(flow: FlowView) -> list[tuple[str, str | None]]:
    """Return what is stored or will be; of a record that is found, no more than tells whose it is."""
    if flow.person_id is not None:
        person = people.get_person(flow.person_id)
        passes_on = person.phone_relation
        return [
            (_("Name"), person.name),
            (_("Name in Mongolian script"), person.name_mn),
            (_("Identity number"), person.masked_id_number),
            (_("Phone number"), person.masked_phone or _("No phone")),
            (_("Who passes messages on"), str(RELATION_WORDS[passes_on]) if passes_on else None),
            (_("Home region"), place_name(person.home_region)),
        ]
    typed = flow.typed_person
    assert typed is not None
    own, relative = _("The person's own"), _("A relative's, who passes messages on")
    relation = PhoneRelation(typed.phone_relation) if typed.phone_relation else None
    return [
        (_("Name"), typed.name),
        (_("Name in Mongolian script"), typed.name_mn),
        (_("Identity number"), identity_numbers.mask(typed.id_number)),
        (_("Phone number"), phones.display(typed.phone) if typed.phone else _("No phone")),
        (_("Whose phone?"), (own if typed.phone_is_own else relative) if typed.phone else None),
        (_("Who passes messages on"), str(RELATION_WORDS[relation]) if relation else None),
        (_("Home region"), place_name(typed.home_region)),
        (_("Groups"), "、".join(group_name(code) for code in typed.groups) or None),
        (_("Language of messages and papers"), dict(language_names())[typed.language]),
    ]
