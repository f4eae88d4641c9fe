"""How a person is reached, for staff who have a reason to."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class SeenContact:
    """Name and phone in full, for some minutes after a member of staff asked and it was written down."""

    name: str = field(repr=False)
    name_mn: str | None = field(repr=False)
    phone: str | None = field(repr=False)  # E.164
    is_own: bool  # else of a relative
