"""Enter providers into the two directories."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from portal.catalog.models import Provider
from portal.catalog.types import ProviderKind, ProviderState
from portal.core import credit_codes, search_keys
from portal.core.db import transaction


@dataclass(frozen=True)
class NewProvider:
    """What a directory says about a provider."""

    credit_code: str
    name: str
    kind: ProviderKind
    region_code: str
    address: str
    phone: str
    accredited_from: date
    trades: tuple[str, ...]  # terms: trade
    accredited_to: date | None = None
    name_mn: str | None = None
    is_demo: bool = False


def add_provider(new: NewProvider) -> int:
    """Enter a provider and return its row; one whose credit code is there already stays as it is.

    Raises:
        CreditCodeRefused: the code cannot be one.
    """
    code = credit_codes.parse(new.credit_code).value
    with transaction() as session:
        known = session.scalar(select(Provider.id).where(Provider.credit_code == code))
        if known is not None:
            return known
        row = Provider(
            credit_code=code,
            name=new.name,
            name_mn=new.name_mn,
            kind=new.kind,
            region_code=new.region_code,
            address=new.address,
            phone=new.phone,
            accredited_from=new.accredited_from,
            accredited_to=new.accredited_to,
            state=ProviderState.ACTIVE,
            trades=list(new.trades),
            search_key=search_keys.index_key(new.name, new.name_mn or ""),
            is_demo=new.is_demo,
        )
        session.add(row)
        session.flush()
        return row.id
