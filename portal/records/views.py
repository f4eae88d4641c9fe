"""Pages of the record, and of verification."""

from flask import Blueprint

from portal.core.web import localized_blueprint

bp = localized_blueprint("records", __name__)
verification = Blueprint("verification", __name__)  # no edition in the address: the QR holds it
