"""Rules of counting and of alarms, read once from their files."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml
from yaml import CSafeLoader

from portal.notices.queries import targets
from portal.notices.types import Target
from portal.office.types.alarms import AlarmKind, AlarmRule
from portal.office.types.figures import EVERYONE, CountedTarget, Measure

_DATA = Path(__file__).parent.parent / "data"


@cache
def sets_of_groups() -> Mapping[str, tuple[str, ...]]:
    """Return the sets of groups that a document names as one."""
    return MappingProxyType({name: tuple(groups) for name, groups in _read("targets_counted.yaml")["sets"].items()})


@cache
def counted_targets() -> tuple[CountedTarget, ...]:
    """Return how each target of the documents is counted, in the order of the documents."""
    return tuple(_counted(row) for row in _read("targets_counted.yaml")["targets"])


@cache
def alarm_rules() -> Mapping[AlarmKind, AlarmRule]:
    """Return from when on something is an alarm."""
    rules = [
        AlarmRule(
            kind=AlarmKind(row["kind"]),
            limit=row["limit"],
            days=row["days"],
            grows_by=row["grows_by"],
            others=row.get("others", {}),
            source=row["source"],
            quotation=row["quotation"],
        )
        for row in _read("alarms.yaml")
    ]
    return MappingProxyType({rule.kind: rule for rule in rules})


def _counted(row: Mapping[str, Any]) -> CountedTarget:
    first, last = row["from"], row["to"]
    assert isinstance(first, date)
    assert isinstance(last, date)
    return CountedTarget(
        target=_target(row["series"], row["value"]),
        region_code=row["region"],
        first_day=first,
        last_day=last,
        measure=Measure(row["measure"]) if "measure" in row else None,
        slice=row.get("slice", EVERYONE),
        department=row.get("department"),
        is_yearly=row.get("yearly", False),
        uncounted=row.get("uncounted"),
    )


def _target(series_id: str, value: float) -> Target:
    return next(target for one in targets() if one.id == series_id for target in one.targets if target.value == value)


def _read(name: str) -> Any:
    return yaml.load((_DATA / name).read_text(encoding="utf-8"), Loader=CSafeLoader)
