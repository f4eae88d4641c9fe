"""Let the office enter the Mongolian names that pages show."""

from portal.catalog.services.mongolian_names import name_occupation, name_provider
from portal.core import audit, regions, terms
from portal.core.db import transaction
from portal.core.errors import NotFound


def enter_name(kind: str, key: str, mn: str | None, *, account_id: int) -> None:
    """Enter or take back a Mongolian name.

    Args:
        kind: occupation, provider, region, or the name of a list of terms.
        key: Row or code.
        mn: The name in Mongolian script; None shows the Chinese one.
        account_id: The officer.

    Raises:
        NotFound: there is no such thing.
    """
    with transaction():
        if kind == "occupation":
            name_occupation(int(key), mn)
        elif kind == "provider":
            name_provider(int(key), mn)
        elif kind == "region":
            regions.name_in_mongolian(key, mn)
        elif key in terms.terms(kind):
            terms.name_in_mongolian(kind, key, mn)
        else:
            raise NotFound
        audit.record(
            "office.enter_name", subject_type=kind, subject_id=None, actor_id=account_id, details={"key": key, "mn": mn}
        )
