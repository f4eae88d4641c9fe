"""Summaries while many are asked for: in turn, fairly, and none forgotten."""

import threading
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.core import jobs, pdf
from portal.records import queries, services
from portal.records.errors import CannotBePrinted
from portal.records.models import SummaryDocument, SummaryPrint
from portal.records.services import prints
from portal.records.types import WaitingPrint
from tests import factories
from tests.conftest import SignIn
from tests.page_checks import check_page


@pytest.fixture
def busy(monkeypatch: pytest.MonkeyPatch) -> threading.Lock:
    """This process is printing something already."""
    press = threading.Lock()
    press.acquire()
    monkeypatch.setattr(prints, "_press", press)
    return press


def account_with_record() -> Any:
    account = factories.AccountFactory()
    factories.EnrolmentRecordFactory(person=None, person_id=account.person_id)
    return account


def ask(account: Any, code: str | None = None) -> Any:
    """Ask for a summary, a new one unless a code is given."""
    code = code or services.issue_summary(account.person_id, "zh", account_id=account.id)
    return services.hand_out(code, person_id=account.person_id)


def test_quiet_portal_prints_at_once(session: Session) -> None:
    assert ask(account_with_record()).startswith(b"%PDF")
    assert session.scalars(select(SummaryPrint)).all() == []


def test_busy_portal_gives_a_place_and_the_job_prints(app: Flask, session: Session, busy: threading.Lock) -> None:
    people = [account_with_record() for _number in range(3)]

    waiting = [ask(person) for person in people]
    assert [line.place for line in waiting] == [1, 2, 3]
    assert jobs.run_asked(app) == [services.PRINT_JOB]

    for person, line in zip(people, waiting, strict=True):
        assert ask(person, line.code).startswith(b"%PDF")
    assert session.scalars(select(SummaryPrint)).all() == []


def test_nobody_new_overtakes_those_who_wait(session: Session, busy: threading.Lock) -> None:
    ask(account_with_record())
    busy.release()

    assert ask(account_with_record()).place == 2


def test_many_documents_of_one_person_count_once(session: Session, busy: threading.Lock) -> None:
    one, other, third = (account_with_record() for _number in range(3))
    many = [ask(one) for _number in range(5)]
    late = ask(other)

    assert [line.place for line in many] == [1, 2, 3, 4, 5]
    assert late.place == 2  # after the first of the many, before the second

    prints._leave(many[0].id)
    prints._leave(late.id)
    assert ask(third).place == 2  # nobody who comes later pushes the second further back
    assert ask(one, many[1].code).place == 1


def test_asking_again_keeps_the_place(session: Session, busy: threading.Lock) -> None:
    person = account_with_record()
    ask(account_with_record())
    first = ask(person)

    assert ask(person, first.code) == first


def test_first_in_line_is_printed_by_whoever_asks_when_no_worker_is_there(
    session: Session, busy: threading.Lock
) -> None:
    first, second = account_with_record(), account_with_record()
    waiting = [ask(first), ask(second)]
    busy.release()

    assert isinstance(ask(second, waiting[1].code), WaitingPrint)
    assert ask(first, waiting[0].code).startswith(b"%PDF")
    assert ask(second, waiting[1].code).startswith(b"%PDF")


def test_a_killed_worker_loses_no_place(session: Session, busy: threading.Lock) -> None:
    person = account_with_record()
    waiting = ask(person)
    assert prints._claim(waiting.id)  # and then it was killed
    busy.release()

    assert services.print_waiting() == 0
    assert ask(person, waiting.code).place == 1
    with time_machine.travel(factories.clock.now() + timedelta(minutes=2)):
        assert services.print_waiting() == 1
    assert ask(person, waiting.code).startswith(b"%PDF")


def test_worker_that_must_end_leaves_the_rest(app: Flask, session: Session, busy: threading.Lock) -> None:
    ask(account_with_record())
    runner = jobs.Runner(app)
    runner.halted = True

    printed = services.print_waiting()

    app.extensions.pop("job_runner")
    assert printed == 0


def test_two_who_ask_for_one_document_in_one_moment_have_one_place(session: Session, busy: threading.Lock) -> None:
    person = account_with_record()
    waiting = ask(person)
    issued = queries.get_own(waiting.code, person_id=person.person_id)

    assert prints._join(issued) == waiting


def test_what_cannot_be_printed_keeps_nobody_waiting_and_says_why(
    app: Flask, session: Session, busy: threading.Lock, monkeypatch: pytest.MonkeyPatch
) -> None:
    strange, plain = account_with_record(), account_with_record()
    waiting = [ask(strange), ask(plain)]
    honest = pdf.render

    def renders(html: str, **options: Any) -> bytes:
        if session.get_one(SummaryPrint, waiting[0].id, populate_existing=True).busy_until is not None:
            raise pdf.UncoveredCharacters(["\U000323af"])
        return honest(html, **options)

    monkeypatch.setattr(pdf, "render", renders)
    assert services.print_waiting() == 2
    assert ask(plain, waiting[1].code).startswith(b"%PDF")
    assert ask(strange, waiting[0].code).failed

    busy.release()
    with pytest.raises(CannotBePrinted):
        ask(strange, waiting[0].code)
    assert session.scalars(select(SummaryPrint)).all() == []


def test_an_unforeseen_fault_is_logged_and_the_next_is_printed(
    session: Session, busy: threading.Lock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    ask(account_with_record())
    monkeypatch.setattr(pdf, "render", None)

    assert services.print_waiting() == 1
    assert "could not be printed" in caplog.text


def test_a_summary_that_was_switched_off_leaves_the_queue(session: Session, busy: threading.Lock) -> None:
    person = account_with_record()
    waiting = ask(person)
    services.switch_off(waiting.code, person_id=person.person_id, account_id=person.id)

    services.print_waiting()

    assert session.scalars(select(SummaryPrint)).all() == []


def test_an_altered_summary_is_not_printed(session: Session, busy: threading.Lock) -> None:
    waiting = ask(account_with_record())
    session.execute(update(SummaryDocument).values(signature="forged"))
    session.commit()

    services.print_waiting()

    assert session.get_one(SummaryPrint, waiting.id, populate_existing=True).failed


@pytest.mark.parametrize("lang", ["zh", "mn"])
def test_page_says_the_place_and_asks_again_by_itself(
    sign_in: SignIn, session: Session, busy: threading.Lock, lang: str
) -> None:
    person = account_with_record()
    ask(account_with_record())
    code = services.issue_summary(person.person_id, "zh", account_id=person.id)
    address = f"/{lang}/me/record/summary/{code}.pdf"
    browser = sign_in(person)
    session.commit()  # ends what this session was reading

    answer = browser.get(address)

    assert answer.status_code == 202
    assert answer.headers["Refresh"] == "3"
    check_page(answer.text)
    assert "no-store" in answer.headers["Cache-Control"]
    assert f'href="{address}"' in answer.text
    assert '<span class="big">2</span>' in answer.text.replace('<span class="tcy">2</span>', "2")

    assert services.print_waiting() == 2
    assert browser.get(address).mimetype == "application/pdf"
