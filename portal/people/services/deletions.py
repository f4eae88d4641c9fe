"""Keep a list of who was deleted outside the database: a backup from before would bring them back.

A line holds the row of the person, when it was written and when it was deleted, and nothing else. The first two
together name one row for ever: after a restore another person may get the same number.
"""

import os
from datetime import datetime

from flask import current_app
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from portal.core.config import Config
from portal.core.db import session
from portal.people.models import Person

BATCH = 500


def write_down(person_id: int | None = None) -> bool:
    """Add one deleted person to the list, or everybody who was deleted and is missing from it; tell whether it went.

    A list that cannot be written undoes no deletion: it is logged, and the next backup adds who is missing.
    """
    stmt = select(Person.id, Person.created_at, Person.erased_at).where(Person.erased_at.is_not(None))
    try:
        if person_id is None:
            known = _read()
            rows = [row for row in session().execute(stmt.order_by(Person.id)) if (row.id, row.created_at) not in known]
        else:
            rows = list(session().execute(stmt.where(Person.id == person_id)))
        _append("".join(f"\n{row.id} {row.created_at.isoformat()} {row.erased_at.isoformat()}" for row in rows))
    except (OSError, SQLAlchemyError):
        current_app.logger.exception("the list of deletions could not be written")
        return False
    return True


def list_living_again() -> list[tuple[int, datetime]]:
    """Return everybody on the list who is living in the database, and when they were deleted."""
    listed = _read()
    numbers = sorted({person_id for person_id, _created_at in listed})
    living = select(Person.id, Person.created_at).where(Person.erased_at.is_(None)).order_by(Person.id)
    found = []
    for first in range(0, len(numbers), BATCH):
        for row in session().execute(living.where(Person.id.in_(numbers[first : first + BATCH]))):
            if (erased_at := listed.get((row.id, row.created_at))) is not None:
                found.append((row.id, erased_at))
    return found


def _read() -> dict[tuple[int, datetime], datetime]:
    """Return when each row was deleted; a line cut off by a crash names nobody, and the next backup writes it again."""
    path = _config().deletions
    found = {}
    for line in path.read_text(encoding="ascii", errors="replace").splitlines() if path.exists() else ():
        try:
            person_id, created_at, erased_at = line.split()
            found[int(person_id), datetime.fromisoformat(created_at)] = datetime.fromisoformat(erased_at)
        except ValueError:
            continue
    return found


def _append(lines: str) -> None:
    """Add lines that are on the disk when this returns. Each begins anew, whatever a crash left of the one before."""
    file = os.open(_config().deletions, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(file, lines.encode())
        os.fsync(file)
    finally:
        os.close(file)


def _config() -> Config:
    config: Config = current_app.config["PORTAL"]
    return config
