"""Enter the stations where clerks help people."""

from dataclasses import dataclass

from sqlalchemy import select

from portal.core import audit, regions
from portal.core.db import transaction
from portal.people.errors import StationRefused
from portal.people.models import Station


@dataclass(frozen=True)
class NewStation:
    """What people need to know of a station."""

    name: str
    region_code: str
    address: str
    phone: str
    opening: str | None = None
    name_mn: str | None = None
    is_demo: bool = False


def add_station(new: NewStation) -> int:
    """Enter a station and return its row.

    Raises:
        StationRefused: its place is unknown, or there is one of its name already.
    """
    region = regions.resolve(new.region_code)
    with transaction() as session:
        same = select(Station.id).where(Station.region_code == region, Station.name == new.name)
        if region is None or session.scalar(same) is not None:
            raise StationRefused
        row = Station(
            name=new.name,
            name_mn=new.name_mn,
            region_code=region,
            address=new.address,
            phone=new.phone,
            opening=new.opening,
            is_demo=new.is_demo,
        )
        session.add(row)
        session.flush()
        audit.record("people.add_station", subject_type="station", subject_id=row.id, actor_id=None)
        return row.id
