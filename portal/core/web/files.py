"""Name the files that the portal hands out."""

from urllib.parse import quote

from flask import Response as Page
from werkzeug.sansio.response import Response

TABLES = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv"}
_OF_WORDS = "\u180e\u200c\u200d\u202f"  # join and part the letters of Mongolian words, though not printable


def table_answer(content: bytes, filename: str) -> Page:
    """Return a table to be saved: a workbook, or a .csv."""
    answer = Page(content, mimetype=TABLES[filename.rpartition(".")[2]])
    name_file(answer, filename)
    return answer


def name_file(answer: Response, filename: str, *, inline: bool = False, plain: str = "") -> None:
    """Say under which name an answer is saved, whatever the name is made of: quotes, Chinese, line feeds.

    Args:
        answer: What is handed out.
        filename: Its name.
        inline: Open it in the browser rather than save it.
        plain: Name for old browsers, in ASCII; made from the name where none is given.

    Source:
        RFC 6266, 4.3 and appendix D: ``filename`` for old browsers, ``filename*`` for all others.
    """
    clean = "".join(char if _is_kept(char) else "_" for char in filename)
    plain = plain or "".join(char if char.isascii() else "_" for char in clean)
    full = "" if clean.isascii() else f"; filename*=UTF-8''{quote(clean, safe='!#$&+-.^_`|~')}"
    answer.headers["Content-Disposition"] = f'{"inline" if inline else "attachment"}; filename="{plain}"{full}'


def _is_kept(char: str) -> bool:
    return (char.isprintable() or char in _OF_WORDS) and char not in '"\\/'
