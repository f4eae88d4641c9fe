"""Words and read models about one's rights: corrections, who looked, and the second step of staff."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from portal.core.i18n import LazyText, _l

if TYPE_CHECKING:
    from portal.people.types import Role


class RequestField(StrEnum):
    """What only a bureau corrects: it is compared with cards and registers."""

    NAME = "name"
    ID_NUMBER = "id_number"
    HOME_REGION = "home_region"
    GROUP = "group"  # a checked group that the person does not belong to


class RequestState(StrEnum):
    """Where a request stands."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REFUSED = "refused"


class LookReason(StrEnum):
    """Why a member of staff needs a full identity number."""

    COMPARE = "compare"  # with the card in hand
    REPORT = "report"  # to an authority that asks for it
    CERTIFICATE = "certificate"
    COMPLAINT = "complaint"
    OTHER = "other"


FIELD_WORDS: dict[RequestField, LazyText] = {
    RequestField.NAME: _l("Name"),
    RequestField.ID_NUMBER: _l("Identity number"),
    RequestField.HOME_REGION: _l("Home region"),
    RequestField.GROUP: _l("Group"),
}
REASON_WORDS: dict[LookReason, LazyText] = {
    LookReason.COMPARE: _l("Compare it with the card in my hand"),
    LookReason.REPORT: _l("Report it to an authority that asks for it"),
    LookReason.CERTIFICATE: _l("Put it on a certificate"),
    LookReason.COMPLAINT: _l("Look into a complaint or a correction"),
    LookReason.OTHER: _l("Another reason"),
}


@dataclass(frozen=True)
class TrailLine:
    """One line of the audit trail about a person: what, when, and who did it, from which office and why."""

    action: str
    at: datetime
    by_self: bool
    actor_role: "Role | None"
    reason: str | None
    office: str | None = None
    purpose: str | None = None  # one of LookReason


@dataclass(frozen=True)
class NewRequest:
    """What someone asks to be corrected."""

    about: RequestField
    wanted: str = field(repr=False)  # the right value; of a group, the one that is wrong
    own_words: str | None = field(default=None, repr=False)
    guardian: str | None = field(default=None, repr=False)  # who asks for a minor
    station_id: int | None = None
    proof: str | None = field(default=None, repr=False)  # number of the signed sheet


@dataclass(frozen=True)
class RequestView:
    """A request as its person and the bureau see it."""

    id: int
    number: str
    person_id: int
    about: RequestField
    wanted: str = field(repr=False)
    old_value: str | None = field(repr=False)  # what was replaced
    own_words: str | None = field(repr=False)
    guardian: str | None = field(repr=False)
    station_id: int | None
    proof: str | None = field(repr=False)
    region_code: str
    account_id: int
    state: RequestState
    opened_at: datetime
    due_on: date
    answered_at: datetime | None
    answer: str | None = field(repr=False)


@dataclass(frozen=True)
class FactorView:
    """How far a second step is set up."""

    secret: str = field(repr=False)
    is_confirmed: bool
    codes_left: int


@dataclass(frozen=True)
class StaffLine:
    """A member of staff, for the officers of the region."""

    account_id: int
    role: "Role"
    login_name: str
    display_name: str
    has_factor: bool
    is_demo: bool
