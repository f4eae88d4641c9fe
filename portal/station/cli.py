"""Take a list of villagers in: ``flask import roster FILE --station ID``."""

from pathlib import Path

import click

from portal.core.tables import TableRefused
from portal.station import queries, services
from portal.station.services.roster_files import refused_rows_file
from portal.station.types import Clerk


@click.command("roster")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--station", "station_id", type=int, required=True, help="Station whose list it is.")
@click.option("--clerk", "login", help="Login name of the clerk who answers for it; needed where there are several.")
@click.option("--dry-run", is_flag=True, help="Say what would happen, write nothing.")
@click.option(
    "--refused", type=click.Path(dir_okay=False, path_type=Path), help="Write red rows here (.xlsx), to mend."
)
def import_roster(file: Path, *, station_id: int, login: str | None, dry_run: bool, refused: Path | None) -> None:
    """Sign up the people of a village from a list; each has signed a sheet."""
    clerk = _clerk(station_id, login)
    try:
        report = services.import_roster(file.read_bytes(), file.name, clerk=clerk, dry_run=dry_run)
    except TableRefused as error:
        raise click.ClickException(str(error.message)) from error
    for row in report.refused:
        for remark in row.remarks:
            click.echo(f"row {row.cells.number}, {remark.column}: {remark.zh}")
    if refused is not None and report.refused:
        refused.write_bytes(refused_rows_file([(row.cells, row.remarks) for row in report.refused]))
        click.echo(f"refused rows are in {refused}")
    tried = " (only tried)" if dry_run else ""
    counts = f"{report.added} taken, {report.unchanged} unchanged, {len(report.refused)} refused"
    click.echo(f"{report.rows} rows: {counts}, {len(report.yellow)} to look at{tried}")


def _clerk(station_id: int, login: str | None) -> Clerk:
    """Return who answers for the list: every row says who entered it."""
    if queries.find_station(station_id) is None:
        raise click.ClickException(f"there is no station {station_id}")
    clerks = queries.clerks_of(station_id)
    chosen = [account_id for account_id, name in clerks if login in (None, name)]
    if len(chosen) != 1:
        names = ", ".join(name for _account, name in clerks) or "none yet: flask staff add --role station_clerk"
        raise click.ClickException(f"say with --clerk which clerk answers for the list ({names})")
    return Clerk(chosen[0], station_id)
