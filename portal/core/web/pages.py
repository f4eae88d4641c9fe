"""Keep pages that are the same for everyone: two seconds in this process, packed, marked so that a browser asks again.

Whoever is signed in, or has anything else in a session, gets a page of their own, always made anew. What is kept was
made for a visitor without one, so it holds nothing of anybody. A seat shows two seconds
later at most, three behind a proxy; what a room remembers itself, such as counts beside filters, is older by that much.
"""

import gzip
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from hashlib import sha256
from threading import Lock
from time import monotonic
from typing import ParamSpec

import brotli
from flask import Flask, Response, current_app, g, make_response, request
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_login import current_user

P = ParamSpec("P")

_AT_MOST = 512
_PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda body: bytes(brotli.compress(body, quality=5, lgwin=16)),
    "gzip": lambda body: gzip.compress(body, 6),
    "identity": bytes,
}


@dataclass(frozen=True, slots=True)
class _KeptPage:
    """A page as it goes over the wire."""

    body: bytes
    packing: str
    mark: str
    made: float


class _Shelf:
    """The pages kept by one application; the least asked for makes room."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._pages: OrderedDict[tuple[str, ...], _KeptPage] = OrderedDict()
        self._turn = Lock()

    def find(self, key: tuple[str, ...]) -> _KeptPage | None:
        """Return the page if it is still fresh."""
        with self._turn:
            page = self._pages.get(key)
            if page is None or monotonic() - page.made > self.seconds:
                return None
            self._pages.move_to_end(key)
            return page

    def put(self, key: tuple[str, ...], page: _KeptPage) -> None:
        """Keep a page."""
        with self._turn:
            self._pages[key] = page
            self._pages.move_to_end(key)
            if len(self._pages) > _AT_MOST:
                self._pages.popitem(last=False)


def init_pages(app: Flask) -> None:
    """Give the application a shelf; ``PAGES_KEPT_SECONDS`` of its config says how long pages stay on it."""
    app.extensions["pages"] = _Shelf(app.config.setdefault("PAGES_KEPT_SECONDS", 2))
    app.config["COMPRESS_ALGORITHM"] = ["br", "gzip"]
    app.config["COMPRESS_ALGORITHM_STREAMING"] = ["br"]
    app.config["COMPRESS_BR_LEVEL"] = 5  # a sixth smaller than 4, for the same time
    app.after_request(_pack_refusal)


def same_for_everyone(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Let all visitors who are nobody in particular share the answer of a public page for a moment."""

    @wraps(view)
    def kept(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        if request.method != "GET" or _is_known():
            return view(*args, **kwargs)
        shelf: _Shelf = current_app.extensions["pages"]
        key = _key()
        page = shelf.find(key)
        if page is None:
            answer = make_response(view(*args, **kwargs))
            if answer.status_code != 200 or answer.is_streamed or cookie.modified:
                return answer
            page = _keep(answer.get_data(), key[-1])
            shelf.put(key, page)
        return _answer(page)

    return kept


def _pack_refusal(answer: Response) -> Response:
    """Pack a page that says no, such as a form with what is wrong in it: Flask-Compress packs only what went well."""
    packing = request.accept_encodings.best_match(["br", "gzip"])
    if answer.status_code < 400 or answer.mimetype != "text/html" or answer.is_streamed or packing is None:
        return answer
    answer.set_data(_PACKERS[packing](answer.get_data()))
    answer.content_encoding = packing
    return answer


def _is_known() -> bool:
    """Tell whether this visitor may see something of their own: a name, a message, what they typed before."""
    return bool(current_user.is_authenticated or set(cookie) - {"csrf_token"})


def _key() -> tuple[str, ...]:
    """Return all that the page of such a visitor can depend on."""
    packing = request.accept_encodings.best_match(["br", "gzip"]) or "identity"
    large = str(request.cookies.get("type") == "large")
    return request.path, request.query_string.decode("latin-1"), str(g.edition), large, packing


def _keep(body: bytes, packing: str) -> _KeptPage:
    return _KeptPage(_PACKERS[packing](body), packing, f"{sha256(body).hexdigest()[:16]}-{packing}", monotonic())


def _answer(page: _KeptPage) -> Response:
    answer = Response(page.body, mimetype="text/html")
    if page.packing != "identity":
        answer.content_encoding = page.packing
    # A browser asks each time and is told that nothing changed; a proxy may answer by itself for a second.
    answer.headers["Cache-Control"] = "public, max-age=0, s-maxage=1, must-revalidate"
    answer.set_etag(page.mark)
    answer.make_conditional(request)
    return answer
