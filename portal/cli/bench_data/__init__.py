"""Fill an empty portal with many believable rows, fast, to measure it: ``flask bench-data``.

People crowd in few places and few trades, as they do; most classes are over. The same seed gives the same rows on the
same day. Everything is marked as a demonstration, and all identity numbers are nobody's.
"""

from datetime import date
from random import Random

import click
from sqlalchemy import func, select

from portal.catalog import services as catalog
from portal.catalog.services.providers import enter_provider
from portal.catalog.types import IssueData
from portal.cli.bench_data.classes import APPLICATIONS_A_CLASS, add_classes
from portal.cli.bench_data.people import add_people
from portal.cli.bench_data.world import make_world, table
from portal.cli.demo import offers
from portal.cli.demo.names import PASSWORD
from portal.core import clock, state
from portal.core.db import session, transaction


@click.command("bench-data")
@click.option("--people", type=click.IntRange(1, 16_000_000), default=1000, show_default=True)
@click.option("--applications", type=click.IntRange(0), default=3000, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True)
def bench_data(people: int, applications: int, seed: int) -> None:
    """Fill an empty portal with invented people, classes, applications and records, to measure it."""
    if session().scalar(select(func.count()).select_from(table("person"))):
        raise click.ClickException("there are people already: bench-data fills an empty portal only")
    random = Random(seed)  # noqa: S311 - rows to measure with, not secrets
    with transaction():
        state.put("demo", clock.today().isoformat())
        _offer(random)
    classes = max(applications // APPLICATIONS_A_CLASS, 1)
    world = make_world(random, people, classes)
    with click.progressbar(length=people + applications, label="rows") as bar:
        add_people(world, bar.update)
        add_classes(world, classes, applications, bar.update)
    click.echo(f"{people:,} people, {classes:,} classes, {applications:,} applications; the password is {PASSWORD}")


def _offer(random: Random) -> None:
    """Publish a catalog and open the providers of the demonstration world."""
    today = clock.today()
    about = IssueData(
        "150000", f"内蒙古自治区职业技能培训需求指导目录（{today.year}年，演示）", date(today.year, 1, 1), None
    )
    catalog.import_catalog(offers.catalog_file(), "catalog.csv", about)
    for provider in offers.providers(random):
        enter_provider(provider)
