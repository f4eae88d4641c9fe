"""Check the rows of a list against each other and against what is stored. Nothing is written."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from portal.core import clock, names
from portal.core.crypto import blind_index
from portal.enrolment import queries as enrolment
from portal.enrolment import rules as enrolment_rules
from portal.enrolment.errors import REASONS
from portal.enrolment.types import ClassFacts
from portal.people import queries as people
from portal.people.queries import ID_NUMBER as NUMBER_PURPOSE
from portal.people.types import PersonView
from portal.station import queries, rules
from portal.station.services import roster_words as words
from portal.station.services.helping import never_a_villagers
from portal.station.services.roster_reading import GRADUATION_YEAR, Reading, read_row
from portal.station.services.sheets import is_printed
from portal.station.types import CheckedRow, RosterCells
from portal.station.types.rosters import CLASS, GROUPS, ID_NUMBER, NAME, PHONE, SHEET, WHOLE_ROW


@dataclass
class ListCheck:
    """A whole list, read once, against which each row is checked."""

    station_id: int
    readings: dict[int, Reading] = field(repr=False)
    numbers: Counter[str] = field(repr=False)
    names: Counter[str] = field(repr=False)
    phones: Counter[str] = field(repr=False)
    sheets: Counter[str] = field(repr=False)
    signed: dict[str, set[int]] = field(repr=False)
    reached: dict[str, set[int]] = field(repr=False)
    forbidden_phones: frozenset[str] = field(repr=False)
    classes: dict[str, ClassFacts | None] = field(default_factory=dict)
    occupations: dict[str, int | None] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, rows: Sequence[RosterCells], station_id: int) -> "ListCheck":
        """Read all rows of a list."""
        readings = {cells.number: read_row(cells) for cells in rows}
        found = list(readings.values())
        phones = Counter(one.phone.value for one in found if one.phone)
        sheets = Counter(one.sheet for one in found if one.sheet)
        return cls(
            station_id=station_id,
            readings=readings,
            numbers=Counter(one.number.value for one in found if one.number),
            names=Counter(names.comparison_key(one.name) for one in found if one.name),
            phones=phones,
            sheets=sheets,
            signed=queries.people_of_sheets(station_id, sheets.keys()),
            reached=queries.phones_shared(phones.keys()),
            forbidden_phones=never_a_villagers(station_id),
        )

    def check(self, row_number: int) -> CheckedRow:
        """Return a row with its colour and all that is to be said of it."""
        reading = self.readings[row_number]
        person = people.find_person_by_id_number(reading.number) if reading.number else None
        self._against_list(reading, row_number)
        self._against_stored(reading, person)
        self._check_aim(reading, person)
        refusals = [words.remark(column, message) for column, message in reading.refusals]
        warnings = [words.remark(column, message) for column, message in reading.warnings]
        notes = [words.remark(WHOLE_ROW, words.WAS_DONE)] if reading.was_done and not refusals else []
        number = reading.number.value if reading.number else None
        return CheckedRow(
            cells=reading.cells,
            colour=rules.colour_of(refusals, warnings),
            remarks=(*refusals, *warnings, *notes),
            id_number_index=blind_index(number, NUMBER_PURPOSE) if number else None,
            person_id=person.id if person else None,
        )

    def check_all(self) -> list[CheckedRow]:
        """Return all rows checked, in the order of the file."""
        return [self.check(number) for number in sorted(self.readings)]

    def shares_phone(self, reading: Reading, person_id: int | None) -> bool:
        """Tell whether others are reached by the phone of a row."""
        phone = reading.phone.value if reading.phone else ""
        return self.phones[phone] > 1 or bool(self.reached.get(phone, set()) - {person_id})

    def find_class(self, number: str) -> ClassFacts | None:
        """Return the class with this number, or None; a draft is not there yet."""
        if number not in self.classes:
            self.classes[number] = queries.find_class(number)
        return self.classes[number]

    def wished(self, reading: Reading) -> tuple[int | None, str | None]:
        """Return the occupation a wish names, or its own words."""
        if reading.wish not in self.occupations:
            self.occupations[reading.wish] = queries.find_occupation(reading.wish)
        occupation_id = self.occupations[reading.wish]
        return (occupation_id, None) if occupation_id is not None else (None, reading.wish)

    def find_done(self, reading: Reading, person_id: int) -> int | None:
        """Return the application, or the wish of a row without class, that is there or that this sheet led to before.

        None where taking the row in adds something.
        """
        station_id, proof = self.station_id, reading.sheet
        if not reading.class_number:
            return queries.find_same_wish(person_id, *self.wished(reading), station_id=station_id, proof=proof)
        offered = self.find_class(reading.class_number)
        assert offered is not None  # such a row is red
        live = enrolment.find_live(offered.id, person_id=person_id)
        return live or queries.find_signed_up(person_id, offered.id, station_id=station_id, proof=proof)

    def touched_by(self, *changed: Reading) -> set[int]:
        """Return the rows that mean the same person, name, phone or sheet as one of these, however it is written."""
        said = set[tuple[str, str]]().union(*map(_marks, changed))
        return {number for number, reading in self.readings.items() if said & _marks(reading)}

    def _against_list(self, reading: Reading, row_number: int) -> None:
        if reading.number and self.numbers[reading.number.value] > 1:
            value = reading.number.value
            others = (at for at, one in self.readings.items() if one.number and one.number.value == value)
            reading.refuse(ID_NUMBER, words.number_twice(next(at for at in others if at != row_number)))
        elif reading.name and self.names[names.comparison_key(reading.name)] > 1:
            reading.warn(NAME, words.SAME_NAME)
        if reading.sheet and self.sheets[reading.sheet] > 1:
            reading.refuse(SHEET, words.SHEET_TWICE)

    def _against_stored(self, reading: Reading, person: PersonView | None) -> None:
        own_id = person.id if person else None
        if person is not None and reading.name:
            _against_person(reading, person)
        if reading.sheet in self.signed:  # it may bear a number from before numbers had a check
            if self.signed[reading.sheet] - {own_id}:
                reading.refuse(SHEET, words.SHEET_OF_ANOTHER)
        elif reading.sheet and not is_printed(reading.sheet, self.station_id):
            reading.refuse(SHEET, words.SHEET_UNKNOWN)
        if reading.phone is None:
            return
        phone = reading.phone.value
        if phone in self.forbidden_phones:
            reading.refuse(PHONE, words.CLERKS_PHONE)
        elif self.phones[phone] + len(self.reached.get(phone, set()) - {own_id}) >= rules.SHARED_BY_MANY:
            reading.warn(PHONE, words.PHONE_SHARED)

    def _check_aim(self, reading: Reading, person: PersonView | None) -> None:
        offered = self.find_class(reading.class_number) if reading.class_number else None
        if reading.class_number and offered is None:
            reading.refuse(CLASS, words.NO_SUCH_CLASS)
            return
        has_aim = bool(reading.class_number or reading.wish)
        reading.was_done = has_aim and person is not None and self.find_done(reading, person.id) is not None
        if offered is not None and not reading.was_done:
            self._check_class(reading, person, offered)

    def _check_class(self, reading: Reading, person: PersonView | None, offered: ClassFacts) -> None:
        if (refusal := enrolment_rules.refusal(offered, clock.today())) is not None:
            reading.refuse(CLASS, REASONS[refusal])
            return
        if offered.seats_taken >= offered.capacity or offered.waiting:
            reading.warn(CLASS, words.CLASS_FULL)
        clashes = enrolment.clashes_of(offered, person_id=person.id) if person else ()
        if any(clash.holds_seat for clash in clashes):
            reading.refuse(CLASS, words.SEAT_ELSEWHERE)
        elif clashes:
            reading.warn(CLASS, words.WAITS_ELSEWHERE)


def _marks(reading: Reading) -> set[tuple[str, str]]:
    """Return what the rows of a list are compared by."""
    marks = {
        ID_NUMBER: reading.number.value if reading.number else "",
        NAME: names.comparison_key(reading.name),
        PHONE: reading.phone.value if reading.phone else "",
        SHEET: reading.sheet,
    }
    return {(column, mark) for column, mark in marks.items() if mark}


def _against_person(reading: Reading, person: PersonView) -> None:
    own = {names.comparison_key(name) for name in (person.name, person.name_mn) if name}
    if names.comparison_key(reading.name) not in own:
        reading.refuse(NAME, words.OTHER_NAME)  # and nothing else is told of someone with another name
    elif not reading.in_school and any(
        group.code == GRADUATION_YEAR and group.holds_on(clock.today()) for group in person.groups
    ):
        reading.warn(GROUPS, words.STILL_A_STUDENT)
