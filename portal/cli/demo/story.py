"""What happened in the demonstration world: sign-ups, waiting lists, cancelled classes, results, certificates."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from portal.catalog import queries as catalog
from portal.catalog.services.class_states import open_from
from portal.cli.demo.names import TRAINEES
from portal.cli.demo.offers import DemoClass
from portal.cli.demo.people import DemoPerson
from portal.core import clock
from portal.core.terms import terms
from portal.eligibility.rules.packing import packed
from portal.enrolment import services as enrolment
from portal.enrolment.queries import get_entitlement
from portal.enrolment.types import Actor
from portal.office import services as office

RESULT_COLUMNS = (
    "班次编号", "姓名", "身份证件号码", "学时", "结果", "证书种类", "证书编号", "等级", "发证机构", "发证日期",
)  # fmt: skip
KINDS = {
    "energy": "special_operation",
    "handicraft": "special_ability",
    "farming": "training",
    "employment": "qualification",
}


class Story:
    """Who signed up for what, and when they are busy."""

    def __init__(self, random: Random, people: Sequence[DemoPerson], today: date) -> None:
        self._random = random
        self._people = list(people)
        self._today = today
        self._busy: dict[int, list[tuple[date, date]]] = {}
        self._serial = 0

    def live(self, row: DemoClass, number: int) -> None:
        """Live through one class from the first application to the last certificate."""
        found = catalog.find_class_by_number(row.number)
        assert found is not None
        class_id = found.id
        wanted = self._how_many(row, number)
        first = row.published_on(self._today)
        if row.starts_on > self._today + timedelta(days=110):
            open_from(class_id, row.starts_on - timedelta(days=60))
            return
        seated = self._sign_up(row, class_id, wanted, first)
        if number % 19 == 7 and row.apply_by > first:
            with clock.at(min(row.apply_by, self._today)):
                enrolment.cancel_class(class_id, "报名人数不足，请改报其他班次")
            return
        if row.starts_on <= self._today:
            with clock.at(row.starts_on):
                enrolment.start_class(class_id)
        if row.ends_on + timedelta(days=3) <= self._today:
            self._finish(row, class_id, seated)

    def _how_many(self, row: DemoClass, number: int) -> int:
        if number % 5 == 0 and row.capacity <= 12:
            return row.capacity + 4  # full, with people waiting
        return self._random.randint(2, min(row.capacity, 9))

    def _sign_up(self, row: DemoClass, class_id: int, wanted: int, first: date) -> list[DemoPerson]:
        people = list(self._free(row, wanted))
        for order, person in enumerate(people):
            with clock.at(min(first + timedelta(days=order), row.apply_by, self._today), hour=min(8 + order, 23)):
                shown = self._shown(class_id, person) if row.starts_on > self._today else None
                enrolment.apply(class_id, person_id=person.person_id, actor=Actor(account_id=None), verdict=shown)
            self._busy.setdefault(person.person_id, []).append((row.starts_on, row.ends_on))
        return people[: row.capacity]

    def _shown(self, class_id: int, person: DemoPerson) -> dict[str, Any] | None:
        """Return what the check page showed to the people of the journeys; for the crowd it would take long."""
        if person not in self._people[: len(TRAINEES)]:
            return None
        return packed(get_entitlement(class_id, person_id=person.person_id).answer)

    def _free(self, row: DemoClass, wanted: int) -> Iterator[DemoPerson]:
        """Yield people of the league first who have nothing else on these days."""
        near = [person for person in self._people if person.region[:4] == row.region[:4]]
        far = [person for person in self._people if person.region[:4] != row.region[:4]]
        self._random.shuffle(far)
        for person in [*near, *far]:
            busy = self._busy.get(person.person_id, [])
            free = not any(begin <= row.ends_on and row.starts_on <= end for begin, end in busy)
            if wanted and free and len(busy) < self._most(person):
                wanted -= 1
                yield person

    def _most(self, person: DemoPerson) -> int:
        """Return how many trainings someone has at most: two people have the long record of a lifetime."""
        return 18 if person in self._people[6:8] else 4

    def _finish(self, row: DemoClass, class_id: int, seated: Sequence[DemoPerson]) -> None:
        day = row.ends_on + timedelta(days=3)
        with clock.at(day):
            office.import_results(self._results(row, seated, day), "results.csv", account_id=None)
            enrolment.end_class(class_id)

    def _results(self, row: DemoClass, seated: Sequence[DemoPerson], day: date) -> bytes:
        return _file(RESULT_COLUMNS, (self._result(row, person, day) for person in seated))

    def _result(self, row: DemoClass, person: DemoPerson, day: date) -> tuple[str, ...]:
        self._serial += 1
        level = terms("level")[row.level].policy_word
        hours = str(8 * ((row.ends_on - row.starts_on).days + 1))
        if self._random.random() < 0.12:
            outcome = self._random.choice(("不合格", "缺考"))
            return (row.number, person.name, person.id_number, "16", outcome, "", "", "", "", "")
        kind = terms("certificate_kind")[KINDS.get(row.trade, "skill_level")].zh
        number = f"S000115{day:%y}{self._serial:013d}"
        issuer = row.provider if kind == "培训合格证书" else "内蒙古职业技能评价服务中心（演示）"
        return (row.number, person.name, person.id_number, hours, "合格", kind, number, level, issuer, day.isoformat())


def _file(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([columns, *rows])
    return text.getvalue().encode("utf-8-sig")
