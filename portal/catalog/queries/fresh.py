"""Remember an answer for a few seconds: counts beside filters may be that old, seats never."""

from collections.abc import Callable, Hashable
from functools import lru_cache, wraps
from time import monotonic
from typing import ParamSpec, TypeVar

from flask import current_app

from portal.core import clock

P = ParamSpec("P")
R = TypeVar("R")

SECONDS = 10
_remembered: list[Callable[[], None]] = []


def remembered(read: Callable[P, R]) -> Callable[P, R]:
    """Let a reading with hashable arguments answer from memory for some seconds, in this process."""

    @lru_cache(maxsize=64)
    def kept(_database: str, _day: Hashable, _moment: int, *args: P.args, **kwargs: P.kwargs) -> R:
        return read(*args, **kwargs)

    @wraps(read)
    def asked(*args: P.args, **kwargs: P.kwargs) -> R:
        database = str(current_app.config["PORTAL"].database_url)
        return kept(database, clock.today(), int(monotonic() / SECONDS), *args, **kwargs)

    _remembered.append(kept.cache_clear)
    return asked


def forget() -> None:
    """Read everything again next time, after something was published."""
    for clear in _remembered:
        clear()
