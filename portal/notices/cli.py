"""Commands of this room."""

import click

from portal.notices import queries, services


@click.command("words")
def words() -> None:
    """Print the words that readers found wrong: edition, page, word, suggestion, one a line, divided by tabs."""
    for report in queries.list_word_reports():
        click.echo("\t".join((report.edition, report.page or "", report.word, report.suggestion or "")))


@click.group("messages")
def messages_group() -> None:
    """Look after text messages."""


@messages_group.command("send")
def send() -> None:
    """Send the text messages that are due, as the jobs do every quarter of a minute; harmless to repeat."""
    click.echo(f"{services.send_text_messages()} sent")
