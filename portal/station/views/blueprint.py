"""The blueprint of the room, and who acts."""

from typing import get_args

from flask import Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_limiter.util import get_remote_address

from portal.core.i18n import _
from portal.core.web import localized_blueprint, name_file
from portal.people.access import current_person, maybe_signed_in
from portal.station.errors import FlowClosed, OwnPhoneMissing
from portal.station.services.documents import Language
from portal.station.types import Clerk

bp = localized_blueprint("station", __name__)


@bp.errorhandler(FlowClosed)
def closed(error: FlowClosed) -> ResponseReturnValue:
    """Say that the help has ended; nothing of the person is shown."""
    return render_template("station/closed.html", error=error), error.status


@bp.errorhandler(OwnPhoneMissing)
def own_phone_first(_error: OwnPhoneMissing) -> ResponseReturnValue:
    """Ask for the clerk's own phone before anyone is helped."""
    return redirect(url_for(".own_phone"), 303)


def clerk() -> Clerk:
    """Return who acts; whoever passes ``officer("station_clerk")`` has a station."""
    who = current_person()
    assert who.station_id is not None
    return Clerk(who.account_id, who.station_id)


def clerk_key() -> str:
    """Return what the searches of one clerk count under."""
    who = maybe_signed_in()
    return f"clerk.{who.account_id}" if who else get_remote_address()


def pdf_answer(content: bytes, filename: str) -> Response:
    """Return a PDF to be opened or printed."""
    answer = make_response(content)
    answer.mimetype = "application/pdf"
    name_file(answer, filename, inline=True)
    return answer


def asked_language() -> Language:
    """Return the language of a paper: zh, mn or both."""
    wanted = request.values.get("language", "")
    return next((one for one in get_args(Language) if one == wanted), "zh")


def language_names() -> list[tuple[str, str]]:
    """Return the languages a paper can be printed in."""
    return [("zh", _("Chinese")), ("mn", _("Mongolian")), ("both", _("Both languages"))]
