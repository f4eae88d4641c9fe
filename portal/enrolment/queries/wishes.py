"""Reads about wishes."""

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Row, Select, func, or_, select

from portal.catalog.models import Occupation
from portal.core import clock, regions
from portal.core.db import session
from portal.enrolment import rules
from portal.enrolment.models import Application, Wish
from portal.enrolment.queries.classes import list_open
from portal.enrolment.types import LIVE_STATES, ClassFacts, NewWish, Season, WishState, WishSummary

WISHES_SHOWN = 100
FITTING_SHOWN = 5


@dataclass(frozen=True, slots=True)
class OccupationChoice:
    """One line of the pick list of occupations."""

    id: int
    trade: str
    name: str
    name_mn: str | None


def list_wishes(person_id: int) -> list[WishSummary]:
    """Return the person's wishes, newest first, the open ones with the classes that fit."""
    stmt = _of_person(person_id).order_by(Wish.id.desc()).limit(WISHES_SHOWN)
    found = [_summary(row) for row in session().execute(stmt)]
    if not any(wish.state is WishState.OPEN for wish in found):
        return found
    offered = _open_to(person_id, [wish for wish in found if wish.state is WishState.OPEN])
    return [replace(wish, fitting=_fitting(wish, offered)) for wish in found]


def count_open_wishes(person_id: int) -> int:
    """Return how many wishes of a person are open."""
    stmt = select(func.count()).where(Wish.person_id == person_id, Wish.state == WishState.OPEN)
    return session().scalar(stmt) or 0


def occupations_by_trade() -> list[OccupationChoice]:
    """Return all occupations in the order of their trades."""
    stmt = select(Occupation.id, Occupation.trade, Occupation.name, Occupation.name_mn).order_by(
        Occupation.trade, Occupation.ref
    )
    return [OccupationChoice(*row) for row in session().execute(stmt)]


def people_who_wish(offered: ClassFacts) -> list[tuple[int, int]]:
    """Return wish and person for each open wish that a class fits, in the order in which they were made."""
    places = [place.code for place in regions.path(offered.region_code)]
    stmt = (
        select(Wish)
        .where(
            Wish.state == WishState.OPEN,
            or_(Wish.occupation_id == offered.occupation_id, Wish.occupation_id.is_(None)),
        )
        .order_by(Wish.id)
    )
    if offered.mode != "online":
        stmt = stmt.where(Wish.region_code.in_(places))
    return [
        (wish.id, wish.person_id)
        for wish in session().scalars(stmt)
        if rules.fits(_content(wish), offered, regions=places)
    ]


def _of_person(person_id: int) -> Select[*tuple[Any, ...]]:
    return (
        select(Wish, Occupation.name, Occupation.name_mn, Occupation.trade)
        .outerjoin(Occupation, Occupation.id == Wish.occupation_id)
        .where(Wish.person_id == person_id)
        .execution_options(populate_existing=True)
    )


def _summary(row: Row[*tuple[Any, ...]]) -> WishSummary:
    wish, name, name_mn, trade = row
    return WishSummary(
        id=wish.id,
        occupation=name,
        occupation_mn=name_mn,
        trade=trade,
        wish=_content(wish),
        state=wish.state,
        created_at=wish.created_at,
        closed_at=wish.closed_at,
        answer=wish.answer,
        place=tuple(regions.path(wish.region_code)[1:] or regions.path(wish.region_code)),
        days_open=rules.days_open(wish.created_at, wish.closed_at, clock.today()),
    )


def _content(wish: Wish) -> NewWish:
    return NewWish(
        occupation_id=wish.occupation_id,
        own_words=wish.own_words,
        region_code=wish.region_code,
        season=Season(wish.season),
        mode=wish.mode,
        language=wish.language,
        job_wish=wish.job_wish,
    )


def _open_to(person_id: int, wishes: list[WishSummary]) -> list[ClassFacts]:
    """Return open classes that may fit, without those the person has applied for."""
    named = [wish.wish.occupation_id for wish in wishes if wish.wish.occupation_id is not None]
    applied = select(Application.class_session_id).where(
        Application.person_id == person_id, Application.state.in_(LIVE_STATES)
    )
    already = set(session().scalars(applied))
    # Own words may mean any occupation.
    found = list_open(named if len(named) == len(wishes) else None)
    return [offered for offered in found if offered.id not in already]


def _fitting(wish: WishSummary, offered: list[ClassFacts]) -> tuple[ClassFacts, ...]:
    if wish.state is not WishState.OPEN:
        return ()
    fitting = [
        found
        for found in offered
        if rules.fits(wish.wish, found, regions=[place.code for place in regions.path(found.region_code)])
    ]
    return tuple(fitting[:FITTING_SHOWN])
