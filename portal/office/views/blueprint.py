"""The blueprint of the room, and what its pages share."""

from flask_limiter.util import get_remote_address

from portal.core.web import localized_blueprint
from portal.people.access import current_person, maybe_signed_in
from portal.people.types import Role
from portal.records.types import Reach

bp = localized_blueprint("office", __name__)


def reach() -> Reach:
    """Return what whoever is signed in may see: an officer's region, or the classes of their provider."""
    who = current_person()
    if who.role is Role.PROVIDER_STAFF:
        return Reach(who.account_id, provider_id=who.provider_id)
    return Reach(who.account_id, region_code=who.region_code)


def account_key() -> str:
    """Count per account: a whole bureau may stand behind one address."""
    who = maybe_signed_in()
    return f"account {who.account_id}" if who else get_remote_address()
