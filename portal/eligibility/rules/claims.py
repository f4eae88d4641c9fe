"""Compare the claim of a training with the claims that were paid before.

Source:
    ``data/rules.yaml``, semantics 9.
"""

import re
from collections.abc import Iterable, Mapping, Set

from portal.eligibility.rules.logic import all_of, any_of
from portal.eligibility.types import Claim, Kind, Truth

_CODE = re.compile(r"\d-\d{2}-\d{2}-\d{2}", re.ASCII)
_WITHOUT_LEVEL = "无等级"


def complete(claim: Claim) -> bool:
    """Say whether both occupation and level are known; a claim without one of them is missing."""
    return len(claim) > 1 and claim[0] is not None and claim[1] is not None


def repeats(claim: Claim, paid: Iterable[Claim], counts: Set[Kind], levels: Mapping[str, str]) -> Truth:
    """Say whether the claim was paid before under one of the subsidies that count."""
    return any_of(_same(claim, key, levels) for key in paid if subsidy_of(key) in counts)


def subsidy_of(paid: Claim) -> Kind:
    """Return the subsidy that was paid; where the key does not say, the training subsidy is meant."""
    named = paid[2] if len(paid) > 2 else None
    return Kind.TRAINING_SUBSIDY if named is None else Kind(named)


def _same(claim: Claim, paid: Claim, levels: Mapping[str, str]) -> Truth:
    if not complete(paid):
        return None
    return all_of((_same_level(str(claim[1]), str(paid[1]), levels), _same_occupation(str(claim[0]), str(paid[0]))))


def _same_level(level: str, other: str, levels: Mapping[str, str]) -> Truth:
    row, other_row = levels.get(level), levels.get(other)
    if row is not None and other_row is not None:
        if row == other_row == _WITHOUT_LEVEL:
            return None
        return row == other_row
    return True if level == other else None


def _same_occupation(occupation: str, other: str) -> Truth:
    if occupation == other:
        return True
    return False if _CODE.fullmatch(occupation) and _CODE.fullmatch(other) else None
