"""Tables of the stations."""

from portal.station.models.codes import ConsentCode
from portal.station.models.contests import AnyContest, Contest, WishContest
from portal.station.models.flows import AssistedFlow, ClerkPhone
from portal.station.models.rosters import RosterRow, RosterUpload

__all__ = [
    "AnyContest",
    "AssistedFlow",
    "ClerkPhone",
    "ConsentCode",
    "Contest",
    "RosterRow",
    "RosterUpload",
    "WishContest",
]
