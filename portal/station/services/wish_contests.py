"""Say of a wish "this was not me", and answer it. The wish stays in the ledger until a bureau has answered."""

import secrets
from contextlib import suppress

from sqlalchemy.exc import IntegrityError

from portal.core import audit, clock
from portal.core.db import transaction
from portal.enrolment import services as enrolment
from portal.enrolment.errors import NotAStep
from portal.notices import services as notices
from portal.station import queries, rules
from portal.station.errors import AlreadyAnswered, CannotContestWish
from portal.station.models import WishContest
from portal.station.types import ContestState, NewContest, WishContestView


def contest_wish(wish_id: int, new: NewContest, *, person_id: int, account_id: int) -> WishContestView:
    """Note that a person did not want a wish left in their name, and return it with number and due day.

    One open contest for each wish: sending it twice gives the same.

    Raises:
        NotFound: there is no such wish, or it is someone else's.
        CannotContestWish: they left it themselves.
    """
    if queries.find_wish_leaver(wish_id, person_id=person_id) is None:
        raise CannotContestWish
    before = queries.find_wish_contest(wish_id, person_id=person_id)
    if before is not None and before.state is ContestState.OPEN:
        return before
    with suppress(IntegrityError):  # the second of two clicks finds the first
        _add(wish_id, new, person_id, account_id)
    made = queries.find_wish_contest(wish_id, person_id=person_id)
    assert made is not None
    return made


def answer_wish_contest(contest_id: int, *, upheld: bool, answer: str, region: str, account_id: int) -> None:
    """Answer a contest: upheld, the wish is withdrawn; rejected, it stays. The person is told.

    Raises:
        NotFound: there is none, or it belongs to another bureau.
        AlreadyAnswered: someone was faster.
    """
    found = queries.get_wish_contest(contest_id, region=region)
    with transaction() as session:
        row = session.get_one(WishContest, contest_id, with_for_update=True, populate_existing=True)
        if row.state is not ContestState.OPEN:
            raise AlreadyAnswered
        row.state = ContestState.UPHELD if upheld else ContestState.REJECTED
        row.answered_at, row.answered_by, row.answer = clock.now(), account_id, answer
        if upheld:
            with suppress(NotAStep):  # it was met or answered meanwhile: the answer stands all the same
                enrolment.withdraw_wish(found.wish_id, person_id=found.person_id, account_id=account_id)
        _tell_and_record("wish_contest_answered", found, account_id, {"upheld": upheld})


def _add(wish_id: int, new: NewContest, person_id: int, account_id: int) -> None:
    with transaction() as session:
        row = WishContest(
            number=f"Y{clock.today():%y%m%d}{secrets.randbelow(10**6):06d}",
            wish_id=wish_id,
            person_id=person_id,
            state=ContestState.OPEN,
            own_words=new.own_words,
            opened_at=clock.now(),
            due_on=rules.contest_due_on(clock.today(), None),
        )
        session.add(row)
        session.flush()
        enrolment.contest_wish(wish_id, person_id=person_id, account_id=account_id)
        made = queries.find_wish_contest(wish_id, person_id=person_id)
        assert made is not None
        _tell_and_record("wish_contest_received", made, account_id, {})


def _tell_and_record(kind: str, about: WishContestView, account_id: int, more: dict[str, bool]) -> None:
    facts = {"number": about.number, "wish_id": about.wish_id, "due_on": about.due_on.isoformat(), **more}
    named = {"occupation": about.occupation, "occupation_mn": about.occupation_mn}
    notices.tell(about.person_id, kind, {**facts, **named})
    audit.record(
        f"station.{kind}",
        subject_type="person",
        subject_id=about.person_id,
        actor_id=account_id,
        details={"wish_contest": about.id, "wish": about.wish_id, **more},
    )
