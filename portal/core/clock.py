"""Tell the time: moments in UTC, days as the calendar on the wall in Inner Mongolia shows them."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """Return the present moment, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Return the present local day."""
    return datetime.now(LOCAL).date()


def to_local(moment: datetime) -> datetime:
    """Return the moment as local time."""
    return moment.astimezone(LOCAL)


def end_of_day(day: date) -> datetime:
    """Return the first moment after a local day, in UTC."""
    return datetime.combine(day + timedelta(days=1), time(), LOCAL).astimezone(UTC)
