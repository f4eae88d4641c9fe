"""One person helped by one clerk: from finding them to finishing."""

from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from portal.notices.types.deliveries import DeliveryState


@dataclass(frozen=True, slots=True)
class Clerk:
    """Who acts: a clerk at their station."""

    account_id: int
    station_id: int


class CloseReason(StrEnum):
    """Why a flow ended."""

    FINISHED = "finished"
    IDLE = "idle"


class Whose(StrEnum):
    """Whose phone it is that a clerk writes down."""

    OWN = "own"
    RELATIVE = "relative"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class TypedPerson:
    """What a clerk typed of someone new, kept sealed until the person has heard it and signed."""

    name: str = field(repr=False)
    id_number: str = field(repr=False)
    home_region: str
    name_mn: str | None = field(default=None, repr=False)
    phone: str | None = field(default=None, repr=False)  # as typed; it was understood
    phone_is_own: bool = True
    phone_relation: str | None = None  # of whoever passes messages on
    groups: tuple[str, ...] = ()
    language: str = "zh"

    def to_json(self) -> dict[str, Any]:
        """Return what is sealed."""
        return asdict(self)

    @classmethod
    def of_json(cls, content: dict[str, Any]) -> "TypedPerson":
        """Return what was sealed."""
        return cls(**{**content, "groups": tuple(content["groups"])})


@dataclass(frozen=True, slots=True)
class FlowView:
    """An open flow, as its clerk sees it."""

    id: str
    station_id: int
    account_id: int
    person_id: int | None
    consent_id: int | None
    sheet_number: str
    typed_number: str | None = field(repr=False)  # asked for, and nobody has it
    typed_person: TypedPerson | None = field(repr=False)
    card_seen: bool  # the clerk compared the identity card
    read_back: bool  # the person heard what is stored and said that it is right
    claim_code: str | None = field(repr=False)
    opened_at: datetime

    @property
    def may_act(self) -> bool:
        """Whether the person is known, and signed in this flow."""
        return self.person_id is not None and self.consent_id is not None


@dataclass(frozen=True, slots=True)
class ConsentGiven:
    """What a clerk states about the consent of the person in front of them."""

    sheet_number: str  # empty where a code is the proof
    card_seen: bool
    by_guardian: bool = False


@dataclass(frozen=True, slots=True)
class PhoneForCode:
    """The person's own phone, to which a code can go."""

    value: str = field(repr=False)  # E.164
    masked: str
    language: str


@dataclass(frozen=True, slots=True)
class SentCode:
    """A code that waits to be read out."""

    shown_to: str  # masked number
    created_at: datetime
    expires_at: datetime
    tries: int
    state: DeliveryState | None  # of its text message
    sent_at: datetime | None
