"""Files of a list: the template to fill in, and the refused rows to mend. These hold full identity numbers."""

from collections.abc import Sequence

from portal.core import identity_numbers
from portal.core.db import transaction
from portal.core.tables import write_xlsx
from portal.station import queries
from portal.station.errors import UploadNotFound
from portal.station.services.roster_lists import get_upload, record_list
from portal.station.types import Clerk, Colour, Remark, RosterCells
from portal.station.types.rosters import COLUMNS, ID_NUMBER

REASON = "拒收原因"  # not a column that is read again
EMPTY_ROWS = 200  # rows of the template whose cells are already text


def template_file() -> bytes:
    """Return a workbook with the columns, whose cells stay text whatever is typed into them."""
    return write_xlsx(COLUMNS, [("",) * len(COLUMNS)] * EMPTY_ROWS, text_columns=COLUMNS)


def refused_file(upload_id: str, clerk: Clerk) -> bytes:
    """Return the red rows of a list to the clerk who sent it, each with its reasons, to be mended and sent again.

    Raises:
        UploadNotFound: there is none, or someone else sent it.
    """
    upload = get_upload(upload_id, clerk)
    if not queries.sent_it(upload, clerk.account_id):
        raise UploadNotFound
    found = queries.list_rows(upload.id, colour=Colour.RED)
    red = [(row.cells, row.remarks) for row in found if row.cells is not None]
    with transaction():
        record_list("station.take_refused", upload.id, clerk, rows=len(red))
    return refused_rows_file(red)


def refused_rows_file(rows: Sequence[tuple[RosterCells, Sequence[Remark]]]) -> bytes:
    """Return rows with their reasons as a workbook."""
    columns = (*COLUMNS, REASON)
    lines = [
        (*texts_of(cells), " ".join(f"{remark.column}：{remark.zh}" for remark in remarks)) for cells, remarks in rows
    ]
    return write_xlsx(columns, lines, text_columns=columns)


def texts_of(cells: RosterCells) -> tuple[str, ...]:
    """Return the texts of a row; of an identity number that a spreadsheet changed, nothing is worth keeping."""
    return tuple("" if cell.is_number and len(cell.text) > 14 else cell.text for cell in cells.cells)


def masked_texts(cells: RosterCells) -> tuple[str, ...]:
    """Return the texts of a row as lists show them: of the identity number only what its owner knows it by."""
    return tuple(
        identity_numbers.mask(text) if column == ID_NUMBER and text else text
        for column, text in zip(COLUMNS, texts_of(cells), strict=True)
    )
