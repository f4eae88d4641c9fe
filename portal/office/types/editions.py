"""Read models of the catalogs as officers keep them."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class OtherOfficer:
    """Who changed something last, so that two officers can talk to each other."""

    name: str
    changed_at: datetime
    is_gone: bool  # what was changed is there no more
