"""Words of the content in both languages."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Text:
    """Chinese words and, where somebody wrote them, Mongolian ones."""

    zh: str
    mn: str | None = None
