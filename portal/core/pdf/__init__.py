"""HTML to PDF, horizontal and vertical: the only room that knows WeasyPrint.

``render`` makes the document; ``missing_characters`` says beforehand what cannot be printed;
``qr_image`` gives the address of a QR picture for the page. Vertical pages are laid out
sideways and transposed while they are painted (see ``vertical``); the fonts in static/fonts
are made for that (see ``fonts`` and tests/tools/fonts).
"""

from portal.core.pdf.document import PdfError, UncoveredCharacters, render
from portal.core.pdf.fonts import Edition, missing_characters
from portal.core.pdf.qr import qr_image, qr_png

__all__ = [
    "Edition",
    "PdfError",
    "UncoveredCharacters",
    "missing_characters",
    "qr_image",
    "qr_png",
    "render",
]
