"""Ways of saying no in this room."""

from collections.abc import Sequence

from portal.core.errors import NotFound, PortalError


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
