"""Look someone's text messages up for them."""

from portal.core import audit
from portal.core.db import transaction
from portal.core.errors import NotFound
from portal.core.identity_numbers import IdentityNumber
from portal.office.queries import messages as queries
from portal.office.types.messages import MessageScope


def find_person(number: IdentityNumber, scope: MessageScope, *, account_id: int) -> int:
    """Return whose messages these are; the search is written down, and the person can see it.

    Raises:
        NotFound: nobody this member of staff may see has this number.
    """
    person_id = queries.find_person_id(number, scope)
    if person_id is None:
        raise NotFound
    with transaction():
        audit.record("office.find_messages", subject_type="person", subject_id=person_id, actor_id=account_id)
    return person_id
