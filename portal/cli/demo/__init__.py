"""The demonstration world: invented people, providers and classes, marked as such.

It is not poured into tables but lived through: files are imported, people register, apply, withdraw and finish on days
of the past and the present, by the same services as real ones. The same day gives the same world.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby
from random import Random

import click

from portal.catalog import services as catalog
from portal.catalog.services.providers import enter_provider
from portal.catalog.types import IssueData
from portal.cli.demo import offers, people
from portal.cli.demo.announcements import announce
from portal.cli.demo.auditors import hold_strange_classes
from portal.cli.demo.editions import keep_catalogs, let_one_leave
from portal.cli.demo.offers import DemoClass
from portal.cli.demo.rights import correct_some
from portal.cli.demo.schools import teach
from portal.cli.demo.story import Story
from portal.cli.demo.subsidies import claim_and_publish
from portal.cli.demo.texts import send_texts
from portal.cli.demo.village import send_list
from portal.cli.demo.wishes import wish_and_follow
from portal.core import clock, state
from portal.core.db import transaction
from portal.office import services as office
from portal.people.rules import CONSENT_VERSION
from portal.people.types import GivenConsent

SEED = 150000


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print who may sign in, as JSON, and nothing else.")
def demo(*, as_json: bool) -> None:
    """Make the demonstration world, once; harmless to repeat."""
    if state.get("demo") is None:
        with transaction():  # all of it or nothing
            counts = _live(Random(SEED), clock.today())  # noqa: S311 - a story, not a secret
            state.put("demo", clock.today().isoformat())
        if not as_json:
            click.echo(counts)
    if as_json:
        click.echo(json.dumps(people.sign_ins(), ensure_ascii=False, indent=1))


def _live(random: Random, today: date) -> str:
    """Live through two years and return what came of it."""
    with clock.at(today - timedelta(days=500)):
        offered = offers.providers(random)
        rows = sorted(offers.classes(random, offered, today), key=lambda row: (row.starts_on, row.number))
        ids = [enter_provider(provider) for provider in offered]
        officers = people.add_staff(ids[0])
        everyone = people.add_people(random, GivenConsent("registration", CONSENT_VERSION))
    _offer(rows, today)
    story = Story(random, everyone, today)
    for number, row in enumerate(rows):
        story.live(row, number)
    send_list(rows, today)
    claim_and_publish(officers, today)
    announce(today)
    keep_catalogs(officers, today)
    let_one_leave(rows, everyone[40:45], officers[0], today)
    hold_strange_classes(offered, GivenConsent("registration", CONSENT_VERSION), today)
    wish_and_follow(officers, everyone, today)
    correct_some(officers, everyone, ids[0], today)
    teach(offered, ids, officers, everyone[300:309], today)
    send_texts(today)
    office.count_figures()
    return f"demonstration world: {len(everyone)} people, {len(offered)} providers, {len(rows)} classes"


def _offer(rows: Sequence[DemoClass], today: date) -> None:
    """Publish this year's catalog and the one before, and the classes month by month."""
    first_day, this_year = offers.first_day(today), date(today.year, 1, 1)
    before = min(date(today.year - 1, 1, 1), first_day)  # no class was published earlier, however young this year is
    for begin, moment, missing in ((before, first_day, offers.LATE_TRADES), (this_year, this_year, ())):
        with clock.at(moment):
            about = IssueData("150000", f"内蒙古自治区职业技能培训需求指导目录（{begin.year}年，演示）", begin, None)
            catalog.import_catalog(offers.catalog_file(without=missing), f"catalog-{begin.year}.csv", about)
        of_edition = [row for row in rows if (row.starts_on >= this_year) == (begin == this_year)]
        for month in _months(of_edition):
            with clock.at(month[0].published_on(today)):
                report = catalog.import_classes(offers.classes_file(month), f"classes-{month[0].starts_on:%Y-%m}.csv")
                assert not report.refused, report.problems[:3]


def _months(rows: Sequence[DemoClass]) -> Iterator[list[DemoClass]]:
    for _month, found in groupby(rows, key=lambda row: (row.starts_on.year, row.starts_on.month)):
        yield list(found)
