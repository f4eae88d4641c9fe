"""Give every refusal, expected or not, a page in the person's language, and keep what was typed."""

import logging
import sqlite3

from flask import Flask, flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException, InternalServerError

from portal.core.errors import PortalError
from portal.core.i18n import EDITIONS, _, preferred_edition
from portal.core.web.forms import account_here, keep_draft
from portal.core.web.redirects import page_of_form

SQLITE_WAITS = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
# Connections lost or too many, the server going down, deadlocks, locks and statements that took too long.
POSTGRESQL_WAITS = ("08", "40", "53300", "55P03", "57014", "57P")

log = logging.getLogger(__name__)


def register_error_pages(app: Flask) -> None:
    """Attach the handlers."""

    @app.before_request
    def know_edition() -> None:
        g.setdefault("edition", edition_of_path())

    app.register_error_handler(PortalError, _refused)
    app.register_error_handler(CSRFError, _session_ended)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(OperationalError, _database_failed)
    app.register_error_handler(PoolTimeout, _database_failed)


def edition_of_path() -> str:
    """Return the edition that an address names, even one that leads nowhere, else the visitor's own."""
    first = request.path.split("/", 2)[1]
    return first if first in EDITIONS else preferred_edition(request)


def _refused(error: PortalError) -> ResponseReturnValue:
    log.info("refused: %s", type(error).__name__)
    return render_template("errors/refused.html", error=error), error.status


def _session_ended(_error: CSRFError) -> ResponseReturnValue:
    """Keep what was typed and show the same page again, where there is one."""
    if keep_draft(account_id=account_here()):
        flash(_("Your session had ended. What you typed is still here: please check it and send it again."))
    else:
        flash(_("Your session had ended. Please send it again."))
    return redirect(page_of_form(), 303)


def _http_error(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None:  # a redirect that routing asked for
        return error
    g.standalone = isinstance(error, InternalServerError)  # whatever broke, the page must not need it
    page = render_template([f"errors/{error.code}.html", "errors/error.html"], error=error)
    headers = [
        (name, value) for name, value in error.get_headers() if name.lower() not in ("content-type", "content-length")
    ]
    return page, error.code or 500, headers


def _database_failed(error: OperationalError | PoolTimeout) -> ResponseReturnValue:
    if not _is_of_waiting(error):
        raise error  # it would fail again and again: nobody is told to try in a moment
    g.standalone = True
    log.error("the database did not answer", exc_info=error)
    return render_template("errors/503.html"), 503, {"Retry-After": "5"}


def _is_of_waiting(error: OperationalError | PoolTimeout) -> bool:
    """Tell whether the database was only busy or away, so that the same may succeed in a moment."""
    if isinstance(error, PoolTimeout) or error.connection_invalidated:
        return True
    if isinstance(error.orig, sqlite3.Error):
        return getattr(error.orig, "sqlite_errorcode", 0) & 0xFF in SQLITE_WAITS
    state: str | None = getattr(error.orig, "sqlstate", None)
    return state is None or state.startswith(POSTGRESQL_WAITS)  # without a state, no server was reached
