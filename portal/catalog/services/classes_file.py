"""Take in the plan of classes: a row makes a class, or changes the one that bears its number."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.catalog import rules
from portal.catalog.models import ClassSession, Occupation, Provider
from portal.catalog.queries import forget
from portal.catalog.queries.in_force import Known, closest, entries_in_force
from portal.catalog.services.cells import Cells
from portal.catalog.services.changes import concerns_people, say_changed
from portal.catalog.services.naming import LEVEL, NAME, Occupations, class_search_key, read_level
from portal.catalog.services.reports import ImportReport, keep_report
from portal.catalog.types import ClassState
from portal.core import audit, clock, credit_codes
from portal.core.db import transaction
from portal.core.i18n import _l
from portal.core.tables import Column, Row, read_table
from portal.core.terms import find_code, terms

NUMBER, CREDIT_CODE, STARTS, ENDS = "班次编号", "统一社会信用代码", "开班日期", "结业日期"
PLACE, REGION, SEATS, APPLY_BY = "地点", "区划代码", "名额", "报名截止日期"
LANGUAGE, MODE, GROUPS = "授课语言", "培训方式", "面向人员"
DEPARTMENT = "组织部门"  # a file may leave it out
CLASS_COLUMNS = (
    NUMBER, CREDIT_CODE, NAME, LEVEL, STARTS, ENDS, PLACE, REGION, SEATS, APPLY_BY, LANGUAGE, MODE, GROUPS,
)  # fmt: skip

_BATCH = 100  # rows written together: a stopped run goes on where it was, and sign-ups need not wait long
_MOST_SEATS = 500
_EVERYONE = frozenset(("不限", "全体", "全部", "所有", "所有人", "不限人员"))
_LANGUAGES = {
    **dict.fromkeys(("汉语", "中文", "普通话", "国家通用语言"), "zh"),
    **dict.fromkeys(("蒙古语", "蒙语"), "mn"),
    **dict.fromkeys(("双语", "蒙汉双语"), "both"),
}
_DEPARTMENTS = {
    "教体": "education",
    "教育体育": "education",
    "总工会": "trade_union",
    "残疾人联合会": "disabled_federation",
}
_OFFICE = re.compile(r"^(?:自治区|[市盟旗县区])|(?:部门|局|厅)$")  # 市人社局, 农牧部门
_MODES = {"面授": "onsite", "线下": "onsite", "网络": "online", "混合": "mixed", "线上线下": "mixed"}
_EDITABLE = (ClassState.DRAFT, ClassState.OPEN, ClassState.CLOSED)


@dataclass
class _Known:
    """What rows are held against."""

    occupations: Occupations
    entries: Known


def import_classes(
    source: bytes, filename: str, *, dry_run: bool = False, account_id: int | None = None
) -> ImportReport:
    """Take in the rows of a file as classes open for sign-up; a row that says nothing new changes nothing.

    Raises:
        TableRefused: the file cannot be read.
    """
    table = read_table(source, filename, (*CLASS_COLUMNS, Column(DEPARTMENT, required=False)))
    report = ImportReport("classes", filename, table.columns, rows=len(table.rows))
    seen: dict[str, int] = {}
    for batch in _batches(table.rows):
        with transaction() as session:
            known = _Known(Occupations.read(session), entries_in_force(session))
            for row in batch:
                _take_row(session, row, known, report, seen, dry_run=dry_run)
    if not dry_run:
        with transaction():
            run = keep_report(report, table.digest, account_id)
            audit.record("catalog.import_classes", subject_type="import_run", subject_id=run, actor_id=account_id)
    forget()
    return report


def _batches(rows: tuple[Row, ...]) -> Iterator[list[Row]]:
    waiting = iter(rows)
    while batch := list(islice(waiting, _BATCH)):
        yield batch


def _take_row(
    session: Session, row: Row, known: _Known, report: ImportReport, seen: dict[str, int], *, dry_run: bool
) -> None:
    cells = Cells(row)
    number = cells.text(NUMBER, longest=40)
    if number in seen:
        cells.refuse(NUMBER, _l("Row %(row)s already has this class number.", row=seen[number]))
    values, provider, occupation = _read_class(session, cells, known)
    existing = session.scalar(select(ClassSession).where(ClassSession.number == number).with_for_update())
    if not cells.refused and provider and occupation:
        values |= _derived(values, provider, occupation)
        _check(cells, existing, provider, values)
    if not report.add(row, cells.problems):
        return
    seen[number] = row.number
    if existing and all(getattr(existing, name) == value for name, value in values.items()):
        report.unchanged += 1
        return
    report.accepted += 1
    if not dry_run and provider:
        _write(session, existing, number, provider, values)


def _read_class(
    session: Session, cells: Cells, known: _Known
) -> tuple[dict[str, Any], Provider | None, Occupation | None]:
    name = cells.text(NAME)
    occupation = known.occupations.find(name) if name else None
    if name and occupation is None:
        cells.refuse(NAME, _l("This occupation is in no demand catalog we know. Write its official name."))
    level = read_level(cells, occupation)
    region = cells.region(REGION)
    entry = closest(known.entries, occupation.id, level, region) if occupation and region else None
    if occupation and level and region and entry is None:
        cells.refuse(
            LEVEL, _l("The demand catalog in force for this place does not list the occupation at this level.")
        )
    provider = _find_provider(session, cells)
    department = cells.term(DEPARTMENT, _department, _words("department"), blank="")
    values = {
        "entry_id": entry.id if entry else None,
        "provider_id": provider.id if provider else None,
        "occupation_id": occupation.id if occupation else None,
        "level": level,
        "hours": entry.hours if entry else 0,
        **_days(cells),
        "place": cells.text(PLACE),
        "region_code": region,
        "capacity": cells.whole(SEATS, least=1, most=_MOST_SEATS),
        "language": cells.term(LANGUAGE, _language, _words("teaching_language"), blank="zh"),
        "mode": cells.term(MODE, _mode, _words("mode"), blank="onsite"),
        "target_groups": cells.terms(GROUPS, "group", _EVERYONE),
        **({"department": department} if department else {}),  # an empty cell takes away nothing
    }
    return values, provider, occupation


def _days(cells: Cells) -> dict[str, date]:
    days = {"starts_on": cells.day(STARTS), "ends_on": cells.day(ENDS), "apply_by": cells.day(APPLY_BY)}
    if date.min not in days.values():
        if days["ends_on"] < days["starts_on"]:
            cells.refuse(ENDS, _l("The last day is before the first."))
        if days["apply_by"] > days["starts_on"]:
            cells.refuse(APPLY_BY, _l("The last day to apply must not be after the first day of the class."))
    return days


def _find_provider(session: Session, cells: Cells) -> Provider | None:
    text = cells.text(CREDIT_CODE)
    if not text:
        return None
    try:
        code = credit_codes.parse(text).value
    except credit_codes.CreditCodeRefused as refused:
        cells.refuse(CREDIT_CODE, refused.message)
        return None
    found = session.scalar(select(Provider).where(Provider.credit_code == code))
    if found is None:
        cells.refuse(CREDIT_CODE, _l("No institution with this code is in the directories."))
    return found


def _derived(values: dict[str, Any], provider: Provider, occupation: Occupation) -> dict[str, Any]:
    """Return what follows from the rest: the group of trades and the words by which the class is found."""
    key = class_search_key(occupation, provider, values["place"], values["region_code"])
    return {"trade": occupation.trade, "search_key": key}


def _check(cells: Cells, existing: ClassSession | None, provider: Provider, values: dict[str, Any]) -> None:
    """Hold a readable row against what is there already."""
    today = clock.today()
    if existing is None:
        taking = rules.takes_people(
            provider.state,
            accredited_from=provider.accredited_from,
            accredited_to=provider.accredited_to,
            today=today,
        )
        if not taking:
            cells.refuse(CREDIT_CODE, _l("This institution takes no new applications at present."))
        if provider.trades and values["trade"] not in provider.trades:
            cells.refuse(NAME, _l("This institution is not approved for this group of trades."))
        if values["starts_on"] < today:
            cells.refuse(STARTS, _l("A class is announced before it begins, not after."))
        return
    if existing.provider_id != provider.id:
        cells.refuse(NUMBER, _l("This class number belongs to another institution."))
    if existing.state not in _EDITABLE and any(getattr(existing, name) != value for name, value in values.items()):
        cells.refuse(NUMBER, _l("This class runs, is over or was cancelled; its plan is no longer changed."))
    if values["capacity"] < existing.seats_taken:
        cells.refuse(SEATS, _l("%(taken)s seats are taken already.", taken=existing.seats_taken))


def _write(
    session: Session, existing: ClassSession | None, number: str, provider: Provider, values: dict[str, Any]
) -> None:
    if existing is not None:
        people_must_know = concerns_people(existing, values)
        for name, value in values.items():
            setattr(existing, name, value)
        session.flush()
        if people_must_know:
            say_changed(existing.id)
        return
    session.add(
        ClassSession(
            number=number,
            training_type="employment_skill",
            apply_from=min(clock.today(), values["apply_by"]),
            contact_phone=provider.phone,
            state=ClassState.OPEN,
            is_demo=provider.is_demo,
            **values,
        )
    )
    session.flush()


def _language(text: str) -> str | None:
    return _LANGUAGES.get(text) or find_code("teaching_language", text)


def _mode(text: str) -> str | None:
    return _MODES.get(text) or find_code("mode", text)


def _department(text: str) -> str | None:
    word = _OFFICE.sub("", text)
    return _DEPARTMENTS.get(word) or find_code("department", word) or find_code("department", text)


def _words(list_name: str) -> str:
    return "、".join(term.policy_word for term in terms(list_name).values())
