"""Draw parts of pages once: a card or a filter looks the same to everyone who is shown the same."""

from collections.abc import Callable
from functools import lru_cache
from time import monotonic
from typing import Any

from jinja2 import Template
from jinja2.environment import TemplateModule
from jinja2.runtime import Context
from markupsafe import Markup

from portal.core.i18n import edition

_SHOWN: dict[type, Callable[[Any], Any]] = {list: tuple, dict: lambda one: tuple(one.items())}
_SECONDS = 60  # names of places may change under a running process


class SharedTemplate(Template):
    """A template whose macros are made once; all of ours share the globals of the application."""

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:  # noqa: ARG002
        # Jinja compares the names of all globals at each import, of which a page has a dozen.
        return super()._get_default_module(None)


class _Part:
    """One drawing: equal to another of the same macro with the same arguments."""

    __slots__ = ("arguments", "key", "mark")

    def __init__(self, arguments: tuple[Any, ...], key: tuple[Any, ...]) -> None:
        self.arguments, self.key, self.mark = arguments, key, hash(key)

    def __hash__(self) -> int:
        return self.mark

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Part) and self.key == other.key


def kept(macro: Callable[..., Markup], *arguments: Any) -> Markup:
    """Return what the macro draws, from memory where it drew the same before.

    The macro may use its arguments and the edition, nothing of the request. Arguments are lists, dicts or hashable.
    """
    return _draw(_part(macro, arguments), macro)


def kept_block(macro: Callable[..., Markup], *arguments: Any) -> Markup:
    """Do what `kept` does for something large, such as all cards of a page: fewer of them stay."""
    return _draw_block(_part(macro, arguments), macro)


def _part(macro: Callable[..., Markup], arguments: tuple[Any, ...]) -> _Part:
    shown = [_SHOWN[one.__class__](one) if one.__class__ in _SHOWN else one for one in arguments]
    return _Part(arguments, (macro, edition(), int(monotonic() / _SECONDS), *shown))


@lru_cache(maxsize=4096)
def _draw(part: _Part, macro: Callable[..., Markup]) -> Markup:
    return macro(*part.arguments)


@lru_cache(maxsize=128)
def _draw_block(part: _Part, macro: Callable[..., Markup]) -> Markup:
    return macro(*part.arguments)
