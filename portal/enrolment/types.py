"""Words and read models of applications and wishes."""

from enum import StrEnum


class ApplicationState(StrEnum):
    """Where an application stands. An offer is a waiting application whose seat is held for a time."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    ATTENDING = "attending"
    COMPLETED = "completed"
    ABSENT = "absent"
    WITHDRAWN = "withdrawn"
    DECLINED = "declined"
    EXPIRED = "expired"


LIVE_STATES = (ApplicationState.WAITING, ApplicationState.ACCEPTED, ApplicationState.ATTENDING)


class Channel(StrEnum):
    """How an application or wish came in."""

    SELF = "self"
    STATION = "station"
    ROSTER = "roster"  # a list of villagers


class WishState(StrEnum):
    """Where a wish stands in the ledger."""

    OPEN = "open"
    MET = "met"
    WITHDRAWN = "withdrawn"
    ANSWERED = "answered"
