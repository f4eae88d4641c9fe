"""Follow people after a course: plan whom to ask, and write down what they said.

Source:
    Notice on training of migrant workers, 2024-02-07, part 3 (3): "加强对参训学员的后续跟踪回访服务".
"""

from sqlalchemy import delete, select

from portal.core import audit, clock, idempotency
from portal.core.db import transaction
from portal.core.errors import NotFound
from portal.core.i18n import _l
from portal.core.own_data import OwnData, Row
from portal.people.services.register import hold
from portal.records.models import FollowUp, FollowUpVisit
from portal.records.queries import follow_ups as queries
from portal.records.rules import follow_ups as rules
from portal.records.types import AT_WORK, NewVisit, VisitReach


def plan_follow_ups() -> int:
    """Note for each training that ended when its person is to be asked, and return how many were noted. Periodic."""
    with transaction() as session:
        found = queries.not_yet_planned()
        for record, provider_id in found:
            plan = FollowUp(
                person_id=record.person_id,
                class_number=record.class_number,
                provider_id=provider_id,
                region_code=record.region_code,
                due_on=rules.first_due_on(record.ends_on),
                planned_at=clock.now(),
            )
            session.add(plan)
    return len(found)


def record_visit(follow_up_id: int, new: NewVisit, *, reach: VisitReach, token: str | None = None) -> None:
    """Write down what someone said who was asked, and when they are to be asked next; the same form twice, once.

    Raises:
        NotFound: there is no such training, or other staff follow it.
    """
    key = f"visit.{follow_up_id}.{token}" if token else None
    found = queries.get_follow_up(follow_up_id, reach)
    works = new.work in AT_WORK
    with transaction() as session:
        if key and idempotency.find_answer(key, account_id=reach.account_id):
            return
        hold(found.person_id)
        plan = session.get(FollowUp, follow_up_id, with_for_update=True, populate_existing=True)
        if plan is None:
            raise NotFound
        plan.due_on = rules.next_due_on(new.asked_on, new.months_to_next)
        visit = FollowUpVisit(
            follow_up_id=follow_up_id,
            asked_on=new.asked_on,
            way=new.way,
            work=new.work,
            uses_training=new.uses_training if works else None,
            employer=new.employer if works else None,
            place=new.place if works else None,
            occupation=new.occupation if works else None,
            next_due_on=plan.due_on,
            account_id=reach.account_id,
            recorded_at=clock.now(),
        )
        session.add(visit)
        session.flush()
        audit.record(
            "records.visit",
            subject_type="person",
            subject_id=found.person_id,
            actor_id=reach.account_id,
            details={"follow_up": follow_up_id, "visit": visit.id},
        )
        if key:
            idempotency.keep_answer(key, str(visit.id), account_id=reach.account_id)


def export_visits(person_id: int) -> list[Row]:
    """Return what a person said each time they were asked."""
    return [
        {
            "class": line.class_number,
            "occupation": line.occupation.zh,
            "asked_on": visit.asked_on,
            "way": visit.way.value,
            "work": visit.work.value,
            "uses_training": visit.uses_training,
            "employer": visit.employer,
            "place": visit.place,
            "kind_of_work": visit.occupation,
            "next_due_on": visit.next_due_on,
        }
        for line in queries.list_visits_of(person_id)
        for visit in line.visits
    ]


def forget_visits(person_id: int) -> None:
    """Delete what a person said, and ask them no more."""
    with transaction() as session:
        own = select(FollowUp.id).where(FollowUp.person_id == person_id)
        session.execute(delete(FollowUpVisit).where(FollowUpVisit.follow_up_id.in_(own)))
        session.execute(delete(FollowUp).where(FollowUp.person_id == person_id))


VISITS = OwnData(
    "follow_up_visits",
    _l("What you were asked after a course"),
    export_visits,
    forget_visits,
    labels={
        "class": _l("Class"),
        "occupation": _l("Occupation"),
        "asked_on": _l("Asked on"),
        "way": _l("How"),
        "work": _l("Work now"),
        "uses_training": _l("Work is what was learned"),
        "employer": _l("Employer"),
        "place": _l("Place of work"),
        "kind_of_work": _l("Kind of work"),
        "next_due_on": _l("Next time"),
    },
    words={
        "phone": _l("By telephone"),
        "visit": _l("By a visit"),
        "station": _l("At a service station"),
        "employed": _l("Employed"),
        "own_business": _l("Own business"),
        "casual": _l("Casual work"),
        "looking": _l("Looking for work"),
        "not_looking": _l("Not looking for work"),
        "not_reached": _l("Not reached"),
        "True": _l("Yes"),
        "False": _l("No"),
    },
)
