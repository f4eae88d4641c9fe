"""What an auditor would ask about in the demonstration world: one phone for seven people, three equal rolls."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from portal.catalog import queries as catalog
from portal.catalog import services as catalog_services
from portal.catalog.services.providers import NewProvider
from portal.cli.demo.offers import CLASS_COLUMNS
from portal.cli.demo.people import DemoPerson
from portal.cli.demo.story import RESULT_COLUMNS
from portal.core import clock, identity_numbers, phones
from portal.enrolment import services as enrolment
from portal.enrolment.types import Actor
from portal.office import services as office
from portal.people import services as people
from portal.people.types import GivenConsent, NewPerson, PhoneOwner

LEAGUE, BANNER = "1505", "150521"
NAMES = ("包海龙", "白图雅", "何双喜", "吴国安", "席志强", "韩秀英", "陈玉梅")
SHARED_PHONE = "13900159999"
# Days before today on which each class began, and what it taught; the second begins before the first is over.
CLASSES = ((100, "养老护理员"), (94, "家政服务员"), (60, "中式烹调师"))
DAYS = 9


def hold_strange_classes(offered: Sequence[NewProvider], consent: GivenConsent, today: date) -> None:
    """Let seven people with one phone sit in three classes, two of them on the same days; then look for alarms."""
    school = next(one for one in offered if one.region_code.startswith(LEAGUE) and "care" in one.trades)
    with clock.at(today - timedelta(days=130)):
        roll = [_villager(serial, name, consent) for serial, name in enumerate(NAMES)]
    for serial, (days_ago, occupation) in enumerate(CLASSES):
        _hold(school, roll, f"D{today.year}9{serial:04d}", today - timedelta(days=days_ago), occupation)
    office.look_for_alarms()


def _villager(serial: int, name: str, consent: GivenConsent) -> DemoPerson:
    number = identity_numbers.make(900 + serial, birth_date=date(1980, 3, 1 + serial))
    new = NewPerson(
        name=name,
        id_number=identity_numbers.parse(number),
        phone=phones.parse(SHARED_PHONE),
        phone_owner=PhoneOwner.RELATIVE,
        home_region=BANNER,
        groups=("rural_transfer",),
        is_demo=True,
    )
    return DemoPerson(people.add_person(new, [consent], actor_id=None), name, number, BANNER)


def _hold(school: NewProvider, roll: Sequence[DemoPerson], number: str, starts_on: date, occupation: str) -> None:
    ends_on, apply_by = starts_on + timedelta(days=DAYS), starts_on - timedelta(days=2)
    cells = (
        number, school.credit_code, occupation, "五级", starts_on.isoformat(), ends_on.isoformat(), school.address,
        school.region_code, "12", apply_by.isoformat(), "汉语授课", "集中面授", "", "人社局",
    )  # fmt: skip
    with clock.at(starts_on - timedelta(days=20)):
        report = catalog_services.import_classes(_file(CLASS_COLUMNS, [cells]), f"{number}.csv")
        assert not report.refused, report.problems
        found = catalog.find_class_by_number(number)
        assert found is not None
        for person in roll:
            enrolment.apply(found.id, person_id=person.person_id, actor=Actor(account_id=None), verdict=None)
    with clock.at(starts_on):
        enrolment.start_class(found.id)
    with clock.at(ends_on + timedelta(days=3)):
        office.import_results(_file(RESULT_COLUMNS, _results(number, roll)), f"{number}.csv", account_id=None)
        enrolment.end_class(found.id)


def _results(number: str, roll: Sequence[DemoPerson]) -> Iterable[tuple[str, ...]]:
    for person in roll:
        yield (number, person.name, person.id_number, "80", "合格", "", "", "", "", "")


def _file(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([columns, *rows])
    return text.getvalue().encode("utf-8-sig")
