"""Words and read models of applications and wishes."""

from portal.enrolment.types.acts import Act, ActClass, By
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
from portal.enrolment.types.ledger import (
    LedgerFilter,
    LedgerLine,
    NewAnswer,
    OccupationWords,
    Shelf,
)
from portal.enrolment.types.wishes import (
    NewWish,
    WishSummary,
)
from portal.enrolment.types.words import (
    LIVE_STATES,
    ActKind,
    Actor,
    ApplicationState,
    Channel,
    EndReason,
    Ready,
    Refusal,
    Season,
    WhyOpen,
    WishState,
)

__all__ = [
    "LIVE_STATES",
    "Act",
    "ActClass",
    "ActKind",
    "Actor",
    "ApplicationDetail",
    "ApplicationState",
    "ApplicationSummary",
    "By",
    "Channel",
    "Clash",
    "ClassFacts",
    "EndReason",
    "Entitlement",
    "Happening",
    "LedgerFilter",
    "LedgerLine",
    "NewAnswer",
    "NewWish",
    "OccupationWords",
    "Ready",
    "Refusal",
    "Season",
    "Shelf",
    "ShownThen",
    "SignUpCheck",
    "Timespan",
    "WhyOpen",
    "WishState",
    "WishSummary",
]
