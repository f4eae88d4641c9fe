"""Write what is offered."""

from portal.catalog.services.catalog_file import CATALOG_COLUMNS, import_catalog
from portal.catalog.services.classes_file import CLASS_COLUMNS, import_classes
from portal.catalog.services.occupations import load_occupations
from portal.catalog.services.reports import refused_file
from portal.catalog.services.seats import lock_class, set_seat_counts

__all__ = [
    "CATALOG_COLUMNS",
    "CLASS_COLUMNS",
    "import_catalog",
    "import_classes",
    "load_occupations",
    "lock_class",
    "refused_file",
    "set_seat_counts",
]
