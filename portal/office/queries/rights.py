"""Reads about corrections that reached an office, whose full number may be asked for, and the staff of a region."""

from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, or_, select

from portal.catalog.models import ClassSession, Provider
from portal.core import identity_numbers, regions
from portal.core.db import session
from portal.core.errors import NotFound
from portal.enrolment.models import Application, Wish
from portal.enrolment.types import ApplicationState, WishState
from portal.office.types.rights import CorrectionLine, NumberOwner
from portal.people.models import Account, CorrectionNotice, DataRequest, Person, SecondFactor, Station
from portal.people.queries import id_number_of
from portal.people.types import RequestField, RequestState, Role
from portal.people.types.rights import StaffLine
from portal.records.types import Reach

NOTICES_SHOWN = 200
HAD_A_SEAT = (
    ApplicationState.ACCEPTED,
    ApplicationState.ATTENDING,
    ApplicationState.COMPLETED,
    ApplicationState.ABSENT,
)
# What a provider knows of the people on its roll. Groups are never among it.
ON_THE_ROLL = (RequestField.NAME, RequestField.ID_NUMBER)


def list_receivers(person_id: int, about: RequestField) -> tuple[list[int], list[str]]:
    """Return the providers with the person on a roll, and the regions with a wish of theirs in the ledger."""
    taught = (
        select(ClassSession.provider_id)
        .join(Application, Application.class_session_id == ClassSession.id)
        .where(Application.person_id == person_id, Application.state.in_(HAD_A_SEAT))
        .distinct()
        .order_by(ClassSession.provider_id)
    )
    wished = (
        select(Wish.region_code)
        .where(Wish.person_id == person_id, Wish.state == WishState.OPEN)
        .distinct()
        .order_by(Wish.region_code)
    )
    providers = list(session().scalars(taught)) if about in ON_THE_ROLL else []
    return providers, list(session().scalars(wished))


def list_corrections(reach: Reach) -> list[CorrectionLine]:
    """Return the corrections that reached an office: new ones first."""
    stmt = (
        select(CorrectionNotice, DataRequest, Person)
        .join(DataRequest, DataRequest.id == CorrectionNotice.request_id)
        .join(Person, Person.id == DataRequest.person_id)
        .where(_reaches(reach), DataRequest.state == RequestState.ACCEPTED, Person.erased_at.is_(None))
        .order_by(CorrectionNotice.seen_at.is_not(None), CorrectionNotice.id.desc())
        .limit(NOTICES_SHOWN)
        .execution_options(populate_existing=True)
    )
    return [_line(*row) for row in session().execute(stmt)]


def count_new_corrections(reach: Reach) -> int:
    """Return how many corrections an office has not taken over."""
    stmt = select(func.count()).where(_reaches(reach), CorrectionNotice.seen_at.is_(None))
    return session().scalar(stmt) or 0


def check_correction(notice_id: int, reach: Reach) -> None:
    """Make sure that a correction reached this office.

    Raises:
        NotFound: there is none, or it is another's.
    """
    if session().scalar(select(CorrectionNotice.id).where(CorrectionNotice.id == notice_id, _reaches(reach))) is None:
        raise NotFound


def get_number_owner(person_id: int, reach: Reach) -> NumberOwner:
    """Return someone of the region, or someone on a roll of the provider.

    Raises:
        NotFound: there is none, or they are none of this office's business.
    """
    stmt = select(Person).where(Person.id == person_id, Person.erased_at.is_(None), _known_to(reach))
    person = session().scalar(stmt.execution_options(populate_existing=True))
    if person is None:
        raise NotFound
    return NumberOwner(person.id, person.name, identity_numbers.mask(person.id_number))


def list_numbers(owner: NumberOwner, reach: Reach) -> tuple[str, str | None]:
    """Return the full number, and for officers the one that is asked to be stored instead."""
    asked = select(DataRequest.wanted).where(
        DataRequest.person_id == owner.person_id,
        DataRequest.field == RequestField.ID_NUMBER,
        DataRequest.state == RequestState.OPEN,
    )
    return id_number_of(owner.person_id), session().scalar(asked) if reach.region_code else None


def office_name(reach: Reach) -> str | None:
    """Return the name of an office, as the person reads who looked."""
    if reach.provider_id is not None:
        return session().scalar(select(Provider.name).where(Provider.id == reach.provider_id))
    return regions.full_name(reach.region_code) or None


def list_staff(region: str | None) -> list[StaffLine]:
    """Return the clerks, the staff of institutions and the officers inside a region, by login name."""
    stmt = _staff(region).order_by(Account.login_name)
    return [_staff_line(account, confirmed is not None) for account, confirmed in session().execute(stmt)]


def get_staff(account_id: int, region: str | None) -> StaffLine:
    """Return one of the staff of a region.

    Raises:
        NotFound: there is none, or they belong to another bureau.
    """
    row = session().execute(_staff(region).where(Account.id == account_id)).one_or_none()
    if row is None:
        raise NotFound
    return _staff_line(row[0], row[1] is not None)


def _staff(region: str | None) -> Select[*tuple[Any, ...]]:
    place = func.coalesce(Station.region_code, Provider.region_code, Account.region_code)
    return (
        select(Account, SecondFactor.confirmed_at)
        .outerjoin(SecondFactor, SecondFactor.account_id == Account.id)
        .outerjoin(Station, Station.id == Account.station_id)
        .outerjoin(Provider, Provider.id == Account.provider_id)
        .where(Account.role != Role.TRAINEE, Account.disabled_at.is_(None))
        .where(regions.inside(place, region))
    )


def _staff_line(account: Account, has_factor: bool) -> StaffLine:
    return StaffLine(
        account_id=account.id,
        role=account.role,
        login_name=account.login_name or "",
        display_name=account.display_name or "",
        has_factor=has_factor,
        is_demo=account.is_demo,
    )


def _reaches(reach: Reach) -> ColumnElement[bool]:
    if reach.provider_id is not None:
        return CorrectionNotice.provider_id == reach.provider_id
    return regions.inside(CorrectionNotice.region_code, reach.region_code)


def _known_to(reach: Reach) -> ColumnElement[bool]:
    taught = exists().where(Application.person_id == Person.id, Application.class_session_id == ClassSession.id)
    if reach.provider_id is not None:
        return taught.where(ClassSession.provider_id == reach.provider_id, Application.state.in_(HAD_A_SEAT))
    return or_(
        regions.inside(Person.home_region, reach.region_code),
        taught.where(regions.inside(ClassSession.region_code, reach.region_code)),
    )


def _line(notice: CorrectionNotice, request: DataRequest, person: Person) -> CorrectionLine:
    hide = identity_numbers.mask if request.field is RequestField.ID_NUMBER else str
    return CorrectionLine(
        id=notice.id,
        request_number=request.number,
        about=request.field,
        name=person.name,
        masked_id_number=identity_numbers.mask(person.id_number),
        old_value=hide(request.old_value or ""),
        new_value=hide(request.wanted),
        told_at=notice.told_at,
        seen_at=notice.seen_at,
    )
