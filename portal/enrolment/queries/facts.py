"""Gather the facts that decide what the policy gives a person for a class. What nobody knows stays missing.

Source:
    ``portal/eligibility/data/rules.yaml``, ``facts`` and semantics 1: an absent fact is missing, an empty list is an
    answer.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Row, bindparam, exists, func, select
from sqlalchemy.orm import aliased

from portal.catalog import queries as catalog
from portal.catalog.rules import facts_of
from portal.core import clock
from portal.core.db import session
from portal.eligibility import queries as eligibility
from portal.eligibility.rules import claims
from portal.eligibility.rules.summary import summary_of
from portal.eligibility.types import Kind, Truth
from portal.enrolment.models import Application, Wish
from portal.enrolment.types import ApplicationState, Entitlement, WishState
from portal.people import queries as people
from portal.people.models import Person
from portal.people.types import Evidence
from portal.records import queries as records
from portal.records.models import EnrolmentRecord, SubsidyEntitlement
from portal.records.types import Result, SubsidyState

ONCE_ONLY = frozenset({Kind.TRAINING_SUBSIDY, Kind.SKILL_UPGRADING_SUBSIDY})


def get_entitlement(class_id: int, *, person_id: int) -> Entitlement:
    """Say what the policy gives a person for a class, by what the record knows of both.

    Raises:
        NotFound: there is no such class.
    """
    class_facts = facts_of(catalog.get_class(class_id))
    day = class_facts["training_date"]
    assert isinstance(day, date)
    known = facts_of_person(person_id, day)
    answer = eligibility.verdicts_for({"today": clock.today(), **known, **class_facts})
    return Entitlement(answer, summary_of(answer.verdicts), class_facts, _repeats(class_facts, known))


def facts_of_person(person_id: int, day: date) -> dict[str, object]:
    """Return the facts the record knows of a person on the day of a class, under the names the rules declare.

    Args:
        person_id: The person.
        day: First day of the class; a group counts when it is known to hold on that day, and the subsidised trainings
            of its year are counted.
    """
    row = session().execute(_WHAT_THE_RECORD_SAYS, {"person_id": person_id, "year": day.year}).one_or_none()
    if row is None:
        return {}
    return {
        "hukou_region": row.home_region[:6],
        "residence_region": row.present_region[:6] if row.present_region else None,
        **_groups(person_id, day),
        "subsidised_keys": sorted(records.subsidised_keys(person_id)),
        "subsidised_trainings_this_year": _times(row, day),
        **{name: True for name in _ONLY_IF_TRUE if getattr(row, name)},
    }


_ONLY_IF_TRUE = ("in_training_now", "training_finished", "registered_wish", "job_wish")
"""Facts of which the record can only know that they hold: another register may know more."""


# Made once: making it takes longer than asking it.
_WISHES = exists().where(Wish.person_id == Person.id, Wish.state == WishState.OPEN)
_TOOK_PART = exists().where(
    EnrolmentRecord.person_id == Person.id,
    EnrolmentRecord.replaced_by_id.is_(None),
    EnrolmentRecord.result.in_((Result.PASSED, Result.FAILED)),
)
_ATTENDS = exists().where(Application.person_id == Person.id, Application.state == ApplicationState.ATTENDING)
_SAME = aliased(Person)
_SUBSIDISED = (  # the trainings of this human being in a year, those of before a deletion as well
    select(func.count())
    .select_from(SubsidyEntitlement)
    .join(_SAME, _SAME.id == SubsidyEntitlement.person_id)
    .where(
        _SAME.id_number_index == Person.id_number_index,
        SubsidyEntitlement.year == bindparam("year"),
        SubsidyEntitlement.kind == Kind.TRAINING_SUBSIDY.value,
        SubsidyEntitlement.state != SubsidyState.REFUSED,
    )
    .scalar_subquery()
)
_WHAT_THE_RECORD_SAYS = select(
    Person.home_region,
    Person.present_region,
    Person.created_at,
    _ATTENDS.label("in_training_now"),
    _TOOK_PART.label("training_finished"),
    _WISHES.label("registered_wish"),
    _WISHES.where(Wish.job_wish.is_(True)).label("job_wish"),
    _SUBSIDISED.label("times"),
).where(Person.id == bindparam("person_id"), Person.erased_at.is_(None))


def _times(row: Row[*tuple[Any, ...]], day: date) -> int | None:
    """Return how many trainings of the year were subsidised; of years before the record began nobody knows that."""
    began = clock.to_local(row.created_at).year
    return int(row.times) if day.year >= began or row.times else None


def _groups(person_id: int, day: date) -> Mapping[str, object]:
    """Return what the groups say; someone of whom none is known may still belong to one."""
    known = people.groups_on(person_id, day)
    declared = eligibility.current_book().groups
    groups = sorted(code for code in known if code in declared and not declared[code].never_asked)
    if not groups:
        return {}
    compared = all(known[code] is Evidence.COMPARED for code in groups)
    return {
        "groups": groups,
        "graduation_year_student": True if "graduation_year" in groups else None,
        "data_confirmed_by_comparison": True if compared else None,
    }


def _repeats(class_facts: Mapping[str, object], known: Mapping[str, object]) -> Truth:
    """Say whether a subsidy for this occupation and level was claimed before, whatever rule would ask.

    Source:
        Notice on training of migrant workers, 2024-02-07, part 3 (5):
        "同一职业（工种）的同一等级不可重复申领培训补贴（含参保职工技能提升补贴）".
    """
    claim, paid = class_facts["claim_key"], known.get("subsidised_keys")
    if not isinstance(claim, tuple) or not isinstance(paid, list):
        return None
    return claims.repeats(claim, paid, ONCE_ONLY, eligibility.current_book().levels)
