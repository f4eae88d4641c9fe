"""Count the statements that a page sends to the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event

from portal.catalog.queries import forget

_OF_THE_TRANSACTION = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


@contextmanager
def watched(app: Flask) -> Iterator[list[tuple[str, Any]]]:
    """Collect each statement with its parameters, but for those that begin and end transactions."""
    seen: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
        if not statement.startswith(_OF_THE_TRANSACTION):
            seen.append((statement, parameters))

    database = app.extensions["database"]
    engine = database if isinstance(database, Engine) else database.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


def count_statements(app: Flask, client: FlaskClient, path: str) -> int:
    """Return how many statements a page needs once the process knows what hardly changes, such as places.

    Counts beside filters are remembered for some seconds; they are forgotten here, so that none is left out.
    """
    client.get(path)
    forget()
    with watched(app) as seen:
        client.get(path)
    return len(seen)
