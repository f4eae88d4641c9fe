"""The blueprint of the room."""

from portal.core.web import localized_blueprint

bp = localized_blueprint("records", __name__)
