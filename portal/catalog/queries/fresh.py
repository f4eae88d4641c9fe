"""Remember an answer for a second: a page that shows it is kept for two more, and one at a proxy."""

from collections.abc import Callable
from datetime import date
from functools import lru_cache, wraps
from time import monotonic
from typing import Any, TypeVar

from flask import current_app, g, has_request_context

from portal.core import clock

R = TypeVar("R")

SECONDS = 1
_remembered: list[Callable[[], None]] = []


def remembered(read: Callable[..., R], seconds: int = SECONDS) -> Callable[..., R]:
    """Let a reading with hashable arguments answer from memory for a second, in this process."""

    @lru_cache(maxsize=64)
    def kept(_database: str, _day: date, _moment: int, args: tuple[Any, ...]) -> R:
        return read(*args)

    @wraps(read)
    def asked(*args: Any) -> R:
        if not has_request_context():
            return now(args)
        of_request: dict[Any, R] = g.setdefault("remembered", {})  # one page says the same all over
        if (read, args) not in of_request:
            of_request[read, args] = now(args)
        return of_request[read, args]

    def now(args: tuple[Any, ...]) -> R:
        database = str(current_app.config["PORTAL"].database_url)
        return kept(database, clock.today(), int(monotonic() / seconds), args)

    _remembered.append(kept.cache_clear)
    return asked


def remembered_for(seconds: int) -> Callable[[Callable[..., R]], Callable[..., R]]:
    """Let a reading of what hardly changes any more answer from memory for longer."""
    return lambda read: remembered(read, seconds)


def forget() -> None:
    """Read everything again next time, after something was published."""
    for clear in _remembered:
        clear()
