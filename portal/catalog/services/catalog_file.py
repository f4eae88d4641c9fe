"""Take in a demand catalog: a file becomes a new issue that supersedes the older one of its region."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from portal.catalog.errors import CatalogMovedOn, UnknownRegion
from portal.catalog.models import CatalogEntry, CatalogIssue, Occupation
from portal.catalog.queries import forget
from portal.catalog.queries.editions import list_orphans
from portal.catalog.services.cells import Cells
from portal.catalog.services.naming import CODE, LEVEL, NAME, Occupations, read_level
from portal.catalog.services.occupations import name_where_missing, new_occupation
from portal.catalog.services.reports import CONTINUES, ImportReport, keep_report
from portal.catalog.services.sealing import seal
from portal.catalog.types import CatalogKind, IssueData, IssueState
from portal.core import audit, clock, regions, search_keys
from portal.core.db import transaction
from portal.core.i18n import _l
from portal.core.tables import Column, Table, read_table
from portal.core.terms import find_code, terms

HOURS, SHORTAGE, AMOUNT, DOCUMENT, MONGOLIAN = "学时", "紧缺程度", "补贴标准(元)", "依据文件", "蒙古文名称"
CATALOG_COLUMNS = (CODE, NAME, LEVEL, HOURS, SHORTAGE, AMOUNT, DOCUMENT, MONGOLIAN)

_REQUIRED = (NAME, HOURS)
_MOST_HOURS = 2_000


@dataclass
class _Entry:
    """A row that may go in."""

    occupation: Occupation | None
    name: str
    code: str | None
    name_mn: str | None
    values: dict[str, Any]  # of the table, but for issue and occupation

    @property
    def key(self) -> tuple[str, str]:
        """What may stand only once in an issue."""
        return (str(self.occupation.id) if self.occupation else search_keys.plain(self.name)), self.values["level"]


def import_catalog(
    source: bytes, filename: str, about: IssueData, *, dry_run: bool = False, account_id: int | None = None
) -> ImportReport:
    """Publish the rows of a file as a new issue; the same file again changes nothing.

    Rows that are refused stay out. Mended and sent again in the file written for them, they make a further issue that
    holds the rows of this one too, for a published issue is never edited.

    Raises:
        TableRefused: the file cannot be read.
        UnknownRegion: nobody knows the region it is said to be for.
        CatalogMovedOn: mended rows belong to an issue that was superseded meanwhile.
    """
    columns = [*(Column(name, required=name in _REQUIRED) for name in CATALOG_COLUMNS)]
    table = read_table(source, filename, [*columns, Column(CONTINUES, required=False)])
    place = regions.get(about.region)
    if place is None:
        raise UnknownRegion
    report = ImportReport("catalog", filename, CATALOG_COLUMNS, rows=len(table.rows))
    with transaction() as session:
        latest = _latest_issue(session, place.code)
        entries = _read_entries(Occupations.read(session), table, report)
        if latest and latest.digest == table.digest:
            report.unchanged, report.continues = len(entries), latest.id
        elif entries:
            before = _continued(latest, table)
            report.accepted = len(entries)
            if not dry_run:
                issue = _new_issue(session, about, place, table.digest, before)
                _fill(session, issue, entries, before)
                seal(session, issue)
                report.continues = issue.id
                report.orphans = tuple(orphan.number for orphan in list_orphans(issue.id))
                audit.record("catalog.publish", subject_type="catalog_issue", subject_id=issue.id, actor_id=account_id)
        if not dry_run:
            keep_report(report, table.digest, account_id)
    forget()
    return report


def _latest_issue(session: Session, region: str) -> CatalogIssue | None:
    stmt = (
        select(CatalogIssue)
        .where(
            CatalogIssue.kind == CatalogKind.DEMAND,
            CatalogIssue.region_code == region,
            CatalogIssue.state != IssueState.DRAFT,
        )
        .order_by(CatalogIssue.valid_from.desc(), CatalogIssue.id.desc())
        .limit(1)
    )
    return session.scalar(stmt)


def _continued(latest: CatalogIssue | None, table: Table) -> CatalogIssue | None:
    """Return the issue that mended rows are added to; None for a file of its own."""
    named = {row.text(CONTINUES).removesuffix(".0") for row in table.rows} - {""}
    if not named:
        return None
    if latest is None or named != {str(latest.id)}:
        raise CatalogMovedOn
    return latest


def _read_entries(known: Occupations, table: Table, report: ImportReport) -> list[_Entry]:
    entries: list[_Entry] = []
    seen: dict[tuple[str, str], int] = {}
    for row in table.rows:
        cells = Cells(row)
        entry = _read_entry(cells, known)
        if not cells.refused and entry.key in seen:
            first = seen[entry.key]
            cells.refuse(NAME, _l("Row %(row)s already has this occupation at this level.", row=first))
        if report.add(row, cells.problems):
            seen[entry.key] = row.number
            entries.append(entry)
    return entries


def _read_entry(cells: Cells, known: Occupations) -> _Entry:
    occupation = known.identify(cells)
    values = read_values(cells, occupation)
    return _Entry(occupation, cells.row.text(NAME), cells.row.text(CODE) or None, values["name_mn"], values)


def read_values(cells: Cells, occupation: Occupation | None) -> dict[str, Any]:
    """Return what a row says of its occupation, under the names of the table; say which cells cannot be taken."""
    amount, document = cells.fen(AMOUNT), cells.text(DOCUMENT, required=False)
    if amount is not None and not document:
        cells.refuse(DOCUMENT, _l("An amount needs the number of the document it rests on."))
    name_mn = cells.mongolian(MONGOLIAN)
    if name_mn is None and not (occupation and occupation.name_mn):
        cells.warn(MONGOLIAN, _l("There is no Mongolian name yet: the Mongolian edition shows the Chinese one."))
    grades = "、".join(term.policy_word for term in terms("shortage").values())
    return {
        "level": read_level(cells, occupation),
        "hours": cells.whole(HOURS, least=1, most=_MOST_HOURS),
        "shortage": cells.term(SHORTAGE, lambda text: find_code("shortage", text), grades, blank="normal"),
        "amount_fen": amount,
        "document_number": document or None,
        "name_mn": name_mn,
    }


def _new_issue(
    session: Session, about: IssueData, place: regions.Place, digest: str, before: CatalogIssue | None
) -> CatalogIssue:
    valid_from = about.valid_from or clock.today()
    issue = CatalogIssue(
        kind=CatalogKind.DEMAND,
        title=about.title or (before.title if before else _title(place, valid_from.year)),
        region_code=place.code,
        document_number=about.document or (before.document_number if before else None),
        valid_from=valid_from,
        state=IssueState.PUBLISHED,
        published_at=clock.now(),
        digest=digest,
        is_demo=about.is_demo,
    )
    session.add(issue)
    session.flush()
    return issue


def _title(place: regions.Place, year: int) -> str:
    return f"{place.name}职业技能培训需求指导目录（{year}年）"


def _fill(session: Session, issue: CatalogIssue, entries: list[_Entry], before: CatalogIssue | None) -> None:
    rows: dict[tuple[int, str], dict[str, Any]] = {}
    if before is not None:
        columns = [column for column in CatalogEntry.__table__.c if column.name not in ("id", "issue_id")]
        for found in session.execute(select(*columns).where(CatalogEntry.issue_id == before.id)):
            values = dict(found._mapping)
            rows[(values["occupation_id"], values["level"])] = values
    for entry in entries:
        occupation_id = _settle_occupation(session, entry)
        rows[(occupation_id, entry.values["level"])] = {**entry.values, "occupation_id": occupation_id}
    session.execute(insert(CatalogEntry), [{**values, "issue_id": issue.id} for values in rows.values()])


def _settle_occupation(session: Session, entry: _Entry) -> int:
    """Return the occupation of an entry: make a new one of a craft, give it a Mongolian name where it had none."""
    if entry.occupation is None:
        return new_occupation(session, entry.name, entry.code, entry.name_mn).id
    name_where_missing(entry.occupation, entry.name_mn)
    session.flush()
    return entry.occupation.id
