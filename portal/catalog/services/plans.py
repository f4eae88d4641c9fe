"""Plan a class: draft it, hand it to the bureau, publish it or send it back, change what was published.

A draft is its provider's; it never shows to the public. Submitted, it is locked until an officer decides or the
provider takes it back, so that what is published is what was read.
"""

from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy.orm import Session

from portal.catalog import rules
from portal.catalog.errors import ClassNotFound, NotADraftClass, PlanRefused
from portal.catalog.models import ClassChange, ClassChangeRequest, ClassSession, Occupation, Provider
from portal.catalog.queries import forget
from portal.catalog.queries.in_force import closest, entries_in_force
from portal.catalog.services.naming import class_search_key
from portal.catalog.services.seats import lock_class
from portal.catalog.types import ClassState
from portal.catalog.types.plans import Accreditation, Arrangement, ClassPlan, PlanFault, PlanProblem
from portal.core import audit, clock
from portal.core.db import transaction

CHANGEABLE = (ClassState.OPEN, ClassState.CLOSED, ClassState.RUNNING)
_DAYS = ("starts_on", "ends_on", "apply_by")
_BETWEEN_DAYS = (PlanFault.ENDS_EARLY, PlanFault.DEADLINE_LATE)
_FOR_THE_BUREAU = frozenset((*_DAYS, "daily_hours", "place", "place_mn"))
_WAY = ("way_there", "way_there_mn")  # goes with the place
_WHEN_BEGUN = frozenset(
    ("ends_on", "daily_hours", "place", "place_mn", "way_there", "way_there_mn", "bring", "contact_phone")
)


def draft_class(plan: ClassPlan, *, provider_id: int, account_id: int | None) -> int:
    """Keep the plan of a new class as a draft of its provider and return it.

    Raises:
        PlanRefused: the plan goes beyond what the provider may teach, or its days do not fit.
    """
    with transaction() as session:
        provider = session.get_one(Provider, provider_id)
        row = ClassSession(
            number=f"draft-{uuid4()}",
            provider_id=provider_id,
            apply_from=min(clock.today(), plan.apply_by),
            state=ClassState.DRAFT,
            seats_taken=0,
            waiting=0,
            is_demo=provider.is_demo,
        )
        _fill(session, row, plan, provider)
        session.add(row)
        session.flush()
        row.number = f"P{clock.today():%Y}{row.id:06d}"
        _note("draft_class", row, account_id)
    return row.id


def save_draft(class_id: int, plan: ClassPlan, *, provider_id: int, account_id: int | None) -> None:
    """Change a draft that is not submitted.

    Raises:
        ClassNotFound: there is none of this provider.
        NotADraftClass: it is submitted or published.
        PlanRefused: the plan goes beyond what the provider may teach, or its days do not fit.
    """
    with transaction() as session:
        row = _lock_own(session, class_id, provider_id, submitted=False)
        _fill(session, row, plan, session.get_one(Provider, provider_id))
        _note("save_draft_class", row, account_id)


def submit_draft(class_id: int, *, provider_id: int, account_id: int | None) -> None:
    """Hand a draft to the bureau.

    Raises:
        ClassNotFound: there is none of this provider.
        NotADraftClass: it is submitted or published.
        PlanRefused: days went by, or the accreditation changed, since it was written.
    """
    with transaction() as session:
        row = _lock_own(session, class_id, provider_id, submitted=False)
        _check_again(session, row)
        row.submitted_at, row.submitted_by_id, row.sent_back_reason = clock.now(), account_id, None
        _note("submit_class", row, account_id)


def take_draft_back(class_id: int, *, provider_id: int, account_id: int | None) -> None:
    """Open a submitted draft for changes again.

    Raises:
        ClassNotFound: there is none of this provider.
        NotADraftClass: an officer decided meanwhile.
    """
    with transaction() as session:
        row = _lock_own(session, class_id, provider_id, submitted=True)
        row.submitted_at = row.submitted_by_id = None
        _note("take_class_back", row, account_id)


def discard_draft(class_id: int, *, provider_id: int, account_id: int | None) -> None:
    """Throw a draft away that is not submitted. Nobody but its provider ever saw it.

    Raises:
        ClassNotFound: there is none of this provider.
        NotADraftClass: it is submitted or published.
    """
    with transaction() as session:
        row = _lock_own(session, class_id, provider_id, submitted=False)
        _note("discard_class", row, account_id)
        session.delete(row)


def publish_draft(class_id: int, *, seen: datetime | None, account_id: int | None) -> None:
    """Open a submitted class for sign-up.

    Args:
        class_id: The class.
        seen: When the draft was submitted that the officer read.
        account_id: The officer.

    Raises:
        ClassNotFound: there is none.
        NotADraftClass: it was decided, or taken back, or submitted anew since it was read.
        PlanRefused: its first day went by, or the accreditation changed, since it was submitted.
    """
    with transaction() as session:
        row = _lock_submitted(session, class_id, seen)
        _check_again(session, row)
        row.state, row.apply_from = ClassState.OPEN, clock.today()
        row.reviewed_at, row.reviewed_by_id = clock.now(), account_id
        _note("publish_class", row, account_id)
    forget()


def send_draft_back(class_id: int, reason: str, *, seen: datetime | None, account_id: int | None) -> None:
    """Give a submitted class back to its provider, with the reason.

    Raises:
        ClassNotFound: there is none.
        NotADraftClass: it was decided, or taken back, or submitted anew since it was read.
    """
    with transaction() as session:
        row = _lock_submitted(session, class_id, seen)
        row.submitted_at, row.sent_back_reason = None, reason
        row.reviewed_at, row.reviewed_by_id = clock.now(), account_id
        _note("send_class_back", row, account_id)


def name_department(class_id: int, department: str | None, *, account_id: int | None) -> None:
    """Say which department arranges a class, or that nobody knows; whatever has become of the class.

    Raises:
        ClassNotFound: there is none.
    """
    with transaction() as session:
        row = lock_class(session, class_id)
        if row.department != department:
            row.department = department
            _note("name_department", row, account_id, {"department": department})


def change_class(class_id: int, wanted: Arrangement, *, account_id: int) -> tuple[str, ...]:
    """Change a published class, keep what it said before, and return which columns changed.

    Telling the people on it is the caller's, as is holding the class against sign-ups meanwhile.

    Raises:
        ClassNotFound: there is none.
        NotADraftClass: it is a draft, over or cancelled.
        PlanRefused: the days do not fit, or more people have a seat than there would be.
    """
    with transaction() as session:
        row = lock_class(session, class_id)
        if row.state not in CHANGEABLE:
            raise NotADraftClass(class_id)
        begun = row.state is ClassState.RUNNING
        values = {name: value for name, value in asdict(wanted).items() if not begun or name in _WHEN_BEGUN}
        changed = {name: value for name, value in values.items() if getattr(row, name) != value}
        _check_change(session, row, changed, begun=begun)
        for name, value in changed.items():
            session.add(_change(row, name, value, account_id))
            setattr(row, name, value)
        if "place" in changed:
            row.search_key = _search_key(session, row)
        if changed:
            _note("change_class", row, account_id, {"fields": sorted(changed)})
    forget()
    return tuple(changed)


def ask_change(
    class_id: int, wanted: Arrangement, *, provider_id: int, account_id: int
) -> tuple[Arrangement, tuple[str, ...]]:
    """Keep for the bureau what it must agree to, and return what may change at once, and which columns wait.

    A published class keeps its days and hours, its place and its seats until an officer agrees, however the bureau
    published it: people signed up for these. More seats and all else the school changes by itself.

    Raises:
        ClassNotFound: there is none of this provider.
        NotADraftClass: it is a draft, over or cancelled.
        PlanRefused: the days do not fit, or more people have a seat than there would be.
    """
    with transaction() as session:
        row = lock_class(session, class_id)
        if row.provider_id != provider_id:
            raise ClassNotFound(class_id)
        if row.state not in CHANGEABLE:
            raise NotADraftClass(class_id)
        begun = row.state is ClassState.RUNNING
        waiting = _for_the_bureau(row, wanted, begun=begun)
        if not waiting:
            return wanted, ()
        _check_change(session, row, waiting, begun=begun)
        asked = session.get(ClassChangeRequest, class_id) or ClassChangeRequest(class_session_id=class_id)
        asked.wanted = {name: _written(value) for name, value in waiting.items()}
        asked.asked_at, asked.asked_by_id, asked.refused_reason = clock.now(), account_id, None
        session.add(asked)
        _note("ask_class_change", row, account_id, {"fields": sorted(waiting)})
        return replace(wanted, **{name: getattr(row, name) for name in waiting}), tuple(waiting)


def take_request(class_id: int, *, asked: datetime | None) -> Arrangement:
    """Take what was asked for a class off the officer's desk and return how the class would then stand.

    Changing it is the caller's, in the same transaction.

    Raises:
        ClassNotFound: there is no such class.
        NotADraftClass: it was decided, taken back or asked anew since it was read.
    """
    with transaction() as session:
        row = lock_class(session, class_id)
        request = _lock_request(session, class_id, asked)
        wanted = {name: _read(name, value) for name, value in request.wanted.items()}
        session.delete(request)
        return replace(arrangement_of(row), **wanted)


def refuse_request(class_id: int, reason: str, *, asked: datetime | None, account_id: int) -> None:
    """Leave a class as it is; the school reads the reason.

    Raises:
        ClassNotFound: there is no such class.
        NotADraftClass: it was decided, taken back or asked anew since it was read.
    """
    with transaction() as session:
        row = lock_class(session, class_id)
        _lock_request(session, class_id, asked).refused_reason = reason
        _note("refuse_class_change", row, account_id)


def drop_request(class_id: int, *, provider_id: int, account_id: int | None) -> None:
    """Forget what a school asked for: it takes it back, or has read why it was refused.

    Raises:
        ClassNotFound: there is none of this provider.
    """
    with transaction() as session:
        row = lock_class(session, class_id)
        if row.provider_id != provider_id:
            raise ClassNotFound(class_id)
        request = session.get(ClassChangeRequest, class_id)
        if request is not None:
            session.delete(request)
            _note("drop_class_change", row, account_id)


def _for_the_bureau(row: ClassSession, wanted: Arrangement, *, begun: bool) -> dict[str, Any]:
    changed = {name: value for name, value in asdict(wanted).items() if getattr(row, name) != value}
    names = set(_FOR_THE_BUREAU & changed.keys())
    if wanted.capacity < row.capacity:
        names.add("capacity")
    if "place" in names:
        names |= changed.keys() & set(_WAY)
    return {name: value for name, value in changed.items() if name in names and (not begun or name in _WHEN_BEGUN)}


def _lock_request(session: Session, class_id: int, asked: datetime | None) -> ClassChangeRequest:
    request = session.get(ClassChangeRequest, class_id, with_for_update=True, populate_existing=True)
    if request is None or request.refused_reason is not None or request.asked_at != asked:
        raise NotADraftClass(class_id)
    return request


def _written(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _read(name: str, value: Any) -> Any:
    return date.fromisoformat(value) if name in _DAYS else value


def _fill(session: Session, row: ClassSession, plan: ClassPlan, provider: Provider) -> None:
    entry = closest(entries_in_force(session), plan.occupation_id, plan.level, plan.region_code)
    occupation = session.get(Occupation, plan.occupation_id)
    _refuse(_problems(plan, occupation.trade if entry and occupation else None, provider))
    assert entry is not None  # else it was refused
    assert occupation is not None
    row.entry_id, row.trade, row.hours = entry.id, occupation.trade, entry.hours
    for name, value in asdict(plan).items():
        setattr(row, name, list(value) if name == "target_groups" else value)
    row.search_key = class_search_key(occupation, provider, plan.place, plan.region_code)


def _check_again(session: Session, row: ClassSession) -> None:
    """Hold a plan that was good against today."""
    entry = closest(entries_in_force(session), row.occupation_id, row.level, row.region_code)
    _refuse(_problems(arrangement_of(row), row.trade if entry else None, session.get_one(Provider, row.provider_id)))
    assert entry is not None  # else it was refused
    row.entry_id, row.hours = entry.id, entry.hours  # another edition may be in force by now


def _check_change(session: Session, row: ClassSession, changed: dict[str, Any], *, begun: bool) -> None:
    after = replace(arrangement_of(row), **changed)
    if changed.keys() & set(_DAYS):
        found = _problems(after, row.trade, session.get_one(Provider, row.provider_id), begun=begun)
        # What stays as it was is not held against today, and who has left the directory may still bring to an end
        # what runs; but a day that is moved must fit those that stay.
        _refuse(tuple(one for one in found if one.field in changed or one.fault in _BETWEEN_DAYS))
    if after.capacity < row.seats_taken:
        _refuse((PlanProblem("capacity", PlanFault.SEATS_TAKEN),))


def _problems(
    plan: Arrangement, trade: str | None, provider: Provider, *, begun: bool = False
) -> tuple[PlanProblem, ...]:
    today = clock.today()
    taking = rules.takes_people(
        provider.state, accredited_from=provider.accredited_from, accredited_to=provider.accredited_to, today=today
    )
    within = Accreditation(taking, provider.accredited_from, provider.accredited_to, tuple(provider.trades))
    return rules.plan_problems(plan, trade=trade, provider=within, today=today, begun=begun)


def _refuse(problems: tuple[PlanProblem, ...]) -> None:
    if problems:
        raise PlanRefused(problems)


def arrangement_of(row: ClassSession) -> Arrangement:
    """Return what of a class may change, as it stands."""
    return Arrangement(**{name: getattr(row, name) for name in Arrangement.__dataclass_fields__})


def _search_key(session: Session, row: ClassSession) -> str:
    provider, occupation = session.get_one(Provider, row.provider_id), session.get_one(Occupation, row.occupation_id)
    return class_search_key(occupation, provider, row.place, row.region_code)


def _lock_own(session: Session, class_id: int, provider_id: int, *, submitted: bool) -> ClassSession:
    row = lock_class(session, class_id)
    if row.provider_id != provider_id:
        raise ClassNotFound(class_id)
    if row.state is not ClassState.DRAFT or (row.submitted_at is not None) is not submitted:
        raise NotADraftClass(class_id)
    return row


def _lock_submitted(session: Session, class_id: int, seen: datetime | None) -> ClassSession:
    row = lock_class(session, class_id)
    if row.state is not ClassState.DRAFT or row.submitted_at is None or row.submitted_at != seen:
        raise NotADraftClass(class_id)
    return row


def _change(row: ClassSession, name: str, value: object, account_id: int) -> ClassChange:
    before = getattr(row, name)
    return ClassChange(
        class_session_id=row.id,
        changed_at=clock.now(),
        account_id=account_id,
        field=name,
        before=None if before is None else str(before),
        after=None if value is None else str(value),
    )


def _note(what: str, row: ClassSession, account_id: int | None, details: dict[str, object] | None = None) -> None:
    audit.record(
        f"catalog.{what}",
        subject_type="class_session",
        subject_id=row.id,
        actor_id=account_id,
        details={"number": row.number, **(details or {})},
    )
