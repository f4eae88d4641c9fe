"""What makes an alarm, as pure functions. An alarm asks an officer to look; it decides nothing about anyone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from portal.core.regions import HOME_PROVINCE
from portal.office.types.alarms import AlarmRule, AlarmState


@dataclass(frozen=True, slots=True)
class SharedRoll:
    """Two classes and how many people were in both."""

    first: str
    second: str
    people: int


def common_place(least: str, greatest: str) -> str:
    """Return the smallest place that holds all codes between two: 150502 and 150525 lie in 150500.

    Only officers who may see all that an alarm rests on are shown it. What reaches beyond a province is for the bureau
    of the region.
    """
    if least == greatest:
        return least
    if least[:6] == greatest[:6]:
        return least[:6]
    for digits in (4, 2):
        if least[:digits] == greatest[:digits]:
            return least[:digits].ljust(6, "0")
    return HOME_PROVINCE


def clusters(pairs: Iterable[SharedRoll], sizes: Mapping[str, int], rule: AlarmRule) -> tuple[tuple[str, ...], ...]:
    """Return groups of classes that were held for nearly the same people, more classes than the limit.

    Two classes belong together when they share enough people, and these are most of the smaller roll.

    Args:
        pairs: Classes with people in common.
        sizes: People of each class.
        rule: Its ``others`` hold ``people`` and ``percent``.

    Source:
        Audit method for apprenticeship money of Inner Mongolia: rolls are clustered.
    """
    group_of: dict[str, set[str]] = {}
    for pair in pairs:
        if not _alike(pair, sizes, rule):
            continue
        joined = group_of.get(pair.first, {pair.first}) | group_of.get(pair.second, {pair.second})
        for number in joined:
            group_of[number] = joined
    found = {tuple(sorted(group)) for group in group_of.values() if len(group) > rule.limit}
    return tuple(sorted(found))


def after(state: AlarmState, closed_size: int | None, size: int, *, grows_by: int) -> AlarmState:
    """Return where an alarm stands after the job found it again: a closed one comes back only when it grew enough."""
    if state is not AlarmState.CLOSED or closed_size is None:
        return state
    return AlarmState.WAITING if size >= closed_size + grows_by else AlarmState.CLOSED


def quarter_of(day: date) -> tuple[date, str]:
    """Return the first day of the quarter a day lies in, and the name of the quarter."""
    number = (day.month - 1) // 3
    return date(day.year, 3 * number + 1, 1), f"{day.year}Q{number + 1}"


def _alike(pair: SharedRoll, sizes: Mapping[str, int], rule: AlarmRule) -> bool:
    smaller = min(sizes[pair.first], sizes[pair.second])
    return pair.people >= rule.others["people"] and 100 * pair.people >= rule.others["percent"] * smaller
