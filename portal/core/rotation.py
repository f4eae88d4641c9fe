"""Seal every personal field again under the current key, and make its blind index anew.

A column sealed for a purpose and its neighbour ``<column>_index`` belong together: the index is made of the same value
for the same purpose. Rows already under the current key are passed over, so a broken run is simply run again.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    RowMapping,
    Select,
    String,
    Table,
    and_,
    literal,
    or_,
    select,
    tuple_,
    type_coerce,
    update,
)

from portal.core import crypto
from portal.core.crypto import EncryptedText
from portal.core.db import Base, transaction

BATCH = 500


def reseal_all(key_id: str) -> Iterator[tuple[str, int]]:
    """Bring every table under the current key and yield each table's name with its count, as it is done.

    Raises:
        Unreadable: a row fits no key of the ring; the rows before it are done.
    """
    for table in sorted(Base.metadata.tables.values(), key=lambda table: table.name):
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


def _under_another_key(table: Table, name: str, key_id: str) -> ColumnElement[bool]:
    raw = type_coerce(table.c[name], String)
    return and_(raw.is_not(None), ~raw.startswith(f"{key_id}.", autoescape=True))


def _fresh(table: Table, sealed: dict[str, str], row: RowMapping) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, purpose in sealed.items():
        values[name] = row[name]  # opened on the way out, sealed with the current key on the way in
        if (index := f"{name}_index") in table.c and row[name] is not None:
            values[index] = crypto.blind_index(row[name], purpose)
    return values
