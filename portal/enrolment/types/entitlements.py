"""Read models of what the policy gives someone for a class."""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.eligibility.types import Answer, Comparison, Summary, Truth


@dataclass(frozen=True, slots=True)
class Entitlement:
    """What the rules say about a person and a class before they apply."""

    answer: Answer
    summary: Summary
    class_facts: Mapping[str, object]
    repeats: Truth  # a subsidy for the same occupation and level was claimed before; None: it may be the same


@dataclass(frozen=True, slots=True)
class ShownThen:
    """What was shown at sign-up, and what differs when the rules of today are asked about the same facts."""

    answer: Answer
    recomputed: Comparison
    class_facts: Mapping[str, object]
