"""Words and read models of what is offered."""

from portal.catalog.types.asking import (
    PAGE_SIZE,
    ClassFilter,
    Cursor,
    EntryFilter,
    Facets,
    Page,
    ProviderFilter,
)
from portal.catalog.types.files import IssueData
from portal.catalog.types.offers import (
    ClassCard,
    ClassDetail,
    EntryCard,
    EntryDetail,
    EntryLevel,
    IssueInfo,
    ProviderCard,
    ProviderDetail,
)
from portal.catalog.types.words import (
    EDITED_KINDS,
    CatalogKind,
    ClassState,
    IssueState,
    Mode,
    ProviderKind,
    ProviderState,
    Shortage,
    SignUpState,
    TeachingLanguage,
)

__all__ = [
    "EDITED_KINDS",
    "PAGE_SIZE",
    "CatalogKind",
    "ClassCard",
    "ClassDetail",
    "ClassFilter",
    "ClassState",
    "Cursor",
    "EntryCard",
    "EntryDetail",
    "EntryFilter",
    "EntryLevel",
    "Facets",
    "IssueData",
    "IssueInfo",
    "IssueState",
    "Mode",
    "Page",
    "ProviderCard",
    "ProviderDetail",
    "ProviderFilter",
    "ProviderKind",
    "ProviderState",
    "Shortage",
    "SignUpState",
    "TeachingLanguage",
]
