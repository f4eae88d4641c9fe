"""Enter the Mongolian names of occupations and providers."""

from portal.catalog.errors import ProviderNotFound
from portal.catalog.models import Occupation, Provider
from portal.catalog.queries import forget
from portal.catalog.services.occupations import search_key
from portal.core import regions, search_keys
from portal.core.db import transaction
from portal.core.errors import NotFound


def name_occupation(occupation_id: int, mn: str | None) -> None:
    """Enter the Mongolian name of an occupation, or take it back, and make it found by it.

    Raises:
        NotFound: there is no such occupation.
    """
    with transaction() as session:
        row = session.get(Occupation, occupation_id, with_for_update=True)
        if row is None:
            raise NotFound
        row.name_mn = mn
        columns = ("name", "name_mn", "name_latn", "code", "policy_term", "trade")
        row.search_key = search_key({name: getattr(row, name) for name in columns})
    forget()


def name_provider(provider_id: int, mn: str | None) -> None:
    """Enter the Mongolian name of a provider, or take it back, and make it found by it.

    Raises:
        ProviderNotFound: there is no such provider.
    """
    with transaction() as session:
        row = session.get(Provider, provider_id, with_for_update=True)
        if row is None:
            raise ProviderNotFound
        row.name_mn = mn
        row.search_key = search_keys.index_key(
            row.name, mn, row.credit_code, regions.full_name(row.region_code), row.address
        )
    forget()
