"""Name the fixed words of the documents (levels, kinds, groups, trades) in both languages. No rule lives here."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent / "data" / "terms.csv"


@dataclass(frozen=True)
class Term:
    """One fixed word: its code in data and addresses, its names, and the word the policy documents use for it."""

    code: str
    zh: str
    mn: str | None
    policy_word: str


@cache
def terms(name: str) -> dict[str, Term]:
    """Return a list of words by code, in the order people expect.

    Lists: level, certificate_kind, trade, group, training_type, mode, teaching_language, shortage, provider_kind.

    Raises:
        KeyError: there is no such list.
    """
    return _lists()[name]


def find_code(name: str, text: str) -> str | None:
    """Return the code of a word as people write it in files (五级, 五级/初级工, 初级工, 5), or None."""
    wanted = text.strip()
    for term in terms(name).values():
        if wanted in {term.code, term.zh, term.policy_word, *term.zh.split("/")} and wanted:
            return term.code
    return None


@cache
def _lists() -> dict[str, dict[str, Term]]:
    lists: dict[str, dict[str, Term]] = {}
    with _FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            term = Term(row["code"], row["zh"], row["mn"] or None, row["policy_word"] or row["zh"])
            lists.setdefault(row["list"], {})[term.code] = term
    return lists
