"""Keep the classes to come at hand in each process: whatever is chosen or typed, they are not read from end to end.

A class says when it was last changed. Once a second at most, what changed since is read, by an index; all of them are
read when the process begins, when a new day does, and now and then in between.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from threading import Lock
from time import monotonic
from typing import Any

from flask import current_app, g, has_request_context
from sqlalchemy import Row, Select, String, bindparam, cast, select, union

from portal.catalog import rules
from portal.catalog.models import ClassSession, Provider
from portal.catalog.queries.class_bits import EVERYONE, ClassBits, ClassLine
from portal.catalog.types import ClassState, SignUpState, TeachingLanguage
from portal.core import clock, search_keys
from portal.core.db import UTCDateTime, session

SECONDS = 1  # between two looks at what changed; pages are kept for two more, and one at a proxy
_SLOWEST_WRITE = timedelta(seconds=60)  # what was changed at a moment may be committed that much later
_ANEW = timedelta(hours=1)
_AT_ONCE = 500

_COLUMNS: tuple[Any, ...] = (
    ClassSession.id,
    ClassSession.state,
    ClassSession.starts_on,
    ClassSession.ends_on,
    ClassSession.region_code,
    ClassSession.trade,
    ClassSession.level,
    ClassSession.mode,
    ClassSession.language,
    cast(ClassSession.target_groups, String).label("groups"),
    ClassSession.apply_from,
    ClassSession.apply_by,
    ClassSession.capacity,
    ClassSession.seats_taken,
    ClassSession.waiting,
    ClassSession.search_key,
    Provider.state.label("provider_state"),
    Provider.accredited_from,
    Provider.accredited_to,
)
_LINES: Select[Any] = select(*_COLUMNS).join(Provider, Provider.id == ClassSession.provider_id)
# The classes that changed themselves, or whose provider did: with it, whether they take people.
_CHANGED = union(
    select(ClassSession.id, ClassSession.changed_at).where(
        ClassSession.changed_at >= bindparam("moment", type_=UTCDateTime())
    ),
    select(ClassSession.id, Provider.changed_at)
    .join(Provider, Provider.id == ClassSession.provider_id)
    .where(
        Provider.changed_at >= bindparam("moment", type_=UTCDateTime()), ClassSession.starts_on >= bindparam("today")
    ),
)
_LINES_OF = _LINES.where(ClassSession.id.in_(bindparam("ids", expanding=True)))


@dataclass
class _Known:
    """The classes to come as one process knows them."""

    database: object
    today: date
    whole_at: datetime
    bits: ClassBits
    read_at: datetime  # all that was committed long enough before is known
    looked_at: float
    seen: set[tuple[int, datetime | None]] = field(default_factory=set)  # changes of the last minute that are taken in

    def is_of(self, database: object, today: date, now: datetime) -> bool:
        """Tell whether this can be brought up to date."""
        return self.database is database and self.today == today and self.read_at <= now < self.whole_at + _ANEW


_turn = Lock()


def coming() -> ClassBits:
    """Return the classes that begin today or later, drafts left out, as they were a second ago at most."""
    if not has_request_context():
        return _known_now()
    if "classes_to_come" not in g:  # one page counts and lists the same
        g.classes_to_come = _known_now()
    found: ClassBits = g.classes_to_come
    return found


def _known_now() -> ClassBits:
    database, today, now = current_app.extensions["database"], clock.today(), clock.now()
    with _turn:
        known: _Known | None = current_app.extensions.get("classes_to_come")
        if known is None or not known.is_of(database, today, now) or known.bits.is_loose:
            known = _Known(database, today, now, _all(today), now, monotonic())
            current_app.extensions["classes_to_come"] = known
        elif monotonic() - known.looked_at >= current_app.config.get("CLASSES_KEPT_SECONDS", SECONDS):
            _catch_up(known, now)
        return known.bits


def _all(today: date) -> ClassBits:
    rows = session().execute(_LINES.where(ClassSession.starts_on >= today, ClassSession.state != ClassState.DRAFT))
    return ClassBits(_line(row, today) for row in rows)


def _catch_up(known: _Known, now: datetime) -> None:
    since = {"moment": known.read_at - _SLOWEST_WRITE, "today": known.today}
    changes = {(class_id, moment) for class_id, moment in session().execute(_CHANGED, since)}
    news = sorted({class_id for class_id, _moment in changes - known.seen})
    for start in range(0, len(news), _AT_ONCE):
        for row in session().execute(_LINES_OF, {"ids": news[start : start + _AT_ONCE]}):
            if row.state == ClassState.DRAFT or row.starts_on < known.today:
                known.bits.drop(row.id)
            else:
                known.bits.put(_line(row, known.today))
    known.read_at, known.looked_at, known.seen = now, monotonic(), changes


def _line(row: Row[Any], today: date) -> ClassLine:
    return ClassLine(row.id, row.starts_on, tuple(_values(row, today)), search_keys.parts(row.search_key))


def _values(row: Row[Any], today: date) -> Iterator[tuple[str, str]]:
    code = row.region_code
    yield from dict.fromkeys(("region", part) for part in (f"{code[:2]}0000", f"{code[:4]}00", code[:6]))
    yield "place", code
    yield "trade", row.trade
    yield "level", row.level
    yield "mode", row.mode.value
    both = row.language is TeachingLanguage.BOTH  # a class in both languages answers whichever is asked for
    yield from (("language", code) for code in (("zh", "mn", "both") if both else (row.language.value,)))
    yield from (("group", code) for code in _groups(row.groups))
    takes_people = rules.takes_people(
        row.provider_state, accredited_from=row.accredited_from, accredited_to=row.accredited_to, today=today
    )
    if rules.sign_up_state(row, today=today, provider_takes_people=takes_people) is SignUpState.OPEN:
        yield "open", "1"


@lru_cache(maxsize=1024)
def _groups(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text)) or (EVERYONE,)
