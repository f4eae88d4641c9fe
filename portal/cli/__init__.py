"""Commands of whoever runs the portal: ``flask --app wsgi init`` and its sisters."""

from pathlib import Path

import click
from alembic import command
from alembic.config import Config as AlembicConfig
from flask import Flask, current_app

from portal.catalog import services as catalog
from portal.catalog.cli import providers
from portal.cli.backup import backup, erase_again, restore
from portal.cli.bench_data import bench_data
from portal.cli.demo import demo
from portal.cli.exports import export_group
from portal.cli.imports import import_group
from portal.cli.keys import keys_group, missing_keys
from portal.cli.worker import worker
from portal.core import audit, reference
from portal.eligibility.cli import cli as eligibility_group
from portal.notices.cli import messages_group, words
from portal.people import services as people
from portal.people.cli import staff_group, stations_group

ROOT = Path(__file__).parent.parent.parent


def register_commands(app: Flask) -> None:
    """Attach the commands to the application."""
    app.cli.add_command(init)
    app.cli.add_command(demo)
    app.cli.add_command(bench_data)
    app.cli.add_command(audit_group)
    app.cli.add_command(backup)
    app.cli.add_command(restore)
    app.cli.add_command(erase_again)
    app.cli.add_command(import_group)
    app.cli.add_command(export_group)
    app.cli.add_command(keys_group)
    app.cli.add_command(stations_group)
    app.cli.add_command(staff_group)
    app.cli.add_command(providers)
    app.cli.add_command(eligibility_group)
    app.cli.add_command(words)
    app.cli.add_command(messages_group)
    app.cli.add_command(worker)


@click.command()
def init() -> None:
    """Migrate the database, load the reference data, delete again whom a backup brought back; harmless to repeat."""
    command.upgrade(alembic_config(current_app), "head")
    if again := people.erase_again():
        click.echo(f"{again} people deleted again: a restored backup had brought them back")
    for warning in missing_keys():
        click.echo(warning, err=True)
    for line in (*reference.load(), *catalog.load_occupations(), *catalog.renew_class_keys()):
        click.echo(line)


@click.group("audit")
def audit_group() -> None:
    """Look after the audit trail."""


@audit_group.command("verify")
def audit_verify() -> None:
    """Walk the chain of the audit trail and say whether it is whole."""
    broken = audit.verify()
    if broken is not None:
        raise click.ClickException(f"the trail breaks at event {broken.event_id}: {broken.reason}")
    click.echo("the audit trail is whole")


def alembic_config(app: Flask) -> AlembicConfig:
    """Return the settings of the migrations for this application's database."""
    config = AlembicConfig()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.attributes["engine"] = app.extensions["database"]
    return config
