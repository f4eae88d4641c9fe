"""QR codes for documents."""

import io
from base64 import b64encode
from functools import lru_cache

import segno
from PIL import Image

from portal.core.pdf.places import PICTURE

PIXELS_PER_MODULE = 3
PIXELS_ON_SCREEN = 5  # a telephone reads it from another screen
QUIET_MODULES = 2


def qr_png(text: str, pixels: int = PIXELS_PER_MODULE) -> bytes:
    """Return a black-on-white PNG picture of the QR code of ``text``, with 15 % redundancy.

    Its grey levels take eight bits each: WeasyPrint makes colours of a picture of one bit.
    """
    modules = segno.make_qr(text, error="m").matrix_iter(border=QUIET_MODULES)
    rows = [bytes(0 if dark else 255 for dark in row) for row in modules]
    picture = Image.frombytes("L", (len(rows), len(rows)), b"".join(rows))
    size = len(rows) * pixels
    out = io.BytesIO()
    picture.resize((size, size), Image.Resampling.NEAREST).save(out, format="PNG")
    return out.getvalue()


@lru_cache(maxsize=256)
def qr_image(text: str) -> str:
    """Return the same picture as an address that a document can show."""
    return PICTURE + b64encode(qr_png(text)).decode("ascii")


def qr_data(text: str) -> str:
    """Return the same picture as an address that a page can show. It is not kept: the text may be a secret."""
    return "data:image/png;base64," + b64encode(qr_png(text, PIXELS_ON_SCREEN)).decode("ascii")
