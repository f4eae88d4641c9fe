"""Read region codes: what a code stands for today, and what lies in what.

Source:
    ``data/rules.yaml``, semantics 6.
"""

from collections.abc import Iterable, Mapping

from portal.eligibility.types import Truth

_CITY_DIGITS = 4
_OWN_AUTHORITY = ("150781", "152501")
"""满洲里 and 二连浩特 are addressed beside the leagues; their bureau is their own authority."""


def area(code: str, successors: Mapping[str, str | None]) -> str | None:
    """Return today's code without its pairs of zeros, or None where a retired code has no successor."""
    passed: set[str] = set()
    while code in successors:
        successor = successors[code]
        if successor is None or code in passed:
            return None
        passed.add(code)
        code = successor
    while code.endswith("00"):
        code = code[:-2]
    return code


def lies_in(place: str, scope: str) -> Truth:
    """Say whether the place lies in the scope; a place that is wider than the scope leaves it unknown."""
    if place.startswith(scope):
        return True
    return None if scope.startswith(place) else False


def same_city(place: str, other: str) -> Truth:
    """Say whether two places share their league or city, the first four digits."""
    shared = min(len(place), len(other), _CITY_DIGITS)
    if place[:shared] != other[:shared]:
        return False
    return True if shared == _CITY_DIGITS else None


def bureau_of(place: str) -> str:
    """Return the code of the bureau that answers for a place: its own, its league's or its province's."""
    if place in _OWN_AUTHORITY:
        return place
    return place[:_CITY_DIGITS].ljust(6, "0")


def bureaus(places: Iterable[str], scope: str) -> tuple[str, ...]:
    """Return the bureaus to ask: those of the places inside the scope, else that of the scope itself."""
    inside = [bureau_of(place) for place in places if lies_in(place, scope)]
    return tuple(dict.fromkeys(inside)) or (bureau_of(scope),)
