"""Load the occupations that ship with the portal."""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from hashlib import sha256
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.catalog.models import Occupation
from portal.core import reference, search_keys
from portal.core.db import transaction, wait_in_line
from portal.core.terms import find_code, terms

_CRAFT = "CRAFT-"  # how the references of crafts entered here begin
NO_TRADE = "other"  # crafts that no group of trades holds

_NO_OCCUPATION = "("  # "(无直接对应职业...)": a craft of the documents without an occupation
# Notes of whoever collected the file, not for readers: "(知识)", "[page ...]".
_COLLECTORS_NOTE = re.compile(r"[(（][^)）]*知识[^)）]*[)）]|—知识|\[[^\]]*\]")
_UNSURE = "unsure"
_UNCHECKED_CODE = "编码来自目录文件，尚未与职业分类大典核对"
_NAMES = ("name", "name_mn", "name_latn", "code", "policy_term", "trade")


def load_occupations() -> list[str]:
    """Load the occupations with their Mongolian names, and return a line for the operator; harmless to repeat.

    A Mongolian name entered in the office stays.
    """
    with transaction() as session:
        wait_in_line("occupations")  # several machines may start at once
        known = {row.ref: row for row in session.scalars(select(Occupation))}
        new = []
        for values in _occupations():
            row = known.get(values["ref"])
            if row is None:
                new.append({**values, "search_key": search_key(values)})
            else:
                values["name_mn"] = row.name_mn or values["name_mn"]
                values["search_key"] = search_key(values)
                if any(getattr(row, name) != value for name, value in values.items()):
                    session.execute(update(Occupation).where(Occupation.id == row.id).values(**values))
        if new:
            session.execute(insert(Occupation), new)
    return [f"occupations: {len(known) + len(new)}, {len(new)} new"]


def search_key(values: dict[str, Any]) -> str:
    """Return the search key of an occupation: its names, code, and the group of trades it belongs to."""
    trade = terms("trade").get(values["trade"])
    return search_keys.index_key(
        values["name"],
        values["name_mn"],
        values["name_latn"],
        values["code"],
        *re.split(r"[/(（)）、]", values["policy_term"] or ""),
        trade.zh if trade else None,
        trade.mn if trade else None,
    )


def new_occupation(session: Session, name: str, code: str | None, name_mn: str | None) -> Occupation:
    """Enter a craft that no list has, or return it where it was entered before."""
    ref = _CRAFT + sha256(search_keys.plain(name).encode()).hexdigest()[:16]
    found = session.scalar(select(Occupation).where(Occupation.ref == ref))
    if found is None:
        found = Occupation(ref=ref, code=code, trade=NO_TRADE, name=name, name_mn=name_mn, levels=[])
        found.name_latn = found.policy_term = None
        found.code_warning = _UNCHECKED_CODE if code else None
        found.search_key = search_key({column: getattr(found, column) for column in _NAMES})
        session.add(found)
        session.flush()
    return found


def drop_unused_crafts(session: Session, occupation_ids: Iterable[int]) -> None:
    """Take crafts that were entered here out of the list again, where nothing points to them; others stay.

    The database has the last word: rows of upper rooms may point to a craft as well.
    """
    own = select(Occupation.id).where(Occupation.id.in_(list(occupation_ids)), Occupation.ref.startswith(_CRAFT))
    for craft_id in session.scalars(own.order_by(Occupation.id)).all():
        with suppress(IntegrityError), session.begin_nested():
            session.execute(delete(Occupation).where(Occupation.id == craft_id))


def name_where_missing(occupation: Occupation, mn: str | None) -> None:
    """Give an occupation the Mongolian name that it had not, so that it is found by it."""
    if mn and not occupation.name_mn:
        occupation.name_mn = mn
        occupation.search_key = search_key({column: getattr(occupation, column) for column in _NAMES})


def _occupations() -> Iterator[dict[str, Any]]:
    names = {row["zh"]: row for row in reference.read_csv(reference.DATA / "glossary.csv") if row["status"] != _UNSURE}
    for row in reference.read_csv(reference.DATA / "occupations.csv"):
        own = row["official_name"]
        name = row["policy_term"] if own.startswith(_NO_OCCUPATION) else own
        mongolian = _mongolian(name, row["policy_term"], names)
        yield {
            "ref": row["id"],
            "code": row["code_2022"] or None,
            "trade": find_code("trade", row["group"]) or NO_TRADE,
            "name": name,
            "name_mn": mongolian.get("mn_Mong") or None,
            "name_latn": mongolian.get("mn_Latn") or None,
            "policy_term": row["policy_term"] if row["policy_term"] != name else None,
            "levels": [code for level in row["levels"].split(";") if (code := find_code("level", level))],
            "extra_permit": _for_readers(row["extra_permit"]),
            "code_warning": _for_readers(row["old_code_warning"]),
        }


def _mongolian(name: str, policy_term: str, names: dict[str, dict[str, str]]) -> dict[str, str]:
    """Return the row of the glossary for the occupation: by its name, else by the word of the documents for it."""
    words = [name, name.rstrip("员师工"), *policy_term.split("/"), *re.findall(r"\((.*?)\)", policy_term)]
    return next((names[word] for word in words if word in names), {})


def _for_readers(note: str) -> str | None:
    return _COLLECTORS_NOTE.sub("", note).strip(" ;；,，") or None
