"""Reckon with three values: true, false and unknown.

Source:
    ``data/rules.yaml``, semantics 2.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from portal.eligibility.types import Reason, Truth


@dataclass(frozen=True, slots=True)
class Finding:
    """What a test came to, with the reasons where it is not true."""

    truth: Truth
    reasons: tuple[Reason, ...] = ()


HOLDS = Finding(True)


def all_of(values: Iterable[Truth]) -> Truth:
    """Say whether every value is true: one false decides, else one unknown leaves it unknown."""
    seen = set(values)
    if False in seen:
        return False
    return None if None in seen else True


def any_of(values: Iterable[Truth]) -> Truth:
    """Say whether one value is true: one true decides, else one unknown leaves it unknown."""
    seen = set(values)
    if True in seen:
        return True
    return None if None in seen else False


def both(findings: Iterable[Finding]) -> Finding:
    """Join findings that must all hold, keeping the reasons of the parts that decide."""
    parts = tuple(findings)
    return _deciding(all_of(part.truth for part in parts), parts)


def either(findings: Iterable[Finding]) -> Finding:
    """Join findings of which one is enough, keeping the reasons of the parts that decide."""
    parts = tuple(findings)
    return _deciding(any_of(part.truth for part in parts), parts)


def _deciding(truth: Truth, parts: tuple[Finding, ...]) -> Finding:
    if truth is True:
        return HOLDS
    return Finding(truth, tuple(reason for part in parts if part.truth is truth for reason in part.reasons))
