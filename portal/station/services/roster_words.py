"""The sentences a list of villagers is answered with, each for one cell."""

from portal.core.i18n import LazyText, _l, speaking
from portal.station.errors import SheetUnknown
from portal.station.types import Remark

MISSING = _l("This cell is empty. Please fill it in.")
GUARDIAN = _l("This person is under 14. A parent or guardian must come to the station and sign.")
UNKNOWN_PREFIX = _l("The first six digits are not known to us. Please compare the number with the card.")
MAYBE_ROUNDED = _l("The number ends in 000. A spreadsheet may have changed it: please compare it with the card.")
OTHER_NAME = _l("The name does not agree with this identity number. Please compare both with the card.")
SAME_NAME = _l("Another person in this list has the same name. Please compare both numbers with their cards.")
CLERKS_PHONE = _l("This is the phone of the clerk or of the station. Enter the person's own, a relative's, or none.")
PHONE_SHARED = _l("Many people give this phone. Please ask whether messages reach this person there.")
NO_SUCH_PLACE = _l("No place has this code. Use the code of the banner or county, 6 digits.")
NO_SUCH_GROUP = _l("A group named here is not known. Use the words of the template, with 、 between them.")
GROUPS_CONTRADICT = _l("Nobody can be in work and out of work at once. Please ask the person.")
STILL_A_STUDENT = _l("This person is still at school. Please ask whether the days of the class fit.")
PENSION = _l(
    "This person draws a pension and may sign up. Please ask the bureau whether the training is free for them."
)
NO_SUCH_CLASS = _l("There is no class with this number.")
CLASS_FULL = _l("All seats are taken: this person would join the waiting list.")
SEAT_ELSEWHERE = _l("This person has a seat in another class on the same days. Sign them up at the station, in person.")
WAITS_ELSEWHERE = _l("This person waits for another class on the same days. Please ask which one they want.")
NO_AIM = _l("Write a class number, or what the person wants to learn.")
WISH_TOO_LONG = _l("Please use at most 200 characters.")
SHEET_SHAPE = _l("Write the number printed on the signed sheet: letters, digits and hyphens.")
SHEET_UNKNOWN = SheetUnknown.message
SHEET_TWICE = _l("Another row has the same sheet. Each person signs their own sheet.")
SHEET_OF_ANOTHER = _l("Another person has signed the sheet with this number before.")
TOO_MANY_WISHES = _l("This person has as many open wishes as we can take.")

WAS_DONE = _l("This was taken in before: nothing changes and nothing is doubled.")


def number_twice(other: int) -> LazyText:
    """Say in which other row an identity number stands."""
    return _l("This identity number stands in row %(row)s too. Keep one row for each person.", row=other)


def remark(column: str, message: LazyText) -> Remark:
    """Return what is to be said of a cell, in both languages."""
    with speaking("zh"):
        zh = str(message)
    with speaking("mn"):
        mn = str(message)
    return Remark(column, zh, mn)
