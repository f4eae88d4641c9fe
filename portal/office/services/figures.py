"""Write the monthly counts of the figures down."""

from sqlalchemy import delete, insert, tuple_, update

from portal.core import clock, state
from portal.core.db import transaction
from portal.office.models import MonthlyCount
from portal.office.queries.counting import count_everything
from portal.office.queries.figures import COUNTED_AT, all_counts
from portal.office.types.figures import CountKey

_AT_ONCE = 500


def count_figures() -> int:
    """Count anew and write what changed; return how many numbers did.

    Counting reads and holds nobody up; the transaction at the end is short, for little changes from time to time.
    """
    now = count_everything()
    with transaction() as session:
        before = all_counts()
        gone = sorted(before.keys() - now.keys())
        key = tuple_(*(getattr(MonthlyCount, name) for name in CountKey._fields))
        for start in range(0, len(gone), _AT_ONCE):
            session.execute(delete(MonthlyCount).where(key.in_(gone[start : start + _AT_ONCE])))
        new = [_row(key, now[key]) for key in now.keys() - before.keys()]
        changed = [_row(key, number) for key, number in now.items() if before.get(key, number) != number]
        if new:
            session.execute(insert(MonthlyCount), new)
        if changed:
            session.execute(update(MonthlyCount), changed)
        state.put(COUNTED_AT, clock.now().isoformat())
    return len(gone) + len(new) + len(changed)


def _row(key: CountKey, number: int) -> dict[str, object]:
    return {**key._asdict(), "number": number}
