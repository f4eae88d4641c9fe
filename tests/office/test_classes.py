"""A school plans a class, a bureau publishes it or sends it back, and what was published may change."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.catalog import services as catalog
from portal.catalog.errors import NotADraftClass, PlanRefused
from portal.catalog.models import ClassChange, ClassSession
from portal.catalog.queries.plans import get_plan, get_review
from portal.catalog.services import plans
from portal.catalog.types import ClassState
from portal.core import clock
from portal.core.errors import NotFound
from portal.enrolment import services as enrolment
from portal.enrolment.types import Actor
from portal.notices.models import Message
from tests import factories
from tests.conftest import SignIn

CHANGED = select(Message).where(Message.kind == "class_changed")


@pytest.fixture
def entry(session: Session) -> Any:
    """A row of the demand catalog in force for the whole region."""
    return factories.CatalogEntryFactory()


@pytest.fixture
def school(entry: Any) -> Any:
    """Staff of a provider that may teach care and catering."""
    return factories.TeacherFactory()


def typed(row: Any, **changes: Any) -> dict[str, Any]:
    """Return what a school types into the form."""
    begins = clock.today() + timedelta(days=20)
    values = {
        "entry": f"{row.occupation_id}.{row.level}",
        "region": "150502",
        "training_type": "employment_skill",
        "language": "both",
        "mode": "onsite",
        "starts_on": begins.isoformat(),
        "ends_on": (begins + timedelta(days=9)).isoformat(),
        "apply_by": (begins - timedelta(days=3)).isoformat(),
        "daily_hours": "9:00－12:00，14:00-17:00",
        "place": "明仁大街1号教学楼",
        "way_there": "乘3路公交车到明仁大街站",
        "capacity": "20",
        "contact_phone": "0475-8000000",
    }
    return {**values, **{name: str(value) for name, value in changes.items()}}


def draft(browser: Any, entry: Any, **changes: Any) -> int:
    """Draft a class through the page and return it."""
    answer = browser.post("/zh/office/classes/new", data=typed(entry, **changes))
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return int(answer.location.rsplit("/", 1)[1])


def test_a_class_goes_from_draft_to_published(sign_in: SignIn, session: Session, school: Any, entry: Any) -> None:
    teacher, bureau = sign_in(school), sign_in(factories.OfficerFactory())
    class_id = draft(teacher, entry)

    assert bureau.get(f"/zh/office/classes/{class_id}").status_code == 404
    assert teacher.get(f"/zh/classes/{class_id}").status_code == 404
    assert teacher.post(f"/zh/office/classes/{class_id}/submit").status_code == 303
    assert f"/office/reviews/{class_id}" in bureau.get("/zh/office/reviews").get_data(as_text=True)
    page = bureau.get(f"/zh/office/reviews/{class_id}").get_data(as_text=True)
    assert "09:00-12:00, 14:00-17:00" in page
    seen = get_review(class_id).submitted_at
    assert seen is not None
    assert bureau.post(f"/zh/office/reviews/{class_id}/publish", data={"seen": seen.isoformat()}).status_code == 303

    shown = teacher.get(f"/zh/classes/{class_id}")
    assert shown.status_code == 200
    assert "乘3路公交车到明仁大街站" in shown.get_data(as_text=True)
    assert session.get_one(ClassSession, class_id).state is ClassState.OPEN


def test_a_school_names_the_department_and_the_bureau_mends_it(
    sign_in: SignIn, session: Session, school: Any, entry: Any
) -> None:
    teacher, bureau = sign_in(school), sign_in(factories.OfficerFactory())
    class_id = draft(teacher, entry, department="education")
    teacher.post(f"/zh/office/classes/{class_id}/submit")
    address = f"/zh/office/classes/{class_id}/department"

    assert "教育部门" in teacher.get(f"/zh/office/classes/{class_id}").get_data(as_text=True)
    assert "教育部门" in bureau.get(f"/zh/office/reviews/{class_id}").get_data(as_text=True)
    assert bureau.post(address, data={"department": "agriculture"}).location.endswith(f"/office/reviews/{class_id}")
    assert get_plan(class_id).department == "agriculture"
    bureau.post(address, data={"department": "nonsense"})
    assert get_plan(class_id).department == "agriculture"
    assert teacher.post(address, data={"department": "other"}).status_code == 403
    elsewhere = sign_in(factories.OfficerFactory(region_code="152500"))
    assert elsewhere.post(address, data={"department": "other"}).status_code == 404
    bureau.post(address, data={"department": ""})
    assert get_plan(class_id).department is None


def test_the_bureau_names_the_department_of_a_class_that_is_over(sign_in: SignIn, session: Session) -> None:
    old = factories.ClassSessionFactory(state=ClassState.FINISHED)
    bureau, address = sign_in(factories.OfficerFactory()), f"/zh/office/classes/{old.id}"

    assert "未登记" in bureau.get(address).get_data(as_text=True)
    assert bureau.post(f"{address}/department", data={"department": "veterans"}).location.endswith(f"/{old.id}")
    assert get_plan(old.id).department == "veterans"


@pytest.mark.parametrize(("days", "warned"), [(3, True), (14, False)])
def test_days_that_hold_fewer_hours_than_the_training_are_warned_of(
    sign_in: SignIn, school: Any, entry: Any, days: int, warned: bool
) -> None:
    begins = clock.today() + timedelta(days=20)
    browser = sign_in(school)
    class_id = draft(browser, entry, ends_on=(begins + timedelta(days=days - 1)).isoformat())
    words = f"{entry.hours}"  # of the training, against six a day

    own = browser.get(f"/zh/office/classes/{class_id}").get_data(as_text=True)
    browser.post(f"/zh/office/classes/{class_id}/submit")
    officer = sign_in(factories.OfficerFactory(region_code="150500"))
    page = officer.get(f"/zh/office/reviews/{class_id}").get_data(as_text=True)

    warning = re.compile(rf"notice--warning(?:(?!</div>).)*{words}\D+{6 * days}\D", re.DOTALL)
    assert [bool(warning.search(text)) for text in (own, page)] == [warned, warned]


def test_the_desk_has_the_same_word_for_a_class_as_the_public_page(sign_in: SignIn, client: Any, school: Any) -> None:
    later = clock.today() + timedelta(days=2)
    taught = factories.ClassSessionFactory(provider=None, provider_id=school.provider_id, apply_from=later)
    browser = sign_in(school)

    for page in (f"/office/classes/{taught.id}", "/office/classes"):
        text = browser.get(f"/zh{page}").get_data(as_text=True)
        assert ("尚未开始报名" in text, "正在报名" in text) == (True, False), page
    assert "尚未开始报名" in client.get(f"/zh/classes/{taught.id}").get_data(as_text=True)


def test_a_department_that_is_not_listed_is_refused_at_its_field(sign_in: SignIn, school: Any, entry: Any) -> None:
    answer = sign_in(school).post("/zh/office/classes/new", data=typed(entry, department="nonsense"))

    assert answer.status_code == 422
    assert 'id="department-error"' in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"starts_on": "2020-01-01"}, "starts_on"),
        ({"ends_on": "9000-01-01"}, "ends_on"),
        ({"ends_on": "2020-01-01"}, "ends_on"),
        ({"apply_by": "2999-01-01"}, "apply_by"),
        ({"apply_by": "2020-01-01"}, "apply_by"),
        ({"entry": "1.99"}, "entry"),
        ({"entry": ""}, "entry"),
        ({"region": "999999"}, "region"),
        ({"region": "220102"}, "region"),
        ({"daily_hours": "上午"}, "daily_hours"),
        ({"daily_hours": "12:00-09:00"}, "daily_hours"),
        ({"capacity": "0"}, "capacity"),
        ({"capacity": "many"}, "capacity"),
        ({"place": "  "}, "place"),
        ({"place_mn": "abc"}, "place_mn"),
        ({"contact_phone": "call me"}, "contact_phone"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(
    sign_in: SignIn, school: Any, entry: Any, changes: dict[str, str], field: str
) -> None:
    answer = sign_in(school).post("/zh/office/classes/new", data=typed(entry, **changes))

    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert f'id="{field}-error"' in page
    assert "乘3路公交车到明仁大街站" in page


def test_nobody_teaches_beyond_the_accreditation(sign_in: SignIn, entry: Any) -> None:
    end = clock.today() + timedelta(days=25)
    short = sign_in(factories.TeacherFactory(provider_id=factories.ProviderFactory(accredited_to=end).id))
    other = sign_in(factories.TeacherFactory(provider_id=factories.ProviderFactory(trades=["machining"]).id))
    gone = sign_in(
        factories.TeacherFactory(
            provider_id=factories.ProviderFactory(accredited_to=clock.today() - timedelta(days=1)).id
        )
    )

    for browser, field in ((short, "ends_on"), (other, "entry"), (gone, "entry")):
        answer = browser.post("/zh/office/classes/new", data=typed(entry))
        assert answer.status_code == 422
        assert f'id="{field}-error"' in answer.get_data(as_text=True)


def test_a_trade_outside_the_accreditation_is_refused_by_the_service_as_well(school: Any, entry: Any) -> None:
    other = factories.CatalogEntryFactory(occupation=factories.OccupationFactory(trade="machining"))
    class_id = factories.ClassSessionFactory(entry=other, provider=factories.ProviderFactory()).id

    with pytest.raises(PlanRefused):
        plans.draft_class(get_plan(class_id), provider_id=school.provider_id, account_id=school.id)


def test_a_plan_is_held_against_the_day_on_which_it_is_published(
    session: Session, sign_in: SignIn, school: Any, entry: Any
) -> None:
    class_id = draft(sign_in(school), entry)
    plans.submit_draft(class_id, provider_id=school.provider_id, account_id=school.id)
    seen = get_review(class_id).submitted_at

    with clock.at(clock.today() + timedelta(days=21)), pytest.raises(PlanRefused):
        plans.publish_draft(class_id, seen=seen, account_id=None)

    assert session.get_one(ClassSession, class_id).state is ClassState.DRAFT


def test_an_officer_publishes_only_what_they_read(sign_in: SignIn, school: Any, entry: Any) -> None:
    bureau, teacher = sign_in(factories.OfficerFactory()), sign_in(school)
    class_id = draft(teacher, entry)
    own = {"provider_id": school.provider_id, "account_id": school.id}
    with clock.at(clock.today() - timedelta(days=1)):
        plans.submit_draft(class_id, **own)
        seen = get_review(class_id).submitted_at
        plans.take_draft_back(class_id, **own)
    plans.submit_draft(class_id, **own)

    for said in (seen.isoformat() if seen else "", "", "garbage", "2026-01-01T00:00:00"):
        bureau.post(f"/zh/office/reviews/{class_id}/publish", data={"seen": said})
        assert get_review(class_id).reviewed_at is None
    with pytest.raises(NotADraftClass):
        plans.save_draft(class_id, get_plan(class_id), **own)


def test_what_is_sent_back_says_why_and_can_be_mended(sign_in: SignIn, school: Any, entry: Any) -> None:
    bureau, teacher = sign_in(factories.OfficerFactory()), sign_in(school)
    class_id = draft(teacher, entry)
    teacher.post(f"/zh/office/classes/{class_id}/submit")
    back, seen = f"/zh/office/reviews/{class_id}/send-back", get_review(class_id).submitted_at
    assert seen is not None

    assert bureau.post(back, data={"seen": seen.isoformat()}).status_code == 422
    assert bureau.post(back, data={"seen": seen.isoformat(), "reason": "地点没有门牌号"}).status_code == 303
    assert "地点没有门牌号" in teacher.get(f"/zh/office/classes/{class_id}").get_data(as_text=True)
    edited = teacher.post(f"/zh/office/classes/{class_id}/edit", data=typed(entry, place="明仁大街1号201室"))
    assert edited.status_code == 303
    teacher.post(f"/zh/office/classes/{class_id}/submit")

    assert get_plan(class_id).place == "明仁大街1号201室"
    assert get_review(class_id).submitted_at is not None
    assert get_review(class_id).sent_back_reason is None


def test_schools_and_officers_reach_only_their_own(sign_in: SignIn, school: Any, entry: Any) -> None:
    class_id = draft(sign_in(school), entry)
    stranger = sign_in(factories.TeacherFactory())
    elsewhere = sign_in(factories.OfficerFactory(region_code="150100"))
    plans.submit_draft(class_id, provider_id=school.provider_id, account_id=school.id)

    for path in ("", "/edit", "/change", "/roll", "/attendance", "/results", "/certificates"):
        assert stranger.get(f"/zh/office/classes/{class_id}{path}").status_code == 404, path
    for step in ("submit", "take-back", "discard"):
        assert stranger.post(f"/zh/office/classes/{class_id}/{step}").status_code == 404, step
    assert elsewhere.get(f"/zh/office/reviews/{class_id}").status_code == 404
    assert elsewhere.post(f"/zh/office/reviews/{class_id}/publish").status_code == 404
    with pytest.raises(NotFound):
        plans.discard_draft(class_id, provider_id=0, account_id=None)


def test_a_discarded_draft_is_gone(sign_in: SignIn, session: Session, school: Any, entry: Any) -> None:
    teacher = sign_in(school)
    class_id = draft(teacher, entry)

    assert teacher.post(f"/zh/office/classes/{class_id}/discard").status_code == 303
    assert session.scalar(select(ClassSession.id).where(ClassSession.id == class_id)) is None


def test_a_change_tells_the_people_and_keeps_the_old_value(
    sign_in: SignIn, session: Session, officer: Any, school: Any, entry: Any
) -> None:
    taught = factories.ClassSessionFactory(entry=entry, provider_id=school.provider_id, provider=None, capacity=1)
    people = [factories.PersonFactory() for _number in range(2)]
    for person in people:
        enrolment.apply(taught.id, person_id=person.id, actor=Actor(account_id=None))
    data = shown_plan(taught.id)

    answer = sign_in(officer).post(f"/zh/office/classes/{taught.id}/change", data={**data, "place": "新址2号"})

    assert answer.status_code == 303
    assert [(one.kind, one.facts["place"]) for one in session.scalars(CHANGED)] == [
        ("class_changed", "通辽市科尔沁区新址2号")
    ] * 2
    (kept,) = session.scalars(select(ClassChange))
    assert (kept.field, kept.before, kept.after) == ("place", "科尔沁区明仁大街1号", "新址2号")
    page = sign_in(school).get(f"/zh/office/classes/{taught.id}").get_data(as_text=True)
    assert "科尔沁区明仁大街1号" in page


def test_more_seats_are_offered_and_taken_ones_stay(session: Session, sign_in: SignIn, school: Any, entry: Any) -> None:
    taught = factories.ClassSessionFactory(entry=entry, provider_id=school.provider_id, provider=None, capacity=2)
    for _number in range(3):
        enrolment.apply(taught.id, person_id=factories.PersonFactory().id, actor=Actor(account_id=None))
    browser, data = sign_in(school), shown_plan(taught.id)

    few = browser.post(f"/zh/office/classes/{taught.id}/change", data={**data, "capacity": "1"})
    more = browser.post(f"/zh/office/classes/{taught.id}/change", data={**data, "capacity": "3"})

    assert few.status_code == 422
    assert 'id="capacity-error"' in few.get_data(as_text=True)
    assert more.status_code == 303
    session.expire_all()
    assert (taught.capacity, taught.seats_taken, taught.waiting) == (3, 3, 0)


def test_what_is_over_is_not_changed(sign_in: SignIn, school: Any, entry: Any) -> None:
    taught = factories.ClassSessionFactory(entry=entry, provider_id=school.provider_id, provider=None)
    catalog.set_class_state(taught.id, ClassState.FINISHED)

    with pytest.raises(NotADraftClass):
        plans.change_class(taught.id, get_plan(taught.id), account_id=school.id)
    answer = sign_in(school).post(f"/zh/office/classes/{taught.id}/change", data=shown_plan(taught.id))
    assert answer.status_code == 303


def shown_plan(class_id: int) -> dict[str, str]:
    """Return what the form of changes shows."""
    plan = get_plan(class_id)
    names = ("starts_on", "ends_on", "apply_by", "daily_hours", "place", "capacity", "contact_phone")
    values = {name: getattr(plan, name) for name in names}
    return {name: value.isoformat() if isinstance(value, date) else str(value) for name, value in values.items()}


def test_a_draft_shows_nowhere_to_the_public(sign_in: SignIn, client: Any, school: Any, resident: Any) -> None:
    entry = factories.CatalogEntryFactory(occupation=factories.OccupationFactory(name="奶皮子制作工"))
    class_id = draft(sign_in(school), entry, place="谁也没见过的地方")
    plans.submit_draft(class_id, provider_id=school.provider_id, account_id=school.id)

    pages = ("/classes", "/classes?q=谁也没见过", f"/providers/{school.provider_id}", f"/classes/compare?id={class_id}")
    for page in pages:
        assert f"/zh/classes/{class_id}" not in client.get(f"/zh{page}").get_data(as_text=True), page
    for page in (f"/classes/{class_id}", f"/classes/{class_id}/calendar.ics"):
        assert client.get(f"/zh{page}").status_code == 404, page
    assert sign_in(resident).post(f"/zh/classes/{class_id}/apply", data={}).status_code == 404
    assert f"/classes/{class_id}" not in client.get("/sitemap.xml").get_data(as_text=True)


def test_a_class_is_cancelled_with_a_reason_everyone_reads(
    sign_in: SignIn, session: Session, school: Any, entry: Any
) -> None:
    taught = factories.ClassSessionFactory(entry=entry, provider_id=school.provider_id, provider=None)
    enrolment.apply(taught.id, person_id=factories.PersonFactory().id, actor=Actor(account_id=None))
    browser, page = sign_in(school), f"/zh/office/classes/{taught.id}/cancel"

    assert browser.post(page).status_code == 422
    assert browser.post(page, data={"reason": "报名人数不足"}).status_code == 303
    assert browser.post(page, data={"reason": "报名人数不足"}).status_code == 303

    session.expire_all()
    assert (taught.state, taught.cancelled_reason) == (ClassState.CANCELLED, "报名人数不足")
    told = select(Message).where(Message.kind == "class_cancelled")
    assert [one.facts["reason"] for one in session.scalars(told)] == ["报名人数不足"]
