"""Take a file of results from the web, and keep its refused rows for a day, for whoever sent it."""

import base64
from datetime import timedelta

from sqlalchemy import delete

from portal.core import clock
from portal.core.db import transaction
from portal.office.models import RefusedFile
from portal.office.services.refused import refused_file
from portal.office.services.results import import_results

KEPT = timedelta(days=1)


def receive_results(data: bytes, filename: str, *, account_id: int, provider_id: int | None) -> int:
    """Take in a file of results and return the number of the run.

    Args:
        data: The file: .xlsx, or .csv in UTF-8 or GB 18030.
        filename: Its name.
        account_id: Who sent it.
        provider_id: Take only rows of this provider's classes, where one is given.

    Raises:
        TableRefused: the file cannot be read as a table with these columns.
    """
    report = import_results(data, filename, account_id=account_id, provider_id=provider_id)
    assert report.run_id is not None  # it was not only tried
    if report.refused:
        content = base64.b64encode(refused_file(report, filename)).decode()
        with transaction() as session:
            session.add(
                RefusedFile(
                    run_id=report.run_id,
                    account_id=account_id,
                    filename="refused.xlsx" if filename.lower().endswith(".xlsx") else "refused.csv",
                    content=content,
                    created_at=clock.now(),
                )
            )
    return report.run_id


def forget_old_files() -> None:
    """Delete refused rows that nobody mended within a day: they hold names and identity numbers."""
    with transaction() as session:
        session.execute(delete(RefusedFile).where(RefusedFile.created_at < clock.now() - KEPT))
