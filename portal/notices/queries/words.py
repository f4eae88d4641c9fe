"""Reads of reported words, for whoever looks after the translation."""

from sqlalchemy import select

from portal.core.db import session
from portal.notices.models import WordReportRow
from portal.notices.types import WordReport


def list_word_reports() -> list[WordReport]:
    """Return what readers found wrong, oldest first."""
    stmt = select(WordReportRow).order_by(WordReportRow.id)
    return [WordReport(row.edition, row.page, row.word, row.suggestion) for row in session().scalars(stmt)]
