"""Write down what was claimed. One person, occupation and level never twice, whatever the order of the claims."""

from collections.abc import Collection
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.core import audit, clock
from portal.core.db import transaction
from portal.core.errors import NotFound
from portal.notices import services as notices
from portal.records import queries, rules
from portal.records.errors import (
    AlreadyClaimed,
    ClaimStands,
    ClassNotOver,
    NobodyChosen,
    ResultNotPassed,
    RuleDoesNotFit,
)
from portal.records.models import SubsidyEntitlement
from portal.records.types import (
    RESULT_CORRECTED,
    ClaimRule,
    ClaimsMade,
    EarlierClaim,
    Graduate,
    NewClaim,
    Reach,
    SubsidyState,
    TaughtRoll,
)

_MAY_BE_REFUSED = (SubsidyState.CLAIMED, SubsidyState.PUBLISHED)


def claim_subsidy(person_id: int, claim: NewClaim, *, account_id: int | None) -> int:
    """Write a claim down, tell the person, and return its row.

    Raises:
        AlreadyClaimed: this human being claimed the occupation at this level before, in any year or region, also
            under a record that was forgotten since.
        ResultNotPassed: the result that it would rest on was corrected.

    Source:
        Notice on training of migrant workers, 2024-02-07, part 3 (5):
        "同一职业（工种）的同一等级不可重复申领培训补贴（含参保职工技能提升补贴）".
    """
    with transaction() as session:
        people = queries.lock_same_human(person_id)
        if claim.record_id is not None and not queries.has_passed(claim.record_id):
            raise ResultNotPassed
        row = _row(person_id, claim, account_id)
        _refuse_repeat(people, row)
        try:
            with session.begin_nested():  # a refused row must not spoil the transaction around it
                session.add(row)
                session.flush()
        except IntegrityError:
            _refuse_repeat(people, row)
            raise  # it was something else
        details = {"rule": claim.rule_id, "year": claim.year}
        _audit("records.claim_subsidy", row.id, account_id, details)
        tell_of([row], "subsidy_claimed")
    return row.id


def claim_for_roll(reach: Reach, class_number: str, record_ids: Collection[int], *, rule_key: str) -> ClaimsMade:
    """Claim a subsidy for some of those who passed a class; each claim stands or falls alone.

    Args:
        reach: What the member of staff may see.
        class_number: 班次编号.
        record_ids: The trainings of those chosen.
        rule_key: Key of one of the rules that hold for the class.

    Raises:
        NotFound: no such class is in reach.
        ClassNotOver: its last day is still to come.
        NobodyChosen: no one of the class was chosen.
        RuleDoesNotFit: the rule gives no subsidy for this class.
    """
    roll = queries.get_roll(reach, class_number)
    if not roll.line.is_over:
        raise ClassNotOver(roll.line.ends_on)
    chosen = [one for one in roll.graduates if one.record_id in record_ids]
    if not chosen:
        raise NobodyChosen
    fitting = queries.claim_rules(roll.line.region_code, roll.line.starts_on)
    rule = next((one for one in fitting if one.key == rule_key), None)
    if rule is None:
        raise RuleDoesNotFit
    made, refused = 0, []
    for graduate in chosen:
        if graduate.state is not None:
            continue  # the form was sent twice: this claim is there already
        try:
            earlier = _claim_or_refuse(roll, graduate, rule, reach)
        except ResultNotPassed:
            continue  # the page that follows no longer lists them
        made += earlier is None
        refused += [earlier] if earlier else []
    return ClaimsMade(made, tuple(refused))


def set_subsidy_state(
    subsidy_id: int, state: SubsidyState, *, account_id: int | None, reason: str | None = None
) -> None:
    """Say where a claim stands now. A refused claim leaves the way free for another.

    Raises:
        NotFound: there is no such claim.
        AlreadyClaimed: a refused claim cannot come back beside another one.
    """
    with transaction() as session:
        row = _lock(session, subsidy_id)
        if row.state is SubsidyState.REFUSED and state is not SubsidyState.REFUSED:
            _refuse_repeat(queries.lock_same_human(row.person_id), row)
        row.state, row.state_reason = state, reason
        _audit(f"records.subsidy_{state.value}", row.id, account_id, {"reason": reason} if reason else {})


def refuse_claim(subsidy_id: int, reason: str, *, reach: Reach) -> None:
    """Refuse a claim of the officer's region that is not paid yet, and tell the person why.

    Raises:
        NotFound: there is no such claim in the region.
        ClaimStands: it was paid or refused before.
    """
    with transaction() as session:
        row = _lock(session, subsidy_id, reach)
        if row.state not in _MAY_BE_REFUSED:
            raise ClaimStands
        set_subsidy_state(row.id, SubsidyState.REFUSED, account_id=reach.account_id, reason=reason)
        tell_of([row], "subsidy_refused", reason=reason)


def refuse_claims_of(person_id: int, class_number: str, *, account_id: int | None) -> None:
    """Refuse what was claimed for a result that no longer is "passed", and tell the person; what is paid is listed."""
    with transaction() as session:
        for claim_id, state in queries.list_standing(person_id, class_number):
            if state in _MAY_BE_REFUSED:
                row = _lock(session, claim_id)
                set_subsidy_state(row.id, SubsidyState.REFUSED, account_id=account_id, reason=RESULT_CORRECTED)
                tell_of([row], "subsidy_refused", reason=RESULT_CORRECTED)


def tell_of(claims: Collection[SubsidyEntitlement], kind: str, **facts: object) -> None:
    """Tell each person what became of the claim in their name; whoever asked to be forgotten is left alone."""
    living = dict(queries.list_living([row.id for row in claims]))
    for row in claims:
        if row.id in living:
            about = {"occupation": row.occupation_name, "level": row.level, "year": row.year, "clause": row.clause}
            notices.tell(row.person_id, kind, {**about, **facts})


def _claim_or_refuse(roll: TaughtRoll, graduate: Graduate, rule: ClaimRule, reach: Reach) -> EarlierClaim | None:
    line, amount = roll.line, roll.amount
    claim = NewClaim(
        kind=rule.kind,
        occupation_code=line.occupation_code,
        occupation=line.occupation.zh,
        level=line.level,
        year=line.starts_on.year,
        rule_id=rule.rule_id,
        clause=f"{rule.document} {rule.clause}",
        region_code=line.region_code,
        record_id=graduate.record_id,
        amount_fen=amount.fen if amount else None,
        amount_document=amount.document_number if amount else None,
    )
    try:
        claim_subsidy(graduate.person_id, claim, account_id=reach.account_id)
    except AlreadyClaimed as refusal:
        return None if refusal.earlier.record_id == graduate.record_id else refusal.earlier
    return None


def _lock(session: Session, subsidy_id: int, reach: Reach | None = None) -> SubsidyEntitlement:
    row = session.get(SubsidyEntitlement, subsidy_id, with_for_update=True, populate_existing=True)
    if row is None or (reach is not None and not rules.lies_within(row.region_code, reach.region_code)):
        raise NotFound
    return row


def _refuse_repeat(person_ids: list[int], row: SubsidyEntitlement) -> None:
    earlier = queries.find_earlier(person_ids, row.occupation_key, row.level)
    if earlier is not None:
        raise AlreadyClaimed(earlier)


def _audit(action: str, subsidy_id: int, account_id: int | None, details: dict[str, Any]) -> None:
    audit.record(
        action, subject_type="subsidy_entitlement", subject_id=subsidy_id, actor_id=account_id, details=details
    )


def _row(person_id: int, claim: NewClaim, account_id: int | None) -> SubsidyEntitlement:
    code = claim.occupation_code or queries.find_occupation_code(claim.occupation)
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
        claimed_by_id=account_id,
        region_code=claim.region_code,
        record_id=claim.record_id,
        amount_fen=claim.amount_fen,
        amount_document=claim.amount_document,
    )
