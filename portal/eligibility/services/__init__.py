"""Add a new document's rules to those in force, and show beforehand what that would change."""

import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from portal.core import audit
from portal.core.db import transaction
from portal.eligibility import queries
from portal.eligibility.errors import BrokenRules
from portal.eligibility.rules import examples as worked
from portal.eligibility.rules import frozen
from portal.eligibility.types import Answer, Change, Rulebook


@dataclass(frozen=True, slots=True)
class Trial:
    """What a file of rules would do: the book it makes, and each past answer that would change."""

    before: Rulebook
    after: Rulebook
    new_rules: tuple[str, ...]
    changes: tuple[tuple[str, Change], ...]


def try_rules(path: Path, *, documents: Path, answers: Iterable[tuple[str, Answer]] = ()) -> Trial:
    """Read a file of rules beside those in force and ask both about every worked example and past answer.

    Args:
        path: The new document's rules, built as ``data/rules.yaml``.
        documents: Folder with the text of the documents it quotes.
        answers: Past answers with a name to show for each, such as the number of an application.

    Raises:
        BrokenRules: naming rule and field of every fault.
    """
    before = queries.current_book()
    after = queries.book_of(queries.with_file(queries.material(queries.added_rules_dir()), path, documents))
    asked: dict[str, Mapping[str, object]] = {
        example.id: worked.with_dates(example.facts, before) for example in queries.house_examples()
    }
    asked |= {name: given.facts for name, given in answers}
    changes = tuple(
        (name, change)
        for name, facts in asked.items()
        for change in frozen.recomputed(frozen.answer(facts, before), after).changes
    )
    new = tuple(rule_id for rule_id in after.rule_ids if rule_id not in before.rule_ids)
    return Trial(before, after, new, changes)


def add_rules(path: Path, *, documents: Path, actor_id: int | None = None) -> Trial:
    """Put a file of rules in force; the next question is already answered by them.

    Raises:
        BrokenRules: it cannot be used, or a file of this name is already in force.
    """
    trial = try_rules(path, documents=documents)
    folder = queries.added_rules_dir()
    if folder is None:
        raise BrokenRules(["rules can only be added to a running portal"])
    target = folder / f"{path.stem}.yaml"
    if target.exists():
        raise BrokenRules([f"{target.name} is already in force; give the new file another name"])
    (folder / "documents").mkdir(parents=True, exist_ok=True)
    for source in trial.after.sources.values():
        if source.id not in trial.before.sources:
            shutil.copy(documents / source.file, folder / "documents" / source.file)
    shutil.copy(path, target)
    with transaction():
        audit.record(
            "eligibility.add_rules",
            subject_type="rules",
            subject_id=None,
            actor_id=actor_id,
            details={"file": target.name, "version": trial.after.version},
        )
    return trial
