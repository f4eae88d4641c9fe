"""The ways in which a file is refused, each with a sentence that says what to do instead."""

from collections.abc import Iterable

from portal.core.errors import PortalError
from portal.core.i18n import _l


class TableRefused(PortalError):
    """The file cannot be read as a table."""

    message = _l("This file cannot be read. Please save it again as .xlsx or .csv and send it once more.")


class EmptyFile(TableRefused):
    """Nothing is in it."""

    message = _l("This file is empty.")


class FileTooLarge(TableRefused):
    """More bytes than the limit."""

    def __init__(self, megabytes: int) -> None:
        self.message = _l("This file is larger than %(max)s MB. Please divide it into smaller files.", max=megabytes)
        super().__init__(megabytes)


class TooManyRows(TableRefused):
    """More rows than one file may bring."""

    def __init__(self, limit: int) -> None:
        self.message = _l("This file has more than %(max)s rows. Please divide it into smaller files.", max=limit)
        super().__init__(limit)


class TooManyColumns(TableRefused):
    """More columns than any of our tables has."""

    def __init__(self, limit: int) -> None:
        self.message = _l("This table has more than %(max)s columns. Please delete those not needed.", max=limit)
        super().__init__(limit)


class OldWorkbook(TableRefused):
    """An .xls of Excel 97 to 2003."""

    message = _l("This is an old Excel file (.xls). Open it and save it as .xlsx, then send it again.")


class PasswordProtected(TableRefused):
    """An encrypted workbook."""

    message = _l("This file is protected by a password. Remove the password and send it again.")


class HasMacros(TableRefused):
    """A workbook with programs in it."""

    message = _l("This file contains macros, which we do not open. Save it as .xlsx without macros and send it again.")


class OtherOfficeFile(TableRefused):
    """A table of another program: OpenDocument, a binary workbook."""

    message = _l("This is another kind of office file. Save it as .xlsx or .csv and send it again.")


class NotATable(TableRefused):
    """A text, a picture, a PDF, an archive, whatever its name says."""

    message = _l("This file is not a table. We take tables that Excel or WPS saved as .xlsx, and .csv files.")


class WebPage(TableRefused):
    """HTML or XML under the name of a workbook, as some systems export it."""

    message = _l("This file is a web page under the name of a table. Open it in Excel or WPS and save it as .xlsx.")


class TooHeavy(TableRefused):
    """Unpacking or reading takes more memory or time than any honest table."""

    message = _l("This file takes too much memory or time to open. Copy only the needed cells into a new file.")


class UnknownEncoding(TableRefused):
    """Neither UTF-8 nor GB 18030."""

    message = _l("The characters of this file cannot be read. Save it as .xlsx, or as .csv in UTF-8.")


class HeaderMissing(TableRefused):
    """No row among the first ten holds the column names."""

    message = _l("The row with the column names was not found. Please use our template and keep its first row.")


class ColumnsMissing(TableRefused):
    """Some compulsory columns are not there."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = tuple(names)
        self.message = _l("These columns are missing: %(names)s", names="、".join(self.names))
        super().__init__(self.names)


class ColumnTwice(TableRefused):
    """Two columns bear the same name, so it is unclear which one counts."""

    def __init__(self, name: str) -> None:
        self.message = _l("This column appears twice: %(name)s", name=name)
        super().__init__(name)
