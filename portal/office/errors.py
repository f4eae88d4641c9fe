"""Ways in which a row of a file is refused, each with a sentence that says what to do."""

from datetime import date

from portal.core.errors import PortalError
from portal.core.i18n import LazyText, _l


class RowRefused(PortalError):
    """A row cannot be taken. It says in which column."""

    status = 422

    def __init__(self, column: str, message: LazyText) -> None:
        self.column, self.message = column, message
        super().__init__(column)


MISSING = _l("This cell is empty. Please fill it in.")
NO_SUCH_CLASS = _l("There is no class with this number.")
NOT_ON_ROLL = _l("This person is not on the roll of this class.")
OTHER_NAME = _l("The name does not agree with this identity number. Please compare both with the card.")
NOT_HOURS = _l("Hours must be a whole number.")
NOT_RESULT = _l("The result must be one of: 合格, 不合格, 缺考.")
NOT_KIND = _l("This is none of the five kinds of certificate.")
NOT_NUMBER = _l("A certificate number has only letters and digits.")
NUMBER_AS_QUANTITY = _l(
    "The spreadsheet holds this certificate number as a number and has changed its last digits. "
    "Set the column to text and type the number again."
)
NOT_LEVEL = _l("This level is not known. Please use 五级 to 一级, 特级技师, 首席技师 or 无等级.")
NOT_DATE = _l("This is not a date. Please write it as 2026-03-08.")
IN_FUTURE = _l("This date is still to come.")
INCOMPLETE_CERTIFICATE = _l("A certificate needs its kind, number, issuer and date: this cell is empty.")
CERTIFICATE_WITHOUT_PASS = _l("Only someone who passed can have a certificate.")
CLAIM_REFUSED = _l("The subsidy claim that rested on this result is refused. The person is told why.")
PAID_BEFORE = _l("A subsidy was paid for this result. The bureau finds the payment in its list of claims.")
CONTRADICTS_FILE = _l("Another row of this file says something else about the same person. Please keep only one.")
NO_HOURS = _l("Someone who passed has attended at least one hour.")


def too_many_hours(limit: int) -> LazyText:
    """Say how many hours the class has."""
    return _l("These are more hours than the class has (%(limit)s).", limit=limit)


class AlarmIsClosed(PortalError):
    """Another officer closed the alarm meanwhile."""

    status = 409
    message = _l("This alarm is closed already. Please look at what was found.")


class NotOnRoll(PortalError):
    """Results are taken only of people who have or had a seat."""

    status = 422
    message = NOT_ON_ROLL


class NotBegun(PortalError):
    """A class that has not begun has no results."""

    status = 422
    message = _l("This class has not begun yet, so it has no results.")


class NotOver(PortalError):
    """Nobody has passed a class that still goes on."""

    status = 422

    def __init__(self, ends_on: date) -> None:
        self.message = _l(
            "Nobody can have passed before the last day of the class (%(day)s). "
            "If it ended sooner, change its last day first.",
            day=ends_on.isoformat(),
        )
        super().__init__(ends_on.isoformat())


class TooManyHoursForClass(PortalError):
    """Nobody attends longer than the class is."""

    status = 422

    def __init__(self, limit: int) -> None:
        self.message = too_many_hours(limit)
        super().__init__(limit)


class ReasonMissing(PortalError):
    """A correction keeps what was reported before, and says why it was wrong."""

    status = 422
    message = _l("This differs from what was reported before. Please write why; the person reads it.")


class NotYours(PortalError):
    """Whoever issued a certificate answers for it; of another body's, only a bureau speaks."""

    status = 403
    message = _l("Another body issued this certificate. Please ask the bureau to revoke or replace it.")


class KnownProvider(PortalError):
    """A directory has this code already."""

    status = 409
    message = _l("An institution with this code is in the directories already. Look for it in the list and mend it.")


class OutsideRegion(PortalError):
    """The place lies outside the region of the officer."""

    status = 422
    message = _l("Choose a place in your region.")
