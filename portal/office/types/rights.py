"""Read models about corrections that reached an office, and about who may see a full number."""

from dataclasses import dataclass, field
from datetime import datetime

from portal.people.types import RequestField


@dataclass(frozen=True, slots=True)
class CorrectionLine:
    """A correction as it reaches whoever had received the wrong value."""

    id: int
    request_number: str
    about: RequestField
    name: str = field(repr=False)  # of the person, as it is now
    masked_id_number: str
    old_value: str = field(repr=False)
    new_value: str = field(repr=False)
    told_at: datetime
    seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class NumberOwner:
    """Someone whose full number may be asked for here."""

    person_id: int
    name: str = field(repr=False)
    masked_id_number: str
