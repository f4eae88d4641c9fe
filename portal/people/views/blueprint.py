"""The blueprint of the room, and where each role is at home."""

from functools import lru_cache

from flask import Response, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_limiter.util import get_remote_address

from portal.core.crypto import blind_index
from portal.core.i18n import edition
from portal.core.web import localized_blueprint
from portal.people import services
from portal.people.errors import TooManySigningIn
from portal.people.forms.proofs import proof_in_words
from portal.people.types import Role

bp = localized_blueprint("people", __name__)
bp.app_template_filter("proof")(proof_in_words)

_HOMES = {Role.TRAINEE: "me", Role.STATION_CLERK: "station"}


@bp.before_app_request
def send_away_at_the_door() -> ResponseReturnValue | None:
    """Answer a flood of sign-ins with a page made before: it keeps nothing of what was typed, and costs nothing."""
    if request.method != "POST" or request.endpoint != "people.login" or not services.is_flooded():
        return None
    body = _page_of_flood(edition(), request.cookies.get("type") == "large")
    return body, TooManySigningIn.status, {"Retry-After": "10"}


@lru_cache(maxsize=8)
def _page_of_flood(_edition: str, _large: bool) -> str:
    g.standalone, g.twin_rest = True, "/login"  # it is shown to everyone: it names nobody, and nothing that was asked
    return render_template("errors/refused.html", error=TooManySigningIn())


def home_of(role: Role) -> str:
    """Return the page a role begins with."""
    return f"/{edition()}/{_HOMES.get(role, 'office')}"


def refused(answer: Response) -> bool:
    """Tell whether a form was refused: only these count against a limit."""
    return answer.status_code in (409, 422)


def number_key() -> str:
    """Return what the limits of one number count under: its blind index, never the number."""
    typed = request.form.get("identifier") or request.form.get("id_number") or ""
    return blind_index(services.sign_in_key(typed), "limit") if typed.strip() else get_remote_address()
