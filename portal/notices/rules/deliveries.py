"""Which messages go out as text messages, when, how often, and what they may use up: pure functions.

Few go out, and only needful ones: whoever is told too much reads nothing.
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from portal.core.clock import LOCAL
from portal.notices.types.deliveries import SmsKind

CODE = "consent_code"
KINDS = {
    kind.name: kind
    for kind in (
        SmsKind(CODE, may_ring_at_night=True, needful=True, worth_hours=1),  # the person stands at the desk
        SmsKind("seat_offered", may_ring_at_night=True, needful=True),
        SmsKind("offer_ends_soon", may_ring_at_night=True, needful=True),
        SmsKind("class_cancelled", may_ring_at_night=True, needful=True, worth_hours=168),
        SmsKind("class_moved", may_ring_at_night=True, needful=True, worth_hours=168),
        SmsKind("class_moved_waiting", needful=True, worth_hours=168),
        SmsKind("class_changed", may_ring_at_night=True, needful=True, worth_hours=168),
        SmsKind("class_tomorrow", needful=True),
        SmsKind("seat_confirmed"),
        SmsKind("registered_by_station", needful=True, worth_hours=168),
        SmsKind("result_recorded", worth_hours=168),
        SmsKind("class_fits_wish", quiet_days=3),  # a bureau may bring fifty classes in one file
    )
}
LEASE = timedelta(minutes=2)
PAUSES = tuple(timedelta(seconds=seconds) for seconds in (30, 120, 480, 1800, 7200, 21_600))  # after each failure
MOST_ATTEMPTS = len(PAUSES) + 1
RESENT_A_DAY = 3
NEXT_LOOK = timedelta(hours=1)  # whether there is money again
LAST_PART = 5  # the last fifth of the month's money is for needful messages only
_BEFORE_NOON = time(12)
_AFTER_NIGHT = timedelta(hours=4)


def goes_out(kind: str) -> bool:
    """Tell whether a message of this kind also goes out as a text message."""
    return kind in KINDS and kind != CODE


def worth_until(kind: str, facts: Mapping[str, Any], now: datetime) -> datetime:
    """Return until when a text message still tells something: an offer until it ends, a class until noon of its day."""
    ends = [now + timedelta(hours=KINDS[kind].worth_hours)]
    if until := facts.get("until"):
        ends.append(datetime.fromisoformat(str(until)))
    if kind.startswith(("class_", "seat_confirmed")) and (first := facts.get("starts_on")):
        ends.append(datetime.combine(date.fromisoformat(str(first)), _BEFORE_NOON, LOCAL))
    return min(ends)


def quiet_until(now: datetime, quiet: tuple[int, int]) -> datetime | None:
    """Return when the night ends that is now, or None by day.

    Args:
        now: The moment.
        quiet: Local hours from and to; the same hour twice means that there is no night.
    """
    local = now.astimezone(LOCAL)
    start, end = quiet
    is_night = start <= local.hour or local.hour < end if start > end else start <= local.hour < end
    if not is_night:
        return None
    morning = datetime.combine(local.date(), time(end), LOCAL)
    return morning if morning > local else morning + timedelta(days=1)


def must_wait(kind: str, now: datetime, worth: datetime, quiet: tuple[int, int]) -> datetime | None:
    """Return until when a text message must not ring, or None where it may go now.

    At night only what would come too late in the morning rings, and only of kinds that may.
    """
    morning = quiet_until(now, quiet)
    if morning is None or kind == CODE:
        return None
    too_late = worth <= morning + _AFTER_NIGHT
    return None if KINDS[kind].may_ring_at_night and too_late else morning


def next_try(attempts: int, now: datetime) -> datetime | None:
    """Return when to try again after so many attempts, or None where it is enough."""
    return now + PAUSES[attempts - 1] if attempts < MOST_ATTEMPTS else None


def parts_of(words: str) -> int:
    """Return as how many messages a text is counted: 70 characters in one, 67 in each of several."""
    units = len(words.encode("utf-16-le")) // 2
    return 1 if units <= 70 else -(-units // 67)


def may_spend(kind: str, cap: int) -> int:
    """Return up to how much of a month's money messages of this kind may go."""
    return cap if KINDS[kind].needful else cap - cap // LAST_PART


def month_of(now: datetime) -> str:
    """Return the local month whose money a message uses."""
    return f"{now.astimezone(LOCAL):%Y-%m}"
