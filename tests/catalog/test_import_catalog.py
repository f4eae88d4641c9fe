"""Demand catalogs come in from files, row by row, and never touch what is published."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.catalog import services
from portal.catalog.errors import CatalogMovedOn, UnknownRegion
from portal.catalog.models import CatalogEntry, CatalogIssue, Occupation
from portal.catalog.services import ImportReport
from portal.catalog.types import IssueData
from portal.core.imports import ImportRun
from portal.core.tables import write_csv, write_xlsx
from tests.factories import CatalogEntryFactory, ClassSessionFactory

CARE = ("4-10-01-05", "养老护理员", "五级", "80", "急需紧缺", "", "", "")
WELD = ("6-18-02-04", "焊工", "四级", "120", "紧缺", "", "", "")
PAINTING = ("", "东丰农民画", "", "40", "", "", "", "")


def _file(*rows: tuple[str, ...]) -> bytes:
    return write_csv(services.CATALOG_COLUMNS, rows)


def _import(*rows: tuple[str, ...], region: str = "150600", dry_run: bool = False) -> ImportReport:
    return services.import_catalog(_file(*rows), "catalog.csv", IssueData(region), dry_run=dry_run)


def _reasons(report: ImportReport, *, refused: bool = True) -> list[tuple[str, str]]:
    return [(found.column, str(found.reason)) for found in report.problems if found.refused is refused]


@pytest.fixture(autouse=True)
def occupations(session: Session) -> None:
    services.load_occupations()


def test_publishes_a_file_as_a_new_issue(session: Session) -> None:
    report = _import(CARE, WELD, PAINTING)

    assert (report.rows, report.accepted, report.refused) == (3, 3, 0)
    issue = session.scalars(select(CatalogIssue)).one()
    assert (issue.region_code, issue.state) == ("150600", "published")
    assert session.scalar(select(func.count()).select_from(CatalogEntry)) == 3


def test_changes_nothing_when_the_same_file_comes_again(session: Session) -> None:
    _import(CARE, WELD)

    again = _import(CARE, WELD)

    assert (again.accepted, again.unchanged) == (0, 2)
    assert session.scalar(select(func.count()).select_from(CatalogIssue)) == 1
    assert session.scalar(select(func.count()).select_from(ImportRun)) == 2


def test_supersedes_the_older_issue_and_leaves_its_rows(session: Session) -> None:
    _import(CARE, WELD)
    older = session.scalars(select(CatalogIssue)).one()

    _import(CARE)

    session.refresh(older)
    assert older.state == "superseded"
    rows = session.scalars(select(CatalogEntry).where(CatalogEntry.issue_id == older.id)).all()
    assert len(rows) == 2


def test_leaves_the_issues_of_other_regions_alone(session: Session) -> None:
    _import(CARE)
    _import(WELD, region="150500")

    states = session.scalars(select(CatalogIssue.state)).all()
    assert states == ["published", "published"]


def test_writes_nothing_on_a_dry_run(session: Session) -> None:
    report = _import(CARE, dry_run=True)

    assert report.accepted == 1
    assert session.scalar(select(func.count()).select_from(CatalogIssue)) == 0
    assert session.scalar(select(func.count()).select_from(ImportRun)) == 0


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (("", "养老护理员", "五级", "80", "", "1200", "", ""), "依据文件"),
        (("", "养老护理员", "五级", "80", "", "一千", "内人社发〔2026〕1号", ""), "补贴标准(元)"),
        (("", "养老护理员", "五级", "0", "", "", "", ""), "学时"),
        (("", "养老护理员", "五级", "很多", "", "", "", ""), "学时"),
        (("", "养老护理员", "九级", "80", "", "", "", ""), "等级"),
        (("", "婴幼儿发展引导员", "五级", "80", "", "", "", ""), "等级"),
        (("", "养老护理员", "五级", "80", "很缺", "", "", ""), "紧缺程度"),
        (("4100105", "养老护理员", "五级", "80", "", "", "", ""), "职业编码"),
        (("6-18-02-04", "养老护理员", "五级", "80", "", "", "", ""), "职业编码"),
        (("6-18-02-04", "电焊高手", "五级", "80", "", "", "", ""), "职业(工种)"),
        (("", "", "五级", "80", "", "", "", ""), "职业(工种)"),
        (("", "养老护理员", "五级", "80", "", "", "", "Malchin"), "蒙古文名称"),
    ],
)
def test_refuses_a_row_and_says_which_cell(session: Session, row: tuple[str, ...], column: str) -> None:
    report = _import(WELD, row)

    assert (report.accepted, report.refused) == (1, 1)
    assert column in [found for found, _reason in _reasons(report)]


def test_refuses_the_same_occupation_and_level_twice(session: Session) -> None:
    report = _import(CARE, CARE)

    assert (report.accepted, report.refused) == (1, 1)


def test_warns_of_an_old_code_and_takes_that_of_today(session: Session) -> None:
    report = _import(("4-02-07-10", "网约配送员", "五级", "40", "", "", "", ""))

    assert report.accepted == 1
    assert any("4-10-08-01" in reason for _column, reason in _reasons(report, refused=False))
    entry = session.scalars(select(CatalogEntry)).one()
    assert session.get_one(Occupation, entry.occupation_id).code == "4-10-08-01"


def test_takes_a_local_craft_without_a_code_once(session: Session) -> None:
    craft = ("", "马头琴制作", "", "60", "", "", "", "ᠮᠣᠷᠢᠨ ᠬᠤᠭᠤᠷ")
    _import(craft)
    _import(craft, CARE)

    made = session.scalars(select(Occupation).where(Occupation.name == "马头琴制作")).one()
    assert (made.code, made.name_mn) == (None, "ᠮᠣᠷᠢᠨ ᠬᠤᠭᠤᠷ")


def test_keeps_an_amount_with_its_document(session: Session) -> None:
    _import(("", "养老护理员", "五级", "80", "", "1,200.50", "某人社发〔2026〕1号", ""))

    entry = session.scalars(select(CatalogEntry)).one()
    assert (entry.amount_fen, entry.document_number) == (120_050, "某人社发〔2026〕1号")


def test_gives_an_occupation_the_mongolian_name_it_lacked(session: Session) -> None:
    _import(("", "砌筑工", "五级", "80", "", "", "", "ᠪᠠᠷᠢᠯᠭᠠᠴᠢᠨ"))

    mason = session.scalars(select(Occupation).where(Occupation.name == "砌筑工")).one()
    assert mason.name_mn == "ᠪᠠᠷᠢᠯᠭᠠᠴᠢᠨ"
    assert "barilga" in mason.search_key


@pytest.mark.parametrize("name", ["refused.csv", "refused.xlsx"])
def test_mended_rows_join_those_that_went_in_before(session: Session, name: str) -> None:
    first = _import(CARE, ("", "焊工", "四级", "没有", "", "", "", ""))
    refused = services.refused_file(first, name)
    again = services.import_catalog(refused, name, IssueData("150600"))
    assert (again.accepted, again.refused) == (0, 1)

    mended = write_xlsx((*services.CATALOG_COLUMNS, "续接目录"), [(*WELD, str(first.continues))])
    last = services.import_catalog(mended, "mended.xlsx", IssueData("150600"))

    assert last.accepted == 1
    rows = session.scalars(select(CatalogEntry).where(CatalogEntry.issue_id == last.continues)).all()
    assert {row.hours for row in rows} == {80, 120}
    same = services.import_catalog(mended, "mended.xlsx", IssueData("150600"))
    assert (same.accepted, same.unchanged) == (0, 1)


def test_refuses_mended_rows_of_an_issue_that_was_superseded(session: Session) -> None:
    first = _import(CARE)
    _import(WELD)
    mended = write_csv((*services.CATALOG_COLUMNS, "续接目录"), [(*PAINTING, str(first.continues))])

    with pytest.raises(CatalogMovedOn):
        services.import_catalog(mended, "mended.csv", IssueData("150600"))


def test_names_the_classes_whose_entry_is_gone(session: Session) -> None:
    _import(CARE, WELD)
    entry = session.scalars(select(CatalogEntry).where(CatalogEntry.hours == 120)).one()
    row = ClassSessionFactory(
        entry=CatalogEntryFactory(),
        entry_id=entry.id,
        occupation_id=entry.occupation_id,
        level="4",
        region_code="150621",
    )

    report = _import(CARE)

    assert report.orphans == (row.number,)


def test_the_first_catalog_of_a_city_names_the_classes_that_rest_on_the_one_of_the_region(session: Session) -> None:
    services.import_catalog(write_csv(services.CATALOG_COLUMNS, [CARE, WELD]), "region.csv", IssueData("150000"))
    entry = session.scalars(select(CatalogEntry).where(CatalogEntry.hours == 120)).one()
    about = {"entry_id": entry.id, "occupation_id": entry.occupation_id, "level": "4"}
    inside = ClassSessionFactory(entry=CatalogEntryFactory(), region_code="150621", **about)
    ClassSessionFactory(entry=CatalogEntryFactory(), region_code="150521", **about)  # of another city

    assert _import(CARE).orphans == (inside.number,)


def test_refuses_a_region_nobody_knows(session: Session) -> None:
    with pytest.raises(UnknownRegion):
        _import(CARE, region="999999")


def test_command_says_what_became_of_each_row(app: Flask, session: Session, tmp_path: Path) -> None:
    file, refused = tmp_path / "catalog.csv", tmp_path / "refused.csv"
    file.write_bytes(_file(CARE, ("", "焊工", "四级", "没有", "", "", "", "")))

    result = app.test_cli_runner().invoke(
        args=["import", "catalog", str(file), "--region", "150600", "--refused", str(refused)]
    )

    assert "rows: 2, accepted: 1, unchanged: 0, refused: 1" in result.output
    assert "refused: row 3, 学时" in result.output
    assert "没有" in refused.read_text(encoding="utf-8-sig")
