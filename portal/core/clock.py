"""Tell the time: moments in UTC, days as the calendar on the wall in Inner Mongolia shows them."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Asia/Shanghai")
_moment: ContextVar[datetime | None] = ContextVar("moment", default=None)


def now() -> datetime:
    """Return the present moment, aware, in UTC."""
    return _moment.get() or datetime.now(UTC)


def today() -> date:
    """Return the present local day."""
    return now().astimezone(LOCAL).date()


@contextmanager
def at(day: date, hour: int = 9) -> Iterator[None]:
    """Live through a past day, at a local hour: how the demonstration world gets its history."""
    token = _moment.set(datetime.combine(day, time(hour), LOCAL).astimezone(UTC))
    try:
        yield
    finally:
        _moment.reset(token)


def to_local(moment: datetime) -> datetime:
    """Return the moment as local time."""
    return moment.astimezone(LOCAL)


def end_of_day(day: date) -> datetime:
    """Return the first moment after a local day, in UTC."""
    return datetime.combine(day + timedelta(days=1), time(), LOCAL).astimezone(UTC)
