"""Words and read models about people."""

from dataclasses import dataclass
from enum import StrEnum


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


class PhoneOwner(StrEnum):
    """Whose phone it is."""

    OWN = "own"
    RELATIVE = "relative"  # 代收电话


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
