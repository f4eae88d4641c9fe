"""Words and read models of the office."""

from dataclasses import dataclass, field
from datetime import date, datetime

from portal.core.i18n import LazyText
from portal.enrolment.types import ApplicationState
from portal.records.types import CertificateKind, Evaluation, Result, TrainedClass

CLASS, NAME, ID_NUMBER, HOURS, RESULT = "班次编号", "姓名", "身份证件号码", "学时", "结果"
KIND, NUMBER, LEVEL, ISSUER, ISSUED_ON = "证书种类", "证书编号", "等级", "发证机构", "发证日期"
RESULT_COLUMNS = (CLASS, NAME, ID_NUMBER, HOURS, RESULT, KIND, NUMBER, LEVEL, ISSUER, ISSUED_ON)
CERTIFICATE_COLUMNS = (KIND, NUMBER, ISSUER, ISSUED_ON)  # all or none; the level may be missing


@dataclass(frozen=True, slots=True)
class RollLine:
    """Someone on the roll of a class."""

    application_id: int
    state: ApplicationState
    person_id: int
    name: str = field(repr=False)
    name_mn: str | None = field(repr=False)
    id_number: str = field(repr=False)
    is_living: bool  # not asked to be forgotten


@dataclass(frozen=True, slots=True)
class TaughtClass:
    """A class with its roll."""

    trained: TrainedClass
    hours: int
    provider_id: int
    roll: tuple[RollLine, ...] = field(repr=False)
    has_own_levels: bool = False  # an enterprise evaluates by levels of its own

    def find(self, id_number: str) -> RollLine | None:
        """Return who of the roll has this identity number, or None."""
        return next((line for line in self.roll if line.id_number == id_number), None)


@dataclass(frozen=True, slots=True)
class CertificateRow:
    """The certificate of a row."""

    kind: CertificateKind
    number: str = field(repr=False)
    level: str  # terms: level, or the word an enterprise has for it
    issuer: str
    issued_on: date


@dataclass(frozen=True, slots=True)
class Reported:
    """How a training ended for someone, as it is reported by a file or on a page."""

    hours: int
    result: Result
    certificate: CertificateRow | None
    evaluation: Evaluation | None = None
    reason: str | None = None  # why it differs from what was reported before


@dataclass(frozen=True, slots=True)
class ResultRow:
    """A row of a file of results, once every cell was understood."""

    class_number: str
    name: str = field(repr=False)
    id_number: str = field(repr=False)
    hours: int
    result: Result
    certificate: CertificateRow | None


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Why a row was refused: where, and in words. Never what the cell held."""

    row: int
    column: str
    reason: LazyText


@dataclass(frozen=True, slots=True)
class RowNote:
    """What a row that was taken brought about for a claim that rests on its result."""

    row: int
    column: str
    reason: LazyText
    claim_id: int


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A refused row as it came, to be mended and sent again."""

    cells: tuple[str, ...] = field(repr=False)
    reasons: tuple[RowProblem, ...]


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of a file."""

    run_id: int | None  # None: only tried
    accepted: int
    unchanged: int
    refused: tuple[RefusedRow, ...]
    notes: tuple[RowNote, ...] = ()  # what else became of rows that were taken

    @property
    def rows(self) -> int:
        """Rows below the header."""
        return self.accepted + self.unchanged + len(self.refused)

    @property
    def problems(self) -> tuple[RowProblem, ...]:
        """All reasons, in the order of the file."""
        return tuple(problem for row in self.refused for problem in row.reasons)


@dataclass(frozen=True, slots=True)
class RunView:
    """What became of a file, for whoever sent it."""

    id: int
    filename: str
    started_at: datetime
    rows: int
    accepted: int
    unchanged: int
    refused: int
    problems: tuple[tuple[int, str, str], ...]  # row, column, reason
    notes: tuple[tuple[int, int | None, str], ...]  # of rows that were taken: row, claim, what became of it
    has_refused_file: bool


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file to be handed out."""

    filename: str
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class BothNames:
    """A thing that pages name, in both languages."""

    kind: str  # occupation, provider, region, or a list of terms
    key: str
    zh: str
    mn: str | None
