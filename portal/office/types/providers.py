"""Read models of the two directories as officers keep them."""

from dataclasses import dataclass
from datetime import date

from portal.catalog.types import ProviderKind, ProviderState


@dataclass(frozen=True, slots=True)
class ProviderLine:
    """One provider in the list of an officer."""

    id: int
    name: str
    name_mn: str | None
    kind: ProviderKind
    region_code: str
    state: ProviderState
    accredited_from: date
    accredited_to: date | None
    to_settle: int  # classes to come or running

    def stands(self, today: date) -> str:
        """Return in a word where it stands: withdrawn, not_yet, ended or listed."""
        if self.state is ProviderState.WITHDRAWN:
            return "withdrawn"
        if today < self.accredited_from:
            return "not_yet"
        return "ended" if self.accredited_to and self.accredited_to < today else "listed"


@dataclass(frozen=True, slots=True)
class OfficeProvider(ProviderLine):
    """One provider with all that an officer enters."""

    credit_code: str
    address: str
    phone: str
    trades: tuple[str, ...]
    withdrawn_on: date | None
    withdrawn_reason: str | None
    reinstated_on: date | None
    reinstated_reason: str | None
    version: int
    is_demo: bool
