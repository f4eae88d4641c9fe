"""Reckon the groups a person belongs to on a day.

Source:
    ``data/rules.yaml``, semantics 7.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from portal.eligibility.types import Group


def groups_on(answered: Iterable[str], day: date | None, groups: Mapping[str, Group]) -> frozenset[str]:
    """Return the person's groups: the answer, less those that have ended, plus what the rest implies."""
    found = {name for name in answered if not _ended(groups[name], day)}
    waiting = sorted(found)
    while waiting:
        for implied in groups[waiting.pop()].implies:
            if implied not in found:
                found.add(implied)
                waiting.append(implied)
    return frozenset(found)


def _ended(group: Group, day: date | None) -> bool:
    return day is not None and group.valid_to is not None and group.valid_to < day
