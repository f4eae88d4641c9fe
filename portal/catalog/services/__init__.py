"""Write what is offered."""

from portal.catalog.services.seats import lock_class, set_seat_counts

__all__ = ["lock_class", "set_seat_counts"]
