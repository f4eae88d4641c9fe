"""Reads about who left a wish for someone, and contests of it."""

from typing import Any

from sqlalchemy import Row, Select, select

from portal.catalog.models import Occupation
from portal.core import regions
from portal.core.db import session
from portal.core.errors import NotFound
from portal.enrolment.models import Wish
from portal.enrolment.types import Channel
from portal.people.models import Account, Consent, Station
from portal.station.models import WishContest
from portal.station.types import ContestState, WishContestView, WishLeftBy

CONTESTS_SHOWN = 200


def find_wish_leaver(wish_id: int, *, person_id: int) -> WishLeftBy | None:
    """Return who left a wish for this person, or None where they did it themselves.

    Raises:
        NotFound: there is no such wish, or it is someone else's.
    """
    own = select(Wish.id).where(Wish.id == wish_id, Wish.person_id == person_id)
    if session().scalar(own) is None:
        raise NotFound
    stmt = _with_leaver(select(Wish, Occupation.name, Occupation.name_mn, Station, Account.display_name, Consent.proof))
    row = session().execute(stmt.where(Wish.id == wish_id)).one_or_none()
    if row is None:
        return None
    wish, name, name_mn, station, clerk, proof = row
    return WishLeftBy(
        wish_id=wish.id,
        occupation=name,
        occupation_mn=name_mn,
        wished=wish.own_words,
        station=station.name,
        station_mn=station.name_mn,
        station_phone=station.phone,
        clerk=clerk,
        acted_at=wish.created_at,
        proof=proof,
        from_list=wish.channel is Channel.ROSTER,
    )


def find_wish_contest(wish_id: int, *, person_id: int) -> WishContestView | None:
    """Return the newest contest of a wish by its person, or None."""
    stmt = _contests().where(WishContest.wish_id == wish_id, WishContest.person_id == person_id)
    row = session().execute(stmt.order_by(WishContest.id.desc()).limit(1)).one_or_none()
    return _view(row) if row else None


def list_wish_contests_of(person_id: int) -> list[WishContestView]:
    """Return all contests of wishes of a person, newest first."""
    stmt = _contests().where(WishContest.person_id == person_id).order_by(WishContest.id.desc())
    return [_view(row) for row in session().execute(stmt)]


def list_wish_contests(region: str, *, state: ContestState) -> list[WishContestView]:
    """Return contests of wishes left by stations inside a region: open ones soonest due first, others newest first."""
    order = WishContest.due_on if state is ContestState.OPEN else WishContest.answered_at.desc()
    stmt = _contests().where(_inside(region), WishContest.state == state).order_by(order, WishContest.id)
    return [_view(row) for row in session().execute(stmt.limit(CONTESTS_SHOWN))]


def get_wish_contest(contest_id: int, *, region: str) -> WishContestView:
    """Return a contest of a wish left by a station inside a region.

    Raises:
        NotFound: there is none, or it belongs to another bureau.
    """
    row = session().execute(_contests().where(WishContest.id == contest_id, _inside(region))).one_or_none()
    if row is None:
        raise NotFound
    return _view(row)


def _inside(region: str) -> Any:
    return Station.region_code.startswith(regions.prefix(region), autoescape=True)


def _with_leaver(stmt: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    return (
        stmt.join(Station, Station.id == Wish.station_id)
        .outerjoin(Occupation, Occupation.id == Wish.occupation_id)
        .outerjoin(Account, Account.id == Wish.account_id)
        .outerjoin(Consent, Consent.id == Wish.consent_id)
    )


def _contests() -> Select[*tuple[Any, ...]]:
    stmt = select(
        WishContest,
        Wish.created_at,
        Station,
        Account.display_name,
        Consent.proof,
        Occupation.name,
        Occupation.name_mn,
    ).join(Wish, Wish.id == WishContest.wish_id)
    return _with_leaver(stmt).execution_options(populate_existing=True)


def _view(row: Row[*tuple[Any, ...]]) -> WishContestView:
    contest, acted_at, station, clerk, proof, name, name_mn = row
    return WishContestView(
        id=contest.id,
        number=contest.number,
        wish_id=contest.wish_id,
        person_id=contest.person_id,
        state=contest.state,
        own_words=contest.own_words,
        opened_at=contest.opened_at,
        due_on=contest.due_on,
        answered_at=contest.answered_at,
        answer=contest.answer,
        occupation=name,
        occupation_mn=name_mn,
        station=station.name,
        station_mn=station.name_mn,
        station_phone=station.phone,
        clerk=clerk,
        acted_at=acted_at,
        proof=proof,
    )
