"""Hand out the template of results, take the file from the web, and keep its refused rows for a day, for its sender."""

import base64
from datetime import timedelta

from sqlalchemy import delete

from portal.core import clock
from portal.core.db import transaction
from portal.core.tables import write_xlsx
from portal.office.models import RefusedFile
from portal.office.services.refused import refused_file
from portal.office.services.results import import_results
from portal.office.types import RESULT_COLUMNS

KEPT = timedelta(days=1)
EMPTY_ROWS = 100  # of the template
ROWS_AT_MOST = 500  # each is a transaction of its own, and whoever sent them waits meanwhile
REFUSED = "refused.xlsx"  # never .csv: a spreadsheet would take identity numbers in it for quantities


def results_template() -> bytes:
    """Return a workbook with the columns of results, whose cells stay text whatever is typed into them."""
    return write_xlsx(RESULT_COLUMNS, [("",) * len(RESULT_COLUMNS)] * EMPTY_ROWS, text_columns=RESULT_COLUMNS)


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
    report = import_results(data, filename, account_id=account_id, provider_id=provider_id, max_rows=ROWS_AT_MOST)
    assert report.run_id is not None  # it was not only tried
    if report.refused:
        content = base64.b64encode(refused_file(report, REFUSED)).decode()
        with transaction() as session:
            session.add(
                RefusedFile(
                    run_id=report.run_id,
                    account_id=account_id,
                    filename=REFUSED,
                    content=content,
                    created_at=clock.now(),
                )
            )
    return report.run_id


def forget_old_files() -> None:
    """Delete refused rows that nobody mended within a day: they hold names and identity numbers."""
    with transaction() as session:
        session.execute(delete(RefusedFile).where(RefusedFile.created_at < clock.now() - KEPT))
