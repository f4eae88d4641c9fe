"""Take files in: ``flask --app wsgi import catalog|classes|results|roster FILE``."""

import click

from portal.catalog import cli as catalog
from portal.office import cli as office
from portal.station import cli as station


@click.group("import")
def import_group() -> None:
    """Take in a file; the same file again changes nothing."""


import_group.add_command(catalog.import_catalog)
import_group.add_command(catalog.import_classes)
import_group.add_command(office.import_results)
import_group.add_command(station.import_roster)
