"""QR codes for documents."""

import io
from base64 import b64encode

import segno

from portal.core.pdf.fetcher import PICTURE

PIXELS_PER_MODULE = 6
QUIET_MODULES = 2


def qr_png(text: str) -> bytes:
    """Return a black-on-white PNG picture of the QR code of ``text``, with 15 % redundancy."""
    out = io.BytesIO()
    segno.make_qr(text, error="m").save(out, kind="png", scale=PIXELS_PER_MODULE, border=QUIET_MODULES)
    return out.getvalue()


def qr_image(text: str) -> str:
    """Return the same picture as an address that a document can show."""
    return PICTURE + b64encode(qr_png(text)).decode("ascii")
