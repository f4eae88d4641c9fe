"""Commands of this room."""

import click

from portal.notices import queries


@click.command("words")
def words() -> None:
    """Print the words that readers found wrong: edition, page, word, suggestion, one a line, divided by tabs."""
    for report in queries.list_word_reports():
        click.echo("\t".join((report.edition, report.page or "", report.word, report.suggestion or "")))
