"""Read answers from the query of an address, and write facts into one; nothing else keeps an answer."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.core.terms import terms
from portal.eligibility.rules.facts import CLAIM_KEY, GROUPS, PAID_KEYS
from portal.eligibility.types import FactValue, Rulebook

ELSEWHERE, ELSEWHERE_CODE = "elsewhere", "990000"
"""Any place outside the two regions of the documents; the code lies in no table and so in no scope."""
NONE, YES, NO, NOT_YET = "none", "yes", "no", "not_yet"
DONE = "done"

PLACES = ("training_region", "residence_region", "job_region", "hukou_region")
TRUTHS = (
    "insured_employee",
    "entitled_to_monthly_pension",
    "graduation_year_student",
    "attends_vocational_school",
    "training_wish",
    "job_wish",
)
PARAMETERS = (
    "training_date", *PLACES, GROUPS, "occupation", "level", "earlier", "earlier_occupation", "earlier_level",
    "times", "certificate", *TRUTHS, "training_type",
)  # fmt: skip
_LONGEST = 60
_FIRST_YEAR, _LAST_YEAR = 2000, 2100


@dataclass(frozen=True, slots=True)
class Reading:
    """What an address says: facts for the engine, what was given, what could not be read, what is done with."""

    facts: Mapping[str, FactValue]
    given: Mapping[str, tuple[str, ...]]
    faults: tuple[str, ...]
    done: frozenset[str]

    def pairs(self, **changes: str | tuple[str, ...] | None) -> dict[str, Any]:
        """Return the query of the address, changed as asked; None takes a parameter out."""
        query: dict[str, list[str]] = {name: list(values) for name, values in self.given.items()}
        query[DONE] = sorted(self.done)
        for name, value in changes.items():
            query[name] = [] if value is None else [value] if isinstance(value, str) else list(value)
        return {name: values for name, values in query.items() if values}


def read(query: Mapping[str, Sequence[str]], book: Rulebook, codes: Mapping[str, str]) -> Reading:
    """Read the answers an address holds; what cannot be read is named and left out, never guessed.

    Args:
        query: Parameters with all their values.
        book: The rules, for the groups they know.
        codes: The code of each occupation by its official name.
    """
    given: dict[str, tuple[str, ...]] = {}
    faults: list[str] = []
    for name in PARAMETERS:
        values = tuple(dict.fromkeys(value for raw in query.get(name, ()) if (value := _clean(raw))))
        if not values:
            continue
        if _is_readable(name, values, book):
            given[name] = _without_none(values) if name == GROUPS else values
        else:
            faults.append(name)
    done = frozenset(value for value in query.get(DONE, ()) if re.fullmatch(r"[a-z_]{1,30}", value))
    return Reading(_facts(given, codes), given, tuple(faults), done)


def written(facts: Mapping[str, object]) -> dict[str, list[str]]:
    """Return the query that asks about a class: its day, place, kind, occupation and level, nothing about a person."""
    claim = facts.get(CLAIM_KEY)
    occupation, level = claim if isinstance(claim, list | tuple) and len(claim) == 2 else (None, None)
    levels = {term.policy_word: code for code, term in terms("level").items()}
    named = {
        "training_date": facts.get("training_date"),
        "training_region": facts.get("training_region"),
        "training_type": facts.get("training_type"),
        "occupation": occupation,
        "level": levels.get(str(level)),
    }
    return {name: [str(value)] for name, value in named.items() if value is not None}


def _clean(raw: str) -> str:
    return unicodedata.normalize("NFKC", raw).strip()


def _is_readable(name: str, values: tuple[str, ...], book: Rulebook) -> bool:
    if name == GROUPS:
        return all(value == NONE or _is_group(value, book) for value in values)
    return len(values) == 1 and _CHECKS[name](values[0], book)


def _without_none(values: tuple[str, ...]) -> tuple[str, ...]:
    """Drop "none of these" beside a group, as someone may tick it for the first of two lists."""
    return tuple(value for value in values if value != NONE) or (NONE,)


def _is_group(value: str, book: Rulebook) -> bool:
    group = book.groups.get(value)
    return group is not None and not group.never_asked


def _is_day(value: str, _book: Rulebook) -> bool:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return False
    return _FIRST_YEAR <= day.year <= _LAST_YEAR and day.isoformat() == value


def _is_place(value: str, _book: Rulebook) -> bool:
    return value == ELSEWHERE or re.fullmatch(r"[1-9]\d{5}", value, re.ASCII) is not None


def _is_word(value: str, _book: Rulebook) -> bool:
    return len(value) <= _LONGEST and value.isprintable()


def _among(*words: str) -> Callable[[str, Rulebook], bool]:
    return lambda value, _book: value in words


def _is_training_type(value: str, book: Rulebook) -> bool:
    return value in book.facts["training_type"].values


_CHECKS: Mapping[str, Callable[[str, Rulebook], bool]] = {
    "training_date": _is_day,
    **dict.fromkeys(PLACES, _is_place),
    "occupation": _is_word,
    "level": lambda value, _book: value in terms("level"),
    "earlier": _among(YES, NO),
    "earlier_occupation": _is_word,
    "earlier_level": lambda value, _book: value in terms("level"),
    "times": _among("0", "1", "2", "3"),
    "certificate": lambda value, _book: value in (NONE, NOT_YET) or value in terms("certificate_kind"),
    **dict.fromkeys(TRUTHS, _among(YES, NO)),
    "training_type": _is_training_type,
}


def _facts(given: Mapping[str, tuple[str, ...]], codes: Mapping[str, str]) -> dict[str, FactValue]:
    one = {name: values[0] for name, values in given.items()}
    found: dict[str, FactValue] = {name: one[name] == YES for name in TRUTHS if name in one}
    for name in PLACES:
        if name in one:
            found[name] = ELSEWHERE_CODE if one[name] == ELSEWHERE else one[name]
    if "training_date" in one:
        found["training_date"] = date.fromisoformat(one["training_date"])
    if "training_type" in one:
        found["training_type"] = one["training_type"]
    if "times" in one:
        found["subsidised_trainings_this_year"] = int(one["times"])
    if GROUPS in given:
        found[GROUPS] = frozenset(given[GROUPS]) - {NONE}
    return {**found, **_claims(one, codes), **_certificate(one.get("certificate"))}


def _claims(one: Mapping[str, str], codes: Mapping[str, str]) -> dict[str, FactValue]:
    found: dict[str, FactValue] = {}
    claim = _claim(one.get("occupation"), one.get("level"), codes)
    if claim != (None, None):
        found[CLAIM_KEY] = claim
    earlier = _claim(one.get("earlier_occupation"), one.get("earlier_level"), codes)
    if one.get("earlier") == NO:
        found[PAID_KEYS] = ()
    elif one.get("earlier") == YES or earlier != (None, None):
        found[PAID_KEYS] = (earlier,)
    return found


def _claim(occupation: str | None, level: str | None, codes: Mapping[str, str]) -> tuple[str | None, str | None]:
    word = None if level is None else terms("level")[level].policy_word
    return (None if occupation is None else codes.get(occupation, occupation)), word


def _certificate(answer: str | None) -> dict[str, FactValue]:
    if answer is None or answer == NOT_YET:
        return {}
    if answer == NONE:
        return {"certificate_obtained": False}
    return {"certificate_obtained": True, "certificate_kind": terms("certificate_kind")[answer].zh}
