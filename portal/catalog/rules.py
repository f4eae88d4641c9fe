"""What follows from the dates and numbers of a class, as pure functions."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Protocol

from portal.catalog.types import ClassDetail, ClassState, ProviderKind, ProviderState, SignUpState
from portal.catalog.types.editions import Difference, EditionRow
from portal.catalog.types.plans import Accreditation, Arrangement, PlanFault, PlanProblem
from portal.core.terms import terms

_STEPS = {
    ClassState.DRAFT: {ClassState.OPEN, ClassState.CANCELLED},
    ClassState.OPEN: {ClassState.CLOSED, ClassState.RUNNING, ClassState.FINISHED, ClassState.CANCELLED},
    ClassState.CLOSED: {ClassState.OPEN, ClassState.RUNNING, ClassState.FINISHED, ClassState.CANCELLED},
    ClassState.RUNNING: {ClassState.FINISHED, ClassState.CANCELLED},
    ClassState.FINISHED: set[ClassState](),
    ClassState.CANCELLED: set[ClassState](),
}


class SignUpFacts(Protocol):
    """What decides whether someone may apply: a row of `class_session` has it all."""

    @property
    def state(self) -> ClassState:
        """The state the office gave it."""

    @property
    def starts_on(self) -> date:
        """First day of the class."""

    @property
    def ends_on(self) -> date:
        """Last day of the class."""

    @property
    def apply_from(self) -> date:
        """First day to apply."""

    @property
    def apply_by(self) -> date:
        """Last day to apply, itself included."""

    @property
    def capacity(self) -> int:
        """Seats in all."""

    @property
    def seats_taken(self) -> int:
        """Seats taken or held."""

    @property
    def waiting(self) -> int:
        """People on the waiting list."""


def sign_up_state(facts: SignUpFacts, *, today: date, provider_takes_people: bool = True) -> SignUpState:
    """Say what someone who looks at the class today can do about it.

    The days decide even where the office has not yet moved the class on to its next state.

    Args:
        facts: The class.
        today: Local day.
        provider_takes_people: A withdrawn provider takes no new applications.
    """
    if facts.state in (ClassState.CANCELLED, ClassState.DRAFT):
        return SignUpState(facts.state.value)
    if facts.state == ClassState.FINISHED or facts.ends_on < today:
        return SignUpState.FINISHED
    if facts.state == ClassState.OPEN and today <= facts.apply_by:
        return _while_open(facts, today, provider_takes_people)
    if facts.state == ClassState.RUNNING or facts.starts_on <= today:
        return SignUpState.RUNNING
    return SignUpState.CLOSED if facts.state == ClassState.CLOSED else SignUpState.PAST_DEADLINE


def _while_open(facts: SignUpFacts, today: date, provider_takes_people: bool) -> SignUpState:
    if not provider_takes_people:
        return SignUpState.CLOSED
    if today < facts.apply_from:
        return SignUpState.NOT_YET_OPEN
    # Whoever waits comes before whoever arrives, also for a seat just freed.
    full = facts.seats_taken >= facts.capacity or facts.waiting > 0
    return SignUpState.FULL if full else SignUpState.OPEN


def may_move(state: ClassState, to: ClassState) -> bool:
    """Say whether a class may pass from one state to another."""
    return to in _STEPS[state]


def takes_people(state: ProviderState, *, accredited_from: date, accredited_to: date | None, today: date) -> bool:
    """Say whether a provider may take new applications: in the directory today and not withdrawn.

    Source:
        内人社发〔2022〕31号, part 2 (3) 5: "建立线上培训平台审核、评价与退出机制，将符合条件的线上培训平台及数字资源
        纳入当地培训机构目录".
    """
    if state == ProviderState.WITHDRAWN or today < accredited_from:
        return False
    return accredited_to is None or today <= accredited_to


def certificate_kind(level: str, occupation_code: str | None) -> str:
    """Return which kind of certificate (terms: certificate_kind) a class at this level can lead to.

    A skill level is certified as such; a craft outside the classification by its special ability; a class without a
    level ends with the provider's own certificate.

    Source:
        Notice on training of migrant workers, 2024-02-07, on evaluation: "取得职业资格证书（或职业技能等级证书、
        专项职业能力证书）的".
    """
    if level != "none":
        return "skill_level"
    return "training" if occupation_code else "special_ability"


def facts_of(found: ClassDetail) -> dict[str, object]:
    """Return what the rules of eligibility may know of a class, under the names they declare; what is unclear is None.

    The claim is named by the code of the occupation, or by its name where it has none, and by the word of the
    documents for the level. A practice base or an online platform may be of an enterprise or of an institution.
    """
    level = terms("level").get(found.level)
    holders = {ProviderKind.ENTERPRISE: "enterprise", ProviderKind.INSTITUTION: "institution"}
    return {
        "training_date": found.starts_on,
        "training_region": found.region_code[:6],
        "training_type": found.training_type if found.training_type in terms("training_type") else None,
        "claim_key": (found.occupation_code or found.occupation_name, level.policy_word if level else found.level),
        "provider_kind": holders.get(found.provider_kind),
    }


def compare(before: Iterable[EditionRow], after: Iterable[EditionRow]) -> Difference:
    """Return what an edition adds, drops and changes against the one before it, in the order of its rows."""
    old, new = ({row.key: row for row in rows} for rows in (before, after))
    return Difference(
        added=tuple(row for key, row in new.items() if key not in old),
        dropped=tuple(row for key, row in old.items() if key not in new),
        changed=tuple((old[key], row) for key, row in new.items() if key in old and old[key].says != row.says),
    )


def may_approve(account_id: int, *, editors: Collection[int]) -> bool:
    """Say whether someone may publish a draft: only who changed nothing in it."""
    return account_id not in editors


def plan_problems(
    plan: Arrangement, *, trade: str | None, provider: Accreditation, today: date, begun: bool = False
) -> tuple[PlanProblem, ...]:
    """Return what is wrong with the plan of a class.

    Args:
        plan: What the provider says.
        trade: Group of trades of the occupation; None where no demand catalog in force for the place lists it.
        provider: Within what the provider may teach.
        today: Local day.
        begun: The class runs already, so its first days are past.

    Source:
        Ordos plan 2019-2021, part 4 (4): "对补贴性培训实施目录清单管理"; 内人社发〔2022〕31号, part 2 (1) 5 on the
        catalog of institutions.
    """
    return (
        *_range_problems(trade, provider),
        *_accreditation_problems(plan, provider),
        *_day_problems(plan, today, begun),
    )


def _range_problems(trade: str | None, provider: Accreditation) -> Iterator[PlanProblem]:
    if not provider.takes_people:
        yield PlanProblem("entry", PlanFault.TAKES_NOBODY)
    elif trade is None:
        yield PlanProblem("region", PlanFault.NOT_IN_CATALOG)
    elif provider.trades and trade not in provider.trades:
        yield PlanProblem("entry", PlanFault.NOT_APPROVED)


def _accreditation_problems(plan: Arrangement, provider: Accreditation) -> Iterator[PlanProblem]:
    if plan.starts_on < provider.accredited_from:
        yield PlanProblem("starts_on", PlanFault.BEFORE_ACCREDITATION)
    if provider.accredited_to is not None and plan.ends_on > provider.accredited_to:
        yield PlanProblem("ends_on", PlanFault.AFTER_ACCREDITATION)


def is_far_away(day: date, today: date) -> bool:
    """Tell whether nobody plans for this day yet, so that the year must be a slip: our own measure."""
    return (day - today).days > 3 * 366


def _day_problems(plan: Arrangement, today: date, begun: bool) -> Iterator[PlanProblem]:
    for field, day in (("starts_on", plan.starts_on), ("ends_on", plan.ends_on)):
        if is_far_away(day, today):
            yield PlanProblem(field, PlanFault.FAR_AWAY)
    if plan.ends_on < plan.starts_on:
        yield PlanProblem("ends_on", PlanFault.ENDS_EARLY)
    if plan.apply_by > plan.starts_on:
        yield PlanProblem("apply_by", PlanFault.DEADLINE_LATE)
    if begun:
        return
    if plan.starts_on < today:
        yield PlanProblem("starts_on", PlanFault.STARTED)
    elif plan.apply_by < today:
        yield PlanProblem("apply_by", PlanFault.DEADLINE_PAST)
