"""Pages of the room."""

from portal.core.web import localized_blueprint

bp = localized_blueprint("people", __name__)
