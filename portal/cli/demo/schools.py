"""What schools do in the demonstration world: plan classes, note attendance day by day, correct a day."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from portal.catalog.queries.in_force import list_offerable
from portal.catalog.queries.plans import get_plan, get_review
from portal.catalog.services import plans
from portal.catalog.services.providers import NewProvider
from portal.catalog.types import Mode, TeachingLanguage
from portal.catalog.types.plans import ClassPlan
from portal.cli.demo.people import DemoPerson
from portal.core import clock
from portal.enrolment import services as enrolment
from portal.enrolment.types import Actor
from portal.enrolment.types.attendance import AttendanceWay, NewMark
from portal.people.queries import find_staff_account

CITY = "1505"  # whose officer looks through plans as officer1
DAYS = 10
HOURS = 6


def teach(
    offered: Sequence[NewProvider],
    ids: Sequence[int],
    officers: tuple[int, int],
    people: Sequence[DemoPerson],
    today: date,
) -> None:
    """Let the first school teach a class that runs, and leave plans with both officers.

    Args:
        offered: The providers; the first one is the school whose staff can sign in.
        ids: Their rows.
        officers: Accounts of the officer of the city and of the one of the region.
        people: Who signs up for the class that runs.
        today: The present local day.
    """
    school = find_staff_account("school1")
    assert school is not None  # `add_staff` made it
    running = _publish(offered[0], ids[0], school, officers[1], today)
    _run(running, people, school, today)
    with clock.at(today - timedelta(days=1), hour=10):
        waiting = _draft(offered[0], ids[0], school, today + timedelta(days=20), choice=1)
        plans.submit_draft(waiting, provider_id=ids[0], account_id=school)
        _draft(offered[0], ids[0], school, today + timedelta(days=35), choice=2)
        back = _draft(offered[0], ids[0], school, today + timedelta(days=28), choice=3)
        plans.submit_draft(back, provider_id=ids[0], account_id=school)
        reason = "开班地点没有写门牌号，请补充（演示）"
        plans.send_draft_back(back, reason, seen=get_review(back).submitted_at, account_id=officers[1])
        _ask(running, ids[0], school, today)
        city = next(number for number, one in enumerate(offered) if one.region_code.startswith(CITY))
        planned = _draft(offered[city], ids[city], None, today + timedelta(days=24), choice=0)
        plans.submit_draft(planned, provider_id=ids[city], account_id=None)


def _ask(class_id: int, provider_id: int, school: int, today: date) -> None:
    """Let the school ask for three more days and another room, for an officer to see."""
    wanted = replace(get_plan(class_id), ends_on=today + timedelta(days=DAYS), place="学府路12号实训楼305室（演示）")
    plans.ask_change(class_id, wanted, provider_id=provider_id, account_id=school)


def _publish(provider: NewProvider, provider_id: int, school: int, officer: int, today: date) -> int:
    with clock.at(today - timedelta(days=40)):
        class_id = _draft(provider, provider_id, school, today - timedelta(days=4), choice=0)
        plans.submit_draft(class_id, provider_id=provider_id, account_id=school)
    with clock.at(today - timedelta(days=39)):
        plans.publish_draft(class_id, seen=get_review(class_id).submitted_at, account_id=officer)
    return class_id


def _draft(provider: NewProvider, provider_id: int, school: int | None, starts_on: date, choice: int) -> int:
    taught = list_offerable(tuple(provider.trades))
    chosen = taught[choice * 7 % len(taught)]
    plan = ClassPlan(
        occupation_id=chosen.occupation_id,
        level=chosen.level,
        region_code=provider.region_code,
        training_type="employment_skill",
        department="human_resources" if choice < 2 else None,
        language=TeachingLanguage.BOTH,
        mode=Mode.ONSITE,
        target_groups=(),
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=DAYS - 1),
        apply_by=starts_on - timedelta(days=3),
        daily_hours="09:00-12:00, 14:00-17:00",
        place=f"{provider.address}教学楼201室",
        place_mn=None,
        way_there="乘3路公交车到学府路站，下车向北走200米",
        way_there_mn=None,
        capacity=20,
        bring="身份证、一张一寸照片",
        contact_phone=provider.phone,
    )
    return plans.draft_class(plan, provider_id=provider_id, account_id=school)


def _run(class_id: int, people: Sequence[DemoPerson], school: int, today: date) -> None:
    """Let people sign up, begin, and note the days until yesterday; one of them is corrected."""
    seated = []
    for order, person in enumerate(people):
        with clock.at(today - timedelta(days=30 - order)):
            actor = Actor(account_id=None)
            seated.append(enrolment.apply(class_id, person_id=person.person_id, actor=actor, clash_accepted=True))
    with clock.at(today - timedelta(days=4), hour=8):
        enrolment.start_class(class_id)
    for ago in (4, 3, 2, 1):
        with clock.at(today - timedelta(days=ago), hour=17):
            marks = [NewMark(one, 0 if (order + ago) % 5 == 0 else HOURS) for order, one in enumerate(seated)]
            _mark(class_id, today - timedelta(days=ago), marks, AttendanceWay.PHONE, school)
    with clock.at(today - timedelta(days=1), hour=18):
        late = [NewMark(seated[1], HOURS)]
        _mark(
            class_id, today - timedelta(days=4), late, AttendanceWay.PAPER, school, "签到表上有签名，手机漏记（演示）"
        )


def _mark(
    class_id: int, day: date, marks: list[NewMark], how: AttendanceWay, school: int, reason: str | None = None
) -> None:
    enrolment.mark_day(class_id, day, marks, how=how, reason=reason, account_id=school)
