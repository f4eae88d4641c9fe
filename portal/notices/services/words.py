"""Take reports of wrong words."""

from portal.core import clock
from portal.core.db import transaction
from portal.notices.models import WordReportRow
from portal.notices.types import WordReport


def report_word(report: WordReport) -> None:
    """Keep what a reader finds wrong, for whoever looks after the translation."""
    with transaction() as session:
        session.add(
            WordReportRow(
                edition=report.edition,
                page=report.page,
                word=report.word,
                suggestion=report.suggestion,
                reported_at=clock.now(),
            )
        )
