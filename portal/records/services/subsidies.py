"""Write down what was claimed. One person, occupation and level never twice, whatever the order of the claims."""

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.core import audit, clock
from portal.core.db import transaction
from portal.core.errors import NotFound
from portal.people.queries import list_ids_of_same_human
from portal.records import rules
from portal.records.errors import AlreadyClaimed
from portal.records.models import SubsidyEntitlement
from portal.records.queries import find_occupation_code
from portal.records.types import NewClaim, SubsidyState


def claim_subsidy(person_id: int, claim: NewClaim, *, account_id: int | None) -> int:
    """Write a claim down and return its row.

    Raises:
        AlreadyClaimed: this human being claimed the occupation at this level before, in any year or region, also
            under a record that was forgotten since.

    Source:
        Notice on training of migrant workers, 2024-02-07, part 3 (5):
        "同一职业（工种）的同一等级不可重复申领培训补贴（含参保职工技能提升补贴）".
    """
    with transaction() as session:
        row = _row(person_id, claim)
        people = list_ids_of_same_human(person_id) or [person_id]
        _refuse_repeat(session, people, row)
        try:
            with session.begin_nested():  # a refused row must not spoil the transaction around it
                session.add(row)
                session.flush()
        except IntegrityError:
            _refuse_repeat(session, people, row)
            raise  # it was something else
        audit.record(
            "records.claim_subsidy",
            subject_type="subsidy_entitlement",
            subject_id=row.id,
            actor_id=account_id,
            details={"rule": claim.rule_id, "year": claim.year},
        )
    return row.id


def set_subsidy_state(subsidy_id: int, state: SubsidyState, *, account_id: int | None) -> None:
    """Say where a claim stands now. A refused claim leaves the way free for another.

    Raises:
        NotFound: there is no such claim.
        AlreadyClaimed: a refused claim cannot come back beside another one.
    """
    with transaction() as session:
        row = session.get(SubsidyEntitlement, subsidy_id, with_for_update=True, populate_existing=True)
        if row is None:
            raise NotFound
        if row.state is SubsidyState.REFUSED and state is not SubsidyState.REFUSED:
            _refuse_repeat(session, list_ids_of_same_human(row.person_id) or [row.person_id], row)
        row.state = state
        audit.record(
            f"records.subsidy_{state.value}",
            subject_type="subsidy_entitlement",
            subject_id=row.id,
            actor_id=account_id,
        )


def _refuse_repeat(session: Session, person_ids: list[int], row: SubsidyEntitlement) -> None:
    stmt = select(SubsidyEntitlement.year).where(
        SubsidyEntitlement.person_id.in_(person_ids),
        SubsidyEntitlement.occupation_key == row.occupation_key,
        SubsidyEntitlement.level == row.level,
        SubsidyEntitlement.state != SubsidyState.REFUSED,
    )
    year = session.scalar(stmt.order_by(SubsidyEntitlement.id).limit(1))
    if year is not None:
        raise AlreadyClaimed(year)


def _row(person_id: int, claim: NewClaim) -> SubsidyEntitlement:
    code = claim.occupation_code or find_occupation_code(claim.occupation)
    return SubsidyEntitlement(
        person_id=person_id,
        kind=claim.kind,
        occupation_key=rules.occupation_key(code, claim.occupation),
        occupation_name=claim.occupation.strip(),
        level=rules.level_code(claim.level),
        year=claim.year,
        rule_id=claim.rule_id,
        clause=claim.clause,
        state=SubsidyState.CLAIMED,
        claimed_at=clock.now(),
    )
