"""Seal every personal field again under the current key, and make its blind index anew.

A column sealed for a purpose and its neighbour ``<column>_index`` belong together: the index is made of the same value
for the same purpose. Rows already under the current key are passed over, so a broken run is simply run again.

Of a code that only its holder knows, ``code_mark`` is a keyed hash, which nobody can make anew: with each change of the
key it is written down up to which row those of before go, so that nobody takes out a key that they need.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    RowMapping,
    Select,
    String,
    Table,
    and_,
    func,
    literal,
    or_,
    select,
    tuple_,
    type_coerce,
    update,
)

from portal.core import clock, crypto, state
from portal.core.crypto import EncryptedText
from portal.core.db import Base, session, transaction

BATCH = 500
_CHANGES = "key_changes"
_MARK = "code_mark"


@dataclass(frozen=True)
class Need:
    """Rows of a table that only an older key knows; without a name where that key is not in the ring."""

    key_id: str | None
    table: str
    rows: int


def note_change(ring: Sequence[str]) -> None:
    """Write down which codes were handed out before the first key of the ring, the same key only once."""
    with transaction() as current:
        changes = json.loads(state.read(_CHANGES) or "[]")
        if len(ring) > 1 and not (changes and changes[-1]["to"] == ring[0]):
            last = {table.name: current.scalar(select(func.max(table.c.id))) or 0 for table in _marked()}
            state.put(_CHANGES, json.dumps([*changes, {"from": ring[1], "to": ring[0], "last": last}]))


def lacks_a_key(ring: Sequence[str]) -> bool:
    """Tell whether a key was taken out of the ring that was current once."""
    return any(change["from"] not in ring for change in json.loads(state.get(_CHANGES) or "[]"))


def list_needs(ring: Sequence[str]) -> list[Need]:
    """Return what in the database needs another key than the first of the ring."""
    needs = [*_sealed_needs(ring), *_code_needs(ring)]
    return [need for need in needs if need.rows]


def _sealed_needs(ring: Sequence[str]) -> Iterator[Need]:
    for table in _tables():
        sealed = [c.name for c in table.columns if isinstance(c.type, EncryptedText)]
        if sealed:
            for key_id in ring[1:]:
                yield Need(key_id, table.name, _count(table, or_(*(_is_under(table, name, key_id) for name in sealed))))
            unknown = [and_(*(_under_another_key(table, name, key_id) for key_id in ring)) for name in sealed]
            yield Need(None, table.name, _count(table, or_(*unknown)))


def _code_needs(ring: Sequence[str]) -> Iterator[Need]:
    before: dict[str, int] = {}
    for change in json.loads(state.get(_CHANGES) or "[]"):
        for table in _marked():
            of_key = table.c.id.between(before.get(table.name, 0) + 1, change["last"].get(table.name, 0))
            key_id = change["from"] if change["from"] in ring else None
            if key_id != ring[0]:
                yield Need(key_id, table.name, _count(table, and_(of_key, *_usable(table))))
        before = change["last"]


def _usable(table: Table) -> Iterator[ColumnElement[bool]]:
    yield from (table.c[name].is_(None) for name in ("used_at", "ended_at") if name in table.c)
    if "expires_at" in table.c:
        yield table.c.expires_at > clock.now()


def _count(table: Table, condition: ColumnElement[bool]) -> int:
    return session().scalar(select(func.count()).select_from(table).where(condition)) or 0


def _tables() -> list[Table]:
    return sorted(Base.metadata.tables.values(), key=lambda table: table.name)


def _marked() -> list[Table]:
    return [table for table in _tables() if _MARK in table.c]


def reseal_all(key_id: str) -> Iterator[tuple[str, int]]:
    """Bring every table under the current key and yield each table's name with its count, as it is done.

    Raises:
        Unreadable: a row fits no key of the ring; the rows before it are done.
    """
    for table in _tables():
        sealed = {c.name: c.type.purpose for c in table.columns if isinstance(c.type, EncryptedText)}
        if sealed:
            yield table.name, _reseal_table(table, sealed, key_id)


def _reseal_table(table: Table, sealed: dict[str, str], key_id: str) -> int:
    """Seal the rows of a table again, batch after batch, and look at each row once."""
    key = list(table.primary_key.columns)
    old = select(table).where(or_(*(_under_another_key(table, name, key_id) for name in sealed)))
    done, batch = 0, old
    while rows := _reseal_batch(table, sealed, batch.order_by(*key).limit(BATCH)):
        done += len(rows)
        batch = old.where(tuple_(*key) > tuple_(*(literal(rows[-1][column.name], column.type) for column in key)))
    return done


def _reseal_batch(table: Table, sealed: dict[str, str], batch: Select[Any]) -> Sequence[RowMapping]:
    key = list(table.primary_key.columns)
    with transaction() as session:
        rows = session.execute(batch.with_for_update()).mappings().all()
        for row in rows:
            this_row = and_(*(column == row[column.name] for column in key))
            session.execute(update(table).where(this_row).values(_fresh(table, sealed, row)))
    return rows


def _is_under(table: Table, name: str, key_id: str) -> ColumnElement[bool]:
    return type_coerce(table.c[name], String).startswith(f"{key_id}.", autoescape=True)


def _under_another_key(table: Table, name: str, key_id: str) -> ColumnElement[bool]:
    return and_(type_coerce(table.c[name], String).is_not(None), ~_is_under(table, name, key_id))


def _fresh(table: Table, sealed: dict[str, str], row: RowMapping) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, purpose in sealed.items():
        values[name] = row[name]  # opened on the way out, sealed with the current key on the way in
        if (index := f"{name}_index") in table.c and row[name] is not None:
            values[index] = crypto.blind_index(row[name], purpose)
    return values
