"""Say "not me", and answer it. The seat stays until a bureau has answered."""

import secrets
from contextlib import suppress

from sqlalchemy.exc import IntegrityError

from portal.core import audit, clock
from portal.core.db import transaction
from portal.enrolment import queries as enrolment_queries
from portal.enrolment import services as enrolment
from portal.enrolment.errors import CannotWithdraw
from portal.notices import services as notices
from portal.station import queries, rules
from portal.station.errors import AlreadyAnswered, CannotContest
from portal.station.models import Contest
from portal.station.types import ContestState, ContestView, NewContest


def contest(application_id: int, new: NewContest, *, person_id: int, account_id: int) -> ContestView:
    """Note that a person did not want an application made in their name, and return it with number and due day.

    One open contest for each application: sending it twice gives the same.

    Raises:
        NotFound: there is no such application, or it is someone else's.
        CannotContest: they signed up themselves.
    """
    if queries.find_signer(application_id, person_id=person_id) is None:
        raise CannotContest
    before = queries.find_contest(application_id, person_id=person_id)
    if before is not None and before.state is ContestState.OPEN:
        return before
    try:
        _add(application_id, new, person_id, account_id)
    except IntegrityError:
        if (other := queries.find_contest(application_id, person_id=person_id)) is None:
            raise
        return other  # the second of two clicks
    made = queries.find_contest(application_id, person_id=person_id)
    assert made is not None
    return made


def answer_contest(contest_id: int, *, upheld: bool, answer: str, region: str, account_id: int) -> None:
    """Answer a contest: upheld, the application is withdrawn; rejected, it stands. The person is told.

    Raises:
        NotFound: there is none, or it belongs to another bureau.
        AlreadyAnswered: someone was faster.
    """
    found = queries.get_contest(contest_id, region=region)
    with transaction() as session:
        row = session.get_one(Contest, contest_id, with_for_update=True, populate_existing=True)
        if row.state is not ContestState.OPEN:
            raise AlreadyAnswered
        row.state = ContestState.UPHELD if upheld else ContestState.REJECTED
        row.answered_at, row.answered_by, row.answer = clock.now(), account_id, answer
        if upheld:
            with suppress(CannotWithdraw):  # the training has begun, or it ended: the answer stands all the same
                enrolment.withdraw(found.application_id, person_id=found.person_id, account_id=account_id)
        _tell_and_record("contest_answered", found, account_id, {"upheld": upheld})


def _add(application_id: int, new: NewContest, person_id: int, account_id: int) -> None:
    facts = enrolment_queries.get_application(application_id, person_id=person_id).summary.class_session
    with transaction() as session:
        row = Contest(
            number=f"Y{clock.today():%y%m%d}{secrets.randbelow(10**6):06d}",
            application_id=application_id,
            person_id=person_id,
            state=ContestState.OPEN,
            own_words=new.own_words,
            opened_at=clock.now(),
            due_on=rules.contest_due_on(clock.today(), facts.starts_on),
        )
        session.add(row)
        session.flush()
        made = queries.find_contest(application_id, person_id=person_id)
        assert made is not None
        _tell_and_record("contest_received", made, account_id, {})


def _tell_and_record(kind: str, about: ContestView, account_id: int, more: dict[str, bool]) -> None:
    notices.tell(
        about.person_id,
        kind,
        {
            "number": about.number,
            "application_id": about.application_id,
            "occupation": about.occupation,
            "occupation_mn": about.occupation_mn,
            "due_on": about.due_on.isoformat(),
            **more,
        },
    )
    audit.record(
        f"station.{kind}",
        subject_type="person",
        subject_id=about.person_id,
        actor_id=account_id,
        details={"contest": about.id, "application": about.application_id, **more},
    )
