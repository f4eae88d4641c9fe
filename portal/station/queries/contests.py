"""Reads about what a station did in someone's name, and contests of it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, func, null, select

from portal.catalog.models import CatalogEntry, ClassSession, Occupation
from portal.core import regions
from portal.core.db import read_as, session
from portal.core.errors import NotFound
from portal.enrolment.models import Application, Wish
from portal.enrolment.types import Channel
from portal.people.models import Account, Consent, Station
from portal.station.models import AnyContest, Contest, WishContest
from portal.station.types import ActedFor, Contested, ContestState, ContestView

CONTESTS_SHOWN = 200
TABLES: dict[Contested, type[AnyContest]] = {Contested.APPLICATION: Contest, Contested.WISH: WishContest}
_DONE: dict[Contested, Any] = {Contested.APPLICATION: Application, Contested.WISH: Wish}


def find_act(subject: Contested, subject_id: int, *, person_id: int) -> ActedFor | None:
    """Return what a station did for this person, or None where they did it themselves.

    Raises:
        NotFound: there is no such application or wish, or it is someone else's.
    """
    done = _DONE[subject]
    if session().scalar(select(done.id).where(done.id == subject_id, done.person_id == person_id)) is None:
        raise NotFound
    row = session().execute(_acts(subject).where(done.id == subject_id)).one_or_none()
    return _act(subject, row) if row else None


def find_contest(subject: Contested, subject_id: int, *, person_id: int) -> ContestView | None:
    """Return the newest contest of an application or a wish by its person, or None."""
    table = TABLES[subject]
    stmt = _contests(subject).where(table.subject_id == subject_id, table.person_id == person_id)
    row = session().execute(stmt.order_by(table.id.desc()).limit(1)).one_or_none()
    return _view(subject, row) if row else None


def list_contests_of(person_id: int) -> list[ContestView]:
    """Return all contests of a person, newest first."""
    found = [
        _view(subject, row)
        for subject, table in TABLES.items()
        for row in session().execute(_contests(subject).where(table.person_id == person_id).order_by(table.id.desc()))
    ]
    return sorted(found, key=lambda one: one.opened_at, reverse=True)


def list_contests(region: str, *, state: ContestState) -> list[ContestView]:
    """Return the contests about stations inside a region: the open ones soonest due first, others newest first."""
    found: list[ContestView] = []
    for subject, table in TABLES.items():
        order = table.due_on if state is ContestState.OPEN else table.answered_at.desc()
        stmt = (
            _contests(subject)
            .where(regions.inside(Station.region_code, region), table.state == state)
            .order_by(order, table.id)
        )
        found += [_view(subject, row) for row in session().execute(stmt.limit(CONTESTS_SHOWN))]
    if state is ContestState.OPEN:
        return sorted(found, key=lambda one: one.due_on)[:CONTESTS_SHOWN]
    return _newest_answered(found)[:CONTESTS_SHOWN]


def count_contests(region: str) -> int:
    """Return how many contests about stations inside a region wait for an answer."""
    numbers = [
        select(func.count())
        .select_from(table)
        .join(_DONE[subject], _DONE[subject].id == table.subject_id)
        .join(Station, Station.id == _DONE[subject].station_id)
        .where(regions.inside(Station.region_code, region), table.state == ContestState.OPEN)
        .scalar_subquery()
        for subject, table in TABLES.items()
    ]
    return session().scalar(select(numbers[0] + numbers[1])) or 0


def get_contest(subject: Contested, contest_id: int, *, region: str) -> ContestView:
    """Return a contest about a station inside a region.

    Raises:
        NotFound: there is none, or it belongs to another bureau.
    """
    stmt = _contests(subject).where(TABLES[subject].id == contest_id, regions.inside(Station.region_code, region))
    row = session().execute(stmt).one_or_none()
    if row is None:
        raise NotFound
    return _view(subject, row)


def _newest_answered(found: Iterable[ContestView]) -> list[ContestView]:
    def answered(one: ContestView) -> datetime:
        assert one.answered_at is not None  # a constraint sees to it
        return one.answered_at

    return sorted(found, key=answered, reverse=True)


def _contests(subject: Contested) -> Select[*tuple[Any, ...]]:
    table = TABLES[subject]
    return _acts(subject).add_columns(table).join(table, table.subject_id == _DONE[subject].id)


def _acts(subject: Contested) -> Select[*tuple[Any, ...]]:
    """Return the statement of what stations did, one row each: the columns that `_act` reads."""
    done = _DONE[subject]
    who = (Station, Account.display_name, Consent.proof)
    stmt: Select[*tuple[Any, ...]]
    if subject is Contested.WISH:
        stmt = select(Wish, *who, Occupation.name, Occupation.name_mn, Wish.own_words, null(), null()).outerjoin(
            Occupation, Occupation.id == Wish.occupation_id
        )
    else:
        offered = (ClassSession.number, ClassSession.starts_on)
        stmt = (
            select(Application, *who, Occupation.name, CatalogEntry.name_mn, null(), *offered)
            .join(ClassSession, ClassSession.id == Application.class_session_id)
            .join(CatalogEntry, CatalogEntry.id == ClassSession.entry_id)
            .join(Occupation, Occupation.id == ClassSession.occupation_id)
        )
    return (
        stmt.join(Station, Station.id == done.station_id)
        .outerjoin(Account, Account.id == done.account_id)
        .outerjoin(Consent, Consent.id == done.consent_id)
        .execution_options(populate_existing=True)
    )


def _act(subject: Contested, row: Row[*tuple[Any, ...]]) -> ActedFor:
    done, station, clerk, proof, name, name_mn, wished, number, starts_on, *_contest = row
    return ActedFor(
        subject=subject,
        subject_id=done.id,
        occupation=name,
        occupation_mn=name_mn,
        wished=wished,
        class_number=number,
        starts_on=starts_on,
        station=station.name,
        station_mn=station.name_mn,
        station_phone=station.phone,
        clerk=clerk,
        acted_at=done.created_at if subject is Contested.WISH else done.applied_at,
        proof=proof,
        from_list=done.channel is Channel.ROSTER,
    )


def _view(subject: Contested, row: Row[*tuple[Any, ...]]) -> ContestView:
    return read_as(ContestView, row[-1], act=_act(subject, row))
