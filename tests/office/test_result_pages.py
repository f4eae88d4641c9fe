"""Results by file, from the web."""

import io
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.core import clock
from portal.office import errors, queries, services
from portal.office.services.uploads import ROWS_AT_MOST
from portal.records import queries as records
from tests import factories
from tests.conftest import SignIn
from tests.core.sending import assert_answered_in_words, send_raw
from tests.core.test_tables_hostile import HOSTILE
from tests.office.conftest import Application, csv_file, row, xlsx_file


@pytest.fixture
def teacher(taught: Any) -> Any:
    return factories.TeacherFactory(provider_id=taught.provider_id)


def send(browser: FlaskClient, content: bytes, name: str = "results.csv") -> Any:
    return browser.post("/zh/office/results", data={"file": (io.BytesIO(content), name)})


def test_a_provider_sends_results_of_its_own_class(sign_in: SignIn, teacher: Any, learner: Application) -> None:
    browser = sign_in(teacher)

    answer = send(browser, csv_file([row(learner)]))
    page = browser.get(answer.location).get_data(as_text=True)

    assert answer.status_code == 303
    assert "每一行都已写入" in page
    assert len(records.list_for(learner.person.id).trainings) == 1
    assert "results.csv" in browser.get("/mn/office/results").get_data(as_text=True)


def test_rows_of_another_provider_are_refused_and_can_be_fetched(
    sign_in: SignIn, teacher: Any, session: Session
) -> None:
    other = Application(factories.PersonFactory(), factories.ClassSessionFactory())
    browser = sign_in(teacher)

    for content, name in ((csv_file([row(other)]), "a.csv"), (xlsx_file([row(other)]), "a.xlsx")):
        page = send(browser, content, name).location
        assert str(errors.NO_SUCH_CLASS) in browser.get(page).get_data(as_text=True)
        fetched = browser.get(f"{page}/refused")
        assert fetched.headers["Content-Disposition"] == 'attachment; filename="refused.xlsx"'
        cells = [cell for line in load_workbook(io.BytesIO(fetched.data)).worksheets[0].iter_rows() for cell in line]
        number = next(cell for cell in cells if cell.value == other.person.id_number)
        assert number.number_format == "@"  # text, so no digit is lost when it is saved again
        assert fetched.headers["Cache-Control"] == "no-store"
    assert records.list_for(other.person.id).trainings == ()
    assert other.person.id_number not in str(session.execute(text("SELECT * FROM refused_file")).all())


def test_the_template_is_filled_in_and_sent(sign_in: SignIn, teacher: Any, learner: Application) -> None:
    browser = sign_in(teacher)
    assert "/zh/office/results/template.xlsx" in browser.get("/zh/office/results").get_data(as_text=True)

    book = load_workbook(io.BytesIO(browser.get("/zh/office/results/template.xlsx").data))
    for cell, value in zip(book.worksheets[0][2], row(learner), strict=True):
        assert cell.number_format == "@"
        cell.value = str(value)
    filled = io.BytesIO()
    book.save(filled)

    assert "每一行都已写入" in browser.get(send(browser, filled.getvalue(), "r.xlsx").location).get_data(as_text=True)


def test_a_file_that_would_keep_its_sender_waiting_is_sent_in_parts(
    sign_in: SignIn, teacher: Any, learner: Application
) -> None:
    answer = send(sign_in(teacher), csv_file([row(learner)] * (ROWS_AT_MOST + 1)))

    assert answer.status_code == 422
    assert f"{ROWS_AT_MOST}" in answer.get_data(as_text=True)
    assert records.list_for(learner.person.id).trainings == ()


def test_refused_rows_are_for_whoever_sent_them_and_for_a_day(
    sign_in: SignIn, teacher: Any, learner: Application
) -> None:
    page = send(sign_in(teacher), csv_file([row(learner, 结果="好")])).location
    run_id = int(page.rpartition("/")[2])
    stranger = sign_in(factories.OfficerFactory())

    assert stranger.get(page).status_code == 404
    assert stranger.get(f"{page}/refused").status_code == 404
    services.forget_old_files()
    assert queries.find_refused_file(run_id, account_id=teacher.id) is not None
    with clock.at(clock.today() + timedelta(days=2)):
        services.forget_old_files()
    assert queries.find_refused_file(run_id, account_id=teacher.id) is None
    assert sign_in(teacher).get(f"{page}/refused").status_code == 404
    assert sign_in(teacher).get(page).status_code == 200


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"a,b\r\n1,2\r\n", b"PK\x03\x04broken"])
def test_a_file_that_is_no_table_is_said_beside_the_field(sign_in: SignIn, officer: Any, content: bytes) -> None:
    for name in ("x.csv", "x.xlsx", "x.exe", ""):
        answer = send(sign_in(officer), content, name)
        assert answer.status_code == 422
    assert sign_in(officer).post("/zh/office/results", data={}).status_code == 422


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_gets_a_sentence(sign_in: SignIn, officer: Any, name: str) -> None:
    browser = sign_in(officer)

    answer = send_raw(browser, "/zh/office/results", HOSTILE[name][0](), "结果.xlsx")

    assert_answered_in_words(browser, answer)


def test_pages_of_unknown_runs_are_not_found(sign_in: SignIn, officer: Any) -> None:
    for number in (10**6, 10**11, 10**20):
        assert sign_in(officer).get(f"/zh/office/results/{number}").status_code == 404
