"""Words of applications and wishes."""

from dataclasses import dataclass
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


class EndReason(StrEnum):
    """Why an application ended before the class began."""

    WITHDREW = "withdrew"
    OFFER_DECLINED = "offer_declined"
    OFFER_RAN_OUT = "offer_ran_out"
    LIST_CLOSED = "list_closed"  # the deadline came and no seat was free
    CLASS_CANCELLED = "class_cancelled"


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


class ActKind(StrEnum):
    """What was done about a wish."""

    LEFT = "left"
    TOLD = "told"  # of a class that fits
    ANSWERED = "answered"
    ARRANGED = "arranged"  # a class was picked for the person, who signs up themselves
    REOPENED = "reopened"
    MET = "met"
    WITHDRAWN = "withdrawn"
    CONTESTED = "contested"  # "this was not me"


class Ready(StrEnum):
    """Sentences an officer can send; each reads them in their own language."""

    CLASS_PLANNED = "class_planned"
    NO_CLASS_YET = "no_class_yet"
    WE_CALL = "we_call"
    COME_TO_STATION = "come_to_station"


class WhyOpen(StrEnum):
    """Why a wish that was arranged, met or answered is open again."""

    CLASS_CANCELLED = "class_cancelled"
    CLASS_BEGAN = "class_began"  # without the person
    NO_SEAT = "no_seat"
    LEFT_CLASS = "left_class"
    DID_NOT_ATTEND = "did_not_attend"
    STILL_WISHED = "still_wished"
    CONTESTED = "contested"  # the sign-up was not their will


class Season(StrEnum):
    """When of the year someone has time to learn."""

    ANY = "any"
    SPRING = "spring"
    SUMMER = "summer"
    AUTUMN = "autumn"
    WINTER = "winter"


class Refusal(StrEnum):
    """Why nobody, or not this person, can apply for a class now."""

    NOT_YET_OPEN = "not_yet_open"
    DEADLINE_PASSED = "deadline_passed"
    CLOSED = "closed"
    RUNNING = "running"
    FINISHED = "finished"
    CANCELLED = "cancelled"
    PROVIDER_WITHDRAWN = "provider_withdrawn"
    ALREADY_APPLIED = "already_applied"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who presses the button: the person, or a clerk for them with their consent."""

    account_id: int | None
    channel: Channel = Channel.SELF
    station_id: int | None = None
    consent_id: int | None = None
