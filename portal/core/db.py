"""Talk to the database: one engine an application, one session a request, one way to write.

Reads use `session()`, and the database itself refuses to write there. Writes go through `transaction()`: the outermost
one commits on success and rolls back on any raise, inner ones join. On SQLite a write begins with BEGIN IMMEDIATE: what
was read under it stays true until commit.
"""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext, suppress
from dataclasses import fields
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Annotated, Any, TypeVar, cast

from flask import Flask, current_app, g, has_app_context
from sqlalchemy import (
    JSON,
    BigInteger,
    Date,
    DateTime,
    Enum,
    Integer,
    MetaData,
    String,
    TypeDecorator,
    create_engine,
    event,
    func,
    select,
)
from sqlalchemy.engine import Connection, Dialect, Engine
from sqlalchemy.orm import DeclarativeBase, Session, mapped_column, sessionmaker

from portal.core.config import Config
from portal.core.turns import stepping_aside

View = TypeVar("View")

make_session = sessionmaker(expire_on_commit=False)

IntPK = Annotated[int, mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)]
BigInt = BigInteger().with_variant(Integer, "sqlite")

_PREPARED = 400  # statements of which the server keeps the plan, for each connection

# Writers of one process queue here; SQLite's own busy wait is not fair and starves the unlucky.
_sqlite_turn = threading.Lock()


class UTCDateTime(TypeDecorator[datetime]):
    """A moment: aware and in UTC on both sides, whatever the engine keeps."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Refuse a naive moment and turn the rest to UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Give the moment back aware."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """All tables of the portal."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy's own way to say it
        datetime: UTCDateTime(),
        date: Date(),
        str: String(),
        dict[str, Any]: JSON(),
        list[Any]: JSON(),
    }


def text_enum(values: type[StrEnum], name: str) -> Enum:
    """Return a column type that keeps an enum by value, as text, checked by the database."""
    return Enum(
        values,
        native_enum=False,
        create_constraint=True,
        length=32,
        name=name,
        values_callable=lambda enum: [member.value for member in enum],
    )


def init_db(app: Flask) -> None:
    """Attach an engine to the application and close each request's session after it."""
    app.extensions["database"] = _make_engine(app.config["PORTAL"])

    @app.teardown_appcontext
    def close(_error: BaseException | None) -> None:
        if (opened := g.pop("db_session", None)) is not None:
            opened.close()


def session() -> Session:
    """Return the session of this request or command."""
    if "db_session" not in g:
        database: Engine = current_app.extensions["database"]
        g.db_session = make_session(bind=database.execution_options(portal_reads=True))
    found: Session = g.db_session
    return found


def read_as(view: type[View], row: object, **others: Any) -> View:
    """Return a read model of a row: what both name alike is copied, the rest is given."""
    alike = [field.name for field in fields(cast(Any, view)) if field.name not in others]
    return view(**{name: getattr(row, name) for name in alike}, **others)


@contextmanager
def transaction() -> Iterator[Session]:
    """Write: commit when the outermost block ends well, roll back when anything raises."""
    current = session()
    if current.info.get("writing"):
        yield current
        return
    config: Config = current_app.config["PORTAL"]
    current.rollback()  # ends the read transaction, whose snapshot may be old
    with in_turn(_sqlite_turn) if config.is_sqlite else nullcontext():
        current.info["writing"] = True
        try:
            current.connection(execution_options={"portal_writes": True})
            yield current
            for step in _before_commit:
                step(current)
            current.commit()
            afterwards = current.info.pop("afterwards", {})
        except BaseException:
            current.rollback()
            current.info.clear()  # what waited to be written with it, such as lines of the audit trail
            raise
        finally:
            current.info.pop("writing", None)
    for follow_up in afterwards:
        follow_up()


@contextmanager
def waiting() -> Iterator[None]:
    """Hold neither a connection nor a place at work while the block waits for something else; then read anew.

    Within a transaction both stay: others may wait for its locks in all the places there are.
    """
    current: Session | None = g.get("db_session") if has_app_context() else None
    if current is not None and current.info.get("writing"):
        yield
        return
    if current is not None:
        current.rollback()
    with stepping_aside():
        yield


@contextmanager
def in_turn(lock: AbstractContextManager[Any]) -> Iterator[None]:
    """Hold a lock of this process, for which others wait without holding up anybody."""
    with ExitStack() as held:
        with waiting():
            held.enter_context(lock)
        yield


def wait_in_line(name: str) -> None:
    """Let only one transaction of this name run at a time, until it ends; on SQLite that is so of all that write."""
    current = session()
    if current.get_bind().dialect.name == "postgresql":
        current.execute(select(func.pg_advisory_xact_lock(func.hashtext(name))))


def before_commit(step: Callable[[Session], None]) -> Callable[[Session], None]:
    """Run a step at the end of each outermost transaction, just before it commits."""
    _before_commit.append(step)
    return step


def after_commit(follow_up: Callable[[], object]) -> None:
    """Do something once the transaction in force has committed, the same thing only once; at once where there is none.

    It must not fail: what it follows is done and stays.
    """
    current = session()
    if current.info.get("writing"):
        current.info.setdefault("afterwards", {})[follow_up] = None  # a set that keeps its order
    else:
        follow_up()


_before_commit: list[Callable[[Session], None]] = []


def _make_engine(config: Config) -> Engine:
    common: dict[str, Any] = {"hide_parameters": True, "pool_size": 20, "max_overflow": 0, "pool_timeout": 30}
    common["pool_use_lifo"] = True  # the one used last has its pages at hand and its statements prepared
    if not config.is_sqlite:
        engine = create_engine(
            config.database_url,
            pool_pre_ping=True,
            connect_args={"options": "-c statement_timeout=15000 -c lock_timeout=10000 -c timezone=UTC"},
            **common,
        )
        event.listen(engine, "connect", _prepare_postgresql)
        event.listen(engine, "begin", _begin_postgresql)
        event.listen(engine, "rollback", _end_reading)
        return engine
    engine = create_engine(config.database_url, connect_args={"timeout": 15, "check_same_thread": False}, **common)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_postgresql(connection: Any, _record: object) -> None:
    connection.prepared_max = _PREPARED


def _only_reads(connection: Connection) -> bool:
    options = connection.get_execution_options()
    return bool(options.get("portal_reads") and not options.get("portal_writes"))


def _begin_postgresql(connection: Connection) -> None:
    """Let psycopg say BEGIN READ ONLY where only reading is meant; it stays so until somebody writes."""
    driver: Any = connection.connection.dbapi_connection
    if driver.read_only is not (reads := _only_reads(connection)):
        driver.read_only = reads


def _end_reading(connection: Connection) -> None:
    """End by COMMIT what only read: at a ROLLBACK psycopg forgets every statement that the server has prepared."""
    if _only_reads(connection) and not connection.invalidated:
        with suppress(connection.dialect.loaded_dbapi.Error):  # the ROLLBACK that follows tells of it
            connection.connection.commit()


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # we write BEGIN ourselves
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "cache_size=-16000",
        "mmap_size=268435456",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    """Begin, and where only reading is meant, let the connection refuse to write; it stays so until somebody writes."""
    driver: Any = connection.connection.dbapi_connection
    if connection.info.get("only_reads", False) is not (reads := _only_reads(connection)):
        driver.execute(f"PRAGMA query_only={reads:d}")
        connection.info["only_reads"] = reads
    writes = connection.get_execution_options().get("portal_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
