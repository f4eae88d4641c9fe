"""Tell the browser what these pages never do."""

from flask import Flask, Response, abort, request
from werkzeug.middleware.proxy_fix import ProxyFix

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; "
    "manifest-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)


def init_security(app: Flask) -> None:
    """Set the headers of every answer and the properties of the cookies."""
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

    @app.before_request
    def refuse_zero_bytes() -> None:
        # PostgreSQL keeps no zero byte in a text, and nobody types one.
        if any("\0" in text for values in (request.args, request.form) for text in values.values()):
            abort(400)

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
