"""Write what is offered."""

from portal.catalog.services.occupations import load_occupations
from portal.catalog.services.seats import lock_class, set_seat_counts

__all__ = ["load_occupations", "lock_class", "set_seat_counts"]
