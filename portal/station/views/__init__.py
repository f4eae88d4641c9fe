"""Pages of the stations, of those who contest, and of the bureau that answers."""

from portal.station.views import access, acts, codes, contests, desk, flows, lists, rights
from portal.station.views.blueprint import bp

__all__ = ["access", "acts", "bp", "codes", "contests", "desk", "flows", "lists", "rights"]
