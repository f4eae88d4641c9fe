"""Words and read models about people."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from portal.core.identity_numbers import IdentityNumber
from portal.core.phones import PhoneNumber
from portal.people.types.phones import PhoneOwner as PhoneOwner
from portal.people.types.phones import PhoneRelation as PhoneRelation
from portal.people.types.rights import FactorView as FactorView
from portal.people.types.rights import LookReason as LookReason
from portal.people.types.rights import NewRequest as NewRequest
from portal.people.types.rights import RequestField as RequestField
from portal.people.types.rights import RequestState as RequestState
from portal.people.types.rights import RequestView as RequestView
from portal.people.types.rights import TrailLine as TrailLine


class RealNameLevel(StrEnum):
    """How sure we are that a person is who they say."""

    DECLARED = "declared"
    STATION_CHECKED = "station_checked"
    REGISTRY_CHECKED = "registry_checked"


class Role(StrEnum):
    """What an account is for."""

    TRAINEE = "trainee"
    STATION_CLERK = "station_clerk"
    PROVIDER_STAFF = "provider_staff"
    BUREAU_OFFICER = "bureau_officer"


class Evidence(StrEnum):
    """What stands behind a person's belonging to a group."""

    DECLARED = "declared"
    SEEN = "seen"  # paper seen at a station
    COMPARED = "compared"  # confirmed by comparing registers


class ConsentChannel(StrEnum):
    """How consent was given."""

    SELF = "self"
    STATION = "station"


@dataclass(frozen=True)
class SignedIn:
    """Whoever is signed in, as every view may know them."""

    account_id: int
    role: Role
    language: str
    person_id: int | None
    name: str
    region_code: str | None
    provider_id: int | None
    station_id: int | None
    is_demo: bool
    has_factor: bool = False  # staff: the second step is set up


@dataclass(frozen=True)
class GroupView:
    """A group someone belongs to, with what stands behind it and for how long."""

    code: str  # terms: group
    evidence: Evidence
    valid_from: date
    valid_to: date | None

    def holds_on(self, day: date) -> bool:
        """Tell whether they belong to it on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True)
class PersonView:
    """A living record of a person, as other rooms may know it. Printing it shows no personal data."""

    id: int
    name: str = field(repr=False)
    name_mn: str | None = field(repr=False)
    masked_name: str
    masked_id_number: str
    phone: str | None = field(repr=False)  # E.164
    masked_phone: str | None
    phone_owner: PhoneOwner | None
    phone_relation: PhoneRelation | None
    sms_off: bool
    home_region: str
    present_region: str | None
    language: str
    real_name_level: RealNameLevel
    groups: tuple[GroupView, ...]
    has_account: bool
    is_demo: bool
    created_at: datetime


@dataclass(frozen=True)
class PersonName:
    """The names of a person, for lists."""

    name: str = field(repr=False)
    name_mn: str | None = field(repr=False)
    masked_name: str


@dataclass(frozen=True)
class NewPerson:
    """What is needed to write a person down."""

    name: str = field(repr=False)
    id_number: IdentityNumber
    home_region: str
    phone: PhoneNumber | None = None
    phone_owner: PhoneOwner | None = None
    phone_relation: PhoneRelation | None = None
    name_mn: str | None = field(default=None, repr=False)
    present_region: str | None = None
    groups: tuple[str, ...] = ()
    language: str = "zh"
    real_name_level: RealNameLevel = RealNameLevel.DECLARED
    evidence: Evidence = Evidence.DECLARED  # what stands behind the groups
    is_demo: bool = False


@dataclass(frozen=True)
class ProfileChange:
    """What a person says about themselves from now on."""

    name_mn: str | None = field(repr=False)
    present_region: str | None
    language: str
    groups: tuple[str, ...]
    phone: PhoneNumber | None = None  # None: as before
    phone_owner: PhoneOwner | None = None
    phone_relation: PhoneRelation | None = None
    forget_phone: bool = False
    sms_off: bool | None = None  # None: as before


@dataclass(frozen=True)
class GivenConsent:
    """What a person agreed to, and how."""

    purpose: str  # registration, groups, application, messages ...
    text_version: str
    given: bool = True
    channel: ConsentChannel = ConsentChannel.SELF
    station_id: int | None = None
    proof: str | None = field(default=None, repr=False)  # of a signed sheet or a code


@dataclass(frozen=True)
class ConsentView:
    """A consent as its person sees it."""

    id: int
    purpose: str
    text_version: str
    given: bool
    given_at: datetime
    channel: ConsentChannel
    station_name: str | None
    proof: str | None


@dataclass(frozen=True)
class StationView:
    """A service station, where someone helps."""

    id: int
    name: str
    name_mn: str | None
    region_code: str
    address: str
    phone: str
    opening: str | None
    is_demo: bool


@dataclass(frozen=True)
class NewStaff:
    """A staff account to be made."""

    role: Role
    login_name: str
    display_name: str
    region_code: str | None = None
    provider_id: int | None = None
    station_id: int | None = None
    language: str = "zh"
    is_demo: bool = False
