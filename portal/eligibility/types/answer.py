"""Name what an answer is frozen into, and what differs between two answers."""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.eligibility.types.verdict import Kind, Verdict, Word


@dataclass(frozen=True, slots=True)
class Answer:
    """All verdicts with the facts and the version of the rules they came from; nothing in it can change."""

    rules_version: str
    facts: Mapping[str, object]
    verdicts: tuple[Verdict, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One rule that answers differently now; a side is None where the rule was not there."""

    rule_id: str
    before: Verdict | None
    after: Verdict | None

    @property
    def words(self) -> tuple[str, str]:
        """The word before and the word after; a dash where the rule was not there."""
        return self.before.word if self.before else "-", self.after.word if self.after else "-"


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between two answers."""

    before_version: str
    after_version: str
    changed_facts: tuple[str, ...]
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class KindSummary:
    """The best word any rule gives for one kind of support, and the verdicts that speak about it."""

    kind: Kind
    word: Word
    verdicts: tuple[Verdict, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """An answer, sorted for reading: kinds first that promise most; what is over or elsewhere set aside."""

    kinds: tuple[KindSummary, ...]
    set_aside: tuple[Verdict, ...]
    word: Word | None
    asks: tuple[str, ...]
    missing: tuple[str, ...]
