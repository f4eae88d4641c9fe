"""The ways in which the catalog says no."""

from portal.core.errors import NotFound, PortalError
from portal.core.i18n import _l


class ClassNotFound(NotFound):
    """There is no such class, or it is not published."""

    message = _l("We could not find this class. Look for it in the list, or call 12333.")


class EntryNotFound(NotFound):
    """There is no such row in any published demand catalog."""

    message = _l("We could not find this entry of the demand catalog.")


class ProviderNotFound(NotFound):
    """There is no such provider in the directories."""

    message = _l("We could not find this institution in the directories.")


class UnknownRegion(PortalError):
    """The region a catalog is said to be for is not known."""

    message = _l("This region code is not known.")


class CatalogMovedOn(PortalError):
    """Mended rows belong to an issue that is no longer the latest."""

    status = 409
    message = _l("Another catalog was published for this region since then. Please send the whole file again.")


class ClassStateRefused(PortalError):
    """No way leads from the state of the class to the one asked for."""

    status = 409
    message = _l("This class is over or was cancelled; its state can no longer be changed that way.")
