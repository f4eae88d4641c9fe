"""Commands of this room: those that take files in are mounted under ``import`` by the roof."""

from datetime import datetime
from pathlib import Path

import click
from flask.cli import with_appcontext

from portal.catalog import queries, services
from portal.catalog.types import IssueData
from portal.core.errors import PortalError

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_OUT = click.Path(dir_okay=False, writable=True, path_type=Path)
_DRY_RUN = click.option("--dry-run", is_flag=True, help="Say what would happen and write nothing.")
_REFUSED = click.option("--refused", type=_OUT, help="Write the refused rows here (.csv or .xlsx), to be mended.")


@click.command("catalog")
@click.argument("file", type=_FILE)
@click.option("--region", default="150000", help="GB/T 2260 code of the region the catalog is for.")
@click.option("--title", help="Title of the issue; named after region and year where not given.")
@click.option("--from", "valid_from", type=click.DateTime(["%Y-%m-%d"]), help="First day in force; today if not given.")
@click.option("--document", help="Number of the document that publishes the catalog.")
@_DRY_RUN
@_REFUSED
def import_catalog(
    file: Path,
    region: str,
    title: str | None,
    valid_from: datetime | None,
    document: str | None,
    dry_run: bool,
    refused: Path | None,
) -> None:
    """Publish FILE at once as a new issue of the demand catalog; the older one of the region stays readable.

    Officers make editions in the office, where a second one approves; this is for whoever has the signed file.
    """
    about = IssueData(region, title, valid_from.date() if valid_from else None, document)
    try:
        report = services.import_catalog(file.read_bytes(), file.name, about, dry_run=dry_run)
    except PortalError as error:
        raise click.ClickException(str(error.message)) from error
    _tell(report, refused)


@click.command("classes")
@click.argument("file", type=_FILE)
@_DRY_RUN
@_REFUSED
def import_classes(file: Path, dry_run: bool, refused: Path | None) -> None:
    """Take in the classes of FILE; rows whose class number is known change that class."""
    try:
        report = services.import_classes(file.read_bytes(), file.name, dry_run=dry_run)
    except PortalError as error:
        raise click.ClickException(str(error.message)) from error
    _tell(report, refused)


def _tell(report: services.ImportReport, refused: Path | None) -> None:
    """Say what became of every row, and write the refused ones where asked."""
    click.echo(
        f"rows: {report.rows}, accepted: {report.accepted}, unchanged: {report.unchanged}, refused: {report.refused}"
    )
    for problem in report.problems:
        sign = "refused" if problem.refused else "note"
        click.echo(f"{sign}: row {problem.row}, {problem.column}: {problem.reason}")
    if report.orphans:
        click.echo(f"classes whose entry is gone: {' '.join(report.orphans)}")
    if refused is not None and report.refused_rows:
        refused.write_bytes(services.refused_file(report, refused.name))
        click.echo(f"refused rows written to {refused}")


@click.command("providers")
@with_appcontext
def providers() -> None:
    """Print the training providers: number, unified social credit code, name, one a line, divided by tabs."""
    for number, credit_code, name in queries.list_provider_numbers():
        click.echo(f"{number}\t{credit_code}\t{name}")
