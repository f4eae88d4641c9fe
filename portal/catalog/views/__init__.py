"""Pages of the room."""

from portal.catalog.views import classes, editions, entries, providers
from portal.catalog.views.blueprint import bp

__all__ = ["bp", "classes", "editions", "entries", "providers"]
