"""Find the questions whose answer can still change a verdict, and no others."""

from collections.abc import Iterable, Sequence

from portal.eligibility.types import Rulebook, Verdict, Word


def open_facts(verdicts: Iterable[Verdict], askable: Sequence[str]) -> tuple[str, ...]:
    """Return the facts that some undecided rule still waits for, in the order in which they are asked.

    A rule that is out of its period, refused or met waits for nothing. Inside a rule only the parts that are still
    unknown count, so a fact that could no longer tip the balance is not asked.
    """
    waited_for = {fact for found in verdicts if found.word is Word.TO_BE_CONFIRMED for fact in found.missing}
    return tuple(fact for fact in askable if fact in waited_for)


def open_groups(verdicts: Iterable[Verdict], book: Rulebook) -> tuple[str, ...]:
    """Return the groups that can still matter, in the order of the book; those never asked stay out."""
    waiting = {found.rule_id for found in verdicts if found.word is Word.TO_BE_CONFIRMED}
    named: set[str] = set()
    for rule in book.rules:
        if rule.id in waiting:
            named |= _groups_of(rule.id, book)
    wanted = {name for name in named if not book.groups[name].never_asked}
    specific = {name for name, group in book.groups.items() if wanted & set(group.implies) and not group.never_asked}
    return tuple(name for name in book.groups if name in wanted | specific)


def _groups_of(rule_id: str, book: Rulebook) -> set[str]:
    found: set[str] = set()
    for rule in book.versions_of(rule_id):
        found |= (rule.groups or frozenset()) | rule.groups_ask
        if rule.no_repeat is not None:
            found |= rule.no_repeat.groups
    return found
