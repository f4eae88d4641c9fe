"""Claims of subsidies: drafted from the roll, refused with a reason."""

from collections.abc import Iterable

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.core import regions
from portal.core.errors import NotFound
from portal.core.i18n import _, ngettext
from portal.core.web import see_other
from portal.office.forms import ClaimForm, RefuseForm
from portal.office.queries.classes import find_class_id
from portal.office.views.blueprint import bp, reach
from portal.people.access import officer
from portal.records import queries, services
from portal.records.errors import ClassNotOver
from portal.records.types import ClaimsMade, Graduate

FURTHEST_PAGE = 500


@bp.get("/office/claims")
@officer("bureau_officer", "provider_staff")
def taught() -> ResponseReturnValue:
    """List the classes whose results are in, or lead to one by its number."""
    if number := request.args.get("number", "").strip()[:60]:
        return see_other(url_for(".claim", class_number=number))
    page = min(max(request.args.get("page", 1, type=int), 1), FURTHEST_PAGE)
    return render_template(
        "office/taught.html",
        page=queries.list_taught(reach(), page),
        corrected=queries.list_paid_corrected(reach()) if page == 1 else [],
        place_of=regions.get,
    )


@bp.route("/office/claims/<path:class_number>", methods=["GET", "POST"])
@officer("bureau_officer", "provider_staff")
def claim(class_number: str) -> ResponseReturnValue:
    """Claim a subsidy for people who passed a class."""
    try:
        roll = queries.get_roll(reach(), class_number)
    except NotFound:
        return _say_that_none_are_in(class_number)
    rules = queries.claim_rules(roll.line.region_code, roll.line.starts_on)
    form = ClaimForm()
    form.offer(rules, _boxes(roll.graduates))  # of those claimed for meanwhile, the service names the earlier claim
    if form.validate_on_submit():
        made = services.claim_for_roll(reach(), class_number, form.record_ids, rule_key=form.rule.data)
        _say(made)
        return see_other(url_for(".claim", class_number=class_number))
    form.offer(rules, _boxes(one for one in roll.graduates if one.state is None and one.earlier is None))
    if not form.is_submitted():
        form.choose_everyone()
    place = regions.get(roll.line.region_code)
    corrected = queries.list_paid_corrected(reach(), class_number)
    page = render_template(
        "office/claim.html",
        form=form,
        roll=roll,
        rules=rules,
        place=place,
        corrected=corrected,
        wait=None if roll.line.is_over else ClassNotOver(roll.line.ends_on).message,
    )
    return page, 422 if form.is_submitted() else 200


@bp.route("/office/subsidies/<int:claim_id>/refuse", methods=["GET", "POST"])
@officer("bureau_officer")
def refuse(claim_id: int) -> ResponseReturnValue:
    """Refuse a claim that is not paid, with a reason the person reads."""
    found, form = queries.get_claim(reach(), claim_id), RefuseForm()
    if form.validate_on_submit():
        services.refuse_claim(claim_id, form.said, reach=reach())
        flash(_("The claim is refused. The person is told why."), "success")
        return see_other(url_for(".batch", batch_id=found.batch_id) if found.batch_id else url_for(".batches"))
    return render_template("office/refuse.html", form=form, claim=found), 422 if form.is_submitted() else 200


def _say_that_none_are_in(class_number: str) -> ResponseReturnValue:
    class_id = find_class_id(reach(), class_number)
    if class_id is None:
        raise NotFound
    flash(_("No results of this class are in yet. Subsidies are claimed for people who passed."), "info")
    return see_other(url_for(".class_desk", class_id=class_id))


def _boxes(people: Iterable[Graduate]) -> list[tuple[int, str]]:
    certified = " · " + _("Has a certificate")
    return [(one.record_id, f"{one.name.zh} {one.masked_id_number}" + certified * one.certificate) for one in people]


def _say(made: ClaimsMade) -> None:
    if made.made:
        flash(ngettext("%(num)d claim was made.", "%(num)d claims were made.", made.made), "success")
    if made.refused:
        repeats = ngettext(
            "%(num)d claim would repeat an earlier one and was refused; the earlier one is named below.",
            "%(num)d claims would repeat earlier ones and were refused; the earlier ones are named below.",
            len(made.refused),
        )
        flash(repeats, "error")
