"""Posts that ask for a certificate."""

from dataclasses import dataclass
from datetime import date

from portal.records.types.lines import Named
from portal.records.types.words import CertificateKind


@dataclass(frozen=True, slots=True)
class NewPost:
    """A post as a bureau enters it."""

    title: str
    employer: str
    region_code: str
    occupation_id: int
    certificate_kind: CertificateKind | None
    level: str | None
    openings: int
    until_on: date
    contact_phone: str


@dataclass(frozen=True, slots=True)
class PostView:
    """A post as people and officers see it."""

    id: int
    title: str
    employer: str
    region_code: str
    occupation: Named
    trade: str
    certificate_kind: CertificateKind | None
    level: str | None
    openings: int
    until_on: date
    contact_phone: str
    is_closed: bool
    people: int = 0  # whose certificate fits
