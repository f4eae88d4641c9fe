"""Say in which ways rules, facts and examples can be wrong.

These are plain exceptions, because the engine knows no web; the pages turn them into words for the visitor.
"""

from collections.abc import Sequence


class EligibilityError(ValueError):
    """Something handed to the engine cannot be used."""


class BadFact(EligibilityError):
    """A fact is not declared, or its value lies outside the declared type or values."""

    def __init__(self, name: str, reason: str) -> None:
        """Keep the name, so that a form can show the reason next to its field."""
        super().__init__(f"fact {name}: {reason}")
        self.name = name
        self.reason = reason


class UnknownRule(EligibilityError):
    """No rule bears this id."""


class HasNoVerdict(EligibilityError):
    """The rule is a prohibition; it is shown, never tested."""


class BrokenRules(EligibilityError):
    """A file of rules cannot be used; every fault is named with its rule and field."""

    def __init__(self, faults: Sequence[str]) -> None:
        """Keep the faults in the order they were found."""
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


class BrokenExamples(EligibilityError):
    """A file of worked examples cannot be read."""


class BrokenAnswer(EligibilityError):
    """A frozen answer cannot be read back."""
