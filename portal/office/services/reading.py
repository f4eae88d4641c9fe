"""Read one row of a file of results: every cell is looked at, so that a row comes back only once."""

from datetime import date

from portal.core import clock, identity_numbers
from portal.core.i18n import LazyText
from portal.core.identity_numbers import IdentityNumberRefused
from portal.core.tables import Cell, Row
from portal.office import errors, rules
from portal.office.types import (
    CERTIFICATE_COLUMNS,
    CLASS,
    HOURS,
    ID_NUMBER,
    ISSUED_ON,
    ISSUER,
    KIND,
    LEVEL,
    NAME,
    NUMBER,
    RESULT,
    RESULT_COLUMNS,
    CertificateRow,
    ResultRow,
    RowProblem,
)
from portal.records.types import CertificateKind, Result


class RowReader:
    """One row, with what was found wrong in it so far."""

    def __init__(self, row: Row, *, has_own_levels: bool = False) -> None:
        self.row = row
        self.has_own_levels = has_own_levels  # the class is of an enterprise, which evaluates by levels of its own
        self.problems: list[RowProblem] = []
        self.id_number = ""  # once it is read

    def read(self) -> ResultRow | None:
        """Return the row, or None where `problems` says why not."""
        for column in RESULT_COLUMNS:
            if problem := self.row[column].problem:
                self._refuse(column, problem.message)
        class_number, name = self._filled(CLASS), self._filled(NAME)
        self.id_number, result = self._id_number(), self._result()
        hours, certificate = self._hours(result), self._certificate(result)
        if self.problems or hours is None or result is None:
            return None
        return ResultRow(class_number, name, self.id_number, hours, result, certificate)

    def _refuse(self, column: str, reason: LazyText) -> None:
        if all(problem.column != column for problem in self.problems):  # one reason a cell
            self.problems.append(RowProblem(self.row.number, column, reason))

    def _filled(self, column: str, reason: LazyText = errors.MISSING) -> str:
        text = self.row.text(column)
        if not text:
            self._refuse(column, reason)
        return text

    def _id_number(self) -> str:
        cell: Cell = self.row[ID_NUMBER]
        try:
            return identity_numbers.parse(cell.text, is_number=cell.is_number).value
        except IdentityNumberRefused as error:
            self._refuse(ID_NUMBER, error.message)
            return ""

    def _result(self) -> Result | None:
        result = rules.read_result(text) if (text := self._filled(RESULT)) else None
        if result is None:
            self._refuse(RESULT, errors.NOT_RESULT)
        return result

    def _hours(self, result: Result | None) -> int | None:
        if result is Result.ABSENT and not self.row.text(HOURS):
            return 0
        hours = rules.read_hours(text) if (text := self._filled(HOURS)) else None
        if hours is None:
            self._refuse(HOURS, errors.NOT_HOURS)
        elif hours == 0 and result is Result.PASSED:
            self._refuse(HOURS, errors.NO_HOURS)
        return hours

    def _certificate(self, result: Result | None) -> CertificateRow | None:
        if not any(self.row.text(column) for column in CERTIFICATE_COLUMNS):
            return None
        if result in (Result.FAILED, Result.ABSENT):
            self._refuse(NUMBER, errors.CERTIFICATE_WITHOUT_PASS)
        kind, number, issued_on = self._kind(), self._number(), self._issued_on()
        issuer = rules.read_issuer(self._filled(ISSUER, errors.INCOMPLETE_CERTIFICATE))
        level = self._level(kind)
        if kind is None or number is None or issued_on is None or level is None:
            return None
        return CertificateRow(kind, number, level, issuer, issued_on)

    def _kind(self) -> CertificateKind | None:
        kind = rules.read_kind(text) if (text := self._filled(KIND, errors.INCOMPLETE_CERTIFICATE)) else None
        if kind is None:
            self._refuse(KIND, errors.NOT_KIND)
        return kind

    def _number(self) -> str | None:
        cell = self.row[NUMBER]
        if not self._filled(NUMBER, errors.INCOMPLETE_CERTIFICATE):
            return None
        if rules.lost_digits(cell.text, is_number=cell.is_number):
            self._refuse(NUMBER, errors.NUMBER_AS_QUANTITY)
            return None
        number = rules.read_number(cell.text)
        if number is None:
            self._refuse(NUMBER, errors.NOT_NUMBER)
        return number

    def _level(self, kind: CertificateKind | None) -> str | None:
        if kind is None:
            return None
        text = self.row.text(LEVEL)
        level = rules.read_level(text, kind)
        if level is None and self.has_own_levels:
            level = rules.read_own_level(text, kind)
        if level is None:
            self._refuse(LEVEL, errors.NOT_LEVEL)
        return level

    def _issued_on(self) -> date | None:
        day = rules.read_date(text) if (text := self._filled(ISSUED_ON, errors.INCOMPLETE_CERTIFICATE)) else None
        if day is None:
            self._refuse(ISSUED_ON, errors.NOT_DATE)
        elif day > clock.today():
            self._refuse(ISSUED_ON, errors.IN_FUTURE)
        return day
