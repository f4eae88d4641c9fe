"""Reads about who signed someone up, and contests of it."""

from typing import Any

from sqlalchemy import Row, Select, func, select

from portal.catalog.models import CatalogEntry, ClassSession, Occupation
from portal.core import regions
from portal.core.db import session
from portal.core.errors import NotFound
from portal.enrolment.models import Application
from portal.enrolment.types import Channel
from portal.people.models import Account, Consent, Station
from portal.station.models import Contest
from portal.station.types import ContestState, ContestView, SignedUpBy

CONTESTS_SHOWN = 200


def find_signer(application_id: int, *, person_id: int) -> SignedUpBy | None:
    """Return who signed this person up, or None where they did it themselves.

    Raises:
        NotFound: there is no such application, or it is someone else's.
    """
    stmt = select(Application.id).where(Application.id == application_id, Application.person_id == person_id)
    if session().scalar(stmt) is None:
        raise NotFound
    return list_signers(person_id).get(application_id)


def list_signers(person_id: int) -> dict[int, SignedUpBy]:
    """Return who signed a person up, by application."""
    stmt = (
        select(Application, Station, Account.display_name, Consent.proof)
        .join(Station, Station.id == Application.station_id)
        .outerjoin(Account, Account.id == Application.account_id)
        .outerjoin(Consent, Consent.id == Application.consent_id)
        .where(Application.person_id == person_id)
    )
    return {
        row.id: SignedUpBy(
            application_id=row.id,
            station_id=station.id,
            station=station.name,
            station_mn=station.name_mn,
            station_phone=station.phone,
            clerk=clerk,
            acted_at=row.applied_at,
            proof=proof,
            from_list=row.channel is Channel.ROSTER,
        )
        for row, station, clerk, proof in session().execute(stmt)
    }


def find_contest(application_id: int, *, person_id: int) -> ContestView | None:
    """Return the newest contest of an application by its person, or None."""
    stmt = _contests().where(Contest.application_id == application_id, Contest.person_id == person_id)
    row = session().execute(stmt.order_by(Contest.id.desc()).limit(1)).one_or_none()
    return _view(row) if row else None


def list_contests_of(person_id: int) -> list[ContestView]:
    """Return all contests of a person, newest first."""
    stmt = _contests().where(Contest.person_id == person_id).order_by(Contest.id.desc())
    return [_view(row) for row in session().execute(stmt)]


def list_contests(region: str, *, state: ContestState) -> list[ContestView]:
    """Return the contests about stations inside a region: the open ones soonest due first, others newest first."""
    order = Contest.due_on if state is ContestState.OPEN else Contest.answered_at.desc()
    stmt = _contests().where(_inside(region), Contest.state == state).order_by(order, Contest.id)
    return [_view(row) for row in session().execute(stmt.limit(CONTESTS_SHOWN))]


def count_contests(region: str) -> int:
    """Return how many contests about stations inside a region wait for an answer."""
    stmt = (
        select(func.count())
        .select_from(Contest)
        .join(Application, Application.id == Contest.application_id)
        .join(Station, Station.id == Application.station_id)
        .where(_inside(region), Contest.state == ContestState.OPEN)
    )
    return session().scalar(stmt) or 0


def get_contest(contest_id: int, *, region: str) -> ContestView:
    """Return a contest about a station inside a region.

    Raises:
        NotFound: there is none, or it belongs to another bureau.
    """
    row = session().execute(_contests().where(Contest.id == contest_id, _inside(region))).one_or_none()
    if row is None:
        raise NotFound
    return _view(row)


def _inside(region: str) -> Any:
    return Station.region_code.startswith(regions.prefix(region), autoescape=True)


def _contests() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Contest,
            Application.applied_at,
            Station,
            Account.display_name,
            Consent.proof,
            ClassSession.number,
            ClassSession.starts_on,
            Occupation.name,
            CatalogEntry.name_mn,
        )
        .join(Application, Application.id == Contest.application_id)
        .join(Station, Station.id == Application.station_id)
        .outerjoin(Account, Account.id == Application.account_id)
        .outerjoin(Consent, Consent.id == Application.consent_id)
        .join(ClassSession, ClassSession.id == Application.class_session_id)
        .join(CatalogEntry, CatalogEntry.id == ClassSession.entry_id)
        .join(Occupation, Occupation.id == ClassSession.occupation_id)
        .execution_options(populate_existing=True)
    )


def _view(row: Row[*tuple[Any, ...]]) -> ContestView:
    contest, acted_at, station, clerk, proof, number, starts_on, name, name_mn = row
    return ContestView(
        id=contest.id,
        number=contest.number,
        application_id=contest.application_id,
        person_id=contest.person_id,
        state=contest.state,
        own_words=contest.own_words,
        opened_at=contest.opened_at,
        due_on=contest.due_on,
        answered_at=contest.answered_at,
        answer=contest.answer,
        occupation=name,
        occupation_mn=name_mn,
        class_number=number,
        starts_on=starts_on,
        station=station.name,
        station_mn=station.name_mn,
        station_phone=station.phone,
        clerk=clerk,
        acted_at=acted_at,
        proof=proof,
    )
