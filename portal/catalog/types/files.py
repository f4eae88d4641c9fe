"""What a file that is sent in does not say of itself."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class IssueData:
    """What a catalog file does not say of itself."""

    region: str = "150000"
    title: str | None = None  # named after the region and the day where not given
    valid_from: date | None = None  # today where not given
    document: str | None = None
    is_demo: bool = False
