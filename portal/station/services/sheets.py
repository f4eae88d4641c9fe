"""Numbers of sheets: drawn for a sheet that is printed, and told from numbers that nobody printed.

The last letters of a number are a keyed check of all that stands before them. Nothing is stored of a sheet that waits
in a village to be signed; a number that was mistyped, made up or printed for another station still does not pass.
"""

import secrets
from collections.abc import Collection
from datetime import date

from portal.core import clock
from portal.core.crypto import blind_index, blind_indexes
from portal.station import rules

_PURPOSE = "sheet_number"
_DRAWN = 5


def new_sheet_number(station_id: int) -> str:
    """Return a number for a sheet that was never printed before."""
    mark = "".join(secrets.choice(rules.MARKS) for _place in range(_DRAWN))
    return sheet_number(station_id, clock.today(), mark)


def sheet_number(station_id: int, day: date, mark: str) -> str:
    """Return the number that a sheet of a station bears, with its check."""
    seed = rules.sheet_number(station_id, day, mark)
    return rules.sheet_number(station_id, day, mark + rules.check_letters(blind_index(seed, _PURPOSE)))


def is_printed(number: str, station_id: int) -> bool:
    """Tell whether the portal printed a sheet with this number for this station, under any key of the ring."""
    if not rules.is_number_of(station_id, number):
        return False
    seed, letters = number[: -rules.CHECK], number[-rules.CHECK :]
    return letters in _checks(seed)


def _checks(seed: str) -> Collection[str]:
    return {rules.check_letters(index) for index in blind_indexes(seed, _PURPOSE)}
