"""Draw parts of pages once: a card or a filter looks the same to everyone who is shown the same."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import lru_cache
from time import monotonic
from typing import Any

from jinja2 import Template
from jinja2.environment import TemplateModule
from jinja2.runtime import Context
from markupsafe import Markup

from portal.core.i18n import edition

_SECONDS = 60  # names of places may change under a running process


class SharedTemplate(Template):
    """A template whose macros are made once; all of ours share the globals of the application."""

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:  # noqa: ARG002
        # Jinja compares the names of all globals at each import, of which a page has a dozen.
        return super()._get_default_module(None)


@dataclass(frozen=True, slots=True)
class _Part:
    macro: Callable[..., Markup]
    shown: Hashable
    edition: str
    moment: int
    arguments: tuple[Any, ...] = field(compare=False)


def kept(macro: Callable[..., Markup], *arguments: Any) -> Markup:
    """Return what the macro draws, from memory where it drew the same before.

    The macro may use its arguments and the edition, nothing of the request. Arguments are dicts or can be hashed.
    """
    shown = tuple(tuple(one.items()) if isinstance(one, dict) else one for one in arguments)
    return _draw(_Part(macro, shown, edition(), int(monotonic() / _SECONDS), arguments))


@lru_cache(maxsize=4096)
def _draw(part: _Part) -> Markup:
    return part.macro(*part.arguments)
