"""Reads about wishes."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from sqlalchemy import Row, Select, or_, select

from portal.catalog.models import Occupation
from portal.core import clock, regions
from portal.core.db import session
from portal.enrolment import rules
from portal.enrolment.models import Application, Wish
from portal.enrolment.queries.acts import acts_of, occupation_words
from portal.enrolment.queries.classes import list_open
from portal.enrolment.types import (
    LIVE_STATES,
    Act,
    ActClass,
    ActKind,
    ClassFacts,
    NewWish,
    OccupationWords,
    Season,
    WishState,
    WishSummary,
)
from portal.people.models import Station

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
    """Return the person's wishes, newest first, with what was done about each; the open ones with classes that fit."""
    rows = session().execute(_of_person(person_id).order_by(Wish.id.desc()).limit(WISHES_SHOWN)).all()
    acts = acts_of([row[0] for row in rows])
    found = [_summary(row, acts[row[0].id]) for row in rows]
    still = [wish.wish for wish in found if wish.state is WishState.OPEN]
    if not still:
        return found
    fitting = FittingClasses(still, without=_applied_for(person_id))
    return [replace(wish, fitting=fitting.of(wish.wish)) if wish.state is WishState.OPEN else wish for wish in found]


class FittingClasses:
    """The open classes among which wishes find those that fit, in two statements for any number of wishes."""

    def __init__(self, wishes: Collection[NewWish], *, without: Collection[int] = ()) -> None:
        named = {wish.occupation_id for wish in wishes if wish.occupation_id is not None}
        self._known = occupation_words() if any(wish.occupation_id is None for wish in wishes) else []
        self._meant = {wish.own_words: rules.occupations_meant(wish.own_words, self._known) for wish in wishes}
        wanted = named.union(*(self._meant[wish.own_words] for wish in wishes if wish.occupation_id is None))
        self._offered = [found for found in list_open(wanted) if found.id not in without] if wanted else []

    def of(self, wish: NewWish, limit: int = FITTING_SHOWN) -> tuple[ClassFacts, ...]:
        """Return the classes that fit a wish, soonest first."""
        fitting = (
            found
            for found in self._offered
            if rules.fits(wish, found, regions=places_of(found), meant=self._meant[wish.own_words])
        )
        return tuple(islice(fitting, limit))


def places_of(offered: ClassFacts) -> list[str]:
    """Return the codes of the places a class lies in, from the province down."""
    return [place.code for place in regions.path(offered.region_code)]


def open_wishes(person_id: int) -> list[NewWish]:
    """Return what the open wishes of a person say; there are few."""
    stmt = select(Wish).where(Wish.person_id == person_id, Wish.state == WishState.OPEN)
    return [content_of(wish) for wish in session().scalars(stmt)]


def occupations_by_trade() -> list[OccupationChoice]:
    """Return all occupations in the order of their trades."""
    stmt = select(Occupation.id, Occupation.trade, Occupation.name, Occupation.name_mn).order_by(
        Occupation.trade, Occupation.ref
    )
    return [OccupationChoice(*row) for row in session().execute(stmt)]


def people_who_wish(offered: ClassFacts) -> list[tuple[int, int]]:
    """Return wish and person for each open wish that a class fits, in the order in which they were made."""
    places, known = places_of(offered), occupation_words(offered.occupation_id)
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
        if rules.fits(content_of(wish), offered, regions=places, meant=_meant(wish, known))
    ]


def content_of(wish: Wish) -> NewWish:
    """Return what a wish says."""
    return NewWish(
        occupation_id=wish.occupation_id,
        own_words=wish.own_words,
        region_code=wish.region_code,
        season=Season(wish.season),
        mode=wish.mode,
        language=wish.language,
        job_wish=wish.job_wish,
        evaluation_wish=wish.evaluation_wish,
    )


def _meant(wish: Wish, known: list[OccupationWords]) -> frozenset[int]:
    return rules.occupations_meant(wish.own_words, known) if wish.occupation_id is None else frozenset()


def _of_person(person_id: int) -> Select[*tuple[Any, ...]]:
    return (
        select(Wish, Occupation.name, Occupation.name_mn, Occupation.trade, Station.name, Station.name_mn)
        .outerjoin(Occupation, Occupation.id == Wish.occupation_id)
        .outerjoin(Station, Station.id == Wish.station_id)
        .where(Wish.person_id == person_id)
        .execution_options(populate_existing=True)
    )


def _summary(row: Row[*tuple[Any, ...]], acts: tuple[Act, ...]) -> WishSummary:
    wish, name, name_mn, trade, station, station_mn = row
    return WishSummary(
        id=wish.id,
        occupation=name,
        occupation_mn=name_mn,
        trade=trade,
        wish=content_of(wish),
        state=wish.state,
        created_at=wish.created_at,
        closed_at=wish.closed_at,
        place=tuple(regions.path(wish.region_code)[1:] or regions.path(wish.region_code)),
        days_open=rules.days_open(wish.created_at, wish.closed_at, clock.today()),
        left_by=station,
        left_by_mn=station_mn,
        contested=any(act.kind is ActKind.CONTESTED for act in acts),
        acts=acts,
        arranged=_arranged(wish, acts),
    )


def _arranged(wish: Wish, acts: tuple[Act, ...]) -> ActClass | None:
    if wish.state is not WishState.OPEN or wish.arranged_class_id is None:
        return None
    shown = (act.class_session for act in reversed(acts) if act.kind is ActKind.ARRANGED)
    return next((found for found in shown if found and found.id == wish.arranged_class_id), None)


def _applied_for(person_id: int) -> set[int]:
    stmt = select(Application.class_session_id).where(
        Application.person_id == person_id, Application.state.in_(LIVE_STATES)
    )
    return set(session().scalars(stmt))
