"""Tell the browser what these pages never do."""

from flask import Flask, Request, Response
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.utils import cached_property

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; "
    "manifest-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)


class CleanRequest(Request):
    """A request whose texts hold no zero byte: PostgreSQL keeps none, and nobody types one."""

    @cached_property
    def args(self) -> MultiDict[str, str]:
        """Return what the address asks, each zero byte made visible."""
        return _clean(super().args)

    def _load_form_data(self) -> None:
        super()._load_form_data()
        self.__dict__["form"] = _clean(self.__dict__["form"])


def _clean(texts: MultiDict[str, str]) -> MultiDict[str, str]:
    if not any("\0" in text for name, text in texts.items(multi=True)):
        return texts
    return ImmutableMultiDict((name, text.replace("\0", "\ufffd")) for name, text in texts.items(multi=True))


def init_security(app: Flask) -> None:
    """Set the headers of every answer and the properties of the cookies."""
    app.request_class = CleanRequest
    secure = app.config["PORTAL"].base_url.startswith("https://")
    app.config.update(
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_NAME="portal",
        MAX_CONTENT_LENGTH=6 * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=1024 * 1024,
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session
        WTF_CSRF_SSL_STRICT=False,
    )

    proxies = app.config["PORTAL"].trusted_proxies
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies)  # type: ignore[method-assign]

    @app.after_request
    def headers(answer: Response) -> Response:
        answer.headers.setdefault("Content-Security-Policy", POLICY)
        answer.headers.setdefault("X-Content-Type-Options", "nosniff")
        answer.headers.setdefault("Referrer-Policy", "same-origin")
        answer.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        if answer.mimetype == "text/html":
            answer.headers.setdefault("Cache-Control", "private, no-cache")
            # What is public lies under an address that names its language.
            answer.vary.update(("Cookie",) if answer.cache_control.public else ("Cookie", "Accept-Language"))
        if secure:
            answer.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        return answer
