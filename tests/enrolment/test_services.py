"""What happens to applications, told and written down."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.catalog.models import ClassSession
from portal.catalog.types import ClassState
from portal.core import clock, db
from portal.core.audit import AuditEvent
from portal.core.errors import NotFound
from portal.enrolment import queries, services
from portal.enrolment.errors import CannotApply, CannotWithdraw, NotAStep
from portal.enrolment.models import Application, Wish
from portal.enrolment.types import Actor, ApplicationState, Channel, EndReason, NewWish, Refusal, Season
from portal.notices.models import Message
from portal.people.errors import PersonNotFound
from portal.people.models import Consent
from portal.people.types import ConsentChannel
from tests import factories

SELF = Actor(account_id=None)


def apply(class_id: int) -> tuple[int, int]:
    """Let someone new apply, and return application and person."""
    person_id = factories.PersonFactory().id
    return services.apply(class_id, person_id=person_id, actor=SELF), person_id


def get(session: Session, application_id: int) -> Application:
    return session.get_one(Application, application_id, populate_existing=True)


def kinds_told(session: Session, person_id: int) -> list[str]:
    return list(session.scalars(select(Message.kind).where(Message.person_id == person_id).order_by(Message.id)))


def test_freed_seat_is_offered_at_once_to_the_first_waiting(session: Session) -> None:
    class_id = factories.ClassSessionFactory(capacity=1).id
    (first, person), (second, next_person), (third, _last) = apply(class_id), apply(class_id), apply(class_id)

    services.withdraw(first, person_id=person, account_id=None)

    assert get(session, second).offer_expires_at is not None
    assert get(session, third).offer_expires_at is None
    assert kinds_told(session, next_person) == ["placed_in_waiting_list", "seat_offered"]
    assert queries.get_application(third, person_id=_last).place_in_list == 1


def test_nobody_who_was_forgotten_is_signed_up_or_leaves_a_wish(session: Session) -> None:
    offered = factories.ClassSessionFactory()
    forgotten = factories.PersonFactory(erased_at=clock.now())
    wish = NewWish(offered.occupation_id, None, "150500", Season.ANY, None, None, job_wish=False)

    for person_id in (forgotten.id, forgotten.id + 999):
        with pytest.raises(PersonNotFound):
            services.apply(offered.id, person_id=person_id, actor=SELF)
        with pytest.raises(PersonNotFound):
            services.add_wish(wish, person_id=person_id, actor=SELF)

    assert not session.scalars(select(Application)).all()
    assert not session.scalars(select(Wish)).all()


def test_newcomer_waits_behind_an_offer(session: Session) -> None:
    class_id = factories.ClassSessionFactory(capacity=1).id
    (first, person), _second = apply(class_id), apply(class_id)
    services.withdraw(first, person_id=person, account_id=None)

    newcomer, _person = apply(class_id)

    assert get(session, newcomer).state is ApplicationState.WAITING


def test_unanswered_offer_goes_to_the_next_person(session: Session) -> None:
    class_id = factories.ClassSessionFactory(capacity=1).id
    (first, person), (second, second_person), (third, third_person) = (apply(class_id) for _n in range(3))
    services.withdraw(first, person_id=person, account_id=None)

    with time_machine.travel(clock.now() + timedelta(hours=48), tick=False):
        assert not services.accept_offer(second, person_id=second_person, account_id=None)
        assert services.accept_offer(third, person_id=third_person, account_id=None)

    assert get(session, second).end_reason is EndReason.OFFER_RAN_OUT
    assert get(session, third).state is ApplicationState.ACCEPTED
    assert kinds_told(session, second_person)[-1] == "offer_ran_out"
    assert kinds_told(session, third_person)[-2:] == ["seat_offered", "seat_confirmed"]


def test_accepting_or_declining_twice_is_harmless(session: Session) -> None:
    class_id = factories.ClassSessionFactory(capacity=1).id
    (first, person), (second, second_person), (third, third_person) = (apply(class_id) for _n in range(3))
    services.withdraw(first, person_id=person, account_id=None)

    for _click in range(2):
        assert services.decline_offer(second, person_id=second_person, account_id=None)
        assert services.accept_offer(third, person_id=third_person, account_id=None)

    assert get(session, second).end_reason is EndReason.OFFER_DECLINED
    assert get(session, third).state is ApplicationState.ACCEPTED
    assert not services.decline_offer(third, person_id=third_person, account_id=None)


def test_no_seat_is_offered_after_the_deadline(session: Session) -> None:
    class_id = factories.ClassSessionFactory(capacity=1).id
    (first, person), (second, second_person) = apply(class_id), apply(class_id)
    deadline = clock.end_of_day(session.get_one(ClassSession, class_id).apply_by)

    with time_machine.travel(deadline, tick=False):
        services.withdraw(first, person_id=person, account_id=None)
        services.expire_offers()
        assert get(session, second).offer_expires_at is None
        assert services.close_waiting_lists() == 1
        assert services.close_waiting_lists() == 0

    assert get(session, second).end_reason is EndReason.LIST_CLOSED
    assert kinds_told(session, second_person)[-1] == "waiting_list_closed"


def test_added_seats_are_offered_by_the_next_round(session: Session) -> None:
    class_id = factories.ClassSessionFactory(capacity=1).id
    apply(class_id)
    second, _person = apply(class_id)
    session.get_one(ClassSession, class_id, populate_existing=True).capacity = 2
    session.commit()

    assert services.expire_offers() == 1
    assert services.expire_offers() == 0

    assert get(session, second).offer_expires_at is not None


def test_cancelled_class_tells_everyone_why(session: Session) -> None:
    class_id = factories.ClassSessionFactory(capacity=1).id
    (seated, person), (waiting, other) = apply(class_id), apply(class_id)

    assert services.cancel_class(class_id, "报名人数不足") == 2

    here = session.get_one(ClassSession, class_id, populate_existing=True)
    assert (here.state, here.cancelled_reason, here.seats_taken, here.waiting) == (
        ClassState.CANCELLED,
        "报名人数不足",
        0,
        0,
    )
    assert {get(session, number).end_reason for number in (seated, waiting)} == {EndReason.CLASS_CANCELLED}
    assert [kinds_told(session, number)[-1] for number in (person, other)] == ["class_cancelled"] * 2
    assert services.cancel_class(class_id, "报名人数不足") == 0


def test_class_that_runs_is_not_cancelled(session: Session) -> None:
    class_id = factories.ClassSessionFactory(state=ClassState.RUNNING).id

    with pytest.raises(NotAStep):
        services.cancel_class(class_id, "报名人数不足")


def test_start_seats_the_accepted_and_meets_their_wishes(session: Session) -> None:
    class_session = factories.ClassSessionFactory(capacity=1)
    (seated, person), (waiting, _other) = apply(class_session.id), apply(class_session.id)
    wish = factories.WishFactory(person_id=person, own_words=None, occupation_id=class_session.occupation_id)

    assert services.start_class(class_session.id) == 1

    session.refresh(wish)
    assert get(session, seated).state is ApplicationState.ATTENDING
    assert get(session, waiting).end_reason is EndReason.LIST_CLOSED
    assert wish.state.value == "met"
    with pytest.raises(CannotWithdraw):
        services.withdraw(seated, person_id=person, account_id=None)


@pytest.mark.parametrize("started", [True, False])
def test_outcome_is_written_once(session: Session, started: bool) -> None:
    class_id = factories.ClassSessionFactory().id
    application, _person = apply(class_id)
    if started:
        services.start_class(class_id)

    for _again in range(2):
        services.finish(application, ApplicationState.COMPLETED)

    assert get(session, application).state is ApplicationState.COMPLETED
    with pytest.raises(NotAStep):
        services.finish(application, ApplicationState.ABSENT)


def test_outcome_is_one_of_two_and_needs_a_seat(session: Session) -> None:
    class_id = factories.ClassSessionFactory(capacity=1).id
    (seated, _person), (waiting, _other) = apply(class_id), apply(class_id)

    with pytest.raises(NotAStep):
        services.finish(seated, ApplicationState.WITHDRAWN)
    with pytest.raises(NotAStep):
        services.finish(waiting, ApplicationState.COMPLETED)
    with pytest.raises(NotFound):
        services.finish(987654, ApplicationState.COMPLETED)


def test_withdrawn_person_may_come_again_as_the_last(session: Session) -> None:
    class_id = factories.ClassSessionFactory(capacity=1).id
    (first, person), (second, _other) = apply(class_id), apply(class_id)
    services.withdraw(first, person_id=person, account_id=None)

    again = services.apply(class_id, person_id=person, actor=SELF)

    assert get(session, again).arrival == 3
    assert get(session, again).state is ApplicationState.WAITING
    assert get(session, second).offer_expires_at is not None


def test_index_of_live_applications_has_the_last_word(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    class_id = factories.ClassSessionFactory().id
    first, person = apply(class_id)
    real, blind = queries.find_live, iter([None])
    monkeypatch.setattr(queries, "find_live", lambda *a, **k: next(blind, real(*a, **k)))

    with pytest.raises(CannotApply) as refused:
        services.apply(class_id, person_id=person, actor=SELF)

    assert refused.value.refusal is Refusal.ALREADY_APPLIED
    assert refused.value.application_id == first


def test_nobody_applies_through_an_account_that_is_not_there(session: Session) -> None:
    class_id = factories.ClassSessionFactory().id

    with pytest.raises(IntegrityError):
        services.apply(class_id, person_id=factories.PersonFactory().id, actor=Actor(account_id=987654))


def test_clerk_applies_for_someone_who_agreed(session: Session) -> None:
    clerk, person = factories.ClerkFactory(), factories.PersonFactory()
    with db.transaction():
        consent = Consent(
            person_id=person.id,
            purpose="application",
            text_version="1",
            given=True,
            given_at=clock.now(),
            channel=ConsentChannel.STATION,
            station_id=clerk.station_id,
            by_account_id=clerk.id,
            proof="纸质同意书 12",
        )
        session.add(consent)
    actor = Actor(clerk.id, Channel.STATION, clerk.station_id, consent.id)

    made = get(
        session,
        services.apply(
            factories.ClassSessionFactory().id, person_id=person.id, actor=actor, verdict={"rules": "2026-11"}
        ),
    )

    assert (made.channel, made.acted_for, made.station_id) == (Channel.STATION, True, clerk.station_id)
    assert made.verdict == {"rules": "2026-11"}
    event = session.scalars(select(AuditEvent).where(AuditEvent.subject_id == made.id)).all()[-1]
    assert (event.action, event.actor_id) == ("enrolment.apply_accepted", clerk.id)


def test_message_names_the_class_in_both_languages_and_no_person(session: Session) -> None:
    _application, person = apply(factories.ClassSessionFactory().id)

    facts = session.scalars(select(Message.facts).where(Message.person_id == person)).one()

    assert {"application_id", "class_id", "occupation", "occupation_mn", "starts_on", "place"} <= set(facts)
    assert not {"name", "phone", "id_number"} & set(facts)


def test_class_begins_and_ends_by_its_days(session: Session) -> None:
    class_session = factories.ClassSessionFactory()
    application, _person = apply(class_session.id)
    first, last = class_session.starts_on, class_session.ends_on

    with time_machine.travel(clock.end_of_day(first - timedelta(days=1)), tick=False):
        assert services.begin_and_end_classes() == 1
        assert services.begin_and_end_classes() == 0
    assert get(session, application).state is ApplicationState.ATTENDING
    with time_machine.travel(clock.end_of_day(last), tick=False):
        assert services.begin_and_end_classes() == 1

    session.expire_all()
    assert session.get_one(ClassSession, class_session.id).state is ClassState.FINISHED


def test_a_class_that_cannot_begin_keeps_none_behind_it_waiting(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may be cancelled between the look and the lock, or be broken for good."""
    cancelled, sound = (factories.ClassSessionFactory() for _number in range(2))
    application, _person = apply(sound.id)
    services.cancel_class(cancelled.id, "老师病了")
    monkeypatch.setattr(queries, "due_to_begin", lambda _today: [cancelled.id, 987654, sound.id])

    assert services.begin_and_end_classes() == 1

    assert get(session, application).state is ApplicationState.ATTENDING


@pytest.mark.parametrize(
    ("query", "job"),
    [
        ("with_seat_to_offer", services.expire_offers),
        ("with_list_to_close", services.close_waiting_lists),
        ("not_yet_announced", services.tell_wishes_of_new_classes),
    ],
)
def test_no_round_ends_at_a_class_that_is_gone(
    session: Session, monkeypatch: pytest.MonkeyPatch, query: str, job: Callable[[], int]
) -> None:
    monkeypatch.setattr(queries, query, lambda *_day: [987654])

    assert job() == 0
