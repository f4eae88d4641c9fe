"""Reads about corrections that are asked for, and about the second step of staff."""

from sqlalchemy import Select, func, select

from portal.core import regions
from portal.core.audit import AuditEvent
from portal.core.db import session
from portal.core.errors import NotFound
from portal.people.models import Account, DataRequest, Person, RecoveryCode, SecondFactor
from portal.people.types import FactorView, RequestState, RequestView

REQUESTS_SHOWN = 200
# What an account did that makes it an author of a record: it does not judge whether the record is wrong.
WROTE_IT = ("people.add", "people.check_card", "station.consent")


def list_requests_of(person_id: int) -> list[RequestView]:
    """Return what a person asked to be corrected, newest first."""
    stmt = select(DataRequest).where(DataRequest.person_id == person_id).order_by(DataRequest.id.desc())
    return [_view(row) for row in session().scalars(_fresh(stmt))]


def get_own_request(number: str, *, person_id: int) -> RequestView:
    """Return one request of a person.

    Raises:
        NotFound: there is none, or it is someone else's.
    """
    stmt = select(DataRequest).where(DataRequest.number == number, DataRequest.person_id == person_id)
    return _one(stmt)


def list_requests(region: str, *, state: RequestState) -> list[RequestView]:
    """Return the requests of people of a region: the open ones soonest due first, others newest first."""
    order = DataRequest.due_on if state is RequestState.OPEN else DataRequest.answered_at.desc()
    stmt = _in_region(region).where(DataRequest.state == state).order_by(order, DataRequest.id)
    return [_view(row) for row in session().scalars(_fresh(stmt.limit(REQUESTS_SHOWN)))]


def count_open_requests(region: str) -> int:
    """Return how many requests wait for the bureau of a region."""
    stmt = _in_region(region).where(DataRequest.state == RequestState.OPEN)
    return session().scalar(select(func.count()).select_from(stmt.subquery())) or 0


def get_request(request_id: int, *, region: str | None) -> RequestView:
    """Return a request of someone of a region.

    Raises:
        NotFound: there is none, or another bureau answers it.
    """
    return _one(_in_region(region).where(DataRequest.id == request_id))


def wrote_the_record(account_id: int, person_id: int) -> bool:
    """Tell whether an account entered or checked the record of a person."""
    stmt = select(AuditEvent.id).where(
        AuditEvent.subject_type == "person",
        AuditEvent.subject_id == person_id,
        AuditEvent.actor_id == account_id,
        AuditEvent.action.in_(WROTE_IT),
    )
    return session().scalar(stmt.limit(1)) is not None


def find_factor(account_id: int) -> FactorView | None:
    """Return how far the second step of an account is set up, or None where it was not begun."""
    row = session().get(SecondFactor, account_id, populate_existing=True)
    if row is None:
        return None
    left = select(func.count()).where(RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None))
    return FactorView(row.secret, row.confirmed_at is not None, session().scalar(left) or 0)


def needs_code(account_id: int) -> bool:
    """Tell whether a code of the telephone is asked after the password."""
    factor = find_factor(account_id)
    return factor is not None and factor.is_confirmed


def login_name_of(account_id: int) -> str:
    """Return what a member of staff types to sign in."""
    return session().scalar(select(Account.login_name).where(Account.id == account_id)) or ""


def find_staff_account(login_name: str) -> int | None:
    """Return the account of a member of staff, or None."""
    return session().scalar(select(Account.id).where(Account.login_name == login_name.strip().casefold()))


def find_account_of(person_id: int) -> int | None:
    """Return the account with which a person signs in, or None."""
    return session().scalar(select(Account.id).where(Account.person_id == person_id))


def can_sign_in(person_id: int) -> bool:
    """Tell whether somebody has a password to the account of a person."""
    usable = (Account.person_id == person_id, Account.password_hash != "")
    return session().scalar(select(Account.id).where(*usable)) is not None


def station_of(account_id: int) -> int | None:
    """Return the station a clerk works at."""
    return session().scalar(select(Account.station_id).where(Account.id == account_id))


def id_number_of(person_id: int) -> str:
    """Return the full identity number; only for a page that follows a written reason."""
    stmt = select(Person.id_number).where(Person.id == person_id, Person.erased_at.is_(None))
    return session().scalar(stmt) or ""


def find_locked_ids(id_number_indexes: list[str], region: str) -> list[int]:
    """Return the rows of a human being of a region who asked to be forgotten, by the indexes of the number."""
    stmt = select(Person.id).where(
        Person.id_number_index.in_(id_number_indexes),
        Person.erased_at.is_not(None),
        regions.inside(Person.home_region, region),
    )
    return list(session().scalars(stmt.order_by(Person.id)))


def _in_region(region: str | None) -> Select[DataRequest]:
    return select(DataRequest).where(regions.inside(DataRequest.region_code, region))


def _fresh(stmt: Select[DataRequest]) -> Select[DataRequest]:
    return stmt.execution_options(populate_existing=True)


def _one(stmt: Select[DataRequest]) -> RequestView:
    row = session().scalar(_fresh(stmt))
    if row is None:
        raise NotFound
    return _view(row)


def _view(row: DataRequest) -> RequestView:
    return RequestView(
        id=row.id,
        number=row.number,
        person_id=row.person_id,
        about=row.field,
        wanted=row.wanted,
        old_value=row.old_value,
        own_words=row.own_words,
        guardian=row.guardian,
        station_id=row.station_id,
        proof=row.proof,
        region_code=row.region_code,
        account_id=row.account_id,
        state=row.state,
        opened_at=row.opened_at,
        due_on=row.due_on,
        answered_at=row.answered_at,
        answer=row.answer,
    )
