"""Reads of what was done about wishes, and of the occupations that own words may mean."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from sqlalchemy import Row, Select, select

from portal.catalog.models import CatalogEntry, ClassSession, Occupation
from portal.core.db import session
from portal.enrolment.models import ClassTold, Wish, WishAct
from portal.enrolment.types import Act, ActClass, ActKind, By, Channel, OccupationWords, WishState
from portal.people.models import Account
from portal.people.types import Role

_BY = {Role.TRAINEE: By.SELF, Role.STATION_CLERK: By.STATION, Role.BUREAU_OFFICER: By.BUREAU}
_CLOSED = {
    WishState.MET: ActKind.MET,
    WishState.WITHDRAWN: ActKind.WITHDRAWN,
    WishState.ANSWERED: ActKind.ANSWERED,
}
_CLASS = (
    ClassSession.id,
    ClassSession.number,
    Occupation.name,
    CatalogEntry.name_mn,
    ClassSession.starts_on,
    ClassSession.place,
    ClassSession.place_mn,
    ClassSession.region_code,
)


def acts_of(wishes: Collection[Wish]) -> dict[int, tuple[Act, ...]]:
    """Return what was done about each wish, oldest first, in two statements; each begins with its being left."""
    ids = [wish.id for wish in wishes]
    found: dict[int, list[Act]] = defaultdict(list)
    for row in session().execute(_told(ids)) if ids else ():
        found[row.wish_id].append(Act(ActKind.TOLD, row.told_at, By.PORTAL, _class(row), None, None))
    for row in session().execute(_acts(ids)) if ids else ():
        act = row.WishAct
        by = _BY.get(row.role, By.BUREAU) if row.role else By.PORTAL
        shown = _class(row) if act.class_session_id else None
        found[act.wish_id].append(Act(act.kind, act.at, by, shown, act.code, act.said))
    return {wish.id: _in_order(wish, found[wish.id]) for wish in wishes}


def occupation_words(occupation_id: int | None = None) -> list[OccupationWords]:
    """Return the words of all occupations, or of one."""
    stmt = select(Occupation).order_by(Occupation.id)
    if occupation_id is not None:
        stmt = stmt.where(Occupation.id == occupation_id)
    return [
        OccupationWords(
            row.id, tuple(name for name in (row.name, row.policy_term) if name), row.name_mn, row.search_key
        )
        for row in session().scalars(stmt)
    ]


def _in_order(wish: Wish, acts: list[Act]) -> tuple[Act, ...]:
    """Return the acts with the first, and with the last of a wish that was closed before acts were written down."""
    left = Act(ActKind.LEFT, wish.created_at, By.SELF if wish.channel is Channel.SELF else By.STATION, None, None, None)
    closed = _CLOSED.get(wish.state)
    if closed and wish.closed_at and not any(act.kind is closed for act in acts):
        acts = [*acts, Act(closed, wish.closed_at, By.PORTAL, None, None, None)]
    return (left, *sorted(acts, key=lambda act: act.at))


def _told(ids: Collection[int]) -> Select[*tuple[Any, ...]]:
    return (
        select(ClassTold.wish_id, ClassTold.told_at, *_CLASS)
        .join(ClassSession, ClassSession.id == ClassTold.class_session_id)
        .join(Occupation, Occupation.id == ClassSession.occupation_id)
        .join(CatalogEntry, CatalogEntry.id == ClassSession.entry_id)
        .where(ClassTold.wish_id.in_(ids))
        .order_by(ClassTold.told_at, ClassTold.class_session_id)
    )


def _acts(ids: Collection[int]) -> Select[*tuple[Any, ...]]:
    return (
        select(WishAct, Account.role, *_CLASS)
        .outerjoin(Account, Account.id == WishAct.account_id)
        .outerjoin(ClassSession, ClassSession.id == WishAct.class_session_id)
        .outerjoin(Occupation, Occupation.id == ClassSession.occupation_id)
        .outerjoin(CatalogEntry, CatalogEntry.id == ClassSession.entry_id)
        .where(WishAct.wish_id.in_(ids))
        .order_by(WishAct.id)
    )


def _class(row: Row[*tuple[Any, ...]]) -> ActClass:
    return ActClass(*row[-len(_CLASS) :])
