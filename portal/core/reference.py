"""Load the reference data that ships with the portal; loading again changes nothing."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import delete, insert, select, update

from portal.core import regions
from portal.core.db import transaction, wait_in_line
from portal.core.regions import Region, RetiredRegion

DATA = Path(__file__).parent / "data"


def read_csv(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a file of ours."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def load() -> list[str]:
    """Load regions and retired codes, and return a line on each for the operator."""
    wanted = {row["code"]: row for row in (*_provinces(), *_regions(_mongolian_names()), *_townships())}
    with transaction() as session:
        wait_in_line("reference data")  # several machines may start at once
        known = {row.code: row for row in session.scalars(select(Region))}
        new = [row for code, row in wanted.items() if code not in known]
        if new:
            session.execute(insert(Region), new)
        for code, row in wanted.items():
            # A Mongolian name entered in the office stays.
            if code in known and (known[code].name, known[code].kind) != (row["name"], row["kind"]):
                session.execute(update(Region).where(Region.code == code).values(name=row["name"], kind=row["kind"]))
        session.execute(delete(RetiredRegion))
        session.execute(insert(RetiredRegion), list(_retired()))
    regions.forget()
    return [f"regions: {len(wanted)}, {len(new)} new"]


def _mongolian_names() -> dict[str, str]:
    """Return the Mongolian names by code; a name that nobody is sure of is left to the office."""
    return {
        "150000" if row["key"] == "gov.imar" else row["key"].removeprefix("pl."): row["mn_Mong"]
        for row in read_csv(DATA / "glossary.csv")
        if row["key"].startswith(("pl.", "gov.imar")) and row["status"] != "unsure"
    }


def _regions(names: dict[str, str]) -> Iterator[dict[str, Any]]:
    for row in read_csv(DATA / "regions.csv"):
        yield {
            "code": row["code"],
            "level": row["level"],
            "kind": row["kind"],
            "name": row["name"],
            "name_mn": names.get(row["code"]) or None,
            "parent_code": row["parent"] or None,
        }


def _provinces() -> Iterator[dict[str, Any]]:
    """Yield the provinces of which the portal knows no counties: people from everywhere work here."""
    for row in read_csv(DATA / "provinces.csv"):
        yield {
            "code": row["code"],
            "level": "province",
            "kind": row["kind"],
            "name": row["name"],
            "name_mn": None,
            "parent_code": None,
        }


def _townships() -> Iterator[dict[str, Any]]:
    for row in read_csv(DATA / "regions_townships.csv"):
        yield {
            "code": row["code9"],
            "level": "township",
            "kind": row["kind"],
            "name": row["name"],
            "name_mn": None,
            "parent_code": row["county"],
        }


def _retired() -> Iterator[dict[str, Any]]:
    seen = set()
    for row in read_csv(DATA / "regions_retired_codes.csv"):
        key = (row["code"], row["name"], int(row["last_changed_year"]))
        if key not in seen:
            seen.add(key)
            yield {
                "code": key[0],
                "name": key[1],
                "last_changed_year": key[2],
                "change": row["change"],
                "successor_code": row["successor_code"] or None,
                "successor_name": row["successor_name"] or None,
                "in_use_today": row["code_in_use_today"] == "yes",
            }
