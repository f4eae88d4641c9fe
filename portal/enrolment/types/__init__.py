"""Words and read models of applications and wishes."""

from portal.enrolment.types.applications import (
    ApplicationDetail,
    ApplicationSummary,
    Clash,
    ClassFacts,
    Happening,
    SignUpCheck,
    Timespan,
)
from portal.enrolment.types.entitlements import Entitlement, ShownThen
from portal.enrolment.types.wishes import (
    NewWish,
    WishSummary,
)
from portal.enrolment.types.words import (
    LIVE_STATES,
    Actor,
    ApplicationState,
    Channel,
    EndReason,
    Refusal,
    Season,
    WishState,
)

__all__ = [
    "LIVE_STATES",
    "Actor",
    "ApplicationDetail",
    "ApplicationState",
    "ApplicationSummary",
    "Channel",
    "Clash",
    "ClassFacts",
    "EndReason",
    "Entitlement",
    "Happening",
    "NewWish",
    "Refusal",
    "Season",
    "ShownThen",
    "SignUpCheck",
    "Timespan",
    "WishState",
    "WishSummary",
]
