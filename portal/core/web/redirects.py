"""Send the browser on, never off the portal."""

import re

from flask import current_app, g, redirect, request
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import RequestRedirect
from werkzeug.wrappers import Response

# "//host" and "/\host" are read by browsers as another site, also with a tab or the end of a line in between.
_OWN_PATH = re.compile(r"/(?!/)[^\\\x00-\x1f\x7f]*")


def see_other(address: str) -> Response:
    """Answer a form: go and look there."""
    return redirect(address, 303)


def safe_next(default: str) -> str:
    """Return the ``next`` address of the request if it is a path of this portal, else the default."""
    wanted = request.values.get("next", "")
    return wanted if _OWN_PATH.fullmatch(wanted) else default


def page_of_form() -> str:
    """Return the page that shows the form which was just sent: its own address, or the page a lone button stood on."""
    adapter = current_app.create_url_adapter(request)
    try:
        if adapter is not None:
            adapter.match(request.path, method="GET")
    except (MethodNotAllowed, NotFound, RequestRedirect):
        came_from = (request.referrer or "").partition("?")[0].partition("://")[2]
        host, slash, path = came_from.partition("/")
        return slash + path if host == request.host and _OWN_PATH.fullmatch(slash + path) else f"/{g.edition}/"
    return request.path
