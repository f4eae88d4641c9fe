"""Carry the database away in one file, and bring it back. The keys are not in it: they are kept apart on purpose."""

import os
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import inspect, make_url

from portal.core.config import Config
from portal.people import services as people

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("backup")
@click.argument("file", type=_FILE)
def backup(file: Path) -> None:
    """Write the whole database to FILE while the portal goes on working, and complete the list of deletions."""
    if file.exists():
        raise click.ClickException(f"{file} exists already; choose another name")
    if not file.parent.is_dir():
        raise click.ClickException(f"there is no folder {file.parent}")
    config: Config = current_app.config["PORTAL"]
    if not inspect(current_app.extensions["database"]).has_table("alembic_version"):
        raise click.ClickException("this database holds no portal: are the settings (PORTAL_DATABASE_URL) in force?")
    unfinished = file.with_name(file.name + ".part")  # a broken backup must never look like one
    unfinished.unlink(missing_ok=True)
    unfinished.touch(mode=0o600)  # readable by its owner only, from its first byte on
    if config.is_sqlite:
        _copy(_path(config), unfinished)
    else:
        _run(config, "pg_dump", "--format=custom", "--no-owner", f"--file={unfinished}", _address(config))
    unfinished.replace(file)
    listed = people.write_down()
    click.echo(f"the database is in {file}; keep the keys (PORTAL_FIELD_KEYS, PORTAL_SECRET_KEY) in another place")
    if not listed:
        raise click.ClickException(
            f"{config.deletions} cannot be written: does it belong to the user that serves the portal?"
        )
    click.echo(f"carry {config.deletions} away with it: it names who was deleted and must not come back")


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.confirmation_option("--yes", prompt="All that is in the database now is lost. Is the portal stopped?")
def restore(file: Path) -> None:
    """Put the database back as it was when FILE was written."""
    config: Config = current_app.config["PORTAL"]
    current_app.extensions["database"].dispose()
    if config.is_sqlite:
        _check(file)
        _copy(file, _path(config))
    else:
        _run(
            config, "pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction",
            f"--dbname={_address(config)}", str(file),
        )  # fmt: skip
    click.echo("the database is as it was, and who was deleted since then is in it once more")
    if not config.deletions.exists():
        click.echo(f"WARNING: {config.deletions} is missing: put its copy there first (setting PORTAL_DELETIONS)")
    click.echo("run `flask --app wsgi init`: it brings the database up to this version and deletes them again")


@click.command("erase-again")
@with_appcontext
def erase_again() -> None:
    """Delete again whom a restored backup brought back; harmless to repeat."""
    config: Config = current_app.config["PORTAL"]
    if not config.deletions.exists():
        raise click.ClickException(f"{config.deletions} is missing: put its copy there (setting PORTAL_DELETIONS)")
    click.echo(f"{people.erase_again()} people deleted again")


def _path(config: Config) -> Path:
    return Path(str(make_url(config.database_url).database))


def _address(config: Config) -> str:
    """Return the address as PostgreSQL's own programs read it; everyone sees what a program is told, so no password."""
    return make_url(config.database_url).set(drivername="postgresql")._replace(password=None).render_as_string()


def _check(file: Path) -> None:
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as stored:
            whole = stored.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            migrated = stored.execute("SELECT 1 FROM alembic_version").fetchone() is not None
    except sqlite3.DatabaseError as error:
        raise click.ClickException(f"{file} is not a backup of this portal: {error}") from error
    if not (whole and migrated):
        raise click.ClickException(f"{file} is damaged; nothing was changed")


def _copy(source: Path, target: Path) -> None:
    """Copy a SQLite database page by page, whoever reads or writes it meanwhile."""
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)


def _run(config: Config, *command: str) -> None:
    password = make_url(config.database_url).password
    environ = {**os.environ, "PGPASSWORD": str(password)} if password is not None else None
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=environ)  # noqa: S603 - no shell, our own words
    except FileNotFoundError as error:
        raise click.ClickException(f"{command[0]} was not found: install the package postgresql-client") from error
    if done.returncode:
        raise click.ClickException(f"{command[0]} failed: {done.stderr.strip().splitlines()[-1:]}")
