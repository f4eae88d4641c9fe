"""Hand files out: ``flask --app wsgi export ledger FILE``."""

import click

from portal.office import cli as office


@click.group("export")
def export_group() -> None:
    """Write a file; each time is in the audit trail."""


export_group.add_command(office.export_ledger)
