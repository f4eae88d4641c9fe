"""HTML to PDF, horizontal and vertical: the only room that knows WeasyPrint.

``render`` makes the document; ``missing_characters`` says beforehand what cannot be printed;
``qr_image`` gives the address of a QR picture for the page. Vertical pages are laid out
sideways and transposed while they are painted (see ``vertical``); the fonts in static/fonts
are made for that (see ``fonts`` and tests/tools/fonts).
"""

from portal.core.pdf.errors import PdfError, UncoveredCharacters
from portal.core.pdf.fonts import Edition, missing_characters
from portal.core.pdf.qr import qr_image

__all__ = [
    "Edition",
    "PdfError",
    "UncoveredCharacters",
    "missing_characters",
    "qr_image",
    "render",
]


def render(html: str, *, edition: Edition, gaps: bool = False) -> bytes:
    """Return the document as PDF/UA; the same text gives the same bytes.

    The document is well-formed XML, is styled by static/documents.css, says its language on
    ``<html lang>`` and has a ``<title>``. A ``zh`` document has A4 pages written across, ``mn`` has A4 pages
    written down, with ``both`` the parts whose page is named ``mn-half`` stand on the left of
    landscape sheets and all others on the right; without such parts its pages follow one another, each written its own
    way.

    Args:
        html: The whole document; its pictures are ``static:`` addresses or ``qr_image``.
        edition: Which way its pages are written.
        gaps: Print 〓 for a character that no font has, rather than nothing at all.

    Raises:
        UncoveredCharacters: Some character is in none of the fonts, and gaps are not wanted.
        PdfError: A picture is missing or from elsewhere, or the text is not well-formed XML.
    """
    from portal.core.pdf import document  # with WeasyPrint: 26 MiB and half a second, which most processes never need

    return document.render(html, edition=edition, gaps=gaps)
