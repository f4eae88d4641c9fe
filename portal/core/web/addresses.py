"""Put the edition first in every address, and a digest into the address of every static file."""

import re
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from flask import (
    Blueprint,
    Flask,
    Response,
    abort,
    current_app,
    g,
    has_request_context,
    request,
    send_from_directory,
    url_for,
)
from flask.typing import ResponseReturnValue
from werkzeug.routing import IntegerConverter, Map

from portal.core.i18n import EDITIONS, edition, preferred_edition

YEAR = 365 * 24 * 3600


def localized_blueprint(name: str, import_name: str) -> Blueprint:
    """Return a blueprint whose pages live under /zh/ and /mn/."""
    return Blueprint(name, import_name, url_prefix="/<any(zh, mn):lang>")


class RowNumber(IntegerConverter):
    """A number in an address; one that no row can have leads nowhere, as any wrong address does."""

    def __init__(self, url_map: Map, *, max: int = 2**63 - 1) -> None:  # noqa: A002 - Werkzeug's own word
        super().__init__(url_map, max=max)


def init_addresses(app: Flask) -> None:
    """Take the edition out of each address on the way in, and put it in on the way out."""
    app.url_map.converters["int"] = RowNumber

    @app.url_value_preprocessor
    def pull(_endpoint: str | None, values: dict[str, Any] | None) -> None:
        if values and values.get("lang") in EDITIONS:
            g.edition = values.pop("lang")

    @app.url_defaults
    def push(endpoint: str, values: dict[str, Any]) -> None:
        if "lang" not in values and app.url_map.is_endpoint_expecting(endpoint, "lang"):
            values["lang"] = edition()

    app.after_request(_remember_edition)

    # The digest keeps a changed file from being taken for the old one, so browsers may keep it for a year.
    @app.get("/static/<digest>/<path:filename>", endpoint="static")
    def static(digest: str, filename: str) -> ResponseReturnValue:
        if digest != _digest(str(app.static_folder), filename):
            abort(404)
        if filename.endswith(".css"):
            answer = Response(_stylesheet(str(app.static_folder), filename), mimetype="text/css")
            answer.cache_control.max_age = YEAR
        else:
            answer = send_from_directory(str(app.static_folder), filename, max_age=YEAR)
        answer.cache_control.public, answer.cache_control.immutable = True, True
        return answer


def static_url(filename: str) -> str:
    """Return the lasting address of a static file."""
    return f"/static/{_digest(str(current_app.static_folder), filename)}/{filename}"


def twin_url(code: str) -> str:
    """Return the address of the present page in another edition, with all that was asked in it.

    A page whose address names no edition says in ``g.twin_page`` where it is; the edition is then asked for.
    """
    if "twin_page" in g:
        return f"{g.twin_page}?lang={code}"
    if request.endpoint and request.url_rule and "lang" in request.url_rule.arguments:
        if "twin_rest" not in g:  # behind the edition, both are alike
            values: dict[str, Any] = {**_query(), **(request.view_args or {}), "lang": "zh"}
            g.twin_rest = url_for(request.endpoint, **values).removeprefix(f"{request.script_root}/zh")
        return f"{request.script_root}/{code}{g.twin_rest}"
    return f"/{code}/"


def page_url(endpoint: str, **values: Any) -> str:
    """Return what Flask's ``url_for`` does, from memory where it can: a page names the same addresses often."""
    named = tuple((name, value, value.__class__) for name, value in values.items())
    if not has_request_context() or endpoint.startswith(".") or any(name.startswith("_") for name in values):
        return url_for(endpoint, **values)
    try:
        return _page_url(request.script_root, edition(), endpoint, named)
    except TypeError:  # a list of values
        return url_for(endpoint, **values)


@lru_cache(maxsize=2048)
def _page_url(_root: str, _edition: str, endpoint: str, values: tuple[tuple[str, Any, type], ...]) -> str:
    return url_for(endpoint, **{name: value for name, value, _type in values})


def _query() -> dict[str, list[str]]:
    return {name: values for name, values in request.args.lists() if name != "lang"}


@lru_cache(maxsize=256)
def _digest(folder: str, filename: str) -> str:
    path = Path(folder) / filename
    if not path.resolve().is_relative_to(Path(folder).resolve()) or not path.is_file():
        return "none"
    content = _stylesheet(folder, filename) if path.suffix == ".css" else path.read_bytes()
    return sha256(content).hexdigest()[:10]


@lru_cache(maxsize=8)
def _stylesheet(folder: str, filename: str) -> bytes:
    """Return a stylesheet with the lasting address of each file it names as ``static:``."""
    text = (Path(folder) / filename).read_text(encoding="utf-8")
    return re.sub(r"static:([\w./-]+)", lambda name: f"/static/{_digest(folder, name[1])}/{name[1]}", text).encode()


def _remember_edition(answer: Response) -> Response:
    """Keep the edition someone chose, so that the front door leads there next time."""
    path_names_it = request.path.split("/", 2)[1] == g.get("edition")
    page = request.method == "GET" and answer.mimetype == "text/html" and answer.status_code == 200
    if page and path_names_it and g.edition != preferred_edition(request):
        answer.set_cookie("lang", g.edition, max_age=YEAR, samesite="Lax", httponly=True)
        if not answer.cache_control.no_store:
            answer.headers["Cache-Control"] = "private, no-cache"  # no proxy hands this visitor's cookie to others
    return answer
