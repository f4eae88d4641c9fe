"""Ask the bureau to correct what is compared with cards and registers, and correct it.

Source:
    Personal Information Protection Law, articles 46 (correct after checking, in time) and 50 (a refusal names its
    reason). The bureau of the home region answers; nobody judges a record that they entered or checked.
"""

import secrets
from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import InstrumentedAttribute, Session

from portal.core import audit, clock
from portal.core.crypto import blind_index, blind_indexes
from portal.core.db import transaction
from portal.core.errors import NotFound
from portal.people import queries
from portal.people.errors import (
    AlreadyAsked,
    NothingToCorrect,
    NotYoursToAnswer,
    NumberTaken,
    PersonNotFound,
    RequestAnswered,
)
from portal.people.models import CorrectionNotice, DataRequest, Person, PersonGroup
from portal.people.queries import ID_NUMBER
from portal.people.rules import answer_due_on
from portal.people.services.register import hold
from portal.people.types import Evidence, NewRequest, RequestField, RequestState, RequestView


def ask_correction(person_id: int, new: NewRequest, *, account_id: int) -> RequestView:
    """Take a request down and return it with its number and the day by which it is answered.

    Args:
        person_id: Whose data it is.
        new: What is wrong, and how it is right.
        account_id: Who writes it down: the person, or a clerk.

    Raises:
        PersonNotFound: there is no such living person.
        NothingToCorrect: it stands so already.
        AlreadyAsked: the same field waits for an answer.
    """
    with transaction() as current:
        person = _lock_living(current, person_id)
        if not _differs(current, person, new):
            raise NothingToCorrect
        if _is_asked(current, person_id, new.about):
            raise AlreadyAsked
        row = _row(person, new, account_id, unused_number(current, "G", DataRequest.number))
        current.add(row)
        current.flush()
        audit.record(
            "people.ask_correction",
            subject_type="person",
            subject_id=person_id,
            actor_id=account_id,
            details={"request": row.id, "field": new.about.value},
        )
    return queries.get_own_request(row.number, person_id=person_id)


def accept_request(request_id: int, answer: str, *, region: str | None, officer_id: int) -> RequestView:
    """Correct what is wrong, keep what stood there before, and return the request.

    Raises:
        NotFound: there is none, or another bureau answers it.
        RequestAnswered: someone was faster.
        NotYoursToAnswer: this officer entered or checked the record, or wrote the request down.
        NothingToCorrect: it stands so already, or the person is gone.
        NumberTaken: another living person has the right identity number.
    """
    with transaction() as current:
        row = _lock_open(current, request_id, region=region, officer_id=officer_id)
        person = _lock_living(current, row.person_id)
        row.old_value = _CORRECT[row.field](current, person, row.wanted)
        _answer(row, RequestState.ACCEPTED, answer, officer_id)
    return queries.get_request(request_id, region=region)


def refuse_request(request_id: int, answer: str, *, region: str | None, officer_id: int) -> RequestView:
    """Leave everything as it is, say why, and return the request.

    Raises:
        NotFound: there is none, or another bureau answers it.
        RequestAnswered: someone was faster.
        NotYoursToAnswer: this officer entered or checked the record, or wrote the request down.
    """
    with transaction() as current:
        row = _lock_open(current, request_id, region=region, officer_id=officer_id)
        _answer(row, RequestState.REFUSED, answer, officer_id)
    return queries.get_request(request_id, region=region)


def tell_receivers(request_id: int, *, provider_ids: list[int], regions: list[str]) -> None:
    """Leave a notice for everyone who had received the wrong value."""
    moment = clock.now()
    with transaction() as current:
        to_providers = [
            CorrectionNotice(request_id=request_id, provider_id=one, told_at=moment) for one in provider_ids
        ]
        to_ledgers = [CorrectionNotice(request_id=request_id, region_code=one, told_at=moment) for one in regions]
        current.add_all([*to_providers, *to_ledgers])


def mark_notice_seen(notice_id: int, *, account_id: int) -> None:
    """Note that a receiver has taken a correction over; whoever calls this has found that the notice is theirs."""
    with transaction() as current:
        row = current.get(CorrectionNotice, notice_id, with_for_update=True, populate_existing=True)
        if row is None:
            raise NotFound
        if row.seen_at is None:
            row.seen_at, row.seen_by = clock.now(), account_id
            audit.record(
                "people.correction_seen", subject_type="data_request", subject_id=row.request_id, actor_id=account_id
            )


def _lock_living(current: Session, person_id: int) -> Person:
    stmt = select(Person).where(Person.id == person_id, Person.erased_at.is_(None)).with_for_update()
    person = current.scalar(stmt.execution_options(populate_existing=True))
    if person is None:
        raise PersonNotFound
    return person


def _lock_open(current: Session, request_id: int, *, region: str | None, officer_id: int) -> DataRequest:
    found = queries.get_request(request_id, region=region)
    hold(found.person_id)
    row = current.get(DataRequest, request_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound
    if row.state is not RequestState.OPEN:
        raise RequestAnswered
    if found.account_id == officer_id or queries.wrote_the_record(officer_id, found.person_id):
        raise NotYoursToAnswer
    return row


def _answer(row: DataRequest, state: RequestState, answer: str, officer_id: int) -> None:
    row.state, row.answer, row.answered_at, row.answered_by = state, answer, clock.now(), officer_id
    audit.record(
        "people.correction_accepted" if state is RequestState.ACCEPTED else "people.correction_refused",
        subject_type="person",
        subject_id=row.person_id,
        actor_id=officer_id,
        details={"request": row.id, "field": row.field.value},
    )


def _is_asked(current: Session, person_id: int, about: RequestField) -> bool:
    """Tell whether a field waits for an answer; the person is locked, so a second click comes after the first."""
    same = (DataRequest.person_id == person_id, DataRequest.field == about, DataRequest.state == RequestState.OPEN)
    return current.scalar(select(DataRequest.id).where(*same)) is not None


def unused_number(current: Session, letter: str, column: InstrumentedAttribute[str]) -> str:
    """Return a number, short enough to be read out, that no row bears in this column."""
    while True:
        number = f"{letter}{clock.today():%y%m%d}{secrets.randbelow(10**6):06d}"
        if current.scalar(select(column).where(column == number)) is None:
            return number


def _row(person: Person, new: NewRequest, account_id: int, number: str) -> DataRequest:
    return DataRequest(
        number=number,
        person_id=person.id,
        field=new.about,
        wanted=new.wanted,
        own_words=new.own_words,
        guardian=new.guardian,
        account_id=account_id,
        station_id=new.station_id,
        proof=new.proof,
        region_code=person.home_region,
        state=RequestState.OPEN,
        opened_at=clock.now(),
        due_on=answer_due_on(clock.today()),
    )


def _differs(current: Session, person: Person, new: NewRequest) -> bool:
    if new.about is RequestField.GROUP:
        return _wrong_groups(current, person.id, new.wanted) != []
    return bool(getattr(person, new.about.value) != new.wanted)


def _wrong_groups(current: Session, person_id: int, code: str) -> list[PersonGroup]:
    stmt = select(PersonGroup).where(
        PersonGroup.person_id == person_id, PersonGroup.group_code == code, PersonGroup.evidence != Evidence.DECLARED
    )
    return list(current.scalars(stmt.with_for_update()))


def _correct_name(current: Session, person: Person, wanted: str) -> str:  # noqa: ARG001 - one shape for all fields
    old, person.name = person.name, wanted
    return old


def _correct_region(current: Session, person: Person, wanted: str) -> str:  # noqa: ARG001 - one shape for all fields
    old, person.home_region = person.home_region, wanted
    return old


def _correct_number(current: Session, person: Person, wanted: str) -> str:
    taken = select(Person.id).where(
        Person.id_number_index.in_(blind_indexes(wanted, ID_NUMBER)), Person.erased_at.is_(None), Person.id != person.id
    )
    if current.scalar(taken) is not None:
        raise NumberTaken
    old = person.id_number
    try:
        with current.begin_nested():
            person.id_number, person.id_number_index = wanted, blind_index(wanted, ID_NUMBER)
            current.flush()
    except IntegrityError as error:  # written down for someone else in this very moment
        raise NumberTaken from error
    return old


def _correct_group(current: Session, person: Person, wanted: str) -> str:
    rows = _wrong_groups(current, person.id, wanted)
    if not rows:
        raise NothingToCorrect
    old = "; ".join(f"{row.group_code} {row.evidence.value} {row.valid_from.isoformat()}" for row in rows)
    for row in rows:
        current.delete(row)
    return old


_CORRECT: dict[RequestField, Callable[[Session, Person, str], str]] = {
    RequestField.NAME: _correct_name,
    RequestField.ID_NUMBER: _correct_number,
    RequestField.HOME_REGION: _correct_region,
    RequestField.GROUP: _correct_group,
}
