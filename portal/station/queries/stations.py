"""Reads about stations and their clerks."""

from sqlalchemy import select

from portal.core.db import session
from portal.core.errors import NotFound
from portal.people.models import Account, Station
from portal.people.types import Role, StationView


def find_station(station_id: int) -> StationView | None:
    """Return a station, or None."""
    row = session().get(Station, station_id)
    if row is None:
        return None
    return StationView(row.id, row.name, row.name_mn, row.region_code, row.address, row.phone, row.opening, row.is_demo)


def get_station(station_id: int) -> StationView:
    """Return a station.

    Raises:
        NotFound: there is none.
    """
    found = find_station(station_id)
    if found is None:
        raise NotFound
    return found


def clerks_of(station_id: int) -> list[tuple[int, str]]:
    """Return account and login name of each clerk who may work at a station, in the order they came."""
    stmt = (
        select(Account.id, Account.login_name)
        .where(Account.role == Role.STATION_CLERK, Account.station_id == station_id, Account.disabled_at.is_(None))
        .order_by(Account.id)
    )
    return [(account_id, login or "") for account_id, login in session().execute(stmt)]
