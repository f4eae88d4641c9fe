"""Words and read models of the stations."""

from portal.station.types.contests import (
    ContestState,
    ContestView,
    NewContest,
    SignedUpBy,
    WishContestView,
    WishLeftBy,
)
from portal.station.types.flows import (
    Clerk,
    CloseReason,
    ConsentGiven,
    FlowView,
    PhoneForCode,
    SentCode,
    TypedPerson,
    Whose,
)
from portal.station.types.rosters import (
    CheckedRow,
    Colour,
    Outcome,
    Remark,
    RosterCells,
    RosterReport,
    RowView,
    Stage,
    UploadView,
)

__all__ = [
    "CheckedRow",
    "Clerk",
    "CloseReason",
    "Colour",
    "ConsentGiven",
    "ContestState",
    "ContestView",
    "FlowView",
    "NewContest",
    "Outcome",
    "PhoneForCode",
    "Remark",
    "RosterCells",
    "RosterReport",
    "RowView",
    "SentCode",
    "SignedUpBy",
    "Stage",
    "TypedPerson",
    "UploadView",
    "Whose",
    "WishContestView",
    "WishLeftBy",
]
