"""Name the fixed words of the documents (levels, kinds, groups, trades) in both languages. No rule lives here."""

import csv
import json
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path

from flask import has_app_context

from portal.core import state
from portal.core.db import transaction

_ENTERED = "term_names"  # the fact that holds the Mongolian names entered in the office
_FILE = Path(__file__).parent / "data" / "terms.csv"


@dataclass(frozen=True)
class Term:
    """One fixed word: its code in data and addresses, its names, and the word the policy documents use for it."""

    code: str
    zh: str
    mn: str | None
    policy_word: str


def terms(name: str) -> dict[str, Term]:
    """Return a list of words by code, in the order people expect.

    Lists: level, certificate_kind, trade, group, training_type, mode, teaching_language, shortage,
    provider_kind, department.

    Raises:
        KeyError: there is no such list.
    """
    entered = state.get(_ENTERED) if has_app_context() else None
    return _named(name, entered) if entered else _lists()[name]


def list_names() -> list[str]:
    """Return the names of the lists."""
    return list(_lists())


def name_in_mongolian(name: str, code: str, mn: str | None) -> None:
    """Enter the official Mongolian word for a term, or take it back; pages follow within a minute.

    Raises:
        KeyError: there is no such list or code.
    """
    term = _lists()[name][code]
    with transaction():
        entered = json.loads(state.read(_ENTERED) or "{}")
        entered.pop(f"{name}.{code}", None)
        if mn and mn != term.mn:
            entered[f"{name}.{code}"] = mn
        state.put(_ENTERED, json.dumps(entered, ensure_ascii=False))


def find_code(name: str, text: str) -> str | None:
    """Return the code of a word as people write it in files (五级, 五级/初级工, 初级工, 5), or None."""
    wanted = text.strip()
    for term in terms(name).values():
        if wanted in {term.code, term.zh, term.policy_word, *term.zh.split("/")} and wanted:
            return term.code
    return None


@lru_cache(maxsize=64)
def _named(name: str, entered: str) -> dict[str, Term]:
    words = json.loads(entered)
    found = _lists()[name]
    return {code: replace(term, mn=words.get(f"{name}.{code}", term.mn)) for code, term in found.items()}


@cache
def _lists() -> dict[str, dict[str, Term]]:
    lists: dict[str, dict[str, Term]] = {}
    with _FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            term = Term(row["code"], row["zh"], row["mn"] or None, row["policy_word"] or row["zh"])
            lists.setdefault(row["list"], {})[term.code] = term
    return lists
