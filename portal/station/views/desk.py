"""The clerk's desk: three ways to help, one's own phone, printed forms."""

from typing import Literal

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.core import phones
from portal.core.i18n import _
from portal.core.web import limiter, see_other
from portal.people.access import officer
from portal.station import queries, services
from portal.station.forms import OwnPhoneForm
from portal.station.services.documents import SHEETS_AT_MOST
from portal.station.views.blueprint import asked_language, bp, clerk, clerk_key, language_names, pdf_answer


@bp.get("/station")
@officer("station_clerk")
def home() -> ResponseReturnValue:
    """Show the ways in which a clerk helps."""
    phone = services.own_phone(clerk())
    return render_template(
        "station/home.html",
        station=queries.get_station(clerk().station_id),
        own_phone=phones.mask(phone) if phone else None,
    )


@bp.route("/station/own-phone", methods=["GET", "POST"])
@officer("station_clerk")
def own_phone() -> ResponseReturnValue:
    """Ask for the clerk's own phone, so that it is never taken as a villager's."""
    form = OwnPhoneForm()
    if form.validate_on_submit():
        services.keep_own_phone(clerk(), form.phone.read)
        flash(_("Thank you. This number will not be taken as that of a villager."), "success")
        return see_other(url_for(".home"))
    return render_template("station/own_phone.html", form=form), 422 if form.errors else 200


@bp.get("/station/papers")
@officer("station_clerk")
def papers() -> ResponseReturnValue:
    """Offer what is printed and filled in by hand."""
    return render_template("station/papers.html", languages=language_names(), most=SHEETS_AT_MOST)


@bp.get("/station/papers/consent.pdf")
@officer("station_clerk")
@limiter.limit("60 per hour", key_func=clerk_key)
def blank_sheets() -> ResponseReturnValue:
    """Print consent sheets, each with a number of its own."""
    count = request.args.get("count", 1, type=int)
    return pdf_answer(services.blank_sheets(clerk().station_id, count, asked_language()), "consent.pdf")


@bp.get("/station/papers/list.pdf")
@officer("station_clerk")
@limiter.limit("60 per hour", key_func=clerk_key)
def paper_form() -> ResponseReturnValue:
    """Print the list of villagers with the columns of the file."""
    language: Literal["zh", "mn"] = "mn" if asked_language() == "mn" else "zh"
    return pdf_answer(services.paper_form(clerk().station_id, language), "list.pdf")
