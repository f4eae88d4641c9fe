"""Ways of saying no in this room."""

from collections.abc import Sequence

from portal.core.errors import NotFound, PortalError
from portal.core.i18n import _l


class UnknownKind(PortalError):
    """A message of a kind that no template puts into words: a mistake of the room that sends it."""


class BrokenGuides(Exception):
    """Guides that say what no document says, or cannot be read."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))


class NoSuchGuide(NotFound):
    """No guide or document has this name."""


class NoSuchAnnouncement(NotFound):
    """No announcement has this number."""


class NothingToResend(NotFound):
    """No text message has this number, or it carries nothing that can be said again."""


class ComesTooLate(PortalError):
    """What a text message tells is over."""

    status = 409
    message = _l("This is over. A text message about it would only confuse.")


class ResentTooOften(PortalError):
    """A text message was sent again several times today."""

    status = 409
    message = _l("This was sent again three times today already. Please call the person instead.")
