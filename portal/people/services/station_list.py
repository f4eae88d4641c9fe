"""Enter the stations where clerks help people."""

from dataclasses import dataclass

from portal.core.db import transaction
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
    """Enter a station and return its row."""
    with transaction() as session:
        row = Station(
            name=new.name,
            name_mn=new.name_mn,
            region_code=new.region_code,
            address=new.address,
            phone=new.phone,
            opening=new.opening,
            is_demo=new.is_demo,
        )
        session.add(row)
        session.flush()
        return row.id
