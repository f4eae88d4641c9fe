"""What happens to wishes when something happens to a class or an application: nobody falls out of the ledger silently.

Every change of a wish goes through here and leaves a row in its history.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, and_, or_, select

from portal.core import audit, clock
from portal.core.db import session
from portal.enrolment import queries, rules
from portal.enrolment.errors import SameWish, TooManyWishes
from portal.enrolment.models import Application, Wish, WishAct
from portal.enrolment.services.telling import class_in_words
from portal.enrolment.types import ActKind, ApplicationState, ClassFacts, EndReason, NewWish, WhyOpen, WishState
from portal.notices import services as notices

_CLOSED_BY = {ActKind.MET: WishState.MET, ActKind.WITHDRAWN: WishState.WITHDRAWN, ActKind.ANSWERED: WishState.ANSWERED}


def refuse_another(wish: NewWish, person_id: int) -> None:
    """Let a person, who is held, have no two open wishes for the same, and no more of them than we can take.

    Raises:
        SameWish: an open wish of theirs says the same.
        TooManyWishes: the person has as many open wishes as we can take.
    """
    still = queries.open_wishes(person_id)
    if any(rules.is_same_wish(wish, other) for other in still):
        raise SameWish
    if len(still) >= rules.WISHES_AT_MOST:
        raise TooManyWishes


def note(
    wish: Wish,
    kind: ActKind,
    *,
    account_id: int | None = None,
    class_id: int | None = None,
    code: str | None = None,
    said: str | None = None,
) -> None:
    """Write down what was done about a wish, in its history and in the audit trail."""
    act = WishAct(
        wish_id=wish.id,
        kind=kind,
        at=clock.now(),
        account_id=account_id,
        class_session_id=class_id,
        code=code,
        said=said,
    )
    session().add(act)
    details = {name: value for name, value in (("class", class_id), ("code", code)) if value is not None}
    audit.record(
        f"enrolment.wish_{kind.value}", subject_type="wish", subject_id=wish.id, actor_id=account_id, details=details
    )


def close(wish: Wish, kind: ActKind, **more: Any) -> None:
    """Take a wish from the open ones, and write down why."""
    wish.state, wish.closed_at, wish.arranged_class_id = _CLOSED_BY[kind], clock.now(), None
    note(wish, kind, **more)


def reopen(wish: Wish, why: WhyOpen, *, class_id: int | None = None, account_id: int | None = None) -> None:
    """Put a wish among the open ones that need an act; whoever did not do it themselves is told."""
    wish.state, wish.closed_at, wish.arranged_class_id = WishState.OPEN, None, None
    wish.due_on = rules.act_by(clock.today())
    note(wish, ActKind.REOPENED, account_id=account_id, class_id=class_id, code=why.value)
    if why in (WhyOpen.LEFT_CLASS, WhyOpen.STILL_WISHED, WhyOpen.CONTESTED):
        return
    about = class_in_words(queries.get_class(class_id, drafts=True)) if class_id else {}
    notices.tell(wish.person_id, "wish_open_again", {**about, "why": why.value, "wish_id": wish.id})


def application_ended(application: Application, state: ApplicationState, reason: EndReason | None) -> None:
    """Open the wishes again that an application was to meet, where it ended without training."""
    why = rules.may_be_open_again(state, reason)
    if why is None:
        return
    class_id = application.class_session_id
    met_by_it = select(WishAct.wish_id).where(WishAct.class_session_id == class_id, WishAct.kind == ActKind.MET)
    waiting = Wish.arranged_class_id == class_id
    if why in (WhyOpen.DID_NOT_ATTEND, WhyOpen.CLASS_CANCELLED):  # a class may be dissolved after it began
        waiting = or_(waiting, and_(Wish.state == WishState.MET, Wish.id.in_(met_by_it)))
    for wish in _locked(select(Wish).where(Wish.person_id == application.person_id, waiting)):
        reopen(wish, why, class_id=class_id)


def release_arranged(class_id: int, why: WhyOpen) -> None:
    """Open the wishes again for which a class was arranged that cannot be had any more."""
    for wish in _locked(select(Wish).where(Wish.arranged_class_id == class_id, Wish.state == WishState.OPEN)):
        reopen(wish, why, class_id=class_id)


def meet_wishes(person_id: int, taught: ClassFacts) -> None:
    """Close the open wishes of someone who now learns what they wished for, or what was arranged for them."""
    fits = or_(Wish.occupation_id == taught.occupation_id, Wish.arranged_class_id == taught.id)
    stmt = select(Wish).where(Wish.person_id == person_id, Wish.state == WishState.OPEN, fits)
    for wish in _locked(stmt):
        close(wish, ActKind.MET, class_id=taught.id)


def _locked(stmt: Select[Wish]) -> Iterable[Wish]:
    ordered = stmt.order_by(Wish.id).with_for_update().execution_options(populate_existing=True)
    return session().scalars(ordered).all()
