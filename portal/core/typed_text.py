r"""Make plain what people type: words on one line, and fields that hold letters and digits only.

Phones here type Mongolian, full-width and ASCII digits; copied numbers bring spaces, dashes and quotes along. Python's
``\d`` and ``str.isdigit`` accept all of these digits while a browser's ``\d`` does not, so every number is brought to
ASCII first and checked with ASCII patterns afterwards.
"""

import re
import unicodedata

_SEPARATORS = re.compile(
    r"[\s\-'\"`´_./\u00b7\u180e\u200b-\u200f\u2010-\u2015\u2018-\u201f\u202a-\u202f\u2060\u2212\ufeff]+"
)

_BLANKS = re.compile(r"[^\S\u202f]+")


def one_line(text: str) -> str:
    """Return words with one blank between them.

    The narrow blank before a Mongolian suffix stays, for without it the suffix is drawn as a word of its own. Python's
    ``str.split`` takes it for a blank like any other.
    """
    return _BLANKS.sub(" ", text).strip()


def ascii_digits(text: str) -> str:
    """Return the text with every Unicode decimal digit as 0-9 and full-width letters as ASCII (NFKC)."""
    folded = unicodedata.normalize("NFKC", text)
    return "".join(str(unicodedata.decimal(char)) if unicodedata.category(char) == "Nd" else char for char in folded)


def compact_code(text: str) -> str:
    """Return a typed number or code in capitals without the spaces, dashes and quotes people put between its parts."""
    return _SEPARATORS.sub("", ascii_digits(text)).upper()
