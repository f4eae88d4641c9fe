"""The two directories: enter and mend providers, withdraw them, settle their classes."""

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.catalog.errors import ChangedMeanwhile
from portal.catalog.services import NewProvider
from portal.core import clock, regions
from portal.core.errors import NotFound
from portal.core.i18n import _, format_date, ngettext
from portal.core.web import see_other
from portal.enrolment.errors import CannotTakeThem, NotAStep
from portal.enrolment.queries import moving
from portal.enrolment.types import ClassFacts
from portal.enrolment.types.moving import Moved
from portal.office.errors import KnownProvider
from portal.office.forms.editions import read_version
from portal.office.forms.providers import ProviderForm, ReinstateForm, SettleForm, WithdrawForm
from portal.office.queries import providers as queries
from portal.office.services import providers as services
from portal.office.views.blueprint import bp, reach
from portal.people.access import officer, own_region

FURTHEST_PAGE = 500


@bp.get("/office/providers")
@officer("bureau_officer")
def providers() -> ResponseReturnValue:
    """List one of the two directories within the region."""
    directory, q = request.args.get("directory", "institutions"), request.args.get("q", "").strip()[:60]
    directory = directory if directory in queries.DIRECTORIES else "institutions"
    number = min(max(request.args.get("page", 1, type=int), 1), FURTHEST_PAGE)
    found, more = queries.list_providers(own_region(), directory, q, number)
    return render_template(
        "office/providers.html",
        found=found,
        more=more,
        number=number,
        directory=directory,
        q=q,
        today=clock.today(),
        place_of=regions.full_name,
    )


@bp.route("/office/providers/new", methods=["GET", "POST"])
@officer("bureau_officer")
def new_provider() -> ResponseReturnValue:
    """Enter a provider into a directory."""
    form = ProviderForm()
    form.offer(own_region())
    if form.validate_on_submit():
        try:
            made = services.enter(form.to_provider(), reach=reach())
        except KnownProvider as error:
            form.credit_code.errors = [str(error.message)]
        else:
            flash(_("The institution is in the directory."), "success")
            return see_other(url_for(".provider", provider_id=made))
    page = render_template("office/provider_form.html", form=form, found=None, typed=None)
    return page, 422 if form.is_submitted() else 200


@bp.get("/office/providers/<int:provider_id>")
@officer("bureau_officer")
def provider(provider_id: int) -> ResponseReturnValue:
    """Show a provider, and what is left to settle where it was withdrawn."""
    found = queries.get_provider(provider_id, own_region())
    return render_template(
        "office/provider.html",
        found=found,
        classes=moving.list_to_settle(provider_id),
        today=clock.today(),
        place=regions.full_name(found.region_code),
    )


@bp.route("/office/providers/<int:provider_id>/mend", methods=["GET", "POST"])
@officer("bureau_officer")
def mend_provider(provider_id: int) -> ResponseReturnValue:
    """Mend what a directory says of a provider."""
    found, form = queries.get_provider(provider_id, own_region()), ProviderForm()
    form.offer(own_region())
    form.keep_code(found.credit_code)
    if form.validate_on_submit():
        typed = form.to_provider(is_demo=found.is_demo)
        try:
            services.mend(provider_id, typed, version=read_version(form.seen.data), reach=reach())
        except ChangedMeanwhile:
            return _show_both(form, typed, provider_id)
        flash(_("Saved."), "success")
        return see_other(url_for(".provider", provider_id=provider_id))
    if not form.is_submitted():
        form.show(found)
    page = render_template("office/provider_form.html", form=form, found=found, typed=None)
    return page, 422 if form.is_submitted() else 200


def _show_both(form: ProviderForm, typed: NewProvider, provider_id: int) -> ResponseReturnValue:
    """Show what another officer saved beside what was typed; saved again, what was typed takes its place."""
    now = queries.get_provider(provider_id, own_region())
    form.seen.data = str(now.version)
    page = render_template(
        "office/provider_form.html",
        form=form,
        found=now,
        typed=typed,
        other=queries.last_officer(provider_id),
        place_of=regions.full_name,
    )
    return page, 409


@bp.route("/office/providers/<int:provider_id>/withdraw", methods=["GET", "POST"])
@officer("bureau_officer")
def withdraw_provider(provider_id: int) -> ResponseReturnValue:
    """Take a provider out of the directory, with a day and a reason."""
    found, form = queries.get_provider(provider_id, own_region()), WithdrawForm()
    if form.validate_on_submit():
        assert form.on.data is not None  # the validators saw to it
        told = services.withdraw(provider_id, on=form.on.data, reason=form.said, reach=reach())
        flash(_("The institution is withdrawn and takes nobody new."), "success")
        if told:
            flash(ngettext("%(num)d person was told.", "%(num)d people were told.", told), "info")
        return see_other(url_for(".provider", provider_id=provider_id))
    if not form.is_submitted():
        form.on.data = clock.today()
    page = render_template(
        "office/provider_withdraw.html", form=form, found=found, classes=moving.list_to_settle(provider_id)
    )
    return page, 422 if form.is_submitted() else 200


@bp.route("/office/providers/<int:provider_id>/take-back", methods=["GET", "POST"])
@officer("bureau_officer")
def reinstate_provider(provider_id: int) -> ResponseReturnValue:
    """Take a wrong withdrawal back, with a reason."""
    found, form = queries.get_provider(provider_id, own_region()), ReinstateForm()
    if found.withdrawn_on is None:
        return see_other(url_for(".provider", provider_id=provider_id))
    if form.validate_on_submit():
        told = services.reinstate(provider_id, reason=form.said, reach=reach())
        flash(_("The withdrawal is taken back. The institution is in the directory as before."), "success")
        if told:
            flash(ngettext("%(num)d person was told.", "%(num)d people were told.", told), "info")
        return see_other(url_for(".provider", provider_id=provider_id))
    page = render_template("office/provider_take_back.html", form=form, found=found)
    return page, 422 if form.is_submitted() else 200


@bp.route("/office/providers/<int:provider_id>/classes/<int:class_id>", methods=["GET", "POST"])
@officer("bureau_officer")
def settle_class(provider_id: int, class_id: int) -> ResponseReturnValue:
    """Choose where the people of a class go whose provider was withdrawn."""
    found, form = queries.get_provider(provider_id, own_region()), SettleForm()
    if not queries.has_class(provider_id, class_id):
        raise NotFound
    ended = moving.get_to_settle(class_id)
    form.offer((one, _in_words(one)) for one in moving.list_instead(ended.class_session))
    if form.validate_on_submit():
        try:
            moved = services.settle_class(provider_id, class_id, into=form.class_id, reason=form.said, reach=reach())
        except (CannotTakeThem, NotAStep) as error:
            flash(str(error.message), "error")
        else:
            _say(moved)
        return see_other(url_for(".provider", provider_id=provider_id))
    if not form.is_submitted():
        form.reason.data = found.withdrawn_reason
    page = render_template("office/settle_class.html", form=form, found=found, ended=ended)
    return page, 422 if form.is_submitted() else 200


def _in_words(one: ClassFacts) -> str:
    """Name a class so that an officer can choose: who, when, where, how many seats."""
    left = max(one.capacity - one.seats_taken, 0)
    seats = ngettext("%(num)d seat left", "%(num)d seats left", left)
    place = regions.full_name(one.region_code)
    return " · ".join([one.provider, format_date(one.starts_on), place, seats, one.number])


def _say(moved: Moved) -> None:
    if not moved.everyone:
        flash(_("The class is ended. Nobody was on it any more."), "success")
        return
    flash(_("The class is ended and everyone was told."), "success")
    seated = ngettext(
        "%(num)d person has a seat in the other class.", "%(num)d people have a seat in the other class.", moved.seated
    )
    waiting = ngettext("%(num)d person waits there.", "%(num)d people wait there.", moved.waiting)
    told = ngettext("%(num)d person was not moved.", "%(num)d people were not moved.", moved.told)
    parts = ((moved.seated, seated), (moved.waiting, waiting), (moved.told, told))
    for number, words in parts:
        if number:
            flash(words, "info")
