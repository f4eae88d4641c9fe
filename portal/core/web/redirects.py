"""Send the browser on, never off the portal."""

from urllib.parse import urlsplit

from flask import current_app, g, redirect, request
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import RequestRedirect
from werkzeug.wrappers import Response


def see_other(address: str) -> Response:
    """Answer a form: go and look there."""
    return redirect(address, 303)


def safe_next(default: str) -> str:
    """Return the ``next`` address of the request if it is a path of this portal, else the default."""
    wanted = request.values.get("next", "")
    parts = urlsplit(wanted)
    # "//host" and "/\host" are read by browsers as another site.
    if parts.scheme or parts.netloc or not wanted.startswith("/") or wanted[1:2] in ("/", "\\"):
        return default
    return wanted


def page_of_form() -> str:
    """Return the page that shows the form which was just sent: its own address, or the page a lone button stood on."""
    adapter = current_app.create_url_adapter(request)
    try:
        if adapter is not None:
            adapter.match(request.path, method="GET")
    except (MethodNotAllowed, NotFound, RequestRedirect):
        came_from = urlsplit(request.referrer or "")
        return came_from.path if came_from.netloc == request.host and came_from.path else f"/{g.edition}/"
    return request.path
