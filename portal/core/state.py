"""Remember a few facts about the installation itself, such as whether demonstration data is in it."""

from functools import lru_cache
from time import monotonic

from flask import current_app
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
    return _get(str(current_app.config["PORTAL"].database_url), name, int(monotonic() / _SECONDS_KEPT))


def put(name: str, value: str) -> None:
    """Write a fact down."""
    with transaction() as current:
        current.merge(PortalState(name=name, value=value))
    forget()


def forget() -> None:
    """Read all facts again next time."""
    _get.cache_clear()


@lru_cache(maxsize=32)
def _get(_database: str, name: str, _moment: int) -> str | None:
    found = session().get(PortalState, name)
    return found.value if found else None
