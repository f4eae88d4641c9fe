"""Whoever corrects a result learns that a claim rests on it, and a bureau finds what was paid for it."""

import io
import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.core import clock
from portal.office import services as office
from portal.people.models import Person
from portal.records import queries, services
from portal.records.types import NewClaim, Reach, SubsidyState
from tests import factories
from tests.conftest import SignIn
from tests.office.conftest import Application, csv_file, row


@pytest.fixture
def school(sign_in: SignIn, taught: Any) -> FlaskClient:
    """Staff of the provider of the class."""
    return sign_in(factories.TeacherFactory(provider_id=taught.provider_id))


def address(learner: Application) -> str:
    return f"/zh/office/classes/{learner.class_session.id}/results/{learner.row.id}"


def result(word: str, hours: int, reason: str = "") -> dict[str, Any]:
    today = clock.today().isoformat()
    return {"result": word, "hours": hours, "result_on": today, "kind": "", "level": "5", "reason": reason}


def claimed(school: FlaskClient, learner: Application) -> int:
    """Let someone pass, and claim for it."""
    assert school.post(address(learner), data=result("passed", 80)).status_code == 303
    (line,) = queries.list_for(learner.person.id).trainings
    claim = NewClaim(
        kind="training_subsidy",
        occupation_code=None,
        occupation=line.occupation.zh,
        level=line.level,
        year=2026,
        rule_id="NM24-NOREPEAT",
        clause="三(五)",
        region_code=learner.class_session.region_code,
        record_id=line.id,
    )
    return services.claim_subsidy(learner.person.id, claim, account_id=None)


def test_a_correction_says_beside_the_form_that_a_claim_goes_with_it(
    school: FlaskClient, session: Session, learner: Application
) -> None:
    claimed(school, learner)
    assert "该笔申领将立即驳回" in school.get(address(learner)).get_data(as_text=True)

    answer = school.post(address(learner), data=result("failed", 60, "登记有误"), follow_redirects=True)

    assert "依据该结果的补贴申领已驳回" in answer.get_data(as_text=True)
    (line,) = queries.list_for(learner.person.id).subsidies
    assert line.state is SubsidyState.REFUSED


def test_what_was_paid_stands_out_in_the_list_of_claims(
    school: FlaskClient, sign_in: SignIn, session: Session, learner: Application
) -> None:
    claim = claimed(school, learner)
    services.set_subsidy_state(claim, SubsidyState.PAID, account_id=None)
    assert "依据该结果的补贴已经发放" in school.get(address(learner)).get_data(as_text=True)
    school.post(address(learner), data=result("absent", 0, "登记有误"))

    desk = sign_in(factories.OfficerFactory(region_code="150000"))
    page = desk.get("/zh/office/claims").get_data(as_text=True)

    assert "已发放，结果其后有更正" in page
    assert learner.class_session.number in page
    provider = Reach(0, provider_id=learner.class_session.provider_id)
    assert [line.claim_id for line in queries.list_paid_corrected(provider)] == [claim]


NOT_PASSED = {"学时": 60, "结果": "不合格", "证书种类": "", "证书编号": "", "发证机构": "", "发证日期": ""}


def send(school: FlaskClient, learner: Application) -> str:
    """Send a file that says someone did not pass, and return the page of what became of it."""
    file = (io.BytesIO(csv_file([row(learner, **NOT_PASSED)])), "成绩.csv")
    answer = school.post("/zh/office/results", data={"file": file}, follow_redirects=True)
    return str(answer.get_data(as_text=True))


def test_a_file_says_on_its_row_that_a_claim_is_refused(
    school: FlaskClient, session: Session, learner: Application
) -> None:
    claim = claimed(school, learner)

    page = send(school, learner)

    assert "这些行还带来的变化" in page
    assert "依据该结果的补贴申领已驳回" in page
    assert "买**·*云" in page
    assert f'<a href="/zh/office/claims/{learner.class_session.number}">{claim}</a>' in page
    (line,) = queries.list_for(learner.person.id).subsidies
    assert line.state is SubsidyState.REFUSED
    assert "这些行还带来的变化" not in send(school, learner)  # the second time nothing changes


def test_a_file_says_on_its_row_that_a_subsidy_was_paid(
    school: FlaskClient, session: Session, learner: Application
) -> None:
    services.set_subsidy_state(claimed(school, learner), SubsidyState.PAID, account_id=None)

    page = send(school, learner)

    assert "这项成绩的补贴已经支付" in page


def test_a_file_that_is_only_tried_says_so_too(school: FlaskClient, session: Session, learner: Application) -> None:
    claim = claimed(school, learner)

    report = office.import_results(csv_file([row(learner, **NOT_PASSED)]), "成绩.csv", dry_run=True)

    assert [(note.row, note.column, note.claim_id) for note in report.notes] == [(2, "结果", claim)]
    (line,) = queries.list_for(learner.person.id).subsidies
    assert line.state is SubsidyState.CLAIMED


def test_of_someone_who_was_forgotten_a_file_names_the_claim_alone(
    school: FlaskClient, session: Session, learner: Application
) -> None:
    claim = claimed(school, learner)
    page = send(school, learner)
    session.get_one(Person, learner.person.id).erased_at = clock.now()
    session.commit()

    (run,) = set(re.findall(r"/office/results/\d+", page))
    again = school.get(f"/zh{run}").get_data(as_text=True)

    assert "买**·*云" not in again
    assert f">{claim}</a>" in again


def test_the_command_says_whose_claim_is_refused(
    app: Flask, school: FlaskClient, session: Session, learner: Application, tmp_path: Path
) -> None:
    claim = claimed(school, learner)
    (tmp_path / "成绩.csv").write_bytes(csv_file([row(learner, **NOT_PASSED)]))

    said = app.test_cli_runner().invoke(args=["import", "results", str(tmp_path / "成绩.csv")])

    assert f"row 2, 结果: claim {claim}, 买**·*云: " in said.output
