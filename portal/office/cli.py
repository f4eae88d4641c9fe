"""Commands of the office."""

from pathlib import Path

import click

from portal.core import regions
from portal.core.tables import TableRefused
from portal.office import services
from portal.office.services import ledger_file
from portal.records import queries as records


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
    claims = records.name_claims([note.claim_id for note in report.notes])
    for note in report.notes:
        name = claims[note.claim_id].masked_name
        click.echo(f"row {note.row}, {note.column}: claim {note.claim_id}, {name}: {note.reason}")
    if refused is not None and report.refused:
        refused.write_bytes(services.refused_file(report, refused.name))
        click.echo(f"refused rows are in {refused}")
    tried = " (only tried)" if dry_run else ""
    counts = f"{report.accepted} taken, {report.unchanged} unchanged, {len(report.refused)} refused"
    click.echo(f"{report.rows} rows: {counts}{tried}")


@click.command("ledger")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--region", default=regions.HOME_PROVINCE, show_default=True, help="Code of the place whose ledger it is."
)
def export_ledger(file: Path, *, region: str) -> None:
    """Write the ledger of wishes as .xlsx: the three needs of part 3 (1) of the notice of 2024-02-07, masked."""
    if regions.get(region) is None:
        raise click.ClickException(f"no place has the code {region}")
    if file.suffix.lower() != ".xlsx":
        raise click.ClickException("the ledger is a workbook: give a name that ends in .xlsx")
    content = ledger_file.export_ledger(None, region=region, account_id=None)
    try:
        file.write_bytes(content)
    except OSError as error:
        raise click.ClickException(f"{file}: {error.strerror}") from error
    click.echo(f"the ledger is in {file}")
