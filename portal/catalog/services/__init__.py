"""Write what is offered."""

from portal.catalog.services.catalog_file import CATALOG_COLUMNS, import_catalog
from portal.catalog.services.class_states import cancel_class, set_class_state
from portal.catalog.services.class_words import renew_class_keys
from portal.catalog.services.classes_file import CLASS_COLUMNS, import_classes
from portal.catalog.services.occupations import load_occupations
from portal.catalog.services.providers import NewProvider, enter_provider, withdraw_provider
from portal.catalog.services.reports import ImportReport, Problem, refused_file
from portal.catalog.services.sealing import mark_superseded
from portal.catalog.services.seats import lock_class, set_seat_counts

__all__ = [
    "CATALOG_COLUMNS",
    "CLASS_COLUMNS",
    "ImportReport",
    "NewProvider",
    "Problem",
    "cancel_class",
    "enter_provider",
    "import_catalog",
    "import_classes",
    "load_occupations",
    "lock_class",
    "mark_superseded",
    "refused_file",
    "renew_class_keys",
    "set_class_state",
    "set_seat_counts",
    "withdraw_provider",
]
