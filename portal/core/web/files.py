"""Name the files that the portal hands out."""

from urllib.parse import quote

from werkzeug.wrappers import Response


def name_file(answer: Response, filename: str, *, inline: bool = False) -> None:
    """Say under which name an answer is saved, whatever the name is made of: quotes, Chinese, line feeds.

    Args:
        answer: What is handed out.
        filename: Its name.
        inline: Open it in the browser rather than save it.

    Source:
        RFC 6266, 4.3 and appendix D: ``filename`` for old browsers, ``filename*`` for all others.
    """
    clean = "".join(char if char.isprintable() and char not in '"\\/' else "_" for char in filename)
    plain = "".join(char if char.isascii() else "_" for char in clean)
    full = "" if clean.isascii() else f"; filename*=UTF-8''{quote(clean, safe='!#$&+-.^_`|~')}"
    answer.headers["Content-Disposition"] = f'{"inline" if inline else "attachment"}; filename="{plain}"{full}'
