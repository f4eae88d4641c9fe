"""Pages of the office."""

from portal.office.views import (
    alarms,
    batches,
    claims,
    desk,
    edition_rows,
    editions,
    figures,
    ledger,
    messages,
    names,
    objections,
    posts,
    providers,
    results,
    rights,
    visits,
)
from portal.office.views.blueprint import bp

__all__ = [
    "alarms",
    "batches",
    "bp",
    "claims",
    "desk",
    "edition_rows",
    "editions",
    "figures",
    "ledger",
    "messages",
    "names",
    "objections",
    "posts",
    "providers",
    "results",
    "rights",
    "visits",
]
