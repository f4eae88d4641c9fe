"""Pages of the room."""

from portal.core.web import localized_blueprint

bp = localized_blueprint("enrolment", __name__)
