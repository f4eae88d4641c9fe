"""Put the portal's mark of today under what it issued before, where the mark of then still holds."""

from sqlalchemy import Row, select, update

from portal.core import crypto
from portal.core.db import session, transaction
from portal.records.models import SummaryDocument
from portal.records.queries.summaries import PDF_SIGNED_AS, SIGNED_AS

BATCH = 200


def sign_again() -> int:
    """Sign every summary and its print under the current key and return how many were signed.

    What its own mark does not fit is left as it is: it goes on being shown as altered. A broken run is run again.
    """
    done = last = 0
    stmt = select(
        SummaryDocument.id, SummaryDocument.content, SummaryDocument.signature, SummaryDocument.pdf,
        SummaryDocument.pdf_mark,
    )  # fmt: skip
    while (
        rows := session().execute(stmt.where(SummaryDocument.id > last).order_by(SummaryDocument.id).limit(BATCH)).all()
    ):
        last = rows[-1][0]
        with transaction() as current:
            for row in rows:
                if fresh := _fresh(row):
                    done += 1
                    current.execute(update(SummaryDocument).where(SummaryDocument.id == row[0]).values(fresh))
    return done


def _fresh(row: Row[int, str, str, bytes | None, str | None]) -> dict[str, str]:
    _id, content, signature, printed, mark = row
    marks = {
        "signature": (signature, content.encode(), SIGNED_AS),
        "pdf_mark": (mark or "", bytes(printed or b""), PDF_SIGNED_AS),
    }
    return {
        name: crypto.sign(raw, purpose)
        for name, (old, raw, purpose) in marks.items()
        if old and not crypto.is_current(old) and crypto.is_signed(old, raw, purpose)
    }
