"""Invented classes, the people in them, and what they have of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from itertools import islice
from typing import Any

from sqlalchemy import insert

from portal.cli.bench_data.world import BATCH, DAYS_AHEAD, DAYS_BACK, Advance, Row, School, Trade, World, moment, table
from portal.core import regions, search_keys
from portal.core.db import transaction
from portal.core.terms import terms

APPLICATIONS_A_CLASS = 24
_ENDS = ("completed",) * 8 + ("absent", "withdrawn")


@dataclass(frozen=True)
class _Class:
    row: Row
    trade: Trade
    school: School
    applied: list[Row]


def add_classes(world: World, classes: int, applications: int, advance: Advance) -> None:
    """Write the classes with all that belongs to them, many in one transaction."""
    filled = _filled(world, classes, applications)
    while batch := list(islice(filled, BATCH // APPLICATIONS_A_CLASS)):
        with transaction() as current:
            current.execute(insert(table("class_session")), [one.row for one in batch])
            for name, rows in _consequences(batch).items():
                if rows:
                    current.execute(insert(table(name)), rows)
        advance(sum(len(one.applied) for one in batch))


def _filled(world: World, classes: int, applications: int) -> Iterator[_Class]:
    for number in range(1, classes + 1):
        share = applications * number // classes - applications * (number - 1) // classes
        trade, school = world.trades.pick(), world.random.choice(world.schools)
        row = _class(world, number, trade, school)
        applied = _applications(world, row, share)
        states = [one["state"] for one in applied]
        row |= {"seats_taken": states.count("accepted"), "waiting": states.count("waiting")}
        yield _Class(row, trade, school, applied)


def _class(world: World, number: int, trade: Trade, school: School) -> Row:
    random = world.random
    ahead = random.random() < world.share_ahead
    starts_on = world.today + timedelta(days=random.randint(3, DAYS_AHEAD) if ahead else -random.randint(30, DAYS_BACK))
    region = world.places.pick()
    return {
        "id": number,
        "number": f"B{starts_on:%Y}{number:07d}",
        "entry_id": trade.entry_id,
        "provider_id": school.id,
        "occupation_id": trade.occupation_id,
        "trade": trade.trade,
        "level": trade.level,
        "hours": trade.hours,
        "training_type": next(iter(terms("training_type"))),
        "department": [None, *terms("department")][number % (len(terms("department")) + 1)],
        "starts_on": starts_on,
        "ends_on": starts_on + timedelta(days=trade.hours // 8),
        "daily_hours": "09:00-12:00, 14:00-17:00",
        "place": f"学府路{number % 300 + 1}号",
        "region_code": region,
        "capacity": random.choice((20, 30, 30, 40)),
        "apply_from": starts_on - timedelta(days=60 if random.random() < 0.8 else 2),
        "apply_by": starts_on - timedelta(days=2),
        "language": random.choices(("zh", "both", "mn"), (7, 2, 1))[0],
        "mode": random.choices(("onsite", "mixed", "online"), (7, 2, 1))[0],
        "target_groups": [random.choice(list(terms("group")))] if random.random() < 0.3 else [],
        "contact_phone": f"0471-800{school.id:04d}",
        "state": "open" if ahead else "finished",
        "search_key": _search_key(trade.name, trade.name_mn, school.name, region),
        "is_demo": True,
    }


@cache
def _search_key(name: str, name_mn: str | None, school: str, region: str) -> str:
    keys = (search_keys.index_key(name, name_mn), search_keys.index_key(school))
    return search_keys.join_keys(*keys, search_keys.index_key(regions.full_name(region)))


def _applications(world: World, offered: Row, number: int) -> list[Row]:
    """Return applications of as many different people, who come early and often, or hardly ever."""
    random = world.random
    who: dict[int, None] = {}
    while len(who) < min(number, world.people):
        who[1 + int(world.people * random.random() ** 1.5)] = None
    first = moment(offered["apply_from"], 9)
    days = max((min(offered["apply_by"], world.today) - offered["apply_from"]).days, 1)
    moments = sorted(first + timedelta(seconds=random.randrange(days * 86_400)) for _ in who)
    over, capacity = offered["state"] == "finished", offered["capacity"]
    rows = []
    for arrival, (person_id, at) in enumerate(zip(who, moments, strict=True), 1):
        state = random.choice(_ENDS) if over else "accepted" if arrival <= capacity else "waiting"
        rows.append(
            {
                "person_id": person_id,
                "class_session_id": offered["id"],
                "state": state,
                "arrival": arrival,
                "applied_at": at,
                "changed_at": at,
                "end_reason": "withdrew" if state == "withdrawn" else None,
                "channel": "self",
                "acted_for": False,
            }
        )
    return rows


def _consequences(batch: Sequence[_Class]) -> dict[str, list[Row]]:
    """Return the applications, and what they leave behind: messages, records and certificates."""
    made: dict[str, list[Row]] = {"application": [], "message": [], "enrolment_record": [], "certificate": []}
    for one in batch:
        for row in one.applied:
            made["application"].append(row)
            made["message"].append(_message(one, row))
            if row["state"] in ("completed", "absent"):
                made["enrolment_record"].append(_record(one, row))
            if row["state"] == "completed":
                made["certificate"].append(_certificate(one, row))
    return made


def _message(one: _Class, row: Row) -> Row:
    facts: dict[str, Any] = {
        "class_id": one.row["id"],
        "class_number": one.row["number"],
        "occupation": one.trade.name,
        "occupation_mn": one.trade.name_mn,
        "provider": one.school.name,
        "starts_on": one.row["starts_on"].isoformat(),
        "place": one.row["place"],
        "contact_phone": one.row["contact_phone"],
    }
    kind = "seat_confirmed"
    if row["state"] == "waiting":
        kind, facts["place_in_list"] = "placed_in_waiting_list", row["arrival"] - one.row["capacity"]
    return {"person_id": row["person_id"], "kind": kind, "facts": facts, "created_at": row["applied_at"]}


def _record(one: _Class, row: Row) -> Row:
    passed = row["state"] == "completed"
    return {
        "person_id": row["person_id"],
        "class_session_id": one.row["id"],
        "class_number": one.row["number"],
        "occupation_code": one.trade.code,
        "occupation_name": one.trade.name,
        "occupation_name_mn": one.trade.name_mn,
        "level": one.trade.level,
        "provider_name": one.school.name,
        "region_code": one.row["region_code"],
        "starts_on": one.row["starts_on"],
        "ends_on": one.row["ends_on"],
        "hours_attended": one.trade.hours if passed else 0,
        "result": "passed" if passed else "absent",
        "origin": "portal",
        "recorded_at": moment(one.row["ends_on"], 9),
    }


def _certificate(one: _Class, row: Row) -> Row:
    return {
        "person_id": row["person_id"],
        "kind": "training",
        "number": f"{one.row['number']}-{row['arrival']:03d}",
        "level": one.trade.level,
        "occupation_code": one.trade.code,
        "occupation_name": one.trade.name,
        "occupation_name_mn": one.trade.name_mn,
        "issuer": one.school.name,
        "issued_on": one.row["ends_on"] + timedelta(days=1),
        "state": "valid",
        "origin": "portal",
        "recorded_at": moment(one.row["ends_on"], 9),
    }
