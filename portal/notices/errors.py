"""Ways of saying no in this room."""

from portal.core.errors import PortalError


class UnknownKind(PortalError):
    """A message of a kind that no template puts into words: a mistake of the room that sends it."""
