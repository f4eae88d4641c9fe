"""Classes with people who passed them, officers, batches: the beginning of a public notice."""

from datetime import timedelta
from typing import Any

from portal.core import clock
from portal.records import queries, services
from portal.records.types import NewBatch, Reach
from tests import factories


def officer_of(region: str = "150500") -> Reach:
    """Return what a new officer of a region may see."""
    return Reach(factories.OfficerFactory(region_code=region).id, region_code=region)


def passed(number: str = "P1", people: int = 1, *, names: tuple[str, ...] = (), **changes: Any) -> list[Any]:
    """Return the trainings of people who passed one class."""
    return [
        factories.EnrolmentRecordFactory(
            person__name=names[place] if names else f"乌云其木{place}格", class_number=number, **changes
        )
        for place in range(len(names) or people)
    ]


def rule_for(reach: Reach, number: str = "P1") -> str:
    """Return the first rule a claim for this class may rest on."""
    line = queries.get_roll(reach, number).line
    return queries.claim_rules(line.region_code, line.starts_on)[0].key


def claim_all(reach: Reach, records: list[Any], number: str = "P1") -> list[int]:
    """Claim for all of a class and return the claims that wait for a batch."""
    services.claim_for_roll(reach, number, [record.id for record in records], rule_key=rule_for(reach, number))
    return [claim.id for claim in queries.list_waiting(reach)]


def new_batch(claims: list[int], *, days: int = 7, **changes: Any) -> NewBatch:
    """Return a batch whose notice begins today."""
    values: dict[str, Any] = {
        "opens_on": clock.today(),
        "closes_on": clock.today() + timedelta(days=days),
        "document_number": "通人社公示〔2026〕3号",
        "claim_ids": tuple(claims),
    }
    return NewBatch(**{**values, **changes})


def published(maker: Reach, second: Reach, *, names: tuple[str, ...] = ("欧阳乌兰", "王小花")) -> int:
    """Return a batch under public notice."""
    batch = services.make_batch(new_batch(claim_all(maker, passed(names=names))), reach=maker)
    services.publish_batch(batch, reach=second)
    return batch
