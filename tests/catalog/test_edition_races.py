"""Two officers at the same moment: one draft, one row, one publication."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.catalog import services as catalog
from portal.catalog.errors import ChangedMeanwhile, NotADraft, RowNotTaken
from portal.catalog.models import CatalogIssue
from portal.catalog.queries import editions as queries
from portal.catalog.services import editions as services
from portal.catalog.services.editions import Editor
from portal.catalog.types import CatalogKind, IssueData
from portal.catalog.types.editions import AboutEdition, TypedRow
from portal.core import clock, db
from portal.core.tables import write_csv

CARE = ("4-10-01-05", "养老护理员", "五级", "80", "急需紧缺", "", "", "")
RIDER = TypedRow(code="4-10-08-01", level="5", hours="40", shortage="urgent")
OFFICERS = [Editor(number, "150000") for number in (1, 2)]


def at_once(app: Flask, do: Callable[[Editor], Any]) -> list[Any]:
    """Let both officers do the same at the same moment, and return what each got: an answer, or the refusal."""
    ready = Barrier(len(OFFICERS))

    def one(editor: Editor) -> Any:
        with app.app_context():
            ready.wait()
            try:
                return do(editor)
            except (ChangedMeanwhile, NotADraft, RowNotTaken) as error:
                return type(error)

    with ThreadPoolExecutor(len(OFFICERS)) as pool:
        return list(pool.map(one, OFFICERS))


@pytest.fixture
def draft(real_app: Flask) -> int:
    with real_app.app_context():
        catalog.load_occupations()
        catalog.import_catalog(write_csv(catalog.CATALOG_COLUMNS, [CARE]), "c.csv", IssueData("150000"))
        made, _is_new = services.begin_draft(CatalogKind.DEMAND, "150000", editor=OFFICERS[0])
    return made


def test_both_get_the_same_draft(real_app: Flask) -> None:
    found = at_once(real_app, lambda editor: services.begin_draft(CatalogKind.SHORTAGE, "150000", editor=editor))

    assert len({number for number, _is_new in found}) == 1
    assert sorted(is_new for _number, is_new in found) == [False, True]


def test_one_change_of_a_row_wins_and_the_other_officer_is_told(real_app: Flask, draft: int) -> None:
    with real_app.app_context():
        (row,) = queries.list_rows(draft)

    def save(editor: Editor) -> None:
        typed = TypedRow(level="5", hours=str(90 + editor.account_id), shortage="short")
        services.save_row(draft, row.id, typed, version=row.version, editor=editor)

    assert sorted(map(str, at_once(real_app, save))) == sorted(map(str, [None, ChangedMeanwhile]))


def test_a_row_is_added_once(real_app: Flask, draft: int) -> None:
    found = at_once(real_app, lambda editor: services.add_row(draft, RIDER, editor=editor))

    assert RowNotTaken in found
    with real_app.app_context():
        assert len(queries.list_rows(draft)) == 2


def test_a_draft_is_published_once(real_app: Flask, draft: int) -> None:
    maker = Editor(9, "150000")
    with real_app.app_context():
        services.add_row(draft, RIDER, editor=maker)
        about = AboutEdition("目录", "通知", "1号", clock.today())
        services.save_about(draft, about, version=0, editor=maker)
        services.submit(draft, version=queries.get_edition(draft, within="150000").version, editor=maker)
        edition = queries.get_edition(draft, within="150000")
        before = queries.edition_before(edition)
        assert before is not None

    def approve(editor: Editor) -> None:
        services.approve(draft, version=edition.version, before_id=before.id, editor=editor)

    assert sorted(map(str, at_once(real_app, approve))) == sorted(map(str, [None, NotADraft]))
    with real_app.app_context():
        states = db.session().execute(select(CatalogIssue.state, func.count()).group_by(CatalogIssue.state)).all()
        assert {(state.value, number) for state, number in states} == {("published", 1), ("superseded", 1)}
