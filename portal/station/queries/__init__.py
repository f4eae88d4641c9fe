"""Reads of the stations."""

from portal.station.queries.access import list_done_alone
from portal.station.queries.classes import find_class, find_occupation
from portal.station.queries.codes import find_code
from portal.station.queries.consents import find_same_wish, find_signed_up, people_of_sheets, proof_of
from portal.station.queries.contests import (
    count_contests,
    find_act,
    find_contest,
    get_contest,
    list_contests,
    list_contests_of,
)
from portal.station.queries.flows import (
    closed_among,
    find_flow,
    find_own_phone,
    idle_flows,
    list_flows_of,
    phones_of_clerks,
)
from portal.station.queries.rosters import (
    find_upload,
    list_rows,
    list_uploads,
    phones_shared,
    sent_it,
    undone_uploads,
)
from portal.station.queries.stations import clerks_of, find_station, get_station

__all__ = [
    "clerks_of",
    "closed_among",
    "count_contests",
    "find_act",
    "find_class",
    "find_code",
    "find_contest",
    "find_flow",
    "find_occupation",
    "find_own_phone",
    "find_same_wish",
    "find_signed_up",
    "find_station",
    "find_upload",
    "get_contest",
    "get_station",
    "idle_flows",
    "list_contests",
    "list_contests_of",
    "list_done_alone",
    "list_flows_of",
    "list_rows",
    "list_uploads",
    "people_of_sheets",
    "phones_of_clerks",
    "phones_shared",
    "proof_of",
    "sent_it",
    "undone_uploads",
]
