"""What is stored about someone, who acted, a copy of everything, and the way to be forgotten."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import current_app, flash, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.core import clock, names, own_data
from portal.core.i18n import _, _l, format_date, format_datetime
from portal.core.own_data import OwnData, Row
from portal.core.web import limiter, name_file, see_other
from portal.people import queries, services
from portal.people.access import current_person, own_person_id, sign_out, signed_in
from portal.people.errors import TooManySigningIn, WrongPassword
from portal.people.forms import EraseForm, group_name, place_name, refuse
from portal.people.forms.own_copy import in_words
from portal.people.forms.proofs import proof_in_words
from portal.people.types import ConsentView, Evidence, LookReason, PersonView, RealNameLevel, TrailLine
from portal.people.types.rights import REASON_WORDS
from portal.people.types.trail import ACTIONS, ACTORS
from portal.people.views.blueprint import bp, refused

LEVELS = {
    RealNameLevel.STATION_CHECKED: _l("Compared with the card at a station"),
    RealNameLevel.REGISTRY_CHECKED: _l("Confirmed by the register"),
}
EVIDENCE = {
    Evidence.DECLARED: _l("You said so"),
    Evidence.SEEN: _l("A station saw a paper"),
    Evidence.COMPARED: _l("Confirmed by the register"),
}


@dataclass(frozen=True)
class Field:
    """One field about someone, as the privacy page shows it."""

    label: str
    value: str | None
    source: str
    seen_by: str
    until: str
    correct: str | None  # the part of the address where a correction is asked for; None: changed by oneself

    @property
    def is_mongolian(self) -> bool:
        """Whether the value is in Mongolian script."""
        return names.is_mongolian(self.value or "")


PURPOSES = {
    "registration": _l("Registration and training record"),
    "groups": _l("Storing your groups"),
    "application": _l("Sign-up for classes"),
    "messages": _l("Messages"),
}


@bp.get("/me/privacy")
@signed_in
def privacy() -> ResponseReturnValue:
    """Show what is stored, what was agreed to, and who acted."""
    person_id = own_person_id()
    return render_template(
        "people/privacy.html",
        parts=own_data.parts(),
        fields=_fields(queries.get_person(person_id), by_station=queries.is_entered_by_others(person_id)),
        requests=queries.list_requests_of(person_id),
        consents=[_consent_pairs(consent) for consent in queries.list_consents(person_id)],
        trail=[_trail_cells(line) for line in queries.list_trail(person_id)],
        looks=[_trail_cells(line) for line in queries.list_looks(person_id)],
    )


@bp.get("/me/privacy/data")
@signed_in
def own_copy() -> ResponseReturnValue:
    """Show everything that is stored, in words."""
    found = _export()
    parts = [(part.title, [in_words(part, row) for row in rows]) for part, rows in found]
    return render_template("people/own_copy.html", parts=parts)


@bp.get("/me/privacy/data.json")
@signed_in
def own_file() -> ResponseReturnValue:
    """Hand over everything that is stored as a file that other programs read."""
    content: dict[str, Any] = {"exported_at": clock.now().isoformat()}
    for part, rows in _export():
        content[part.name] = [{key: _plain(value) for key, value in row.items()} for row in rows]
    answer = current_app.json.response(content)
    name_file(answer, "my-data.json")
    return answer


@bp.route("/me/privacy/erase", methods=["GET", "POST"])
@signed_in
@limiter.limit("10 per hour", methods=["POST"], deduct_when=refused)
def erase() -> ResponseReturnValue:
    """Say what goes and what stays, ask for the password, and forget."""
    form, who = EraseForm(), current_person()
    if not form.validate_on_submit():
        return _erase_page(form, 422 if form.is_submitted() else 200)
    try:
        services.erase(own_person_id(), form.password.data or "", actor_id=who.account_id)
    except (WrongPassword, TooManySigningIn) as error:
        refuse(form.password, error)
        return _erase_page(form, error.status)
    sign_out()
    flash(_("Your data is deleted. What the law asks us to keep is locked."), "success")
    return see_other(url_for("home.index"))


def _erase_page(form: EraseForm, status: int) -> ResponseReturnValue:
    return render_template("people/erase.html", form=form, parts=own_data.parts()), status


def _consent_pairs(consent: ConsentView) -> list[tuple[str, str | None]]:
    return [
        (_("What for"), str(PURPOSES.get(consent.purpose, consent.purpose))),
        (_("Agreed"), _("Yes") if consent.given else _("No, taken back")),
        (_("When"), format_datetime(consent.given_at)),
        (_("Where"), consent.station_name or _("By yourself, on the portal")),
        (_("Signed sheet or code"), proof_in_words(consent.proof)),
        (_("Version of the text"), consent.text_version),
    ]


def _trail_cells(line: TrailLine) -> list[str]:
    who = _("You") if line.by_self else str(ACTORS[line.actor_role]) if line.actor_role else _("Not signed in")
    what = str(ACTIONS.get(line.action, line.action))
    why = str(REASON_WORDS[LookReason(line.purpose)]) if line.purpose in tuple(LookReason) else None
    return [what, format_datetime(line.at), " · ".join(part for part in (who, line.office, why, line.reason) if part)]


def _fields(person: PersonView, *, by_station: bool) -> list[Field]:
    """Return everything that is stored about someone themselves: where it came from, who sees it, until when."""
    level = person.real_name_level
    entered = _("Entered by a station or from a list") if by_station else _("Typed by you")
    source = entered if level is RealNameLevel.DECLARED else f"{entered} · {LEVELS[level]}"
    staff = _("Stations and bureaus that help you, institutions of your classes")
    hidden = _("Hidden with stars; each look at it stands below")
    nobody = _("Only you and the bureau of your region")
    until, kept = _("Until you delete it"), _("Locked after deletion, for certificates and subsidies")
    fields = [
        Field(_("Name"), person.masked_name, source, staff, kept, "name"),
        Field(_("Identity number"), person.masked_id_number, source, hidden, kept, "id-number"),
        Field(_("Home region"), place_name(person.home_region), entered, staff, kept, "home-region"),
        Field(_("Phone number"), person.masked_phone, _("You or a station for you"), staff, until, None),
        Field(_("Where you live now"), place_name(person.present_region), _("Typed by you"), nobody, until, None),
        Field(_("Name in Mongolian script"), person.name_mn, entered, staff, kept, None),
    ]
    for group in person.groups:
        declared = group.evidence is Evidence.DECLARED
        said = str(EVIDENCE[group.evidence])
        end = format_date(group.valid_to) if group.valid_to else until
        fields.append(Field(_("Group"), group_name(group.code), said, nobody, end, None if declared else "group"))
    return [field for field in fields if field.value]


def _export() -> list[tuple[OwnData, list[Row]]]:
    return services.export_all(own_person_id(), actor_id=current_person().account_id)


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
