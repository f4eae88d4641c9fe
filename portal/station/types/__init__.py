"""Words and read models of the stations."""

from portal.station.types.contests import ActedFor, Contested, ContestState, ContestView, DoneAlone, NewContest
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
    "ActedFor",
    "CheckedRow",
    "Clerk",
    "CloseReason",
    "Colour",
    "ConsentGiven",
    "ContestState",
    "ContestView",
    "Contested",
    "DoneAlone",
    "FlowView",
    "NewContest",
    "Outcome",
    "PhoneForCode",
    "Remark",
    "RosterCells",
    "RosterReport",
    "RowView",
    "SentCode",
    "Stage",
    "TypedPerson",
    "UploadView",
    "Whose",
]
