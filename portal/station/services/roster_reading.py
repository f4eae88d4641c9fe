"""Understand one row of a list: every cell is looked at, so that a row comes back only once."""

from dataclasses import dataclass, field

from portal.core import clock, identity_numbers, names, phones, regions
from portal.core.errors import PortalError
from portal.core.i18n import LazyText
from portal.core.identity_numbers import DEMONSTRATION_PREFIX, IdentityNumber
from portal.core.identity_numbers import Remark as NumberRemark
from portal.core.phones import PhoneNumber
from portal.core.typed_text import one_line
from portal.people import rules as people_rules
from portal.station import rules
from portal.station.services import roster_words as words
from portal.station.types import RosterCells
from portal.station.types.rosters import CLASS, COLUMNS, GROUPS, ID_NUMBER, NAME, PHONE, REGION, SHEET, WISH

LONGEST_WISH = 200
GRADUATION_YEAR = "graduation_year"


@dataclass
class Reading:
    """A row as far as its own cells tell."""

    cells: RosterCells = field(repr=False)
    name: str = field(default="", repr=False)
    number: IdentityNumber | None = None
    phone: PhoneNumber | None = None
    region: str = ""
    groups: tuple[str, ...] = ()
    in_school: bool = False
    class_number: str = ""
    wish: str = field(default="", repr=False)
    sheet: str = ""
    refusals: list[tuple[str, LazyText]] = field(default_factory=list)
    warnings: list[tuple[str, LazyText]] = field(default_factory=list)
    was_done: bool = False  # taking it in changes nothing

    def refuse(self, column: str, message: LazyText) -> None:
        """Note why a cell cannot be taken; one reason a cell."""
        if all(known != column for known, _message in self.refusals):
            self.refusals.append((column, message))

    def warn(self, column: str, message: LazyText) -> None:
        """Note what a human should look at."""
        self.warnings.append((column, message))


def read_row(cells: RosterCells) -> Reading:
    """Return what the cells of a row mean, and what is wrong with them."""
    reading = Reading(cells)
    for column in COLUMNS:
        if (problem := cells[column].problem) is not None:
            reading.refuse(column, problem.message)
    for step in (_name, _number, _phone, _region, _groups, _aim, _sheet):
        step(reading)
    return reading


def _filled(reading: Reading, column: str) -> str:
    text = reading.cells[column].text
    if not text:
        reading.refuse(column, words.MISSING)
    return text


def _name(reading: Reading) -> None:
    try:
        reading.name = names.clean(_filled(reading, NAME))
    except PortalError as error:
        reading.refuse(NAME, error.message)


def _number(reading: Reading) -> None:
    cell = reading.cells[ID_NUMBER]
    try:
        number = identity_numbers.parse(cell.text, is_number=cell.is_number)
    except PortalError as error:
        reading.refuse(ID_NUMBER, error.message)
        return
    reading.number = number
    if people_rules.needs_guardian(number.birth_date, on=clock.today()):
        reading.refuse(ID_NUMBER, words.GUARDIAN)
    if NumberRemark.UNKNOWN_PREFIX in number.remarks and number.region_code != DEMONSTRATION_PREFIX:
        reading.warn(ID_NUMBER, words.UNKNOWN_PREFIX)
    if NumberRemark.MAYBE_ROUNDED in number.remarks:
        reading.warn(ID_NUMBER, words.MAYBE_ROUNDED)


def _phone(reading: Reading) -> None:
    text = rules.read_phone_cell(reading.cells[PHONE].text)
    if not text:
        return
    try:
        reading.phone = phones.parse(text)
    except PortalError as error:
        reading.refuse(PHONE, error.message)


def _region(reading: Reading) -> None:
    text = _filled(reading, REGION)
    codes = rules.region_or_province(text)
    known = [found for code in codes if (found := regions.resolve(code))]
    home = regions.HOME_PROVINCE
    if not known or (known[0] == home and codes[0] != home):  # within the region the banner must be known
        reading.refuse(REGION, words.NO_SUCH_PLACE if text else words.MISSING)
    else:
        reading.region = known[0]


def _groups(reading: Reading) -> None:
    reading.groups, beside, understood = rules.read_groups(reading.cells[GROUPS].text)
    if not understood:
        reading.refuse(GROUPS, words.NO_SUCH_GROUP)
    if rules.contradict(reading.groups):
        reading.warn(GROUPS, words.GROUPS_CONTRADICT)
    reading.in_school = GRADUATION_YEAR in reading.groups or rules.IN_SCHOOL in beside
    if reading.in_school:
        reading.warn(GROUPS, words.STILL_A_STUDENT)
    if rules.PENSION in beside:
        reading.warn(GROUPS, words.PENSION)


def _aim(reading: Reading) -> None:
    reading.class_number = "".join(reading.cells[CLASS].text.split())
    reading.wish = one_line(reading.cells[WISH].text)
    if not (reading.class_number or reading.wish):
        reading.refuse(CLASS, words.NO_AIM)
    if len(reading.wish) > LONGEST_WISH:
        reading.refuse(WISH, words.WISH_TOO_LONG)


def _sheet(reading: Reading) -> None:
    text = _filled(reading, SHEET)
    cell = reading.cells[SHEET]
    # A long number that a spreadsheet kept as a quantity has lost its last digits.
    lost = cell.is_number and (len(text) > 15 or "E" in text.upper())
    proof = None if lost else rules.read_sheet_number(text)
    if proof is None:
        reading.refuse(SHEET, words.SHEET_SHAPE)
    else:
        reading.sheet = proof
