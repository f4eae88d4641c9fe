"""Pages of the room."""

from portal.records.views import batches, objections
from portal.records.views.blueprint import bp
from portal.records.views.record import verification

__all__ = ["batches", "bp", "objections", "verification"]
