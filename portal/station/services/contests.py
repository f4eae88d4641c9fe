"""Say "not me" of a sign-up or a wish, and answer it. What was done stays until a bureau has answered."""

from contextlib import suppress

from sqlalchemy.exc import IntegrityError

from portal.core import audit, clock
from portal.core.db import transaction
from portal.core.errors import NotFound
from portal.enrolment import services as enrolment
from portal.enrolment.errors import CannotWithdraw, NotAStep
from portal.notices import services as notices
from portal.people.services.register import hold, hold_living
from portal.people.services.requests import unused_number
from portal.station import queries, rules
from portal.station.errors import AlreadyAnswered, CannotContest
from portal.station.queries.contests import TABLES
from portal.station.types import ActedFor, Contested, ContestState, ContestView, NewContest

# How messages and the audit name it, in rows that are there already.
_KIND = {Contested.APPLICATION: "contest", Contested.WISH: "wish_contest"}
_OF = {Contested.APPLICATION: "application", Contested.WISH: "wish"}


def contest(subject: Contested, subject_id: int, new: NewContest, *, person_id: int, account_id: int) -> ContestView:
    """Note that a person did not want what was done in their name, and return it with number and due day.

    One open contest for each application or wish: sending it twice gives the same.

    Raises:
        NotFound: there is no such application or wish, or it is someone else's.
        CannotContest: they did it themselves.
    """
    act = queries.find_act(subject, subject_id, person_id=person_id)
    if act is None:
        raise CannotContest(subject)
    before = queries.find_contest(subject, subject_id, person_id=person_id)
    if before is not None and before.state is ContestState.OPEN:
        return before
    try:
        _add(act, new, person_id, account_id)
    except IntegrityError:
        if (other := queries.find_contest(subject, subject_id, person_id=person_id)) is None:
            raise
        return other  # the second of two clicks
    made = queries.find_contest(subject, subject_id, person_id=person_id)
    assert made is not None
    return made


def answer_contest(
    subject: Contested, contest_id: int, *, upheld: bool, answer: str, region: str, account_id: int
) -> None:
    """Answer a contest: upheld, the application or wish is withdrawn; rejected, it stands. The person is told.

    Raises:
        NotFound: there is none, or it belongs to another bureau.
        AlreadyAnswered: someone was faster.
    """
    found = queries.get_contest(subject, contest_id, region=region)
    with transaction() as session:
        hold(found.person_id)
        row = session.get(TABLES[subject], contest_id, with_for_update=True, populate_existing=True)
        if row is None:
            raise NotFound
        if row.state is not ContestState.OPEN:
            raise AlreadyAnswered
        row.state = ContestState.UPHELD if upheld else ContestState.REJECTED
        row.answered_at, row.answered_by, row.answer = clock.now(), account_id, answer
        if upheld:
            _withdraw(found, account_id)
        _tell_and_record("answered", found, account_id, {"upheld": upheld})


def _add(act: ActedFor, new: NewContest, person_id: int, account_id: int) -> None:
    with transaction() as session:
        hold_living(person_id)
        row = TABLES[act.subject](
            number=unused_number(session, "Y", TABLES[act.subject].number),
            subject_id=act.subject_id,
            person_id=person_id,
            state=ContestState.OPEN,
            own_words=new.own_words,
            opened_at=clock.now(),
            due_on=rules.contest_due_on(clock.today(), act.starts_on),
        )
        session.add(row)
        session.flush()
        if act.subject is Contested.WISH:
            enrolment.contest_wish(act.subject_id, person_id=person_id, account_id=account_id)
        made = queries.find_contest(act.subject, act.subject_id, person_id=person_id)
        assert made is not None
        _tell_and_record("received", made, account_id, {})


def _withdraw(found: ContestView, account_id: int) -> None:
    withdraw = enrolment.withdraw_wish if found.act.subject is Contested.WISH else enrolment.withdraw_contested
    with suppress(CannotWithdraw, NotAStep):  # it began, ended or was met meanwhile: the answer stands all the same
        withdraw(found.act.subject_id, person_id=found.person_id, account_id=account_id)


def _tell_and_record(what: str, about: ContestView, account_id: int, more: dict[str, bool]) -> None:
    act = about.act
    kind, of = _KIND[act.subject], _OF[act.subject]
    facts = {"number": about.number, f"{of}_id": act.subject_id, "due_on": about.due_on.isoformat(), **more}
    named = {"occupation": act.occupation, "occupation_mn": act.occupation_mn}
    notices.tell(about.person_id, f"{kind}_{what}", {**facts, **named})
    audit.record(
        f"station.{kind}_{what}",
        subject_type="person",
        subject_id=about.person_id,
        actor_id=account_id,
        details={kind: about.id, of: act.subject_id, **more},
    )
