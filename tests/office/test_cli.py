"""The command that takes results in."""

from pathlib import Path

from flask import Flask

from portal.records import queries
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
