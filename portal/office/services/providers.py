"""Keep the two directories: enter a provider, mend it, withdraw it and settle its classes."""

from datetime import date

from sqlalchemy.exc import IntegrityError

from portal.catalog.services.providers import NewProvider, enter_provider, reinstate_provider, withdraw_provider
from portal.core import credit_codes, regions
from portal.core.db import transaction
from portal.core.errors import NotFound
from portal.enrolment.services import dissolve_class, tell_of_return, tell_of_withdrawal
from portal.enrolment.types.moving import Moved
from portal.office.errors import KnownProvider, OutsideRegion
from portal.office.queries import providers as queries
from portal.records.types import Reach


def enter(new: NewProvider, *, reach: Reach) -> int:
    """Enter a provider that no directory has yet, and return it.

    Raises:
        CreditCodeRefused: the code cannot be one.
        KnownProvider: a directory has it already, perhaps in another region.
        OutsideRegion: it lies outside the officer's region.
    """
    _check_region(new.region_code, reach)
    code = credit_codes.parse(new.credit_code).value
    try:
        with transaction():
            if queries.find_by_code(code) is not None:
                raise KnownProvider
            return enter_provider(new, account_id=reach.account_id)
    except IntegrityError as error:  # another officer entered it at the same moment
        raise KnownProvider from error


def mend(provider_id: int, new: NewProvider, *, version: int, reach: Reach) -> None:
    """Write anew what a directory says of a provider; its code stays.

    Args:
        provider_id: The provider.
        new: What the directory says from now on.
        version: The version of the entry that the officer read.
        reach: Region of the officer.

    Raises:
        ChangedMeanwhile: another officer mended the entry since then.
        ProviderNotFound: there is none in the officer's region.
        OutsideRegion: it would lie outside the officer's region.
    """
    _check_region(new.region_code, reach)
    with transaction():
        found = queries.get_provider(provider_id, reach.region_code)
        assert found.credit_code == new.credit_code
        enter_provider(new, account_id=reach.account_id, version=version)


def withdraw(provider_id: int, *, on: date, reason: str, reach: Reach) -> int:
    """Take a provider out of the directory, tell everyone on its classes, and return how many; harmless to repeat.

    Raises:
        ProviderNotFound: there is none in the officer's region.
    """
    with transaction():
        queries.get_provider(provider_id, reach.region_code)
        if not withdraw_provider(provider_id, on=on, reason=reason, account_id=reach.account_id):
            return 0
        return tell_of_withdrawal(provider_id, reason, account_id=reach.account_id)


def reinstate(provider_id: int, *, reason: str, reach: Reach) -> int:
    """Take a wrong withdrawal back, tell whoever is still on a class, and return how many; harmless to repeat.

    Whoever was moved stays there, and a class that was ended stays ended.

    Raises:
        ProviderNotFound: there is none in the officer's region.
    """
    with transaction():
        queries.get_provider(provider_id, reach.region_code)
        if not reinstate_provider(provider_id, reason=reason, account_id=reach.account_id):
            return 0
        return tell_of_return(provider_id, reason, account_id=reach.account_id)


def settle_class(provider_id: int, class_id: int, *, into: int | None, reason: str, reach: Reach) -> Moved:
    """End a class of a withdrawn provider and bring its people into another one, or tell them.

    Raises:
        ProviderNotFound: there is none in the officer's region.
        NotFound: the provider has no such class.
        CannotTakeThem: the other class cannot take these people.
    """
    with transaction():
        queries.get_provider(provider_id, reach.region_code)
        if not queries.has_class(provider_id, class_id):
            raise NotFound
        return dissolve_class(class_id, into=into, reason=reason, account_id=reach.account_id)


def _check_region(code: str, reach: Reach) -> None:
    if reach.region_code is None or not code.startswith(regions.prefix(reach.region_code)):
        raise OutsideRegion
