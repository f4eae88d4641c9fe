"""Objections: send one, follow it by its code."""

from flask import render_template, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue

from portal.core import regions
from portal.core.web import limiter, see_other, used_token
from portal.people.access import public
from portal.records import queries, rules, services
from portal.records.forms import ObjectionForm
from portal.records.views.blueprint import bp

_SHOWN_ONCE = "objection_code"
_PRIVATE = {"X-Robots-Tag": "noindex, nofollow", "Cache-Control": "private, no-store"}


@bp.get("/objections")
@public
@limiter.limit("60 per minute")
def objections() -> ResponseReturnValue:
    """Take an objection, or lead to one by its code."""
    if typed := request.args.get("code", "").strip():
        return see_other(url_for(".objection", code=rules.grouped(rules.read_code(typed)) or "-"))
    return _page(_form(), asked=False)


@bp.post("/objections")
@public
@limiter.limit("20 per hour")
def send_objection() -> ResponseReturnValue:
    """Keep what someone says is wrong, without asking who they are."""
    form = _form()
    if not form.validate_on_submit():
        return _page(form, asked=False)[0], 422
    show_code_once(services.send_objection(form.to_objection(), token=used_token()))
    return see_other(url_for(".objection_sent"))


@bp.get("/objections/sent")
@public
def objection_sent() -> ResponseReturnValue:
    """Show the code of the objection that was just sent, once."""
    code = rules.read_code(str(cookie.pop(_SHOWN_ONCE, "")))
    return render_template("records/objection_sent.html", code=rules.grouped(code)), _PRIVATE


@bp.get("/objections/<code>")
@public
@limiter.limit("30 per minute; 300 per hour")
def objection(code: str) -> ResponseReturnValue:
    """Say where an objection stands; codes that are unknown or malformed are answered alike."""
    found = queries.find_tracked(code)
    if found is None:
        return _page(_form(), asked=True)[0], 404, _PRIVATE
    return render_template("records/objection.html", found=found), _PRIVATE


def show_code_once(code: str) -> None:
    """Keep a code in the browser for the page that shows it."""
    cookie[_SHOWN_ONCE] = code


def _form() -> ObjectionForm:
    form = ObjectionForm()
    form.offer(regions.prefectures())
    return form


def _page(form: ObjectionForm, *, asked: bool) -> tuple[str, dict[str, str]]:
    return render_template("records/objections.html", form=form, asked=asked), _PRIVATE
