"""Claims under public notice: four eyes, days, and no payment too early."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.core import audit, clock, idempotency
from portal.core.audit import AuditEvent
from portal.core.errors import Forbidden, NotFound, PortalError
from portal.notices.models import Message
from portal.records import queries, services
from portal.records.errors import (
    BatchNotThere,
    ClaimMoved,
    ClaimStands,
    ClassNotOver,
    NobodyChosen,
    NoticeStillRuns,
    ObjectionsOpen,
    PeriodPast,
    RuleDoesNotFit,
    SecondOfficerNeeded,
)
from portal.records.models import SubsidyBatch
from portal.records.types import BatchState, NewObjection, Reach, SubsidyState
from tests import factories
from tests.records.public_notice import claim_all, new_batch, officer_of, passed, published, rule_for


@pytest.fixture
def maker(session: Session) -> Reach:
    return officer_of()


@pytest.fixture
def second(session: Session) -> Reach:
    return officer_of("150000")


def after_the_notice() -> Any:
    return time_machine.travel(clock.now() + timedelta(days=9), tick=False)


def states(batch: int) -> list[SubsidyState]:
    return [entry.state for entry in queries.list_entries(batch)]


def told(session: Session) -> list[str]:
    return list(session.scalars(select(Message.kind).order_by(Message.id)))


def test_claims_are_drafted_from_those_who_passed(maker: Reach) -> None:
    records = passed(people=2)
    factories.EnrolmentRecordFactory(class_number="P1", result="failed")

    roll = queries.get_roll(maker, "P1")
    made = services.claim_for_roll(maker, "P1", [records[0].id], rule_key=rule_for(maker))

    assert [one.record_id for one in roll.graduates] == [record.id for record in records]
    assert roll.amount is None
    assert (made.made, made.refused) == (1, ())
    assert [(line.passed, line.claimed) for line in queries.list_taught(maker).lines] == [(2, 1)]


def test_only_an_amount_of_the_published_catalog_is_taken_over(maker: Reach) -> None:
    entry = factories.CatalogEntryFactory(amount_fen=150_000, document_number="内人社发〔2026〕9号")
    taught = factories.ClassSessionFactory(entry=entry, starts_on=clock.today() - timedelta(days=9))
    records = passed(taught.number, class_session_id=taught.id)

    claim_all(maker, records, taught.number)

    (claim,) = queries.list_waiting(maker)
    assert claim.amount is not None
    assert (claim.amount.fen, claim.amount.document_number) == (150_000, "内人社发〔2026〕9号")


def test_nothing_is_claimed_before_the_last_day_of_the_class_as_it_stands_now(maker: Reach) -> None:
    taught = factories.ClassSessionFactory(starts_on=clock.today() - timedelta(days=9))
    records = passed(taught.number, class_session_id=taught.id)
    taught.ends_on = clock.today() + timedelta(days=1)

    with pytest.raises(ClassNotOver):
        claim_all(maker, records, taught.number)

    taught.ends_on = clock.today()
    claim_all(maker, records, taught.number)
    assert len(queries.list_waiting(maker)) == 1


def test_a_repeat_is_refused_with_the_earlier_claim_and_the_others_are_made(maker: Reach) -> None:
    first = passed("P1", names=("欧阳乌兰",))
    claim_all(maker, first)
    again = [factories.EnrolmentRecordFactory(person=None, person_id=first[0].person_id, class_number="P2")]
    again += passed("P2")

    made = services.claim_for_roll(maker, "P2", [one.id for one in again], rule_key=rule_for(maker, "P2"))

    assert made.made == 1
    assert [(one.masked_name, one.occupation, one.level) for one in made.refused] == [("欧**兰", "养老护理员", "5")]
    barred = queries.get_roll(maker, "P2").graduates[0]
    assert barred.earlier is not None
    assert barred.earlier.year == first[0].starts_on.year


def test_the_roll_knows_claims_from_before_a_deletion(maker: Reach, session: Session) -> None:
    first = passed("P1")
    claim_all(maker, first)
    person = session.get_one(factories.Person, first[0].person_id)
    person.erased_at = clock.now()
    session.commit()
    factories.EnrolmentRecordFactory(person__id_number=person.id_number, class_number="P2")

    (graduate,) = queries.get_roll(maker, "P2").graduates

    assert graduate.earlier is not None


def test_the_same_form_twice_claims_once(maker: Reach) -> None:
    records = passed()

    assert len(claim_all(maker, records)) == 1
    again = services.claim_for_roll(maker, "P1", [records[0].id], rule_key=rule_for(maker))

    assert (again.made, again.refused) == (0, ())


def test_a_corrected_training_is_still_claimed(maker: Reach, session: Session) -> None:
    (record,) = passed()
    claim_all(maker, [record])
    factories.EnrolmentRecordFactory(person=None, person_id=record.person_id, class_number="P9")
    newer = factories.EnrolmentRecordFactory(person=None, person_id=record.person_id, class_number="tmp")
    record.replaced_by_id = newer.id
    session.commit()
    newer.class_number = "P1"
    session.commit()

    (graduate,) = queries.get_roll(maker, "P1").graduates

    assert graduate.state is SubsidyState.CLAIMED


def test_a_claim_needs_people_and_a_rule_of_the_place(maker: Reach) -> None:
    (record,) = passed()

    with pytest.raises(NobodyChosen):
        services.claim_for_roll(maker, "P1", [], rule_key=rule_for(maker))
    with pytest.raises(RuleDoesNotFit):
        services.claim_for_roll(maker, "P1", [record.id], rule_key="ORD-TRAIN:training_subsidy")


def test_another_region_and_another_provider_see_nothing(maker: Reach) -> None:
    taught = factories.ClassSessionFactory()
    passed(taught.number, class_session_id=taught.id)

    assert len(queries.list_taught(Reach(maker.account_id, provider_id=taught.provider_id)).lines) == 1
    for stranger in (officer_of("150600"), officer_of("150525"), Reach(maker.account_id, provider_id=10**6)):
        assert queries.list_taught(stranger).lines == ()
        with pytest.raises(NotFound):
            queries.get_roll(stranger, taught.number)


def test_whoever_makes_a_batch_does_not_publish_it(maker: Reach, second: Reach, session: Session) -> None:
    batch = services.make_batch(new_batch(claim_all(maker, passed())), reach=maker)

    with pytest.raises(SecondOfficerNeeded):
        services.publish_batch(batch, reach=maker)
    services.publish_batch(batch, reach=second)

    assert states(batch) == [SubsidyState.PUBLISHED]
    assert told(session) == ["subsidy_claimed", "subsidy_published"]


def test_the_database_itself_wants_four_eyes(maker: Reach, session: Session) -> None:
    batch = services.make_batch(new_batch(claim_all(maker, passed())), reach=maker)
    row = session.get_one(SubsidyBatch, batch)
    row.state, row.published_by_id = BatchState.PUBLISHED, maker.account_id

    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()


def test_nothing_is_paid_while_the_notice_runs_or_an_objection_waits(maker: Reach, second: Reach) -> None:
    batch = published(maker, second)
    services.send_objection(NewObjection("不对", None, batch_id=batch, place=1))
    (objection,) = queries.list_objections(maker, answered=False)

    with pytest.raises(NoticeStillRuns):
        services.close_batch(batch, reach=maker)
    with after_the_notice():
        with pytest.raises(ObjectionsOpen):
            services.close_batch(batch, reach=maker)
        services.answer_objection(objection.id, "已核实", refuse=True, reach=maker)
        services.close_batch(batch, reach=maker)

    assert states(batch) == [SubsidyState.REFUSED, SubsidyState.PAID]
    with pytest.raises(ClaimStands):
        services.refuse_claim(queries.list_entries(batch)[1].claim_id, "晚了", reach=maker)


def test_every_step_is_in_the_audit_trail_without_a_name(maker: Reach, second: Reach, session: Session) -> None:
    batch = published(maker, second)
    with after_the_notice():
        services.close_batch(batch, reach=second)

    events = list(session.scalars(select(AuditEvent).where(AuditEvent.subject_type == "subsidy_batch")))

    steps = [("records.make_batch", maker), ("records.publish_batch", second), ("records.close_batch", second)]
    assert [(event.action, event.actor_id) for event in events] == [(step, who.account_id) for step, who in steps]
    assert audit.verify() is None
    assert told(session).count("subsidy_paid") == 2


def test_a_notice_never_begins_in_the_past(maker: Reach, second: Reach) -> None:
    batch = services.make_batch(new_batch(claim_all(maker, passed())), reach=maker)

    with time_machine.travel(clock.now() + timedelta(days=1), tick=False), pytest.raises(PeriodPast):
        services.publish_batch(batch, reach=second)


def test_a_discarded_draft_gives_its_claims_back(maker: Reach) -> None:
    claims = claim_all(maker, passed())
    batch = services.make_batch(new_batch(claims), reach=maker)
    assert queries.list_waiting(maker) == []

    services.discard_batch(batch, reach=maker)

    assert [claim.id for claim in queries.list_waiting(maker)] == claims
    assert queries.list_batches(maker) == []
    with pytest.raises(BatchNotThere):
        services.discard_batch(batch, reach=maker)


def test_a_draft_whose_claims_were_all_refused_is_not_published(maker: Reach, second: Reach) -> None:
    (claim,) = claim_all(maker, passed())
    batch = services.make_batch(new_batch([claim]), reach=maker)
    services.refuse_claim(claim, "重复", reach=maker)

    with pytest.raises(NobodyChosen):
        services.publish_batch(batch, reach=second)


def test_a_batch_takes_only_waiting_claims_of_the_region(maker: Reach) -> None:
    claims = claim_all(maker, passed())

    for reach, new, refusal in (
        (maker, new_batch([]), NobodyChosen),
        (maker, new_batch([*claims, 10**6]), ClaimMoved),
        (officer_of("150600"), new_batch(claims), ClaimMoved),
        (Reach(maker.account_id, provider_id=1), new_batch(claims), Forbidden),
    ):
        with pytest.raises(refusal):
            services.make_batch(new, reach=reach)
    token = "t" * 20
    first = services.make_batch(new_batch(claims), reach=maker, token=token)
    assert services.make_batch(new_batch(claims), reach=maker, token=token) == first


def test_a_token_that_another_form_used_is_no_answer_here(maker: Reach) -> None:
    claims = claim_all(maker, passed())
    idempotency.keep_answer("t" * 22, "987654", account_id=maker.account_id)

    assert services.make_batch(new_batch(claims), reach=maker, token="t" * 22) != 987654


@pytest.mark.parametrize(
    "step",
    [
        lambda batch, reach: services.publish_batch(batch, reach=reach),
        lambda batch, reach: services.close_batch(batch, reach=reach),
        lambda batch, reach: services.discard_batch(batch, reach=reach),
        lambda batch, reach: queries.get_batch(reach, batch),
        lambda batch, reach: services.refuse_claim(queries.list_entries(batch)[0].claim_id, "x", reach=reach),
        lambda batch, reach: queries.get_claim(reach, queries.list_entries(batch)[0].claim_id),
    ],
)
def test_an_officer_of_another_region_finds_nothing(
    maker: Reach, step: Callable[[int, Reach], object], session: Session
) -> None:
    batch = services.make_batch(new_batch(claim_all(maker, passed())), reach=maker)

    for stranger in (officer_of("150600"), officer_of("150525")):
        with pytest.raises(NotFound):
            step(batch, stranger)


def test_of_many_officers_at_once_one_publishes_and_each_person_is_told_once(real_app: Flask) -> None:
    with real_app.app_context():
        maker = officer_of()
        batch = services.make_batch(new_batch(claim_all(maker, passed(people=2))), reach=maker)
        others = [officer_of() for _number in range(6)]

    def publish(reach: Reach) -> bool:
        with real_app.app_context():
            try:
                services.publish_batch(batch, reach=reach)
            except PortalError:
                return False
            return True

    with ThreadPoolExecutor(6) as pool:
        done = list(pool.map(publish, others))

    with real_app.app_context():
        assert sum(done) == 1
        kinds = [row.kind for row in factories.db.session().scalars(select(Message))]
        assert kinds.count("subsidy_published") == 2


def test_the_public_page_shows_masked_names_and_no_number(client: FlaskClient, maker: Reach, second: Reach) -> None:
    batch = published(maker, second)

    for lang in ("zh", "mn"):
        page = client.get(f"/{lang}/notices/batches/{batch}").get_data(as_text=True)
        assert "欧**兰" in page
        assert "王*花" in page
        assert "欧阳乌兰" not in page
        assert "159999" not in page
        assert client.get(f"/{lang}/notices/batches").status_code == 200
    assert f"补贴公示 {batch}" in client.get("/zh/notices").get_data(as_text=True)


def test_a_name_is_gone_once_it_is_refused_forgotten_or_the_notice_is_closed(
    client: FlaskClient, maker: Reach, second: Reach, session: Session
) -> None:
    batch = published(maker, second, names=("欧阳乌兰", "王小花", "李建军"))
    first, *_rest = queries.list_entries(batch)
    services.refuse_claim(first.claim_id, "重复", reach=maker)
    person = session.scalars(select(factories.Person).order_by(factories.Person.id)).all()[1]
    person.erased_at = clock.now()
    session.commit()

    page = client.get(f"/zh/notices/batches/{batch}").get_data(as_text=True)
    with after_the_notice():
        services.close_batch(batch, reach=maker)
    closed = client.get(f"/zh/notices/batches/{batch}").get_data(as_text=True)

    assert [name in page for name in ("欧**兰", "王*花", "李*军")] == [False, False, True]
    assert "李*军" not in closed
    assert "名单不再显示" in closed


@pytest.mark.parametrize(("day", "shown"), [(-1, False), (0, True), (7, True), (8, False)])
def test_names_stand_there_from_the_first_to_the_last_day(
    client: FlaskClient, maker: Reach, second: Reach, day: int, shown: bool
) -> None:
    opens_on = clock.today() + timedelta(days=2)
    claims = claim_all(maker, passed(names=("欧阳乌兰",)))
    batch = services.make_batch(
        new_batch(claims, opens_on=opens_on, closes_on=opens_on + timedelta(days=7)), reach=maker
    )
    services.publish_batch(batch, reach=second)

    with time_machine.travel(clock.now() + timedelta(days=2 + day), tick=False):
        page = client.get(f"/zh/notices/batches/{batch}")
        form = client.get(f"/zh/notices/batches/{batch}/object")

    assert page.status_code == form.status_code == 200
    assert ["欧**兰" in seen.get_data(as_text=True) for seen in (page, form)] == [shown, shown]


def test_a_draft_is_not_public(client: FlaskClient, maker: Reach) -> None:
    batch = services.make_batch(new_batch(claim_all(maker, passed())), reach=maker)

    for number in (batch, 10**6, 10**11, 10**30):
        assert client.get(f"/zh/notices/batches/{number}").status_code == 404
        assert client.get(f"/zh/notices/batches/{number}/object").status_code == 404


def test_the_person_reads_what_became_of_the_claim(sign_in: Any, maker: Reach, second: Reach, session: Session) -> None:
    batch = published(maker, second, names=("欧阳乌兰",))
    (person_id,) = session.scalars(select(Message.person_id).distinct())
    account = factories.AccountFactory(person=None, person_id=person_id)
    (entry,) = queries.list_entries(batch)
    services.refuse_claim(entry.claim_id, "学时不够", reach=maker)

    for lang in ("zh", "mn"):
        messages = sign_in(account).get(f"/{lang}/me/messages").get_data(as_text=True)
        record = sign_in(account).get(f"/{lang}/me/record").get_data(as_text=True)
        assert "学时不够" in messages
        assert f"/{lang}/notices/batches/{batch}/object" in messages
        assert "三(五)" in record
        assert "学时不够" in record
