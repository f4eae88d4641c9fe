"""Pages of the record, and of verification."""

from urllib.parse import urlsplit

from flask import Blueprint, Response, current_app, flash, g, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.core import clock, regions
from portal.core.config import Config
from portal.core.i18n import EDITIONS, _, edition
from portal.core.web import limiter, name_file, see_other, used_token
from portal.people.access import current_person, maybe_signed_in, own_person_id, public, signed_in
from portal.people.types import SignedIn
from portal.records import queries, rules, services
from portal.records.errors import SummaryNotFound
from portal.records.forms import LastFourForm, SummaryForm
from portal.records.types import WaitingPrint
from portal.records.views.blueprint import bp

verification = Blueprint("verification", __name__)  # no edition in the address: the QR holds it

YEAR = 365 * 24 * 3600


def _by_account() -> str:
    """Count per person: a whole village may stand behind the address of its station."""
    visitor = maybe_signed_in()
    return f"account {visitor.account_id}" if visitor else str(request.remote_addr)


def _by_code() -> str:
    """Count per summary, from wherever someone guesses."""
    return f"code {rules.read_code(str((request.view_args or {}).get('code', '')))}"


@bp.get("/me/record")
@signed_in
def record() -> ResponseReturnValue:
    """Show all that is kept about what someone learned, and where each line came from."""
    return render_template(
        "records/record.html",
        record=queries.list_for(own_person_id()),
        posts=queries.posts_for(own_person_id()),
        visits=queries.list_visits_of(own_person_id()),
        place_of=regions.get,
    )


@bp.get("/me/record/summary")
@signed_in
def summary() -> ResponseReturnValue:
    """Show what a summary would hold, and those issued before."""
    return _summary_page(SummaryForm(language=edition()))


@bp.post("/me/record/summary")
@signed_in
@limiter.limit("30 per hour", key_func=_by_account)
def issue() -> ResponseReturnValue:
    """Issue a summary."""
    form = SummaryForm()
    if not form.validate_on_submit():
        return _summary_page(form), 422
    services.issue_summary(
        own_person_id(), form.to_language(), account_id=current_person().account_id, token=used_token()
    )
    flash(_("Your summary is ready. Download it, print it or show it."), "success")
    return see_other(url_for(".summary"))


@bp.get("/me/record/summary/<code>.pdf")
@signed_in
def download(code: str) -> ResponseReturnValue:
    """Hand out a summary to its holder, or say that it is being made while many are asked for."""
    stored = rules.read_code(code)
    printed = services.hand_out(stored, person_id=own_person_id())
    if isinstance(printed, WaitingPrint):
        return _waiting_page(printed)
    answer = make_response(printed)
    answer.mimetype = "application/pdf"
    grouped = rules.grouped(stored)
    title = _("Summary of training and certificates")
    name_file(answer, f"{title} {grouped}.pdf", inline=True, plain=f"summary-{grouped}.pdf")
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


@bp.get("/me/record/summary/<code>/switch-off")
@signed_in
def ask_switch_off(code: str) -> ResponseReturnValue:
    """Say what switching off means before it is done."""
    document = queries.find_own(rules.read_code(code), person_id=own_person_id())
    if document is None:
        raise SummaryNotFound
    return render_template("records/switch_off.html", document=document, grouped=rules.grouped)


@bp.post("/me/record/summary/<code>/switch-off")
@signed_in
def switch_off(code: str) -> ResponseReturnValue:
    """Stop showing a summary to whoever has its code."""
    services.switch_off(rules.read_code(code), person_id=own_person_id(), account_id=current_person().account_id)
    flash(_("The summary is switched off. Whoever scans it is told that you withdrew it."), "success")
    return see_other(url_for(".summary"))


@verification.get("/verify")
@public
@limiter.limit("60 per minute; 1000 per hour")
def verify() -> ResponseReturnValue:
    """Let anyone type a code."""
    if typed := request.args.get("code", "").strip():
        return _verified(rules.read_code(typed))
    g.twin_page = url_for(".verify")
    return _unlisted(render_template("records/verify.html", asked=False))


@verification.get("/v/<path:code>")
@public
@limiter.limit("60 per minute; 1000 per hour")
def look_up(code: str) -> ResponseReturnValue:
    """Say what a summary says, and whether it stands today."""
    return _verified(rules.read_code(code))


@verification.post("/v/<path:code>")
@public
@limiter.limit("10 per minute; 100 per hour")
@limiter.limit("20 per day", key_func=_by_code)
def compare(code: str) -> ResponseReturnValue:
    """Say whether the card someone shows belongs to the holder."""
    stored, form = rules.read_code(code), LastFourForm()
    if not form.validate_on_submit():
        flash(str(next(iter(form.last_four.errors), _("Enter the last four characters"))), "error")
    elif queries.belongs_to(stored, form.last_four.data or ""):
        flash(_("The identity card belongs to the holder of this summary."), "success")
    else:
        flash(_("These characters do not belong to the holder of this summary."), "error")
    return see_other(url_for(".look_up", code=stored or "-"))


@verification.after_request
def keep_language(answer: Response) -> Response:
    """Keep the language chosen on a page whose address names none."""
    if (chosen := request.args.get("lang")) in EDITIONS:
        answer.set_cookie("lang", EDITIONS[chosen].code, max_age=YEAR, samesite="Lax", httponly=True)
    return answer


def _verified(code: str) -> ResponseReturnValue:
    found = queries.find_verification(code)
    if found is None:
        g.twin_page = url_for(".verify")
        return _unlisted(render_template("records/verify.html", asked=True), 404)
    shown, holder_id = found
    visitor = maybe_signed_in()
    if _counts(visitor, holder_id):
        services.count_look_up(code)
    g.twin_page = url_for(".look_up", code=code)
    page = render_template(
        "records/verification.html",
        shown=shown,
        grouped=rules.grouped,
        form=LastFourForm(formdata=None),
        host=urlsplit(_config().base_url).netloc,
        local_day=lambda moment: clock.to_local(moment).date(),
    )
    return _unlisted(page)


def _counts(visitor: SignedIn | None, holder_id: int) -> bool:
    """Tell whether this is a look-up worth counting: a person who is not the holder."""
    if visitor is not None and visitor.person_id == holder_id:
        return False
    purpose = request.headers.get("Sec-Purpose", request.headers.get("Purpose", ""))
    return request.method == "GET" and not rules.is_robot(request.user_agent.string, purpose)


def _unlisted(page: str, status: int = 200) -> ResponseReturnValue:
    return page, status, {"X-Robots-Tag": "noindex, nofollow", "Cache-Control": "private, no-store"}


def _summary_page(form: SummaryForm) -> str:
    documents, draft = queries.list_documents(own_person_id()), queries.draft_summary(own_person_id())
    missing = dict.fromkeys(character for characters in draft.unprintable.values() for character in characters)
    return render_template(
        "records/summary.html",
        form=form,
        draft=draft,
        unprintable=[(character, f"U+{ord(character):04X}") for character in missing],
        newest=next((line for line in documents if line.state == "valid"), None),
        earlier=[line for line in documents if line.state != "valid"],
        grouped=rules.grouped,
    )


def _waiting_page(waiting: WaitingPrint) -> ResponseReturnValue:
    """Say the place in the queue; the page asks again by itself, sooner for whoever is near the front."""
    page = render_template("records/waiting_print.html", waiting=waiting, grouped=rules.grouped)
    seconds = min(3 + waiting.place // 10, 30)
    return page, 202, {"Refresh": str(seconds), "X-Robots-Tag": "noindex"}


def _config() -> Config:
    config: Config = current_app.config["PORTAL"]
    return config
