"""What the office does about wishes: answer, arrange, mark as met. The person is told each time, in their own language.

Source:
    Notice on training of migrant workers, 2024-02-07, part 3 (1): "按照劳动者意愿组织参加培训，做到愿培尽培".
    It says 及时 and sets no days; ``rules.ACT_WITHIN`` is our own measure.
"""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from portal.core import clock, jobs
from portal.core.db import session, transaction
from portal.core.errors import NotFound
from portal.enrolment import queries, rules
from portal.enrolment.errors import DoesNotFit, WishClosed
from portal.enrolment.models import ClassTold, Wish, WishAct
from portal.enrolment.services.telling import class_in_words
from portal.enrolment.services.wish_acts import close, note, refuse_another, reopen
from portal.enrolment.types import ActKind, NewAnswer, WhyOpen, WishState
from portal.notices import services as notices
from portal.people.services.register import hold, hold_living

_AFTER_BEGIN = timedelta(days=7)  # an arranged class that began is looked at soon after


def answer_wish(wish_id: int, answer: NewAnswer, *, region: str, account_id: int) -> None:
    """Answer a person in their message list; the wish stays open unless the answer closes it.

    Raises:
        NotFound: there is no such wish, or it is in the ledger of another bureau.
        WishClosed: it was met, withdrawn or answered meanwhile.
    """
    with transaction():
        wish = _lock_open(wish_id, region)
        code = answer.ready.value if answer.ready else None
        if answer.closes:
            close(wish, ActKind.ANSWERED, account_id=account_id, code=code, said=answer.said)
        else:
            wish.due_on = rules.act_by(clock.today())
            note(wish, ActKind.ANSWERED, account_id=account_id, code=code, said=answer.said)
        facts = {"ready": code, "closed": answer.closes}  # own words stay where they are sealed
        notices.tell(wish.person_id, "wish_answered", {**_named(wish), **facts})


def seal_old_answers() -> int:
    """Seal the answers that a release before wrote in clear, in the histories of their wishes. Periodic.

    Returns:
        How many were sealed.
    """
    in_clear = select(Wish.id, Wish.person_id).where(Wish.answer.is_not(None)).order_by(Wish.id)
    return len(jobs.each([(row.id, row.person_id) for row in session().execute(in_clear)], _seal_answer))


def _seal_answer(found: tuple[int, int]) -> None:
    wish_id, person_id = found
    with transaction() as current:
        hold(person_id)
        wish = current.get(Wish, wish_id, with_for_update=True, populate_existing=True)
        if wish is None or wish.answer is None:
            return
        said = select(WishAct.said).where(WishAct.wish_id == wish_id, WishAct.kind == ActKind.ANSWERED)
        if wish.answer not in current.scalars(said).all():
            moment = wish.closed_at or wish.created_at
            current.add(WishAct(wish_id=wish_id, kind=ActKind.ANSWERED, at=moment, said=wish.answer))
        wish.answer = None
        notices.forget_fact(person_id, "wish_answered", "answer")


def arrange_wish(wish_id: int, class_id: int, *, region: str, account_id: int) -> None:
    """Pick a class for a person: they are told that it fits and where to sign up. Nobody is signed up by this.

    Raises:
        NotFound: there is no such wish or class, or it is in the ledger of another bureau.
        WishClosed: it was met, withdrawn or answered meanwhile.
        DoesNotFit: the class is not among those that fit now.
    """
    with transaction() as current:
        wish = _lock_open(wish_id, region)
        if wish.arranged_class_id == class_id:
            return  # the second of two clicks
        if class_id not in {found.id for found in queries.classes_for(wish_id)}:
            raise DoesNotFit
        offered = queries.get_class(class_id)
        wish.arranged_class_id = class_id
        wish.due_on = offered.starts_on + _AFTER_BEGIN
        note(wish, ActKind.ARRANGED, account_id=account_id, class_id=class_id)
        if current.get(ClassTold, (wish_id, class_id)) is None:
            current.add(ClassTold(wish_id=wish_id, class_session_id=class_id, told_at=clock.now()))
        notices.tell(wish.person_id, "wish_arranged", {**class_in_words(offered), "wish_id": wish_id})


def mark_met(wish_id: int, *, region: str, account_id: int) -> None:
    """Write down that a person found what they wished for; they are told and can say that it is not so.

    Raises:
        NotFound: there is no such wish, or it is in the ledger of another bureau.
        WishClosed: it was met, withdrawn or answered meanwhile.
    """
    with transaction():
        wish = _lock_open(wish_id, region)
        close(wish, ActKind.MET, account_id=account_id)
        notices.tell(wish.person_id, "wish_met", _named(wish))


def wish_still(wish_id: int, *, person_id: int, account_id: int | None) -> None:
    """Open a wish again because the person says that it is not met or answered; harmless to repeat.

    Raises:
        NotFound: it does not exist or belongs to someone else.
        PersonNotFound: the person asked to be forgotten.
        SameWish: another wish of theirs is open and says the same.
        TooManyWishes: the person has as many open wishes as we can take.
    """
    with transaction():
        hold_living(person_id)
        wish = session().get(Wish, wish_id, with_for_update=True, populate_existing=True)
        if wish is None or wish.person_id != person_id:
            raise NotFound
        if wish.state is WishState.OPEN:
            return
        refuse_another(queries.content_of(wish), person_id)
        reopen(wish, WhyOpen.STILL_WISHED, account_id=account_id)


def contest_wish(wish_id: int, *, person_id: int, account_id: int) -> None:
    """Write down in the history that the person says they never left this wish.

    Raises:
        NotFound: it does not exist or belongs to someone else.
    """
    with transaction():
        hold(person_id)
        wish = session().get(Wish, wish_id, with_for_update=True, populate_existing=True)
        if wish is None or wish.person_id != person_id:
            raise NotFound
        note(wish, ActKind.CONTESTED, account_id=account_id)


def _lock_open(wish_id: int, region: str) -> Wish:
    person_id = queries.find_wisher(wish_id, region=region)
    if person_id is None:
        raise NotFound
    hold(person_id)
    wish = session().get(Wish, wish_id, with_for_update=True, populate_existing=True)
    if wish is None:
        raise NotFound
    if wish.state is not WishState.OPEN:
        raise WishClosed
    return wish


def _named(wish: Wish) -> dict[str, Any]:
    """Return which wish a message is about; own words stay where they are sealed."""
    name, name_mn = queries.name_of(wish.occupation_id)
    return {"wish_id": wish.id, "wish": name, "wish_mn": name_mn}
