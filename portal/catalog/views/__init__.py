"""Pages of the room."""

from portal.catalog.views import classes, entries, providers
from portal.catalog.views.blueprint import bp

__all__ = ["bp", "classes", "entries", "providers"]
