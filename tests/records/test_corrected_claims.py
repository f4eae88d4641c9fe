"""A result that is corrected takes with it the claim that rested on it, unless the subsidy is paid."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.notices.models import Message
from portal.records import queries, services
from portal.records.errors import ResultNotPassed
from portal.records.models import EnrolmentRecord, SubsidyEntitlement
from portal.records.types import (
    RESULT_CORRECTED,
    Named,
    NewClaim,
    Origin,
    Reach,
    Result,
    Source,
    SubsidyState,
    TrainedClass,
)
from tests.records.public_notice import claim_all, officer_of, passed, published


@pytest.fixture
def reach(session: Session) -> Reach:
    return officer_of()


def correct(record: Any, result: Result, hours: int = 10) -> None:
    """Write down that a training ended otherwise."""
    trained = TrainedClass(
        class_session_id=record.class_session_id,
        number=record.class_number,
        occupation_code=record.occupation_code,
        occupation=Named(record.occupation_name),
        level=record.level,
        provider=Named(record.provider_name),
        region_code=record.region_code,
        starts_on=record.starts_on,
        ends_on=record.ends_on,
    )
    services.record_result(
        record.person_id, trained, hours=hours, result=result, source=Source(Origin.PORTAL), reason="登记有误"
    )


def claim_of(session: Session, person_id: int) -> SubsidyEntitlement:
    session.expire_all()
    return session.scalars(select(SubsidyEntitlement).where(SubsidyEntitlement.person_id == person_id)).one()


@pytest.mark.parametrize("result", [Result.FAILED, Result.ABSENT])
def test_the_claim_is_refused_and_the_person_told(session: Session, reach: Reach, result: Result) -> None:
    (record,) = passed()
    claim_all(reach, [record])

    correct(record, result, hours=0)

    claim = claim_of(session, record.person_id)
    assert (claim.state, claim.state_reason) == (SubsidyState.REFUSED, RESULT_CORRECTED)
    kinds = list(session.scalars(select(Message.kind).where(Message.person_id == record.person_id)))
    assert kinds[-1] == "subsidy_refused"
    assert queries.find_claim_state(record.person_id, "P1") is None


def test_other_hours_leave_the_claim_alone(session: Session, reach: Reach) -> None:
    (record,) = passed()
    claim_all(reach, [record])

    correct(record, Result.PASSED, hours=77)

    assert claim_of(session, record.person_id).state is SubsidyState.CLAIMED


def test_a_claim_is_refused_though_the_hours_were_corrected_before(session: Session, reach: Reach) -> None:
    (record,) = passed()
    claim_all(reach, [record])
    correct(record, Result.PASSED, hours=77)

    correct(record, Result.FAILED)

    assert claim_of(session, record.person_id).state is SubsidyState.REFUSED


def test_a_claim_under_public_notice_is_refused_and_never_paid(session: Session, reach: Reach) -> None:
    batch = published(reach, officer_of("150000"))
    first = session.scalars(select(SubsidyEntitlement).order_by(SubsidyEntitlement.id)).first()
    assert first is not None
    record = session.get_one(EnrolmentRecord, first.record_id)

    correct(record, Result.FAILED)

    states = [entry.state for entry in queries.list_entries(batch)]
    assert states == [SubsidyState.REFUSED, SubsidyState.PUBLISHED]


def test_what_was_paid_is_listed_for_the_bureau(session: Session, reach: Reach) -> None:
    (record,) = passed(names=("欧阳乌兰",))
    (claim,) = claim_all(reach, [record])
    services.set_subsidy_state(claim, SubsidyState.PAID, account_id=reach.account_id)

    correct(record, Result.FAILED)

    assert claim_of(session, record.person_id).state is SubsidyState.PAID
    (line,) = queries.list_paid_corrected(reach)
    assert (line.claim_id, line.class_number, line.result) == (claim, "P1", Result.FAILED)
    assert "乌兰" not in line.masked_name
    assert queries.list_paid_corrected(reach, "P2") == []
    assert queries.list_paid_corrected(officer_of("150700")) == []


def test_a_result_that_passes_again_leaves_the_list_and_can_be_claimed_for(session: Session, reach: Reach) -> None:
    (record,) = passed()
    claim_all(reach, [record])
    correct(record, Result.FAILED)
    correct(record, Result.PASSED, hours=80)

    (graduate,) = queries.get_roll(reach, "P1").graduates

    assert graduate.state is None
    assert graduate.earlier is None


def test_no_claim_is_made_for_a_result_corrected_at_the_same_moment(session: Session) -> None:
    (record,) = passed()
    correct(record, Result.FAILED)
    late = NewClaim(
        kind="training_subsidy",
        occupation_code=None,
        occupation=record.occupation_name,
        level="5",
        year=2026,
        rule_id="NM24-NOREPEAT",
        clause="三(五)",
        record_id=record.id,
    )

    with pytest.raises(ResultNotPassed):
        services.claim_subsidy(record.person_id, late, account_id=None)
