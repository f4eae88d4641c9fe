"""Commands of the office."""

from pathlib import Path

import click

from portal.core.tables import TableRefused
from portal.office import services


@click.command("results")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would happen, write nothing.")
@click.option("--refused", type=click.Path(dir_okay=False, path_type=Path), help="Write refused rows here, to mend.")
def import_results(file: Path, *, dry_run: bool, refused: Path | None) -> None:
    """Take in results and certificates that a provider reports."""
    try:
        report = services.import_results(file.read_bytes(), file.name, dry_run=dry_run)
    except TableRefused as error:
        raise click.ClickException(str(error.message)) from error
    for problem in report.problems:
        click.echo(f"row {problem.row}, {problem.column}: {problem.reason}")
    if refused is not None and report.refused:
        refused.write_bytes(services.refused_file(report, refused.name))
        click.echo(f"refused rows are in {refused}")
    tried = " (only tried)" if dry_run else ""
    counts = f"{report.accepted} taken, {report.unchanged} unchanged, {len(report.refused)} refused"
    click.echo(f"{report.rows} rows: {counts}{tried}")
