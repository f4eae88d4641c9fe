"""Visits after a course: whom to ask next, and what they said. For the bureau, the school and the station nearby."""

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.core import clock
from portal.core.i18n import _
from portal.core.web import drop_draft, limiter, see_other, used_token
from portal.office.forms.ledger import read_cursor
from portal.office.forms.visits import VisitForm
from portal.office.views.blueprint import account_key, bp
from portal.people.access import current_person, officer
from portal.people.queries.contacts import find_seen_contact
from portal.people.services.contacts import see_contact
from portal.people.types import Role
from portal.records import queries, services
from portal.records.types import VisitReach

VISIT = "/office/visits/<int:follow_up_id>"


@bp.get("/office/visits")
@officer("bureau_officer", "provider_staff", "station_clerk")
def visits() -> ResponseReturnValue:
    """List who is to be asked, soonest due first."""
    due = request.args.get("show") != "later"
    return render_template(
        "office/visits.html",
        page=queries.list_follow_ups(_reach(), read_cursor(request.args), due=due),
        count=queries.count_due(_reach()),
        due=due,
        today=clock.today(),
    )


@bp.route(VISIT, methods=["GET", "POST"])
@officer("bureau_officer", "provider_staff", "station_clerk")
def visit(follow_up_id: int) -> ResponseReturnValue:
    """Show what someone said before, and write down what they say now."""
    reach = _reach()
    found, form = queries.get_follow_up(follow_up_id, reach), VisitForm(way="phone", asked_on=clock.today())
    if form.validate_on_submit():
        services.record_visit(follow_up_id, form.to_visit(), reach=reach, token=used_token())
        drop_draft()
        flash(_("The visit is written down. The person can see it in their record."), "success")
        return see_other(url_for(".visits"))
    contact = find_seen_contact(found.person_id, account_id=reach.account_id)
    page = render_template("office/visit.html", found=found, form=form, contact=contact, today=clock.today())
    return page, 422 if form.errors else 200


@bp.post(f"{VISIT}/contact")
@officer("bureau_officer", "provider_staff", "station_clerk")
@limiter.limit("120 per hour", key_func=account_key)
def visit_contact(follow_up_id: int) -> ResponseReturnValue:
    """Show name and phone for some minutes, and write down that they were looked at."""
    reach = _reach()
    found = queries.get_follow_up(follow_up_id, reach)
    see_contact(found.person_id, account_id=reach.account_id, about=f"follow_up {follow_up_id}")
    return see_other(url_for(".visit", follow_up_id=follow_up_id))


def _reach() -> VisitReach:
    """Return whom this member of staff follows."""
    who = current_person()
    if who.role is Role.PROVIDER_STAFF:
        return VisitReach(who.account_id, provider_id=who.provider_id)
    if who.role is Role.STATION_CLERK:
        return VisitReach(who.account_id, home_region=queries.region_of_station(who.station_id))
    return VisitReach(who.account_id, region_code=who.region_code)
