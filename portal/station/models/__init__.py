"""Tables of the stations."""

from portal.station.models.codes import ConsentCode
from portal.station.models.contests import Contest
from portal.station.models.flows import AssistedFlow, ClerkPhone
from portal.station.models.rosters import RosterRow, RosterUpload
from portal.station.models.wish_contests import WishContest

__all__ = ["AssistedFlow", "ClerkPhone", "ConsentCode", "Contest", "RosterRow", "RosterUpload", "WishContest"]
