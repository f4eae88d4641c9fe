"""A bureau checks examples and adds a document without a programmer."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from portal.core.audit import AuditEvent
from portal.eligibility import queries, services
from portal.eligibility.cli import cli
from portal.eligibility.errors import BrokenRules
from portal.eligibility.rules import frozen

Run = Callable[..., Any]

NEW_RULES = """
sources:
  S9: {title: 新一轮培训行动, file: campaign.txt, number: 文9号, dated: 2025-07-01, region: "15"}
ends: {NM24-TRAIN: 2025-12-31}
rules:
- id: NM25-TRAIN
  title: 新一轮培训补贴
  scope: "15"
  region_test: [training_region]
  valid_from: 2025-07-01
  valid_to: 2027-12-31
  date_test: training_date
  groups: any
  conditions: {all: []}
  outcome: {kind: training_subsidy, payee: unspecified}
  cite: {doc: S9, clause: 一, quote: 参加培训的劳动者给予培训补贴}
  explain: {zh: 参加培训的都可以领培训补贴。}
"""


@pytest.fixture
def run(app: Flask, session: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command of the group, with a data directory of its own."""
    monkeypatch.setattr(queries, "added_rules_dir", lambda: tmp_path / "added")

    def running(*words: str | Path) -> Any:
        return app.test_cli_runner().invoke(cli, [str(word) for word in words])

    return running


@pytest.fixture
def campaign(tmp_path: Path) -> Path:
    """The rules of a new document beside its text."""
    folder = tmp_path / "new"
    folder.mkdir()
    (folder / "campaign.txt").write_text("一、参加培训的劳动者给予培训补贴。", "utf-8")
    (folder / "private.txt").write_text("not part of it", "utf-8")
    (folder / "campaign.yaml").write_text(NEW_RULES, "utf-8")
    return folder / "campaign.yaml"


@pytest.mark.parametrize("path", queries.EXAMPLE_FILES, ids=lambda path: path.name)
def test_every_example_of_the_house_is_as_expected(run: Run, path: Path) -> None:
    result = run("check", path)

    assert result.exit_code == 0
    assert result.output.endswith(" as expected, 0 differ.\n")


def test_names_each_example_that_differs_and_ends_with_a_count(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(
        """examples:
- {id: A1, note: 退役军人, facts: {training_region: "150602", training_date: 2020-06-01, groups: [veteran]}, expect: {ORD-FREE: eligible, ORD-LIVING: not_eligible}}
- {id: A2, note: 残疾人, facts: {training_region: "150602", training_date: "2020-06-01", groups: [disabled]}, expect: {ORD-FREE: meets_stated}}
""",
        "utf-8",
    )
    result = run("check", path)

    assert result.exit_code == 1
    assert result.output == (
        "A1  退役军人\n    ORD-FREE: expected eligible, came meets_stated\n"
        "2 examples with 3 expectations: 1 as expected, 1 differ.\n"
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("examples: [", "Error: own.yaml cannot be read: "),
        ("rules: []", "Error: the file has no list called examples"),
        ("examples: [{id: A}]", "Error: example A, facts: must be a mapping of facts to values"),
    ],
)
def test_says_what_is_wrong_with_a_broken_file(run: Run, tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(text, "utf-8")
    result = run("check", path)

    assert result.exit_code == 1
    assert result.output.startswith(said)


def test_a_file_that_is_not_there_is_named(run: Run) -> None:
    result = run("check", "/nowhere/own.yaml")

    assert result.exit_code == 2
    assert "/nowhere/own.yaml" in result.output


def test_a_dry_run_shows_what_would_change_and_changes_nothing(run: Run, campaign: Path, tmp_path: Path) -> None:
    facts = {"training_date": date(2026, 3, 1), "training_region": "150602", "groups": ["rural_transfer"],
             "claim_key": ["焊工", "五级"], "subsidised_keys": []}  # fmt: skip
    answer = frozen.to_dict(frozen.answer(facts, queries.current_book()))
    answers = tmp_path / "answers.jsonl"
    answers.write_text(json.dumps({**answer, "name": "application 17"}) + "\n\n" + json.dumps(answer), "utf-8")

    result = run("add-rules", campaign, "--answers", answers, "--dry-run")

    assert result.exit_code == 0, result.output
    assert result.output.startswith("New rules: NM25-TRAIN\n")
    assert "application 17  NM24-TRAIN: meets_stated -> out_of_period\n" in result.output
    assert "answer 3  NM24-TRAIN: meets_stated -> out_of_period\n" in result.output
    assert "NM25-TRAIN would answer: " in result.output
    assert result.output.endswith("past answers would change.\nNothing was changed.\n")
    assert not (tmp_path / "added").exists()


def test_added_rules_answer_at_once_and_are_on_record(run: Run, campaign: Path, tmp_path: Path, session: Any) -> None:
    before = queries.current_book().version
    result = run("add-rules", campaign)

    book = queries.current_book()
    assert result.exit_code == 0, result.output
    assert result.output.endswith(f"The rules are in force, version {book.version}.\n")
    assert book.version != before
    assert "NM25-TRAIN" in book.rule_ids
    assert book.versions_of("NM24-TRAIN")[0].period.last == date(2025, 12, 31)
    assert book.versions_of("NM25-TRAIN")[0].cite.title == "新一轮培训行动"
    assert sorted(path.name for path in (tmp_path / "added" / "documents").iterdir()) == ["campaign.txt"]
    event = session.query(AuditEvent).filter_by(action="eligibility.add_rules").one()
    assert event.details == {"file": "campaign.yaml", "version": book.version}


def test_the_same_file_is_not_added_twice(run: Run, campaign: Path) -> None:
    run("add-rules", campaign)
    result = run("add-rules", campaign)

    assert result.exit_code == 1
    assert "NM25-TRAIN" in result.output


def test_another_file_of_the_same_name_is_refused(run: Run, campaign: Path, tmp_path: Path) -> None:
    (tmp_path / "added").mkdir()
    (tmp_path / "added" / "campaign.yaml").write_text("rules: []\n", "utf-8")
    result = run("add-rules", campaign)

    assert result.exit_code == 1
    assert "campaign.yaml is already in force" in result.output


def test_names_what_is_wrong_with_new_rules(run: Run, campaign: Path) -> None:
    campaign.write_text(NEW_RULES.replace("给予培训补贴}", "给予奖金}"), "utf-8")
    result = run("add-rules", campaign, "--dry-run")

    assert result.exit_code == 1
    assert "rule NM25-TRAIN, cite, quote: does not stand in the text of S9 (campaign.txt)" in result.output


@pytest.mark.parametrize(("line", "said"), [("{", "line 1: is not JSON"), ("[]", "this is not a frozen answer")])
def test_says_which_past_answer_cannot_be_read(run: Run, campaign: Path, tmp_path: Path, line: str, said: str) -> None:
    answers = tmp_path / "answers.jsonl"
    answers.write_text(line, "utf-8")
    result = run("add-rules", campaign, "--answers", answers)

    assert result.exit_code == 1
    assert said in result.output


def test_a_spoiled_file_in_force_is_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "added").mkdir()
    (tmp_path / "added" / "x.yaml").write_text("- 1", "utf-8")

    with pytest.raises(BrokenRules, match=r"^x\.yaml holds no rules$"):
        queries.current_book()
    (tmp_path / "added" / "y.yaml").write_text("rules: [", "utf-8")
    (tmp_path / "added" / "x.yaml").unlink()
    with pytest.raises(BrokenRules, match=r"^y\.yaml cannot be read: "):
        queries.current_book()


def test_rules_are_kept_in_the_data_directory(app: Flask) -> None:
    with app.app_context():
        assert queries.added_rules_dir() == Path(app.config["PORTAL"].data_dir) / "eligibility"
    assert queries.added_rules_dir() is None


def test_rules_are_added_to_a_running_portal_only(campaign: Path) -> None:
    with pytest.raises(BrokenRules, match="only be added to a running portal"):
        services.add_rules(campaign, documents=campaign.parent)
