"""Rights of people and of staff: corrections, full numbers, locked records, the second step of colleagues."""

import json

from flask import flash, render_template, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue

from portal.core import clock, crypto
from portal.core.crypto import Unreadable
from portal.core.errors import NotFound
from portal.core.i18n import _
from portal.core.web import drop_draft, limiter, see_other
from portal.office.forms.rights import ResetForm
from portal.office.queries import rights as reads
from portal.office.services import rights as services
from portal.office.types.rights import CorrectionLine
from portal.office.views.blueprint import account_key, bp, reach
from portal.people import queries as people
from portal.people import services as acts
from portal.people.access import current_person, officer, own_region
from portal.people.errors import NothingToCorrect, NotYoursToAnswer, NumberTaken, RequestAnswered
from portal.people.forms import LockedForm, LookForm, RequestAnswerForm, group_name, place_name, refuse
from portal.people.types import RequestField, RequestState, RequestView
from portal.records import queries as records

SECONDS_TO_LOOK = 60  # between the reason and the page that shows what is hidden
NUMBER, LOCKED = "shown_number", "shown_locked"


@bp.get("/office/requests")
@officer("bureau_officer")
def requests() -> ResponseReturnValue:
    """List what people of the region ask to be corrected, soonest due first."""
    asked = request.args.get("state", "")
    state = RequestState(asked) if asked in tuple(RequestState) else RequestState.OPEN
    found = people.list_requests(own_region(), state=state)
    return render_template("office/requests.html", requests=found, state=state, today=clock.today())


@bp.route("/office/requests/<int:request_id>", methods=["GET", "POST"])
@officer("bureau_officer")
def data_request(request_id: int) -> ResponseReturnValue:
    """Look into a request and answer it."""
    found = people.get_request(request_id, region=own_region())
    form, status = RequestAnswerForm(), 200
    if form.validate_on_submit():
        try:
            services.answer_request(request_id, form.said, accepted=form.accepted, reach=reach())
        except RequestAnswered as error:
            flash(str(error.message), "warning")
        except (NotYoursToAnswer, NothingToCorrect, NumberTaken) as error:
            refuse(form.state, error)
            return _request_page(found, form), error.status
        else:
            flash(_("Answered. The person is told, and everyone who had the wrong value."), "success")
        drop_draft()
        return see_other(url_for(".data_request", request_id=request_id))
    status = 422 if form.errors else 200
    return _request_page(found, form), status


@bp.get("/office/corrections")
@officer("bureau_officer", "provider_staff")
def corrections() -> ResponseReturnValue:
    """List what was corrected of people on one's rolls or in one's ledger."""
    found = reads.list_corrections(reach())
    return render_template("office/corrections.html", lines=[(line, *_values(line)) for line in found])


@bp.post("/office/corrections/<int:notice_id>/seen")
@officer("bureau_officer", "provider_staff")
def take_correction(notice_id: int) -> ResponseReturnValue:
    """Note that the correction was taken over."""
    services.take_correction(notice_id, reach=reach())
    return see_other(url_for(".corrections"))


@bp.route("/office/people/<int:person_id>/number", methods=["GET", "POST"])
@officer("bureau_officer", "provider_staff")
@limiter.limit("60 per hour", key_func=account_key, methods=["POST"])
def number(person_id: int) -> ResponseReturnValue:
    """Ask why the full identity number is needed."""
    owner, form = reads.get_number_owner(person_id, reach()), LookForm()
    if not form.validate_on_submit():
        return render_template("office/number.html", owner=owner, form=form), 422 if form.errors else 200
    acts.reveal_id_number(
        person_id,
        actor_id=current_person().account_id,
        reason=form.said,
        purpose=form.why,
        office=reads.office_name(reach()),
    )
    _let_look(NUMBER, [person_id])
    return see_other(url_for(".shown_number", person_id=person_id))


@bp.get("/office/people/<int:person_id>/number/shown")
@officer("bureau_officer", "provider_staff")
def shown_number(person_id: int) -> ResponseReturnValue:
    """Show the full identity number, once."""
    owner = reads.get_number_owner(person_id, reach())
    if _may_look(NUMBER) != [person_id]:
        return see_other(url_for(".number", person_id=person_id))
    stored, asked = reads.list_numbers(owner, reach())
    return render_template("office/number_shown.html", owner=owner, stored=stored, asked=asked)


@bp.route("/office/locked", methods=["GET", "POST"])
@officer("bureau_officer")
@limiter.limit("30 per hour", key_func=account_key, methods=["POST"])
def locked() -> ResponseReturnValue:
    """Ask whose locked records are needed, and why."""
    form = LockedForm()
    if not form.validate_on_submit():
        return render_template("office/locked.html", form=form), 422 if form.errors else 200
    try:
        found = acts.open_locked(
            form.id_number.read.value,
            region=own_region(),
            actor_id=current_person().account_id,
            reason=form.said,
            purpose=form.why,
            office=reads.office_name(reach()),
        )
    except NotFound:
        form.id_number.errors = [_("Nothing is locked under this number in your region.")]
        return render_template("office/locked.html", form=form), 422
    _let_look(LOCKED, found)
    return see_other(url_for(".shown_locked"))


@bp.get("/office/locked/shown")
@officer("bureau_officer")
def shown_locked() -> ResponseReturnValue:
    """Show what is locked, once."""
    person_ids = _may_look(LOCKED)
    if not person_ids:
        return see_other(url_for(".locked"))
    return render_template("office/locked_shown.html", records=[records.list_for(one) for one in person_ids])


@bp.get("/office/staff")
@officer("bureau_officer")
def staff() -> ResponseReturnValue:
    """List the staff of the region and whose second step is set up."""
    who = current_person()
    return render_template("office/staff.html", staff=reads.list_staff(own_region()), own=who.account_id)


@bp.route("/office/staff/<int:account_id>/second-step", methods=["GET", "POST"])
@officer("bureau_officer")
def reset_second_step(account_id: int) -> ResponseReturnValue:
    """Let a colleague who lost telephone and paper set the second step up again."""
    found, form = reads.get_staff(account_id, own_region()), ResetForm()
    if form.validate_on_submit():
        services.reset_second_step(account_id, form.said, reach=reach())
        flash(_("Done. The second step is set up again at the next sign-in."), "success")
        return see_other(url_for(".staff"))
    return render_template("office/reset_second_step.html", found=found, form=form), 422 if form.errors else 200


def in_words(about: RequestField, value: str) -> str:
    """Return a value of a request as people read it."""
    if about is RequestField.HOME_REGION:
        return place_name(value)
    return group_name(value.split(" ")[0]) if about is RequestField.GROUP else value


def _values(line: CorrectionLine) -> tuple[str, str]:
    new = _("Does not belong to it") if line.about is RequestField.GROUP else in_words(line.about, line.new_value)
    return in_words(line.about, line.old_value), new


def _request_page(found: RequestView, form: RequestAnswerForm) -> str:
    person = people.get_person(found.person_id)
    hidden = found.about is RequestField.ID_NUMBER
    present = {
        RequestField.NAME: person.name,
        RequestField.ID_NUMBER: person.masked_id_number,
        RequestField.HOME_REGION: place_name(person.home_region),
    }
    return render_template(
        "office/request.html",
        found=found,
        form=form,
        person=person,
        present=present.get(found.about),
        wanted=None if hidden else in_words(found.about, found.wanted),
        old=None if hidden or found.old_value is None else in_words(found.about, found.old_value),
        own=people.wrote_the_record(current_person().account_id, found.person_id),
    )


def _let_look(what: str, person_ids: list[int]) -> None:
    grant = json.dumps([current_person().account_id, int(clock.now().timestamp()), person_ids])
    cookie[what] = crypto.seal(grant, what)


def _may_look(what: str) -> list[int]:
    """Return whom the reason was for, once and for a minute."""
    try:
        account_id, moment, person_ids = json.loads(crypto.unseal(cookie.pop(what, ""), what))
    except Unreadable:
        return []
    fresh = clock.now().timestamp() - moment <= SECONDS_TO_LOOK
    return list(person_ids) if fresh and account_id == current_person().account_id else []
