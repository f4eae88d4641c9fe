"""Send the browser on, never off the portal."""

from urllib.parse import urlsplit

from flask import redirect, request
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
