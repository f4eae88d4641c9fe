"""Commands about the keys of personal fields: ``flask keys rotate``, ``flask keys status``."""

import os
from collections.abc import Iterator
from dataclasses import replace

import click
from flask import current_app
from flask.cli import with_appcontext

from portal.core import rotation
from portal.core.config import KEYS_FILE, Config, new_field_key, read_config, read_keys, write_keys
from portal.core.crypto import Unreadable
from portal.records.services.signing import sign_again

VARIABLE = "PORTAL_FIELD_KEYS"


@click.group("keys")
def keys_group() -> None:
    """Look after the keys of personal fields."""


@keys_group.command("rotate")
@click.option("--resume", is_flag=True, help="Make no new key; go on sealing with the first key of the ring.")
@click.confirmation_option(
    prompt="Running processes do not know a new key and would not find people. Is the portal stopped?"
)
@with_appcontext
def rotate(*, resume: bool) -> None:
    """Put a new key first in the ring; seal every personal field and sign every summary with it again.

    The old keys stay in the ring: backups and codes handed out before need them. A broken run goes on with --resume.
    """
    config: Config = current_app.config["PORTAL"]
    if not resume:
        stored = read_keys(config.data_dir / KEYS_FILE)
        if os.environ.get(VARIABLE) or VARIABLE not in stored:
            click.echo("The keys come from the environment. Put the new one first, before those of now, and set:")
            click.echo(f"{VARIABLE}={new_field_key()},<the keys of now>")
            click.echo("Then run: flask --app wsgi keys rotate --resume")
            return
        write_keys(config.data_dir / KEYS_FILE, {**stored, VARIABLE: f"{new_field_key()},{stored[VARIABLE]}"})
        ring = read_config({"PORTAL_DATA_DIR": str(config.data_dir), "PORTAL_SECRET_KEY": config.secret_key}).field_keys
        current_app.config["PORTAL"] = config = replace(config, field_keys=ring)
    rotation.note_change(_ids())
    try:
        for table, count in rotation.reseal_all(config.field_keys[0].key_id):
            click.echo(f"{table}: {count} rows sealed again")
        click.echo(f"{sign_again()} summaries signed again")
    except Unreadable as error:
        raise click.ClickException(f"stopped: {error}. Add the missing key to the ring, then --resume.") from error
    click.echo(
        "Done. Start the portal again; keep the old keys as long as you keep backups, and as long as rows need them:"
    )
    _tell()


@keys_group.command("status")
@with_appcontext
def status() -> None:
    """Tell which rows need an older key: none of those may be taken out of the ring.

    Backups, and consent sheets that were printed but not signed yet, are not rows: see the README.
    """
    _tell()


def missing_keys() -> Iterator[str]:
    """Warn of rows that need a key that was taken out of the ring; where none was, nothing is looked at."""
    if rotation.lacks_a_key(_ids()):
        for need in rotation.list_needs(_ids()):
            if need.key_id is None:
                yield f"WARNING: {need.table}: {need.rows} rows need a key that is not in {VARIABLE}; put it back"


def _tell() -> None:
    ring, needs = _ids(), rotation.list_needs(_ids())
    click.echo(f"{ring[0]}: the current key")
    for key_id in ring[1:]:
        rows = [f"{need.table} {need.rows}" for need in needs if need.key_id == key_id]
        click.echo(f"{key_id}: needed by {', '.join(rows)}" if rows else f"{key_id}: needed by backups and sheets only")
    for need in needs:
        if need.key_id is None:
            click.echo(f"{need.table}: {need.rows} rows need a key that is not in {VARIABLE}")


def _ids() -> list[str]:
    config: Config = current_app.config["PORTAL"]
    return [key.key_id for key in config.field_keys]
