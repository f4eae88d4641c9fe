"""Reads of the office: classes and who is on their roll."""

import base64

from sqlalchemy import Select, select

from portal.catalog.models import CatalogEntry, ClassSession, Occupation, Provider
from portal.catalog.types import ProviderKind
from portal.core import regions, search_keys, terms
from portal.core.db import session
from portal.core.errors import NotFound
from portal.core.imports import ImportRun
from portal.enrolment.models import Application
from portal.enrolment.types import ApplicationState
from portal.office.models import RefusedFile
from portal.office.types import BothNames, KeptFile, RollLine, RunView, TaughtClass
from portal.people.models import Person
from portal.records.types import Named, TrainedClass

NAMES_SHOWN = 60

ON_ROLL = (
    ApplicationState.ACCEPTED,
    ApplicationState.ATTENDING,
    ApplicationState.COMPLETED,
    ApplicationState.ABSENT,
)


def find_class(number: str, *, provider_id: int | None = None) -> TaughtClass | None:
    """Return a class and its roll by its number, or None.

    Args:
        number: 班次编号.
        provider_id: Only a class of this provider, where one is given.
    """
    stmt = (
        select(ClassSession, Occupation, CatalogEntry.name_mn, Provider)
        .join(Occupation, Occupation.id == ClassSession.occupation_id)
        .join(CatalogEntry, CatalogEntry.id == ClassSession.entry_id)
        .join(Provider, Provider.id == ClassSession.provider_id)
        .where(ClassSession.number == number)
    )
    if provider_id is not None:
        stmt = stmt.where(ClassSession.provider_id == provider_id)
    row = session().execute(stmt).one_or_none()
    if row is None:
        return None
    taught, occupation, entry_mn, provider = row
    trained = TrainedClass(
        class_session_id=taught.id,
        number=taught.number,
        occupation_code=occupation.code,
        occupation=Named(occupation.name, entry_mn or occupation.name_mn or ""),
        level=taught.level,
        provider=Named(provider.name, provider.name_mn or ""),
        region_code=taught.region_code,
        starts_on=taught.starts_on,
        ends_on=taught.ends_on,
    )
    enterprise = provider.kind is ProviderKind.ENTERPRISE
    return TaughtClass(trained, taught.hours, taught.provider_id, _roll(taught.id), has_own_levels=enterprise)


def list_runs(account_id: int, limit: int = 10) -> list[RunView]:
    """Return the files of results that an account sent, newest first."""
    stmt = _runs().where(ImportRun.account_id == account_id).order_by(ImportRun.id.desc()).limit(limit)
    return [_run(run, kept) for run, kept in session().execute(stmt)]


def find_run(run_id: int, *, account_id: int) -> RunView | None:
    """Return what became of a file that this account sent, or None."""
    row = session().execute(_runs().where(ImportRun.id == run_id, ImportRun.account_id == account_id)).first()
    return _run(*row) if row else None


def find_refused_file(run_id: int, *, account_id: int) -> KeptFile | None:
    """Return the refused rows of a file that this account sent, while they are kept, or None."""
    stmt = select(RefusedFile).where(RefusedFile.run_id == run_id, RefusedFile.account_id == account_id)
    row = session().scalar(stmt)
    return KeptFile(row.filename, base64.b64decode(row.content)) if row else None


def _runs() -> Select[ImportRun, int | None]:
    return (
        select(ImportRun, RefusedFile.run_id)
        .outerjoin(RefusedFile, RefusedFile.run_id == ImportRun.id)
        .where(ImportRun.kind == "results")
    )


def _run(run: ImportRun, kept: int | None) -> RunView:
    refused = [item for item in run.problems if not item.get("taken")]
    taken = [item for item in run.problems if item.get("taken")]
    return RunView(
        id=run.id,
        filename=run.filename,
        started_at=run.started_at,
        rows=run.rows,
        accepted=run.accepted,
        unchanged=run.unchanged,
        refused=run.refused,
        problems=tuple((item["row"], item["column"], item["reason"]) for item in refused),
        notes=tuple((item["row"], item.get("claim"), item["reason"]) for item in taken),
        has_refused_file=kept is not None,
    )


def _roll(class_id: int) -> tuple[RollLine, ...]:
    """Return who has or had a seat; people who asked to be forgotten still get the result they earned, locked."""
    stmt = (
        select(Application, Person)
        .join(Person, Person.id == Application.person_id)
        .where(Application.class_session_id == class_id, Application.state.in_(ON_ROLL))
        .order_by(Application.id.desc())  # of two applications of one person the newer counts
    )
    return tuple(
        RollLine(
            application_id=application.id,
            state=application.state,
            person_id=person.id,
            name=person.name,
            name_mn=person.name_mn,
            id_number=person.id_number,
            is_living=person.erased_at is None,
        )
        for application, person in session().execute(stmt)
    )


def list_names(kind: str, q: str) -> list[BothNames]:
    """Return both names of the things of a kind that a search finds, those without Mongolian first."""
    if kind == "region":
        leagues = regions.prefectures()
        places = (*leagues, *(place for league in leagues for place in regions.children(league.code)))
        found = [BothNames(kind, place.code, place.name, place.name_mn) for place in places if q in place.name]
    elif kind in ("occupation", "provider"):
        table = Occupation if kind == "occupation" else Provider
        stmt = select(table.id, table.name, table.name_mn).order_by(table.name_mn.is_not(None), table.name, table.id)
        if q:
            stmt = stmt.where(search_keys.matches(table.search_key, q))
        found = [BothNames(kind, str(row.id), row.name, row.name_mn) for row in session().execute(stmt)]
    else:
        found = [BothNames(kind, term.code, term.zh, term.mn) for term in terms.terms(kind).values() if q in term.zh]
    return sorted(found, key=lambda name: name.mn is not None)[:NAMES_SHOWN]


def get_name(kind: str, key: str) -> BothNames:
    """Return the names of one thing.

    Raises:
        NotFound: there is none.
    """
    if kind == "region":
        place = regions.get(key)
        found = BothNames(kind, key, place.name, place.name_mn) if place else None
    elif kind in ("occupation", "provider"):
        table = Occupation if kind == "occupation" else Provider
        number = int(key) if key.isascii() and key.isdigit() and len(key) < 13 else 0
        row = session().execute(select(table.name, table.name_mn).where(table.id == number)).one_or_none()
        found = BothNames(kind, key, row.name, row.name_mn) if row else None
    else:
        term = terms.terms(kind).get(key) if kind in terms.list_names() else None
        found = BothNames(kind, key, term.zh, term.mn) if term else None
    if found is None:
        raise NotFound
    return found
