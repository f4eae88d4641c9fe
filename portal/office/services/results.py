"""Take in what providers report: who attended, how it ended, which certificate came of it.

Each row is one transaction, so a file that was broken off is simply sent again: what is written already is unchanged.
"""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.exc import IntegrityError

from portal.core import imports, names
from portal.core.db import transaction
from portal.core.errors import PortalError
from portal.core.tables import MAX_ROWS, Column, Row, Table, read_table
from portal.office import errors, queries
from portal.office.services.reading import RowReader
from portal.office.services.reporting import write_result
from portal.office.types import (
    CERTIFICATE_COLUMNS,
    CLASS,
    HOURS,
    ID_NUMBER,
    ISSUED_ON,
    KIND,
    LEVEL,
    NAME,
    NUMBER,
    RESULT,
    RESULT_COLUMNS,
    ImportReport,
    RefusedRow,
    Reported,
    ResultRow,
    RollLine,
    RowNote,
    RowProblem,
    TaughtClass,
)
from portal.records import queries as claims
from portal.records.errors import CertificateEnded, CertificateStands, CertificateTaken, CorrectedSince
from portal.records.types import Origin, Outcome, Result, Source, SubsidyState

_ALIASES = {
    CLASS: ("班级编号",),
    ID_NUMBER: ("身份证号码", "身份证号", "证件号码"),
    HOURS: ("培训学时",),
    RESULT: ("考核结果", "培训结果"),
    KIND: ("证书类型", "证书类别"),
    ISSUED_ON: ("颁证日期",),
}
_COLUMNS = [
    Column(name, _ALIASES.get(name, ()), required=name not in (*CERTIFICATE_COLUMNS, LEVEL)) for name in RESULT_COLUMNS
]
_COLUMN_OF: dict[type[PortalError], str] = {
    errors.NotOver: RESULT,
    CertificateTaken: NUMBER,
    CertificateEnded: NUMBER,
    CertificateStands: RESULT,
    CorrectedSince: RESULT,
}


class _OnlyTried(Exception):
    """Undo what a row wrote: the file is only being tried."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome


@dataclass
class _Run:
    """One pass through a file."""

    run_id: int | None
    account_id: int | None
    provider_id: int | None
    first_run: int | None  # of the very same file
    classes: dict[str, TaughtClass | None] = field(default_factory=dict)
    said: dict[tuple[str, ...], tuple[object, ...]] = field(default_factory=dict)
    tried: set[ResultRow] = field(default_factory=set)
    notes: list[RowNote] = field(default_factory=list)

    @property
    def only_tries(self) -> bool:
        """Whether nothing is to be written."""
        return self.run_id is None


def import_results(
    data: bytes,
    filename: str,
    *,
    account_id: int | None = None,
    provider_id: int | None = None,
    dry_run: bool = False,
    max_rows: int = MAX_ROWS,
) -> ImportReport:
    """Take in a file of results and return what became of each row.

    Args:
        data: The file: .xlsx, or .csv in UTF-8 or GB 18030.
        filename: Its name.
        account_id: Who sent it; None for whoever runs the portal.
        provider_id: Take only rows of this provider's classes, where one is given.
        dry_run: Write nothing.
        max_rows: How many rows below the header are taken.

    Raises:
        TableRefused: the file cannot be read as a table with these columns.
    """
    table = read_table(data, filename, _COLUMNS, max_rows=max_rows)
    run = _begin(table, filename, account_id, provider_id, dry_run=dry_run)
    counts = dict.fromkeys(Outcome, 0)
    refused = []
    for row in table.rows:
        outcome, problems = _take(row, run)
        if outcome is None:
            refused.append(RefusedRow(tuple(row.text(name) for name in RESULT_COLUMNS), tuple(problems)))
        else:
            counts[outcome] += 1
    accepted = counts[Outcome.ADDED] + counts[Outcome.CORRECTED]
    report = ImportReport(run.run_id, accepted, counts[Outcome.UNCHANGED], tuple(refused), tuple(run.notes))
    _end(run, report)
    return report


def _begin(table: Table, filename: str, account_id: int | None, provider_id: int | None, *, dry_run: bool) -> _Run:
    first_run = imports.find_first_run(kind="results", digest=table.digest)
    run_id = None
    if not dry_run:
        run_id = imports.begin_run(kind="results", filename=filename, digest=table.digest, account_id=account_id)
    return _Run(run_id, account_id, provider_id, first_run)


def _end(run: _Run, report: ImportReport) -> None:
    if run.run_id is None:
        return
    counts = {
        "rows": report.rows,
        "accepted": report.accepted,
        "unchanged": report.unchanged,
        "refused": len(report.refused),
    }
    problems = [_said(problem) for problem in report.problems]
    problems += [{**_said(note), "claim": note.claim_id, "taken": True} for note in report.notes]
    imports.finish_run(run.run_id, counts=counts, problems=problems)


def _said(problem: RowProblem | RowNote) -> dict[str, Any]:
    return {"row": problem.row, "column": problem.column, "reason": str(problem.reason)}


def _take(row: Row, run: _Run) -> tuple[Outcome | None, list[RowProblem]]:
    """Take one row in, wholly or not at all."""
    taught = _find_class(row.text(CLASS), run)
    reader = RowReader(row, has_own_levels=bool(taught and taught.has_own_levels))
    understood = reader.read()
    if understood is None:
        return None, [*reader.problems, *_off_roll(reader, run)]
    try:
        return _write_or_try(row.number, understood, run), []
    except errors.RowRefused as error:
        return None, [RowProblem(row.number, error.column, error.message)]
    except tuple(_COLUMN_OF) as error:
        return None, [RowProblem(row.number, _COLUMN_OF[type(error)], error.message)]


def _off_roll(reader: RowReader, run: _Run) -> list[RowProblem]:
    """Say what the roll has against a row with other faults too, so that it comes back only once."""
    row, faulty = reader.row, {problem.column for problem in reader.problems}
    if faulty & {CLASS, NAME, ID_NUMBER}:
        return []
    try:
        _find_on_roll(row.text(CLASS), reader.id_number, row.text(NAME), run)
    except errors.RowRefused as error:
        return [RowProblem(row.number, error.column, error.message)]
    return []


def _write_or_try(number: int, row: ResultRow, run: _Run) -> Outcome:
    taught, learner = _place_on_roll(row, run)
    _refuse_contradiction(row, run)
    if run.only_tries and row in run.tried:
        return Outcome.UNCHANGED
    run.tried.add(row)
    passed = row.result is Result.PASSED
    standing = [] if passed else claims.list_standing(learner.person_id, row.class_number)
    try:
        outcome = _write_once_more_if_late(row, taught, learner, run)
    except _OnlyTried as tried:
        outcome = tried.outcome
    if outcome is Outcome.CORRECTED:
        for claim_id, state in standing:
            said = errors.PAID_BEFORE if state is SubsidyState.PAID else errors.CLAIM_REFUSED
            run.notes.append(RowNote(number, RESULT, said, claim_id))
    return outcome


def _write_once_more_if_late(row: ResultRow, taught: TaughtClass, learner: RollLine, run: _Run) -> Outcome:
    """Write a row; where the same file was sent twice at once, the slower one now finds the row written."""
    try:
        return _write(row, taught, learner, run)
    except IntegrityError:
        return _write(row, taught, learner, run)


def _place_on_roll(row: ResultRow, run: _Run) -> tuple[TaughtClass, RollLine]:
    taught, learner = _find_on_roll(row.class_number, row.id_number, row.name, run)
    if row.hours > taught.hours:
        raise errors.RowRefused(HOURS, errors.too_many_hours(taught.hours))
    return taught, learner


def _find_on_roll(class_number: str, id_number: str, name: str, run: _Run) -> tuple[TaughtClass, RollLine]:
    taught = _find_class(class_number, run)
    if taught is None:
        raise errors.RowRefused(CLASS, errors.NO_SUCH_CLASS)
    learner = taught.find(id_number)
    if learner is None:
        raise errors.RowRefused(ID_NUMBER, errors.NOT_ON_ROLL)
    own_names = {names.comparison_key(own) for own in (learner.name, learner.name_mn) if own}
    if names.comparison_key(name) not in own_names:
        raise errors.RowRefused(NAME, errors.OTHER_NAME)
    return taught, learner


def _find_class(number: str, run: _Run) -> TaughtClass | None:
    if number not in run.classes:
        run.classes[number] = queries.find_class(number, provider_id=run.provider_id)
    return run.classes[number]


def _refuse_contradiction(row: ResultRow, run: _Run) -> None:
    """One file says one thing about one training, or sending it twice would change the record to and fro."""
    key = (row.class_number, row.id_number)
    if run.said.setdefault(key, (row.hours, row.result)) != (row.hours, row.result):
        raise errors.RowRefused(RESULT, errors.CONTRADICTS_FILE)
    if row.certificate is not None:
        own = (*key, row.certificate.kind.value, row.certificate.issuer)
        if run.said.setdefault(own, (row.certificate,)) != (row.certificate,):
            raise errors.RowRefused(NUMBER, errors.CONTRADICTS_FILE)


def _write(row: ResultRow, taught: TaughtClass, learner: RollLine, run: _Run) -> Outcome:
    reported = Reported(row.hours, row.result, row.certificate)
    with transaction():
        outcome = write_result(
            reported, taught, learner, source=Source(Origin.FILE, run.run_id, run.account_id), first_run=run.first_run
        )
        if run.only_tries:
            raise _OnlyTried(outcome)
    return outcome
