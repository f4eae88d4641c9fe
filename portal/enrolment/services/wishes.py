"""Keep wishes, and tell people when a class fits."""

from collections.abc import Iterable

from sqlalchemy import select

from portal.core import audit, clock, idempotency, jobs
from portal.core.db import session, transaction
from portal.core.errors import NotFound
from portal.enrolment import queries, rules
from portal.enrolment.errors import NotAStep
from portal.enrolment.models import Application, ClassAnnounced, ClassTold, Wish
from portal.enrolment.services.telling import class_in_words
from portal.enrolment.services.wish_acts import close, refuse_another
from portal.enrolment.types import LIVE_STATES, ActKind, Actor, Channel, ClassFacts, NewWish, WishState
from portal.notices import services as notices
from portal.people.services.register import hold, hold_living

TOLD_AT_ONCE = 3  # open classes, when a station leaves a wish


def add_wish(wish: NewWish, *, person_id: int, actor: Actor, token: str | None = None) -> int:
    """Put a wish into the ledger and return its number; the same form sent again gives the same wish.

    Someone for whom a station leaves it is told of the classes that fit already.

    Raises:
        PersonNotFound: the person asked to be forgotten.
        SameWish: an open wish of theirs says the same.
        TooManyWishes: the person has as many open wishes as we can take.
    """
    key = f"wish.{person_id}.{token}" if token else None
    with transaction() as current:
        if key and (answered := idempotency.find_answer(key, account_id=actor.account_id)):
            return int(answered)
        hold_living(person_id)
        refuse_another(wish, person_id)
        row = Wish(
            person_id=person_id,
            occupation_id=wish.occupation_id,
            own_words=wish.own_words,
            region_code=wish.region_code,
            season=wish.season.value,
            mode=wish.mode,
            language=wish.language,
            job_wish=wish.job_wish,
            evaluation_wish=wish.evaluation_wish,
            channel=actor.channel,
            account_id=actor.account_id,
            station_id=actor.station_id,
            consent_id=actor.consent_id,
            state=WishState.OPEN,
            created_at=clock.now(),
            due_on=rules.act_by(clock.today()),
        )
        current.add(row)
        current.flush()
        _record("wish", row.id, actor.account_id)
        if actor.channel is not Channel.SELF:  # they do not see the page that lists what fits
            for offered in queries.classes_for(row.id)[:TOLD_AT_ONCE]:
                _tell_new(offered, [(row.id, person_id)])
        if key:
            idempotency.keep_answer(key, str(row.id), account_id=actor.account_id)
        return row.id


def withdraw_wish(wish_id: int, *, person_id: int, account_id: int | None) -> None:
    """Take a wish out of the ledger; harmless to repeat.

    Raises:
        NotFound: it does not exist or belongs to someone else.
        NotAStep: it was met or answered.
    """
    with transaction() as current:
        hold(person_id)
        stmt = select(Wish).where(Wish.id == wish_id, Wish.person_id == person_id).with_for_update()
        wish = current.scalar(stmt.execution_options(populate_existing=True))
        if wish is None:
            raise NotFound
        if wish.state is WishState.WITHDRAWN:
            return
        if wish.state is not WishState.OPEN:
            raise NotAStep(wish.state)
        close(wish, ActKind.WITHDRAWN, account_id=account_id)


def tell_wishes(class_id: int) -> int:
    """Tell each person with a fitting wish of a class, once, and return how many were told now.

    Raises:
        NotFound: there is no such class.
    """
    with transaction() as current:
        offered = queries.get_class(class_id)
        told = _tell_new(offered, queries.people_who_wish(offered))
        current.merge(ClassAnnounced(class_session_id=class_id, announced_at=clock.now(), people_told=told))
    return told


def tell_wishes_of_new_classes() -> int:
    """Tell people of every class that opened since the last round. Periodic."""
    return sum(jobs.each(queries.not_yet_announced(), tell_wishes))


def _tell_new(offered: ClassFacts, wishes: Iterable[tuple[int, int]]) -> int:
    """Tell each person once, whichever of their wishes a class fits; the ledger says so of each wish."""
    stmt = (
        select(Wish.id, Wish.person_id)
        .join(ClassTold, ClassTold.wish_id == Wish.id)
        .where(ClassTold.class_session_id == offered.id)
    )
    before = session().execute(stmt).all()
    noted, told = {row.id for row in before}, {row.person_id for row in before}
    live = (Application.class_session_id == offered.id, Application.state.in_(LIVE_STATES))
    applied = set(session().scalars(select(Application.person_id).where(*live)))
    now: set[int] = set()
    for wish_id, person_id in wishes:
        if person_id in applied:
            continue
        if wish_id not in noted:
            session().add(ClassTold(wish_id=wish_id, class_session_id=offered.id, told_at=clock.now()))
        if person_id not in told | now:
            notices.tell(person_id, "class_fits_wish", class_in_words(offered))
            now.add(person_id)
    return len(now)


def _record(action: str, wish_id: int, account_id: int | None) -> None:
    audit.record(f"enrolment.{action}", subject_type="wish", subject_id=wish_id, actor_id=account_id)
