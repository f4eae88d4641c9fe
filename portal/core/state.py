"""Remember a few facts about the installation itself, such as whether demonstration data is in it."""

from functools import lru_cache
from time import monotonic

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, session, transaction

_SECONDS_KEPT = 5


class PortalState(Base):
    """One fact about the installation."""

    __tablename__ = "portal_state"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


def get(name: str) -> str | None:
    """Return a fact, at most a few seconds old."""
    return _all(str(current_app.config["PORTAL"].database_url), int(monotonic() / _SECONDS_KEPT)).get(name)


def read(name: str) -> str | None:
    """Return a fact as it is now, held until the end of the transaction that will change it."""
    stmt = select(PortalState.value).where(PortalState.name == name).with_for_update()
    return session().scalar(stmt)


def put(name: str, value: str) -> None:
    """Write a fact down."""
    with transaction() as current:
        current.merge(PortalState(name=name, value=value))
    forget()


def forget() -> None:
    """Read all facts again next time."""
    _all.cache_clear()


@lru_cache(maxsize=2)
def _all(_database: str, _moment: int) -> dict[str, str]:
    """Read all facts in one statement; there are few."""
    return {row.name: row.value for row in session().execute(select(PortalState.name, PortalState.value))}
