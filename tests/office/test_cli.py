"""The commands that take results in, and hand the ledger out."""

from pathlib import Path

import openpyxl
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core.audit import AuditEvent
from portal.records import queries
from tests import factories
from tests.office.conftest import Application, csv_file, row


def test_takes_tries_and_hands_back_refused_rows(app: Flask, learner: Application, tmp_path: Path) -> None:
    file, refused, runner = tmp_path / "r.csv", tmp_path / "refused.csv", app.test_cli_runner()
    file.write_bytes(csv_file([row(learner), row(learner, 姓名="斯琴")], "gb18030"))

    tried = runner.invoke(args=["import", "results", str(file), "--dry-run"])
    taken = runner.invoke(args=["import", "results", str(file), "--refused", str(refused)])

    assert (tried.exit_code, taken.exit_code) == (0, 0)
    assert "2 rows: 1 taken, 0 unchanged, 1 refused (only tried)" in tried.output
    assert "row 3, 姓名" in taken.output
    assert learner.person.id_number not in taken.output
    assert "斯琴" in refused.read_text(encoding="utf-8-sig")
    assert len(queries.list_for(learner.person.id).trainings) == 1


def test_a_file_that_cannot_be_read_is_said(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "r.xlsx"
    file.write_bytes(b"nothing")

    with app.app_context():
        answer = app.test_cli_runner().invoke(args=["import", "results", str(file)])

    assert answer.exit_code == 1
    assert "Error" in answer.output


def test_writes_the_ledger_and_says_what_is_wrong_with_the_name(app: Flask, session: Session, tmp_path: Path) -> None:
    factories.WishFactory(region_code="150500")
    runner, file = app.test_cli_runner(), tmp_path / "ledger.xlsx"

    done = runner.invoke(args=["export", "ledger", str(file), "--region", "150500"])
    wrong = [
        runner.invoke(args=["export", "ledger", *arguments])
        for arguments in (
            [str(tmp_path / "ledger.csv")],
            [str(file), "--region", "999999"],
            [str(tmp_path / "nowhere" / "ledger.xlsx")],
        )
    ]

    assert done.exit_code == 0, done.output
    assert openpyxl.load_workbook(file).active.max_row == 2
    assert [answer.exit_code for answer in wrong] == [1, 1, 1]
    assert session.scalars(select(AuditEvent.actor_id).where(AuditEvent.action == "office.export_ledger")).all()[
        :1
    ] == [None]
