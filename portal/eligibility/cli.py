"""Let a bureau check worked examples and add a new document's rules."""

import json
from pathlib import Path

import click
from flask.cli import with_appcontext

from portal.eligibility import queries, services
from portal.eligibility.errors import EligibilityError
from portal.eligibility.rules import frozen
from portal.eligibility.rules.examples import differences
from portal.eligibility.types import Answer

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.group("eligibility")
def cli() -> None:
    """Check and extend the rules of eligibility."""


@cli.command("check")
@click.argument("file", type=_FILE)
@with_appcontext
def check(file: Path) -> None:
    """Run the worked examples of FILE and name each one that differs."""
    try:
        examples = queries.read_examples(file)
        found = differences(examples, queries.current_book())
    except EligibilityError as error:
        raise click.ClickException(str(error)) from error
    for difference in found:
        click.echo(f"{difference.example}  {difference.note}".rstrip())
        click.echo(f"    {difference.rule_id}: expected {difference.expected}, came {difference.came}")
    expectations = sum(len(example.expect) for example in examples)
    differing = len({difference.example for difference in found})
    click.echo(
        f"{len(examples)} examples with {expectations} expectations: "
        f"{len(examples) - differing} as expected, {differing} differ."
    )
    if found:
        raise click.exceptions.Exit(1)


@cli.command("add-rules")
@click.argument("file", type=_FILE)
@click.option("--documents", type=_FOLDER, help="Folder with the documents' text; by default the folder of FILE.")
@click.option("--answers", type=_FILE, help="Past answers, one JSON object a line, as frozen with applications.")
@click.option("--dry-run", is_flag=True, help="Show which past answers would change, and change nothing.")
@with_appcontext
def add_rules(file: Path, documents: Path | None, answers: Path | None, *, dry_run: bool) -> None:
    """Add the rules of a new document from FILE."""
    folder = documents or file.parent
    try:
        past = _read_answers(answers) if answers is not None else []
        trial = services.try_rules(file, documents=folder, answers=past)
        _show(trial)
        if not dry_run:
            services.add_rules(file, documents=folder)
    except EligibilityError as error:
        raise click.ClickException(str(error)) from error
    click.echo("Nothing was changed." if dry_run else f"The rules are in force, version {trial.after.version}.")


def _show(trial: services.Trial) -> None:
    click.echo(f"New rules: {', '.join(trial.new_rules) or 'none'}")
    for name, change in trial.changes:
        before, after = change.words
        if change.before is not None:
            click.echo(f"{name}  {change.rule_id}: {before} -> {after}")
    for rule_id in trial.new_rules:
        words = [change.words[1] for _name, change in trial.changes if change.rule_id == rule_id]
        counted = ", ".join(f"{word} {words.count(word)}" for word in dict.fromkeys(words))
        click.echo(f"{rule_id} would answer: {counted}")
    changed = len({name for name, change in trial.changes if change.before is not None})
    click.echo(f"{changed} past answers would change.")


def _read_answers(path: Path) -> list[tuple[str, Answer]]:
    found = []
    for number, line in enumerate(path.read_text("utf-8-sig").splitlines(), 1):
        if not line.strip():
            continue
        try:
            data = json.loads(line)
        except json.JSONDecodeError as error:
            raise click.ClickException(f"{path.name}, line {number}: is not JSON ({error})") from error
        name = str(data.get("name") or f"answer {number}") if isinstance(data, dict) else f"answer {number}"
        found.append((name, frozen.from_dict(data)))
    return found
