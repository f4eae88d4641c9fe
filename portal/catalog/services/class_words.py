"""Write anew by which words classes are found."""

from sqlalchemy import and_, not_, or_, select, update

from portal.catalog.models import ClassSession, Occupation, Provider
from portal.catalog.services.naming import class_search_key, trade_key
from portal.core import clock, search_keys
from portal.core.db import transaction
from portal.core.terms import terms


def renew_class_keys() -> list[str]:
    """Write the keys of classes to come anew that lack the words of their trade, and return a line for the operator.

    Keys still in one piece lack them too: they share no parts, so each process keeps every one of them at hand.
    """
    apart = search_keys.BETWEEN_PARTS
    lacking = [
        and_(Occupation.trade == code, not_(ClassSession.search_key.contains(apart + key + apart, autoescape=True)))
        for code in terms("trade")
        if (key := trade_key(code))
    ]
    with transaction() as session:
        stmt = (
            select(ClassSession.id, ClassSession.place, ClassSession.region_code, Occupation, Provider)
            .join(Occupation, Occupation.id == ClassSession.occupation_id)
            .join(Provider, Provider.id == ClassSession.provider_id)
            .where(ClassSession.starts_on >= clock.today(), or_(*lacking))
        )
        rows = session.execute(stmt).all()
        for class_id, place, region_code, occupation, provider in rows:
            key = class_search_key(occupation, provider, place, region_code)
            session.execute(update(ClassSession).where(ClassSession.id == class_id).values(search_key=key))
    return [f"search keys of classes: {len(rows)} renewed"] if rows else []
