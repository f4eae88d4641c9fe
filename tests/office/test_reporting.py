"""Results by page, corrections, and certificates that end."""

import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core import clock
from portal.enrolment import services as enrolment
from portal.enrolment.models import Application as ApplicationRow
from portal.enrolment.types import ApplicationState
from portal.enrolment.types.attendance import AttendanceWay, NewMark
from portal.notices.models import Message
from portal.people.models import Person
from portal.records import queries as records
from portal.records import services
from portal.records.types import CertificateState, Result
from tests import factories
from tests.conftest import SignIn
from tests.office.conftest import Application

NUMBER = "S000011500001234567A89"  # twenty-two characters, one of them a letter


@pytest.fixture
def teacher(taught: Any) -> Any:
    """Staff of the provider of the class."""
    return factories.TeacherFactory(provider_id=taught.provider_id)


def address(learner: Application) -> str:
    return f"/zh/office/classes/{learner.class_session.id}/results/{learner.row.id}"


def passed(**changes: str) -> dict[str, str]:
    """Return what a school types about someone who passed."""
    day = clock.today().isoformat()
    values = {
        "result": "passed",
        "hours": "78",
        "evaluated_on": (clock.today() - timedelta(days=2)).isoformat(),
        "result_on": day,
        "evaluator": "通辽市职业技能评价中心",
        "kind": "skill_level",
        "number": NUMBER,
        "level": "5",
        "issuer": "通辽市职业技能评价中心",
        "issued_on": day,
    }
    return {**values, **changes}


FAILED = {"result": "failed", "hours": "40", "kind": "", "level": "5"}


def state_of(session: Session, learner: Application) -> ApplicationState:
    session.expire_all()
    return session.get_one(ApplicationRow, learner.row.id).state


def test_a_result_enters_the_record_with_both_days(
    sign_in: SignIn, session: Session, learner: Application, teacher: Any
) -> None:
    answer = sign_in(teacher).post(address(learner), data=passed())

    assert answer.status_code == 303
    record = records.list_for(learner.person.id)
    (line,), (certificate,) = record.trainings, record.certificates
    assert (line.hours, line.result, line.evaluation.evaluator) == (78, Result.PASSED, "通辽市职业技能评价中心")
    assert line.evaluation.evaluated_on == clock.today() - timedelta(days=2)
    assert line.evaluation.result_on == clock.today()
    assert certificate.number == NUMBER
    assert state_of(session, learner) is ApplicationState.COMPLETED
    assert [one.kind for one in session.scalars(select(Message))] == ["result_recorded"]


def test_hours_are_proposed_from_attendance(sign_in: SignIn, teacher: Any) -> None:
    running = factories.ClassSessionFactory(
        starts_on=clock.today() - timedelta(days=1), state="running", provider=None, provider_id=teacher.provider_id
    )
    learner = Application(factories.PersonFactory(), running)
    for ago in (0, 1):
        day = clock.today() - timedelta(days=ago)
        marks = [NewMark(learner.row.id, 6)]
        enrolment.mark_day(running.id, day, marks, how=AttendanceWay.PHONE, reason=None, account_id=teacher.id)

    page = sign_in(teacher).get(address(learner)).get_data(as_text=True)

    assert 'id="hours"' in page
    assert 'value="12"' in page


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"result": ""}, "result"),
        ({"hours": ""}, "hours"),
        ({"hours": "0"}, "hours"),
        ({"hours": "81"}, "hours"),
        ({"hours": "9" * 40}, "hours"),
        ({"evaluated_on": "2999-01-01"}, "evaluated_on"),
        ({"evaluated_on": "soon"}, "evaluated_on"),
        ({"result_on": "2020-01-01"}, "result_on"),
        ({"number": ""}, "number"),
        ({"number": "合格"}, "number"),
        ({"issuer": ""}, "issuer"),
        ({"issued_on": ""}, "issued_on"),
        ({"issued_on": "2999-01-01"}, "issued_on"),
        ({"level": "none"}, "level"),
        ({"level": "own"}, "own_level"),
        ({"level": "99"}, "level"),
        ({"kind": "other"}, "kind"),
        ({"result": "failed"}, "kind"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(
    sign_in: SignIn, learner: Application, teacher: Any, changes: dict[str, str], field: str
) -> None:
    answer = sign_in(teacher).post(address(learner), data=passed(**changes))

    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.get_data(as_text=True)
    assert records.list_for(learner.person.id).trainings == ()


def test_an_enterprise_has_levels_of_its_own(sign_in: SignIn, learner: Application, teacher: Any) -> None:
    assert sign_in(teacher).post(address(learner), data=passed(level="own", own_level="P3")).status_code == 303

    (certificate,) = records.list_for(learner.person.id).certificates
    assert certificate.level == "P3"


def test_a_correction_keeps_the_old_result_and_leads_the_application_along(
    sign_in: SignIn, session: Session, learner: Application, teacher: Any
) -> None:
    browser = sign_in(teacher)
    assert browser.post(address(learner), data={**FAILED, "result": "absent", "hours": "0"}).status_code == 303
    assert state_of(session, learner) is ApplicationState.ABSENT

    without = browser.post(address(learner), data=passed())
    taken = browser.post(address(learner), data=passed(reason="补考合格"))

    assert without.status_code == 422
    assert 'id="reason-error"' in without.get_data(as_text=True)
    assert taken.status_code == 303
    (line,) = records.list_for(learner.person.id).trainings
    assert (line.result, line.reason, [old.result for old in line.earlier]) == (
        Result.PASSED, "补考合格", [Result.ABSENT]
    )  # fmt: skip
    assert state_of(session, learner) is ApplicationState.COMPLETED


def test_a_valid_certificate_must_be_revoked_first(sign_in: SignIn, learner: Application, teacher: Any) -> None:
    browser = sign_in(teacher)
    browser.post(address(learner), data=passed())

    answer = browser.post(address(learner), data={**FAILED, "reason": "成绩录错"})

    assert answer.status_code == 422
    assert 'id="result-error"' in answer.get_data(as_text=True)
    assert [line.result for line in records.list_for(learner.person.id).trainings] == [Result.PASSED]


def test_only_people_on_the_roll_have_results(sign_in: SignIn, taught: Any, teacher: Any) -> None:
    waiting = Application(factories.PersonFactory(), taught, ApplicationState.WAITING)
    elsewhere = Application(factories.PersonFactory(), factories.ClassSessionFactory())
    browser = sign_in(teacher)

    assert browser.post(address(waiting), data=passed()).status_code == 404
    assert browser.post(address(elsewhere), data=passed()).status_code == 404
    other = f"/zh/office/classes/{taught.id}/results/{elsewhere.row.id}"
    assert browser.post(other, data=passed()).status_code == 404


def test_who_asked_for_deletion_gets_the_result_and_no_message(
    sign_in: SignIn, session: Session, learner: Application, teacher: Any
) -> None:
    session.get_one(Person, learner.person.id).erased_at = clock.now()
    session.commit()
    browser = sign_in(teacher)
    for page in (address(learner), f"/zh/office/classes/{learner.class_session.id}/roll"):
        assert learner.person.name not in browser.get(page).get_data(as_text=True)

    assert browser.post(address(learner), data=passed()).status_code == 303
    assert [line.result for line in records.list_for(learner.person.id).trainings] == [Result.PASSED]
    assert session.scalars(select(Message)).all() == []


def test_a_number_someone_else_has_is_refused(sign_in: SignIn, learner: Application, teacher: Any) -> None:
    other = Application(factories.PersonFactory(), learner.class_session)
    browser = sign_in(teacher)
    browser.post(address(other), data=passed())

    answer = browser.post(address(learner), data=passed())

    assert answer.status_code == 422
    assert 'id="number-error"' in answer.get_data(as_text=True)
    assert records.list_for(learner.person.id).trainings == ()


def test_an_officer_revokes_and_the_person_and_the_verifier_see_it(
    sign_in: SignIn, session: Session, learner: Application, teacher: Any
) -> None:
    sign_in(teacher).post(address(learner), data=passed())
    (held,) = records.list_for(learner.person.id).certificates
    summary = services.issue_summary(learner.person.id, "zh", account_id=teacher.id)
    page = f"/zh/office/certificates/{held.id}/revoke"
    bureau = sign_in(factories.OfficerFactory())

    assert sign_in(teacher).get(page).status_code == 403
    assert sign_in(factories.OfficerFactory(region_code="150100")).post(page).status_code == 404
    assert bureau.post(page).status_code == 422
    assert bureau.post(page, data={"reason": "冒名顶替"}).status_code == 303
    assert bureau.post(page, data={"reason": "冒名顶替"}).status_code == 303

    (ended,) = records.list_for(learner.person.id).certificates
    assert (ended.state, ended.state_reason) == (CertificateState.REVOKED, "冒名顶替")
    kinds = [one.kind for one in session.scalars(select(Message).order_by(Message.id))]
    assert kinds == ["result_recorded", "certificate_revoked"]
    assert "已撤销" in bureau.get(f"/verify?code={summary}&lang=zh").get_data(as_text=True)
    listed = sign_in(teacher).get(f"/zh/office/classes/{learner.class_session.id}/certificates")
    assert "冒名顶替" in listed.get_data(as_text=True)


def test_a_school_replaces_what_bears_its_own_name(sign_in: SignIn, learner: Application, teacher: Any) -> None:
    browser = sign_in(teacher)
    page = browser.get(f"/zh/office/classes/{learner.class_session.id}").get_data(as_text=True)
    issuer = next(word.split("<")[0] for word in page.split(">") if word.startswith("科尔沁职业培训学校"))
    browser.post(address(learner), data=passed(kind="training", issuer=issuer, level="none"))
    (held,) = records.list_for(learner.person.id).certificates
    new = {
        "kind": "training",
        "number": "N2",
        "level": "none",
        "issuer": issuer,
        "issued_on": clock.today().isoformat(),
    }

    replace = f"/zh/office/certificates/{held.id}/replace"
    assert browser.post(replace, data=new).status_code == 422
    assert browser.post(replace, data={**new, "number": NUMBER, "reason": "号码印错"}).status_code == 422
    assert browser.post(replace, data={**new, "reason": "号码印错"}).status_code == 303

    states = {one.number: one.state for one in records.list_for(learner.person.id).certificates}
    assert states == {NUMBER: CertificateState.REPLACED, "N2": CertificateState.VALID}


def test_nobody_passes_before_the_last_day(
    sign_in: SignIn, session: Session, learner: Application, teacher: Any
) -> None:
    last, taught = clock.today() + timedelta(days=1), learner.class_session
    taught.ends_on = last
    session.flush()
    browser = sign_in(teacher)

    answer = browser.post(address(learner), data=passed())

    assert answer.status_code == 422
    assert re.search(rf'id="result-error".*{last.isoformat()}', answer.get_data(as_text=True))
    assert records.list_for(learner.person.id).trainings == ()
    assert browser.post(address(learner), data=FAILED).status_code == 303  # whoever left early is reported at once


def test_a_class_that_has_not_begun_has_no_results(
    sign_in: SignIn, session: Session, taught: Any, teacher: Any
) -> None:
    taught.starts_on = taught.ends_on = clock.today() + timedelta(days=1)
    session.flush()
    early = Application(factories.PersonFactory(), taught, ApplicationState.ACCEPTED)

    answer = sign_in(teacher).post(address(early), data=passed())

    assert answer.status_code == 422
    assert 'id="result-error"' in answer.get_data(as_text=True)
