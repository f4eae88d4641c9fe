"""What a document may load: files below static/ and pictures it carries itself."""

from base64 import b64decode
from urllib.parse import unquote

from weasyprint.urls import URLFetcher, URLFetcherResponse

from portal.core.pdf.places import PICTURE, STATIC

KINDS = {".png": "image/png", ".ttf": "font/ttf", ".css": "text/css"}


class StaticFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint is untyped
    """Serve ``static:`` addresses and embedded PNG pictures; refuse all others.

    A refusal stops the document: a missing picture is an error, not a hole.
    """

    def __init__(self) -> None:
        super().__init__(allowed_protocols=("static", "data"), fail_on_errors=True)

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:  # noqa: ARG002  # as WeasyPrint calls it
        """Return the file or picture behind ``url``, or raise ValueError."""
        if url.startswith(PICTURE):
            return URLFetcherResponse(url, b64decode(unquote(url[len(PICTURE) :])), {"Content-Type": "image/png"})
        scheme, _, name = url.partition(":")
        path = (STATIC / unquote(name)).resolve()
        if scheme != "static" or not path.is_relative_to(STATIC) or path.suffix not in KINDS:
            raise ValueError("Only files below static/ can be part of a document")
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": KINDS[path.suffix]})
