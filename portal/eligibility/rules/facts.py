"""Check the facts that are handed in, before any rule sees them.

Source:
    ``data/rules.yaml``, semantics 1.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime

from portal.eligibility.errors import BadFact
from portal.eligibility.types import Claim, FactDeclaration, Facts, FactValue, Kind, Rulebook

GROUPS, PAID_KEYS, CLAIM_KEY = "groups", "subsidised_keys", "claim_key"

_CODE = re.compile(r"\d{6}", re.ASCII)
_PAID_KINDS = frozenset(Kind) - {Kind.PROHIBITION}


def checked(facts: Mapping[str, object], book: Rulebook) -> Facts:
    """Return the facts as the engine reads them, without those that are null.

    Raises:
        BadFact: a name is not declared, or a value lies outside its declared type or values.
    """
    found: dict[str, FactValue] = {}
    for name, value in facts.items():
        declared = book.facts.get(name)
        if declared is None:
            raise BadFact(str(name), "is not a declared fact")
        if value is not None:
            found[name] = _READERS[declared.type](declared, value, book)
    return found


def _a_date(declared: FactDeclaration, value: object, _book: Rulebook) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    raise BadFact(declared.name, f"{value!r} is not a date")


def _a_whole_number(declared: FactDeclaration, value: object, _book: Rulebook) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise BadFact(declared.name, f"{value!r} is not a whole number")


def _a_truth(declared: FactDeclaration, value: object, _book: Rulebook) -> bool:
    if isinstance(value, bool):
        return value
    raise BadFact(declared.name, f"{value!r} is neither true nor false")


def _a_region(declared: FactDeclaration, value: object, _book: Rulebook) -> str:
    if isinstance(value, str) and _CODE.fullmatch(value):
        return value
    raise BadFact(declared.name, f"{value!r} is not a region code: six digits in quotation marks")


def _one_of_the_values(declared: FactDeclaration, value: object, _book: Rulebook) -> str:
    if isinstance(value, str) and value in declared.values:
        return value
    raise BadFact(declared.name, f"{value!r} is none of {', '.join(declared.values)}")


def _a_set(declared: FactDeclaration, value: object, book: Rulebook) -> FactValue:
    members = _members(declared, value)
    if declared.name == PAID_KEYS:
        return tuple(_a_paid_key(declared, member) for member in members)
    for member in members:
        if not (isinstance(member, str) and member in book.groups):
            raise BadFact(declared.name, f"{member!r} is not a declared group")
    return frozenset(str(member) for member in members)


def _a_claim(declared: FactDeclaration, value: object, _book: Rulebook) -> Claim:
    return _a_key(declared, value, longest=2)


def _a_paid_key(declared: FactDeclaration, value: object) -> Claim:
    key = _a_key(declared, value, longest=3)
    if len(key) > 2 and key[2] is not None and key[2] not in _PAID_KINDS:
        raise BadFact(declared.name, f"{key[2]!r} is not a subsidy")
    return key


def _a_key(declared: FactDeclaration, value: object, *, longest: int) -> Claim:
    members = tuple(_members(declared, value))
    if len(members) > longest:
        raise BadFact(declared.name, f"{value!r} has more than {longest} members")
    for member in members:
        if member is not None and not (isinstance(member, str) and member.strip()):
            raise BadFact(declared.name, f"{member!r} is not a word")
    return tuple(None if member is None else str(member) for member in members)


def _members(declared: FactDeclaration, value: object) -> list[object]:
    if isinstance(value, list | tuple | set | frozenset):
        return list(value)
    raise BadFact(declared.name, f"{value!r} is not a list")


_Reader = Callable[[FactDeclaration, object, Rulebook], FactValue]
_READERS: Mapping[str, _Reader] = {
    "date": _a_date,
    "int": _a_whole_number,
    "bool": _a_truth,
    "code6": _a_region,
    "enum": _one_of_the_values,
    "set": _a_set,
    "tuple": _a_claim,
}
FACT_TYPES: frozenset[str] = frozenset(_READERS)
